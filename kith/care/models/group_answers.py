"""What members answered about the meetings of a group, and when that asks to pause and think."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from uuid import UUID

from kith.care.models.asking import GROUP_CHECK, MeasureRequest
from kith.care.models.delivery import Group, Session
from kith.care.models.knowledge import library
from kith.care.models.measuring import MEASUREMENT_STANDS
from kith.science.instruments import score

SCALE = "meeting"
AFRAID = "afraid_because_of_group"
BURDENED = ("drained_by_meeting", "told_too_much_today", "not_safe_in_group", AFRAID)
MANY, SHARE = 2, 1 / 3  # of those who answered about the newest meeting: so many, and so large a share; our convention
LOW_IN_A_ROW = 2
FEWEST = 3  # answers below which a mean would say what one member said


@dataclass(frozen=True)
class AnswerAboutMeeting:
    """What one member said after one meeting, by scale."""

    session: UUID
    client: UUID
    scores: Mapping[str, float | None]
    flags: tuple[str, ...]
    answers: Mapping[str, float | None]

    @property
    def value(self) -> float | None:
        """How the meeting was, of the check that is asked after every meeting."""
        return self.scores.get(SCALE)


def low_below() -> float:
    """The mean below which a meeting went badly."""
    return next(one.at for one in library().instruments[GROUP_CHECK].cutoffs if one.scale == SCALE)


def stops_after(held: Sequence[Session], answers: Sequence[AnswerAboutMeeting]) -> tuple[str, ...]:
    """Somebody is afraid, two meetings in a row were low, or the newest one was too much for many."""
    low = low_below()
    by_meeting: dict[UUID, list[float]] = defaultdict(list)
    for one in answers:
        if one.value is not None:
            by_meeting[one.session].append(one.value)
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


def answers_about_meetings(group: Group, members: Collection[UUID], instrument: str) -> list[AnswerAboutMeeting]:
    """These members' answers about this group's meetings that stand, in order of time, for whoever has opened it.

    Somebody may be in two groups: what they say after the other one has met too is not for those who lead this one.
    """
    rows = (
        MeasureRequest.objects.filter(
            session__group=group, instrument=instrument, respondent="self", state="answered", client__in=members
        )
        .filter(MEASUREMENT_STANDS)
        .select_related("measurement__client", "session")
        .prefetch_related("measurement__scores")
        .order_by("measurement__taken_at", "pk")
    )
    definition, elsewhere = library().instruments[instrument], met_elsewhere(group, members)
    found = []
    for row in rows:
        taken, meeting = row.measurement, row.session
        assert taken is not None
        assert meeting is not None
        if any(meeting.starts_at < other <= taken.taken_at for other in elsewhere[row.client_id]):
            continue
        scores = {one.scale: one.value for one in taken.scores.all()}
        flags = tuple(score(definition, taken.answers).flags)
        found.append(AnswerAboutMeeting(meeting.pk, row.client_id, scores, flags, taken.answers))
    return found


def met_elsewhere(group: Group, members: Collection[UUID]) -> defaultdict[UUID, list[datetime]]:
    """Client -> when other groups of theirs met, or were to meet: what they say after that may be about either."""
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    rows = Session.objects.filter(group__memberships__client__in=members).exclude(group=group)
    for client, starts_at in rows.values_list("group__memberships__client", "starts_at"):
        found[client].append(starts_at)
    return found
