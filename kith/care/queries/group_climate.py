"""Is the group working: what members said about its meetings, one by one and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from uuid import UUID

from kith.care.models import Group, MeasureRequest, Session
from kith.care.models.asking import GROUP_CHECK
from kith.care.models.knowledge import library
from kith.care.permissions import Access
from kith.science.instruments import score

SCALE = "meeting"
FEWEST = 3  # answers below which a mean would say what one member said


@dataclass(frozen=True)
class MeetingClimate:
    """How one meeting was for those who answered; the mean only where enough did."""

    session_id: UUID
    number: int
    starts_at: datetime
    answered: int
    mean: float | None


@dataclass(frozen=True)
class MemberClimate:
    """What one member said last, and why to talk with them: flags of the check in words, and whether it has fallen."""

    client_id: UUID
    value: float | None
    signs: tuple[str, ...]
    has_fallen: bool


@dataclass(frozen=True)
class Climate:
    """All meetings that were asked about, and each member's newest word."""

    meetings: tuple[MeetingClimate, ...]
    members: tuple[MemberClimate, ...]
    low_below: float
    highest: float


def climate_of(
    group: Group, held: Iterable[Session], members: Collection[UUID], access: Access, language: str
) -> Climate | None:
    """What this viewer may know of it; None where they may not, or where nobody was asked."""
    if not access.can("R", "group_check"):
        return None
    answers = _answers(group, members, language)
    if not answers:
        return None
    definition = library().instruments[GROUP_CHECK]
    low = next(one.at for one in definition.cutoffs if one.scale == SCALE)
    fall = next(one.value for one in definition.change if one.scale == SCALE)
    by_meeting: dict[UUID, list[float]] = defaultdict(list)
    by_member: dict[UUID, list[tuple[float | None, tuple[str, ...]]]] = defaultdict(list)
    for session, client, value, flags in answers:
        by_member[client].append((value, flags))
        if value is not None:
            by_meeting[session].append(value)
    return Climate(
        meetings=tuple(
            MeetingClimate(
                one.pk,
                one.number,
                one.starts_at,
                len(by_meeting[one.pk]),
                fmean(by_meeting[one.pk]) if len(by_meeting[one.pk]) >= FEWEST else None,
            )
            for one in held
        ),
        members=tuple(_member(client, said, fall) for client, said in by_member.items()),
        low_below=low,
        highest=next(one.highest for one in definition.scales if one.id == SCALE),
    )


def _member(client: UUID, said: list[tuple[float | None, tuple[str, ...]]], fall: float) -> MemberClimate:
    value, flags = said[-1]
    before = next((one for one, _ in reversed(said[:-1]) if one is not None), None)
    has_fallen = value is not None and before is not None and before - value >= fall
    return MemberClimate(client, value, flags, has_fallen)


def _answers(
    group: Group, members: Collection[UUID], language: str
) -> list[tuple[UUID, UUID, float | None, tuple[str, ...]]]:
    """(meeting, client, score, flags raised) of these members' answers that stand, in order of time."""
    rows = (
        MeasureRequest.objects.filter(
            session__group=group, instrument=GROUP_CHECK, respondent="self", state="answered", client__in=members
        )
        .filter(measurement__replaced_by__isnull=True, measurement__withdrawal__isnull=True)
        .select_related("measurement__client")
        .prefetch_related("measurement__scores")
        .order_by("measurement__taken_at")
    )
    definition, words = library().instruments[GROUP_CHECK], library().wording(GROUP_CHECK, language).flags
    found = []
    for row in rows:
        taken = row.measurement
        assert taken is not None
        assert row.session_id is not None
        value = next((one.value for one in taken.scores.all() if one.scale == SCALE), None)
        flags = tuple(words[flag] for flag in score(definition, taken.answers).flags)
        found.append((row.session_id, row.client_id, value, flags))
    return found
