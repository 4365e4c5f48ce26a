"""Before a review: the client says how they see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.models import BadInput, Client, OwnView
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer, check

MOST = 2000  # characters; what is longer belongs into the meeting


@action
def say_own_view(
    *, client: Client, areas: Collection[str], stay: str, change: str, by: Viewer, at: datetime
) -> OwnView:
    """Keep which areas matter to the client, what should stay and what should change. Each is kept beside the last."""
    check(by, "W", "answers", client, at=at)
    if by.client_id != client.pk:
        raise NotYours
    tools = library().support_tools
    if not areas and not stay.strip() and not change.strip():
        raise BadInput(
            _("Nothing was kept."),
            _("Nothing is ticked and nothing is written."),
            _("Say one thing, however small."),
            "",
        )
    if any(tools.area(name) is None for name in areas):
        raise BadInput(
            _("Nothing was kept."), _("One of the ticks is not on the list."), _("Choose from what is shown."), "areas"
        )
    for name, words in (("stay", stay), ("change", change)):
        if len(words) > MOST:
            raise BadInput(
                _("Nothing was kept."),
                _("It has %(count)d characters.") % {"count": len(words)},
                _("Say it in %(most)d or fewer, and tell the rest when you meet.") % {"most": MOST},
                name,
            )
    view = OwnView(client=client, episode=open_episode(client), tools_version=tools.version, written_at=at, made_at=at)
    view.said = {"areas": list(areas), "stay": stay.strip(), "change": change.strip()}
    view.save(force_insert=True)
    trace("own_view.said", by=by, at=at, clients=[client.pk], about=view)
    return view
