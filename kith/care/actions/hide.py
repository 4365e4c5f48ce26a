"""Hide: abuse-safe mode. What is hidden is absent from the person's own pages; two people together bring it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Client, SafeModeStep
from kith.care.models.hiding import HIDEABLE
from kith.care.permissions import Viewer, check

JUST_AFTER = timedelta(microseconds=1)


@action
def hide_things(*, client: Client, things: Iterable[str], words: str = "", by: Viewer, at: datetime) -> SafeModeStep:
    """Take these kinds of thing off the person's own pages and download from now on; nothing says that it was done.

    The person alone may do it, and any one colleague of the team. It adds to what is hidden already.
    """
    check(by, "W", "abuse_flag", client, at=at)
    named = sorted(set(things))
    if not named or set(named) - set(HIDEABLE):
        raise BadInput(_("Nothing was changed."), _("Nothing was chosen."), _("Choose at least one line."), "things")
    step = _step(client, "hide", named, words, by, at)
    trace("safe_mode.hidden", by=by, at=at, clients=[client.pk], about=step)
    return step


@action
def agree_to_show(*, client: Client, words: str = "", by: Viewer, at: datetime) -> SafeModeStep:
    """One of the two yeses that bring everything back. The second must be another person's, within a week.

    Given while nothing is hidden it is kept too, and changes nothing: the answer must not say how things stand.
    """
    check(by, "W", "abuse_flag", client, at=at)
    step = _step(client, "show", [], words, by, at)
    trace("safe_mode.agreed_to_show", by=by, at=at, clients=[client.pk], about=step)
    return step


def _step(client: Client, act: str, hides: list[str], words: str, by: Viewer, at: datetime) -> SafeModeStep:
    """One more step, never at or before the one it follows: which of two came last decides what is hidden."""
    is_staff = by.is_staff and by.client_id != client.pk
    newest = client.safemodestep_set.aggregate(at=Max("taken_at"))["at"]
    taken_at = max(at, newest + JUST_AFTER) if newest else at
    step = SafeModeStep(
        client=client, act=act, hides=hides, person_id=by.user_id, is_staff=is_staff, taken_at=taken_at, made_at=at
    )
    step.words = words.strip()
    step.save(force_insert=True)
    return step
