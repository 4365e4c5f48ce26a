"""Is the group working: what members said about its meetings, one by one and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from uuid import UUID

from kith.care.models import Group, Session
from kith.care.models.asking import GROUP_CHECK
from kith.care.models.group_answers import (
    FEWEST,
    SCALE,
    AnswerAboutMeeting,
    answers_about_meetings,
    low_below,
    stops_after,
)
from kith.care.models.knowledge import library
from kith.care.permissions import Access


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
    stops: tuple[str, ...]  # why to pause and think before the group meets again: codes


def climate_of(
    group: Group, held: Sequence[Session], members: Collection[UUID], access: Access, language: str
) -> Climate | None:
    """What this viewer may know of it; None where they may not, or where nobody was asked."""
    if not access.can("R", "group_check"):
        return None
    answers = answers_about_meetings(group, members, GROUP_CHECK)
    if not answers:
        return None
    definition = library().instruments[GROUP_CHECK]
    fall = next(one.value for one in definition.change if one.scale == SCALE)
    by_meeting: dict[UUID, list[float]] = defaultdict(list)
    by_member: dict[UUID, list[AnswerAboutMeeting]] = defaultdict(list)
    for one in answers:
        by_member[one.client].append(one)
        if one.value is not None:
            by_meeting[one.session].append(one.value)
    words = library().wording(GROUP_CHECK, language).flags
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
        members=tuple(_member(said, fall, words) for said in by_member.values()),
        low_below=low_below(),
        highest=next(one.highest for one in definition.scales if one.id == SCALE),
        stops=stops_after(held, answers),
    )


def _member(said: Sequence[AnswerAboutMeeting], fall: float, words: Mapping[str, str]) -> MemberClimate:
    last = said[-1]
    before = next((one.value for one in reversed(said[:-1]) if one.value is not None), None)
    has_fallen = last.value is not None and before is not None and before - last.value >= fall
    return MemberClimate(last.client, last.value, tuple(words[flag] for flag in last.flags), has_fallen)
