"""How often harm was recorded, in whole quarters that are over, for those who run the programme: no names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, Q

from kith.care.models import HarmEvent, SafeguardingEntry
from kith.care.models.harms import HARM_KINDS, SAFEGUARDING_KINDS
from kith.care.permissions import Viewer, check_function
from kith.care.queries.looking import note_seen
from kith.science.disclosure import quarters_over, shown_breakdowns
from kith.science.outcomes import PublishedCount, publish_count

QUARTERS_SHOWN = 4
NOT_KEPT_YET = PublishedCount(None, "not_kept_yet")
# Only the first writing down counts, so that a later correction never moves a number that was shown.
FIRST_TIME = Q(standing="recorded") & (Q(replaces__isnull=True) | Q(replaces__standing="suggested"))


@dataclass(frozen=True)
class Quarter:
    """Three whole months. Before anybody wrote anything down there are no counts: that is not the same as none."""

    first: date
    last: date
    is_kept: bool = True


@dataclass(frozen=True)
class KindCounted:
    """One kind of event: its count in each quarter, with the reason where it is not shown."""

    kind: str
    counts: tuple[PublishedCount, ...]


@dataclass(frozen=True)
class HarmCounts:
    """Both registers, and all kinds together."""

    time_zone: str
    quarters: tuple[Quarter, ...]
    harms: tuple[KindCounted, ...]
    safeguarding: tuple[KindCounted, ...]


def harm_counts(*, viewer: Viewer, at: datetime) -> HarmCounts:
    """The last four quarters that are over, each made fit by itself: it stays as it is when it moves along the page."""
    check_function(viewer, "programme")
    zone = ZoneInfo(viewer.time_zone)
    begun_on = _begun_on(viewer.service_id, zone)
    quarters = tuple(
        Quarter(first, last, begun_on is not None and last >= begun_on)
        for first, last in quarters_over(at.astimezone(zone).date(), QUARTERS_SHOWN)
    )
    page = HarmCounts(
        viewer.time_zone,
        quarters,
        _counted(HarmEvent, viewer.service_id, HARM_KINDS, quarters, zone),
        _counted(SafeguardingEntry, viewer.service_id, SAFEGUARDING_KINDS, quarters, zone),
    )
    note_seen(viewer, "harm_counts.seen", [], at=at)
    return page


def _begun_on(service_id: UUID, zone: ZoneInfo) -> date | None:
    """The day of the first entry in either register."""
    models: tuple[type[HarmEvent | SafeguardingEntry], ...] = (HarmEvent, SafeguardingEntry)
    written = [
        model._default_manager.filter(FIRST_TIME, client__service_id=service_id).aggregate(first=Min("written_at"))
        for model in models
    ]
    return min((one["first"].astimezone(zone).date() for one in written if one["first"] is not None), default=None)


def _counted(
    model: type[HarmEvent | SafeguardingEntry],
    service_id: UUID,
    kinds: tuple[str, ...],
    quarters: tuple[Quarter, ...],
    zone: ZoneInfo,
) -> tuple[KindCounted, ...]:
    rows = model._default_manager.filter(FIRST_TIME, client__service_id=service_id).values_list("kind", "written_at")
    found = Counter((kind, _quarter_of(when.astimezone(zone).date(), quarters)) for kind, when in rows)
    columns = [_shown(quarter, [found[kind, quarter] for kind in kinds]) for quarter in quarters]
    return tuple(KindCounted(*row) for row in zip((*kinds, "all"), zip(*columns, strict=True), strict=True))


def _shown(quarter: Quarter, counts: list[int]) -> list[PublishedCount]:
    """Each kind and all together, in one quarter."""
    if not quarter.is_kept:
        return [NOT_KEPT_YET] * (len(counts) + 1)
    shown = shown_breakdowns(counts)
    return [publish_count(one) for one in (*shown.breakdowns[0], shown.total)]


def _quarter_of(day: date, quarters: tuple[Quarter, ...]) -> Quarter | None:
    return next((one for one in quarters if one.first <= day <= one.last), None)
