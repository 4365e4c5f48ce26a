"""What comes next with each one who cares: one table, for the page of one person and for a whole list of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Carer, CarerLoad, CarerPlan
from kith.care.models.caring import ASKED_AGAIN_AFTER, CARER_LOAD, HEAVY_WITHIN, PLAN_REVIEWED_AFTER, TAKEN_UP_WITHIN
from kith.care.models.inviting import MOST_TRIES
from kith.care.models.keys import preload
from kith.care.models.knowledge import definition_as_taken
from kith.care.queries.reasons_to_act import CarerDue
from kith.care.queries.sight import Sight
from kith.science.instruments import Flag

# Acts that a day brings. The others wait for nobody's day, or have an alert of their own on the list.
COMES_DUE = frozenset({"again", "review"})


@dataclass(frozen=True)
class Told:
    """What a carer answered last, as the table reads it: the day, how soon it wants an act, and whether it alarms."""

    day: date
    urgencies: frozenset[str]
    is_alert: bool


def flags_of(row: CarerLoad) -> tuple[Flag, ...]:
    """What the answers of that day raised, in the version that was asked."""
    raised = row.found["flags"]
    return tuple(one for one in definition_as_taken(CARER_LOAD, row.instrument_version).flags if one.id in raised)


def told(row: CarerLoad, zone: ZoneInfo) -> Told:
    """The newest answers as the table reads them."""
    flags = flags_of(row)
    return Told(
        day=row.answered_at.astimezone(zone).date(),
        urgencies=frozenset(one.urgency for one in flags),
        is_alert=any(one.response is not None for one in flags),
    )


def next_act(
    row: Carer, last: Told | None, *, waits: bool, plan_kept_on: date | None, today: date
) -> tuple[str, date | None]:
    """The first of the table that holds, the most urgent above, and by when."""
    if row.ended_at is not None:
        return "none", None
    if last is not None and last.is_alert:
        return "alone", last.day
    if last is not None and "this_week" in last.urgencies:
        return "relief", last.day + HEAVY_WITHIN
    if row.said_yes_at is None:
        return "ask", None
    if waits:
        return "wait", None
    if last is None:
        return "invite", None
    if today >= last.day + ASKED_AGAIN_AFTER:
        return "again", last.day + ASKED_AGAIN_AFTER
    if last.urgencies:
        return "flags", last.day + TAKEN_UP_WITHIN
    if plan_kept_on is None:
        return "plan", None
    if today >= plan_kept_on + PLAN_REVIEWED_AFTER:
        return "review", plan_kept_on + PLAN_REVIEWED_AFTER
    return "none", min(last.day + ASKED_AGAIN_AFTER, plan_kept_on + PLAN_REVIEWED_AFTER)


class CarersDue:
    """Those who care for the people of a list, where something is due. Five queries, however long the list is."""

    def __init__(self, sight: Sight, at: datetime) -> None:
        now = sight.rows(Carer).filter(ended_at=None)
        self.at, self.carers = at, defaultdict[UUID, list[Carer]](list)
        for row in now.order_by("named_at", "pk"):
            self.carers[row.client_id].append(row)
        preload(row.pk for rows in self.carers.values() for row in rows)
        answered = sight.rows(CarerLoad).filter(carer__ended_at=None).order_by("answered_at", "made_at", "pk")
        self.last: dict[UUID, CarerLoad] = {row.carer_id: row for row in answered}
        kept = sight.rows(CarerPlan).filter(kept_at__isnull=False).order_by("kept_at", "pk")
        self.kept: dict[UUID, datetime] = dict(kept.values_list("carer_id", "kept_at"))
        self.waiting: set[UUID] = set(
            now.filter(
                invitations__withdrawn_at=None,
                invitations__used_at=None,
                invitations__tries__lt=MOST_TRIES,
                invitations__expires_at__gt=at,
                invitations__carer_load=None,
            ).values_list("pk", flat=True)
        )

    def of(self, client: UUID, zone: ZoneInfo) -> tuple[CarerDue, ...]:
        """What is due with those who care for one person."""
        return tuple(self._due(self.carers.get(client, ()), zone))

    def _due(self, rows: Iterable[Carer], zone: ZoneInfo) -> Iterable[CarerDue]:
        today = self.at.astimezone(zone).date()
        for row in rows:
            newest, kept = self.last.get(row.pk), self.kept.get(row.pk)
            last = told(newest, zone) if newest is not None else None
            kept_on = kept.astimezone(zone).date() if kept is not None else None
            act, by = next_act(row, last, waits=row.pk in self.waiting, plan_kept_on=kept_on, today=today)
            if act in COMES_DUE and by is not None:
                yield CarerDue(act, by)
            # Nobody can say here that they spoke with the carer, so it stands for its week and no longer.
            if act == "relief" and by is not None and today <= by:
                yield CarerDue(act, by - HEAVY_WITHIN)
