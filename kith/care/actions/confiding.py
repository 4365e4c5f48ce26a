"""What one person of a couple or family told in confidence is repeated in nothing that others read."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kith.care.actions.naming import FIELDS
from kith.care.models import BadInput, Client, Group
from kith.care.models.keys import preload
from kith.science.groups import find_quotes, place_of

MOST_SHOWN = 3


def check_repeats_no_confidence(
    texts: Mapping[str, str], group: Group, *, but_of: Client | None = None, field: str = ""
) -> None:
    """Raises BadInput that says which of the writer's own words come close to something told in confidence.

    Every confidence of the couple or family counts, whoever heard it; nothing is said of whose it is or of its words.
    What is written for one person alone may hold what that same person told.
    """
    rows = list(group.confidences.exclude(client=but_of) if but_of is not None else group.confidences.all())
    preload([row.key_owner_id for row in rows])
    told = [row.words for row in rows]
    found = [(name, one) for name, text in texts.items() for one in find_quotes(text, told)]
    if not found:
        return
    shown = [
        _("“%(words)s” (%(field)s, line %(line)d)")
        % {"words": one.words, "field": FIELDS[name], "line": place_of(texts[name], one).line}
        for name, one in found[:MOST_SHOWN]
    ]
    raise BadInput(
        _("Nothing was saved."),
        _("It comes close to what one person told in confidence: %(places)s.") % {"places": "; ".join(shown)},
        _("Leave it out, or ask the one who told it alone first whether and how it may be said."),
        field or found[0][0],
    )
