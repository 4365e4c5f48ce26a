"""Is the group working: what members said about its meetings, one by one and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from uuid import UUID

from kith.care.models import Group, Measurement, MeasureRequest, Session
from kith.care.models.asking import GROUP_CHECK
from kith.care.models.knowledge import library
from kith.care.permissions import Access
from kith.science.instruments import score

SCALE = "meeting"
AFRAID = "afraid_because_of_group"
BURDENED = ("drained_by_meeting", "told_too_much_today", "not_safe_in_group", AFRAID)
MANY, SHARE = 2, 1 / 3  # of those who answered about the newest meeting: so many, and so large a share; our convention
LOW_IN_A_ROW = 2
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
    stops: tuple[str, ...]  # why to pause and think before the group meets again: codes


@dataclass(frozen=True)
class AnswerAboutMeeting:
    """What one member said after one meeting, by scale."""

    session: UUID
    client: UUID
    scores: Mapping[str, float | None]
    flags: tuple[str, ...]

    @property
    def value(self) -> float | None:
        """How the meeting was, of the check that is asked after every meeting."""
        return self.scores.get(SCALE)


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
    low = next(one.at for one in definition.cutoffs if one.scale == SCALE)
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
        low_below=low,
        highest=next(one.highest for one in definition.scales if one.id == SCALE),
        stops=_stops(held, by_meeting, answers, low),
    )


def _stops(
    held: Sequence[Session], by_meeting: Mapping[UUID, list[float]], answers: Sequence[AnswerAboutMeeting], low: float
) -> tuple[str, ...]:
    """Somebody is afraid, two meetings in a row were low, or the newest one was too much for many."""
    asked = [one.pk for one in held if any(answer.session == one.pk for answer in answers)]
    if not asked:
        return ()
    newest = [one for one in answers if one.session == asked[-1]]
    burdened = sum(bool(set(BURDENED) & set(one.flags)) for one in newest)
    means = [fmean(by_meeting[one]) for one in asked[-LOW_IN_A_ROW:] if len(by_meeting[one]) >= FEWEST]
    found = ["afraid"] if any(AFRAID in one.flags for one in newest) else []
    found += ["two_low"] if len(means) == LOW_IN_A_ROW and max(means) < low else []
    found += ["many_burdened"] if burdened >= max(MANY, SHARE * len(newest)) else []
    return tuple(found)


def _member(said: Sequence[AnswerAboutMeeting], fall: float, words: Mapping[str, str]) -> MemberClimate:
    last = said[-1]
    before = next((one.value for one in reversed(said[:-1]) if one.value is not None), None)
    has_fallen = last.value is not None and before is not None and before - last.value >= fall
    return MemberClimate(last.client, last.value, tuple(words[flag] for flag in last.flags), has_fallen)


def answers_about_meetings(group: Group, members: Collection[UUID], instrument: str) -> list[AnswerAboutMeeting]:
    """These members' answers about this group's meetings that stand, in order of time, for queries that opened it.

    Somebody may be in two groups: what they say after the other one has met too is not for those who lead this one.
    """
    rows = (
        MeasureRequest.objects.filter(
            session__group=group, instrument=instrument, respondent="self", state="answered", client__in=members
        )
        .filter(measurement__in=Measurement.objects.standing())
        .select_related("measurement__client", "session")
        .prefetch_related("measurement__scores")
        .order_by("measurement__taken_at", "pk")
    )
    definition, elsewhere = library().instruments[instrument], _elsewhere(group, members)
    found = []
    for row in rows:
        taken, meeting = row.measurement, row.session
        assert taken is not None
        assert meeting is not None
        if any(meeting.starts_at < other <= taken.taken_at for other in elsewhere[row.client_id]):
            continue
        scores = {one.scale: one.value for one in taken.scores.all()}
        flags = tuple(score(definition, taken.answers).flags)
        found.append(AnswerAboutMeeting(meeting.pk, row.client_id, scores, flags))
    return found


def _elsewhere(group: Group, members: Collection[UUID]) -> defaultdict[UUID, list[datetime]]:
    """Client -> when other groups of theirs met."""
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    rows = Session.objects.filter(group__memberships__client__in=members).exclude(group=group)
    for client, starts_at in rows.values_list("group__memberships__client", "starts_at"):
        found[client].append(starts_at)
    return found
