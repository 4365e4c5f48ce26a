"""Who may be slipping away: a rule over what has happened, so that somebody reaches out. It forecasts nothing.

Only the list of people reads it. It is no input of the options, of matching or of any queue: nobody waits longer or is
offered less because they stayed away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final
from uuid import UUID

from kith.care.models import AlertStep, Attendance, Entry, FollowUp, Measurement, OutreachTry, Session
from kith.care.models.delivery import PRESENT
from kith.care.models.engaging import TRY_REACHED
from kith.care.queries.sight import Sight

MISSED_IN_A_ROW: Final = 2
QUIET_FOR: Final = timedelta(days=28)  # two fortnights in which nobody heard how they are (our convention)
PROMISED_FOR: Final = timedelta(days=14)  # by then what was promised is done, or it was no promise (our convention)
HEARD_FROM = (*PRESENT, "apologised")  # who says that they cannot come has spoken with us


@dataclass(frozen=True)
class Slipping:
    """What holds of the rule, and since when; 0 for what does not hold. `days` are those without any contact."""

    since: datetime
    missed: int = 0
    days: int = 0
    promises: int = 0


class SlippingAway:
    """When each person of a list was last heard from, in a fixed number of queries."""

    def __init__(self, sight: Sight, at: datetime) -> None:
        self.at = at
        told = (Attendance, Session, Entry, Measurement, OutreachTry, FollowUp)
        self.judged = set.intersection(*(set(sight.readable(model.resource)) for model in told))
        self.heard = defaultdict[UUID, list[datetime]](list)
        self._note(sight.rows(Entry), "handed_in_at")
        self._note(sight.rows(Measurement).filter(respondent="self"), "taken_at")
        self._note(sight.rows(OutreachTry).filter(outcome__in=TRY_REACHED), "tried_at")
        self._note(sight.rows(FollowUp).exclude(reached_at=None), "reached_at")
        self._note(sight.rows(AlertStep).filter(step="contacted"), "at")

    def _note(self, rows: Any, name: str) -> None:
        for client, when in rows.order_by(name, "pk").values_list("client_id", name):
            self.heard[client].append(when)

    def of(
        self,
        client: UUID,
        *,
        came: Sequence[tuple[datetime, str, UUID | None]],
        treated_since: datetime | None,
        next_session: datetime | None,
        promised: Sequence[datetime],
    ) -> Slipping | None:
        """One person's; None when nothing of it holds, and for those of whom the viewer may not read all of it."""
        if client not in self.judged:
            return None
        asked = [(when, status) for when, status, _plan in came if status != "cancelled"]
        missed = _missed_last(asked)
        is_missed = len(missed) >= MISSED_IN_A_ROW
        quiet_since = self._quiet_since(client, came, treated_since) if next_session is None else None
        old = [when for when in promised if self.at - when > PROMISED_FOR]
        since = [*([missed[-1]] if is_missed else []), *([quiet_since] if quiet_since else []), *old]
        if not since:
            return None
        return Slipping(
            min(since),
            missed=len(missed) if is_missed else 0,
            days=(self.at - quiet_since).days if quiet_since is not None else 0,
            promises=len(old),
        )

    def _quiet_since(
        self, client: UUID, came: Sequence[tuple[datetime, str, UUID | None]], treated_since: datetime | None
    ) -> datetime | None:
        """The last contact, where it is long ago; only for those in treatment, since who waits stands there for it."""
        if treated_since is None:
            return None
        heard = [*self.heard[client], *(when for when, status, _plan in came if status in HEARD_FROM)]
        last = max([treated_since, *heard])
        return last if self.at - last > QUIET_FOR else None


def _missed_last(asked: Sequence[tuple[datetime, str]]) -> list[datetime]:
    """The meetings missed since the last other one, newest first."""
    return [when for when, _status in takewhile(lambda one: one[1] == "did_not_attend", reversed(asked))]
