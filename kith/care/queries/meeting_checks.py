"""What members are asked about one meeting, each alone: who has answered, and for those who may, what they said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kith.care.models import Group, Session
from kith.care.models.asking import GROUP_ARRIVAL, GROUP_CHECK
from kith.care.models.group_answers import AnswerAboutMeeting, answers_about_meetings
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, access_to
from kith.care.queries.check_in import Question, questions_in
from kith.science.occasions import LATEST_ARRIVAL

SHOWN = {  # what helps to run this meeting; the other answers are read with the member's own record
    GROUP_ARRIVAL: ("arriving", "drained_now", "wants_today"),
    GROUP_CHECK: ("leaving", "belonged", "what_matters", "drained"),
}


@dataclass(frozen=True)
class SaidByMember:
    """One member's answers in words, and why to speak with them alone."""

    client_id: UUID
    said: tuple[tuple[str, str], ...]  # the question, and the answer; an empty answer was left out
    signs: tuple[str, ...]


@dataclass(frozen=True)
class MeetingCheck:
    """One of the two checks of a meeting. `said` is None for whoever leads the group and may not read the checks."""

    instrument: str
    is_arrival: bool
    can_be_asked: bool  # now
    asked: int
    answered: int
    said: tuple[SaidByMember, ...] | None


def checks_of(
    *, viewer: Viewer, group: Group, meeting: Session, members: Collection[UUID], language: str, at: datetime
) -> tuple[MeetingCheck, ...]:
    """The check on arrival and the one afterwards, of these members of a meeting that the viewer has opened."""
    may_read = access_to(viewer, group, at=at).can("R", "group_check")
    return tuple(
        _check(group, meeting, members, name, language, at, may_read=may_read) for name in (GROUP_ARRIVAL, GROUP_CHECK)
    )


def _check(
    group: Group,
    meeting: Session,
    members: Collection[UUID],
    instrument: str,
    language: str,
    at: datetime,
    *,
    may_read: bool,
) -> MeetingCheck:
    rows = meeting.measure_requests.filter(instrument=instrument, respondent="self", client__in=list(members)).exclude(
        state="withdrawn"
    )
    states = list(rows.values_list("state", flat=True))
    said = answers_about_meetings(group, members, instrument) if may_read and "answered" in states else []
    here = [one for one in said if one.session == meeting.pk]
    return MeetingCheck(
        instrument=instrument,
        is_arrival=instrument == GROUP_ARRIVAL,
        can_be_asked=_can_be_asked(meeting, instrument, at),
        asked=len(states),
        answered=states.count("answered"),
        said=_said(here, instrument, language, at) if may_read else None,
    )


def _can_be_asked(meeting: Session, instrument: str, at: datetime) -> bool:
    """On arrival: from some hours before until an hour after it began. Afterwards: from its beginning on that day."""
    if meeting.state not in ("booked", "held"):
        return False
    if instrument == GROUP_ARRIVAL:
        return meeting.starts_at - EARLIEST <= at < meeting.starts_at + LATEST_ARRIVAL
    return meeting.starts_at <= at < meeting.starts_at + AFTERWARDS


EARLIEST = timedelta(hours=3)  # when the room may open; on their own devices members are asked from the morning on
AFTERWARDS = timedelta(hours=12)


def _said(
    answers: Sequence[AnswerAboutMeeting], instrument: str, language: str, at: datetime
) -> tuple[SaidByMember, ...]:
    definition, wording = library().instruments[instrument], library().wording(instrument, language, at.date())
    newest = {one.client: one for one in answers}
    return tuple(
        SaidByMember(
            client_id=one.client,
            said=_in_words(questions_in(definition, wording, one.answers), SHOWN[instrument]),
            signs=tuple((wording.flags or {})[flag] for flag in one.flags),
        )
        for one in newest.values()
    )


def _in_words(questions: Sequence[Question], shown: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Each question with the words that were chosen; a mark with the highest one there is."""
    return tuple(
        (one.words, f"{one.answer} / {one.choices[-1].value}" if one.is_rating and one.answer else one.answer)
        for one in questions
        if one.item in shown
    )
