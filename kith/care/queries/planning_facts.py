"""What a plan is chosen by: what was asked of one person, when, and the person as the recommendation knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client
from kith.care.models.knowledge import library
from kith.care.models.own_documents import documents_offered_by
from kith.care.permissions import Access, Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import Courses, ScoreCourse
from kith.care.queries.looking import note_seen
from kith.care.queries.newer_danger import newer_danger
from kith.care.queries.staff_looking import open_as_staff
from kith.science.protocols import CIRCUMSTANCES, STRENGTHS, Circumstance, Protocol
from kith.science.protocols.protocol import Format, Goal, Setting
from kith.science.recommendation import (
    ASKED_ALWAYS,
    NEEDED,
    OLDEST,
    PIECES,
    AccessNeed,
    Known,
    PastHelp,
    Person,
    Preferences,
    Severity,
)

RESULTS = ("helped", "no_change", "worse")
NEEDS: tuple[str, ...] = get_args(AccessNeed)
FORMATS: tuple[str, ...] = get_args(Format)
SETTINGS: tuple[str, ...] = get_args(Setting)
GOAL_CLASSES: tuple[str, ...] = get_args(Goal)
ASKED_STRENGTHS: tuple[str, ...] = STRENGTHS
DAYS: Mapping[str, int | None] = {name: OLDEST[one].days for name, one in PIECES.items()}
"""For how many days an answer counts."""
ASKED_BY_ITSELF = frozenset(ASKED_ALWAYS)
CANNOT_BE_LEFT_OUT = frozenset(NEEDED)


@dataclass(frozen=True)
class FactsKnown:
    """The newest answer to each piece and its day; circumstances one by one, with the moment each was asked."""

    said: Mapping[str, Any] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    circumstances: Mapping[str, tuple[bool, date]] = field(default_factory=dict)
    asked_at: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems, the main one first."""
        return tuple(self.said.get("problems", ()))

    @property
    def has_interpreter(self) -> bool:
        """Whether somebody said that an interpreter can come."""
        return bool(self.said.get("languages", {}).get("interpreter"))

    @property
    def needs_met(self) -> frozenset[AccessNeed]:
        """What somebody said can be met here."""
        return cast("frozenset[AccessNeed]", frozenset(self.said.get("access", {}).get("met", ())))


@dataclass(frozen=True)
class Named:
    """Something of the library by id and title."""

    id: str
    title: str


@dataclass(frozen=True)
class StrengthsAssessed:
    """What the newest assessment that names strengths says of them, and its day."""

    words: str
    on: date


@dataclass(frozen=True)
class FactsPage:
    """The form on which what a plan is chosen by is asked, with what was said last."""

    head: ClientHead
    known: FactsKnown
    problems: tuple[str, ...]
    for_problems: tuple[Named, ...]
    protocols: tuple[Named, ...]
    circumstances: tuple[str, ...]
    overtaken: frozenset[Circumstance]
    language: str
    words_of_problems: tuple[str, ...]
    assessed: StrengthsAssessed | None


def planning_facts(*, viewer: Viewer, client_id: UUID, at: datetime) -> FactsPage:
    """What was asked so far, and what can be answered."""
    client, access = open_as_staff(viewer, client_id, "W", "formulation", at=at)
    episode = client.newest_episode()
    known, every = facts_known(viewer=viewer, client=client, access=access), protocols_for(client)
    asked = {one.when for protocol in every for one in protocol.excludes} | ASKED_BY_ITSELF
    page = FactsPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        known=known,
        problems=tuple(dict.fromkeys(problem for one in every for problem in one.problems)),
        for_problems=tuple(Named(one.id, one.title) for one in every if set(one.problems) & set(known.problems)),
        protocols=tuple(sorted((Named(one.id, one.title) for one in every), key=lambda one: one.title)),
        circumstances=(*ASKED_ALWAYS, *(one for one in CIRCUMSTANCES if one in asked - ASKED_BY_ITSELF)),
        overtaken=newer_danger(viewer=viewer, client=client, access=access, asked_at=known.asked_at).overtaken,
        language=client.language,
        words_of_problems=tuple(
            row.words for row in (episode.problems.filter(resolved_at=None) if episode is not None else ())
        ),
        assessed=_assessed(client),
    )
    note_seen(viewer, "planning_facts.seen", [client.pk], at=at)
    return page


def _assessed(client: Client) -> StrengthsAssessed | None:
    rows = client.assessment_set.order_by("-assessed_at", "-made_at", "-pk")
    told = ((row.circumstances.get("strengths", ""), row.assessed_at) for row in rows)
    words, moment = next(((words, moment) for words, moment in told if words), ("", None))
    if moment is None:
        return None
    return StrengthsAssessed(words, moment.astimezone(ZoneInfo(client.service.time_zone)).date())


def protocols_for(client: Client) -> tuple[Protocol, ...]:
    """Every intervention that this person's service could offer."""
    return (*library().protocols.values(), *documents_offered_by(client.service_id, "protocol"))


def facts_known(*, viewer: Viewer, client: Client, access: Access) -> FactsKnown:
    """The newest answers; nothing for those who may not read what was asked."""
    if not access.can("R", "formulation"):
        return FactsKnown()
    zone = ZoneInfo(client.service.time_zone)
    said: dict[str, Any] = {}
    days: dict[str, date] = {}
    circumstances: dict[str, tuple[bool, date]] = {}
    asked_at: dict[str, datetime] = {}
    for row in client.planningfacts_set.order_by("asked_at", "made_at", "pk"):
        day, told = row.asked_at.astimezone(zone).date(), dict(row.said)
        asked = told.pop("circumstances", {})
        circumstances |= {name: (is_so, day) for name, is_so in asked.items()}
        asked_at |= dict.fromkeys(asked, row.asked_at)
        said |= told
        days |= dict.fromkeys((piece for piece in PIECES if piece in told), day)
    return FactsKnown(said, days, circumstances, asked_at)


def person_known(
    client: Client, known: FactsKnown, courses: Courses, step: int | None, overtaken: frozenset[Circumstance]
) -> Person:
    """One person as the options need to know them; what nobody has asked stays unknown."""
    severity = severity_of(courses, known.problems)
    zone = ZoneInfo(client.service.time_zone)
    languages = known.said.get("languages")
    spoken = (
        Known(frozenset(languages["spoken"]), known.days["languages"])
        if languages is not None
        else Known(frozenset({client.language}), client.made_at.astimezone(zone).date())
    )
    return Person(
        problems=_piece(known, "problems", tuple),
        severity=severity,
        step=Known(step, severity.on) if step is not None and severity is not None else None,
        goals=_piece(known, "goals", frozenset),
        strengths=_piece(known, "strengths", frozenset),
        preferences=_piece(known, "preferences", _wishes),
        languages=spoken,
        access=_piece(known, "access", lambda said: frozenset(said["needs"])),
        history=_piece(known, "history", lambda said: tuple(PastHelp(*one) for one in said)),
        settings=_piece(known, "settings", frozenset),
        circumstances={cast(Circumstance, name): Known(*told) for name, told in known.circumstances.items()},
        overtaken=overtaken,
    )


def severity_of(courses: Courses, problems: tuple[str, ...]) -> Known[Severity] | None:
    """The newest score of the measure of the main problem, else of the measure that is followed anyway."""
    course = next((one for one in courses.all if _is_about(one, problems[:1])), None) or courses.main("")
    if course is None or not course.known:
        return None
    day, score = course.known[-1]
    return Known(Severity(course.instrument, score), day)


def _is_about(course: ScoreCourse, problems: tuple[str, ...]) -> bool:
    instrument = library().instruments.get(course.instrument)
    return bool(course.known) and instrument is not None and bool(set(problems) & set(instrument.problems))


def _piece(known: FactsKnown, name: str, read: Any) -> Any:
    return Known(read(known.said[name]), known.days[name]) if name in known.said else None


def _wishes(said: Mapping[str, Any]) -> Preferences:
    return Preferences(**{name: frozenset(values) for name, values in said.items()})
