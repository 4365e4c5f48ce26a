"""Pathways of stepped care: what each says, and for one person which rules apply, which wait for a fact, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models import Client, Episode
from kith.care.models.delivery import PRESENT
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.assessing import courses_of_client
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import Courses, Judgement, ScoreCourse
from kith.care.queries.golden_thread import GoldenThread, PlanPart, golden_thread
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff
from kith.science.pathways import Fact, FactValue, StepOfCare, SteppedCareTable, decide

FIRST_CHOICE = "common-mental-health"
FROM_THE_RECORD = frozenset(
    {
        "risk_needs_contact",
        "problem",
        "current_step",
        "sessions_at_step",
        "reliable_improvement",
        "reliable_deterioration",
        "below_cutoff",
    }
)
Facts = dict[str, FactValue | None]


@dataclass(frozen=True)
class PathwayNamed:
    """A pathway in a list."""

    id: str
    title: str
    purpose: str


@dataclass(frozen=True)
class RuleShown:
    """One rule by its number. `state` is applies, waits (for `missing`) or no; without a person it is empty."""

    number: int
    id: str
    kind: str
    from_step: int | None
    step: int | None
    then: str
    because: str
    source: str
    provenance: str
    state: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class PathwayPage:
    """One pathway of the library: its steps, its rules in order, its sources and its days."""

    id: str
    title: str
    purpose: str
    version: str
    valid_from: date
    valid_to: date | None
    is_in_force: bool
    is_reviewed: bool
    steps: tuple[StepOfCare, ...]
    rules: tuple[RuleShown, ...]
    sources: tuple[tuple[str, str], ...]
    all: tuple[PathwayNamed, ...]


@dataclass(frozen=True)
class FactShown:
    """A fact of the pathway. `asked` ones only a person can answer; the others are read from the record."""

    id: str
    type: str
    what: str
    words: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    is_asked: bool
    value: FactValue | None


@dataclass(frozen=True)
class StepTold:
    """One change of the step of care."""

    from_step: int | None
    to_step: int
    pathway: str
    reason: str
    author: str
    decided_at: datetime


@dataclass(frozen=True)
class StepsPage:
    """The pathway as it stands for one person, with every change of step so far."""

    head: ClientHead
    pathway: PathwayPage
    facts: tuple[FactShown, ...]
    step: int | None
    changes: tuple[StepTold, ...]


@dataclass(frozen=True)
class AboutPerson:
    """What the facts of a pathway are read from."""

    head: ClientHead
    client: Client
    episode: Episode | None
    current: PlanPart | None
    courses: Courses

    @property
    def step(self) -> int | None:
        """The step on the record; 0 before any plan, and unknown where a plan runs and nobody recorded its step."""
        if self.episode is not None and self.episode.step.isdigit():
            return int(self.episode.step)
        return 0 if self.current is None else None


@dataclass(frozen=True)
class Advised:
    """What a pathway says about one person."""

    pathway: PathwayNamed
    step: int | None
    rules: tuple[RuleShown, ...]
    facts: tuple[FactShown, ...]

    @property
    def applying(self) -> tuple[RuleShown, ...]:
        """Rules that apply, in the order of the table."""
        return tuple(rule for rule in self.rules if rule.state == "applies")

    @property
    def waiting(self) -> tuple[RuleShown, ...]:
        """Rules that cannot be judged yet."""
        return tuple(rule for rule in self.rules if rule.state == "waits")


def table_for(problem: str) -> SteppedCareTable:
    """The pathway of a problem; the one for common problems where no other is made for it."""
    found = (table for table in library().pathways.values() if problem in table.for_problems)
    return next(found, library().pathways[FIRST_CHOICE])


def pathway(*, viewer: Viewer, name: str, at: datetime) -> PathwayPage:
    """One pathway of the library."""
    if name not in library().pathways:
        raise NotYours
    table = library().pathways[name]
    return _page(table, _rules(table, None), at.date())


def steps_of_care(
    *,
    viewer: Viewer,
    client_id: UUID,
    at: datetime,
    name: str = "",
    said: Mapping[str, str] | None = None,
    language: str = "en",
) -> StepsPage:
    """The pathway for one person; `said` is what the practitioner adds to the facts of the record."""
    client, access = open_as_staff(viewer, client_id, "W", "plan", at=at)
    episode = client.newest_episode()
    thread = GoldenThread()
    if episode is not None:
        thread = golden_thread(viewer=viewer, client=client, episode=episode, access=access, at=at)
    head = client_head(viewer=viewer, client=client, access=access, episode=episode, at=at)
    courses = courses_of_client(viewer=viewer, client=client, episode=episode, at=at, language=language)
    current = next((plan for plan in thread.plans if plan.state == "agreed"), None)
    about = AboutPerson(head, client, episode, current, courses)
    words = {"problem": _problem_of(episode, current), **(said or {})}
    table = library().pathways[name] if name in library().pathways else table_for(words["problem"])
    advised = advice(viewer=viewer, about=about, table=table, said=words)
    page = StepsPage(
        head=head,
        pathway=_page(table, advised.rules, head.today),
        facts=advised.facts,
        step=advised.step,
        changes=_changes(episode),
    )
    note_seen(viewer, "steps.seen", [client.pk], at=at)
    return page


def advice(*, viewer: Viewer, about: AboutPerson, table: SteppedCareTable, said: Mapping[str, str]) -> Advised:
    """Which rules apply to a person who was opened before, and which wait."""
    known = {fact.id: _value(fact, about, table, said) for fact in table.facts}
    return Advised(
        pathway=PathwayNamed(table.id, table.title, table.purpose),
        step=about.step,
        rules=_rules(table, known),
        facts=tuple(
            FactShown(fact.id, fact.type, fact.what, fact.words, fact.min, fact.max, _is_asked(fact), known[fact.id])
            for fact in table.facts
        ),
    )


def _is_asked(fact: Fact) -> bool:
    return fact.id not in FROM_THE_RECORD and fact.instrument is None


def _value(fact: Fact, about: AboutPerson, table: SteppedCareTable, said: Mapping[str, str]) -> FactValue | None:
    if fact.instrument is not None:
        course = _course_of(about.courses, fact.instrument)
        return course.known[-1][1] if course is not None and course.known else None
    if fact.id in FROM_THE_RECORD:
        return _recorded(fact, about, table, said)
    return _typed(fact, said.get(fact.id, ""))


def _typed(fact: Fact, word: str) -> FactValue | None:
    """What was typed as a value of the fact; None when it is none."""
    if fact.type == "yes_no":
        return {"yes": True, "no": False}.get(word)
    if fact.type == "word":
        return word if word in fact.words else None
    number = float(word) if word.replace(".", "", 1).isdigit() else None
    is_in = number is not None and (fact.min or 0) <= number <= (fact.max if fact.max is not None else number)
    return number if is_in else None


def _recorded(fact: Fact, about: AboutPerson, table: SteppedCareTable, said: Mapping[str, str]) -> FactValue | None:
    judgement = _judgement(about, table)
    category = judgement.category if judgement is not None else "unknown"
    problem = said.get("problem", "")
    values: Facts = {
        "risk_needs_contact": about.head.alert is not None and about.head.alert.state in {"raised", "seen"},
        "problem": (problem if problem in fact.words else "other") if problem else None,
        "current_step": about.step if about.step is not None and about.step <= (fact.max or 0) else None,
        "sessions_at_step": _sessions(about),
        "reliable_improvement": category in {"recovered", "improved"} if category != "unknown" else None,
        "reliable_deterioration": category in {"deteriorated", "harmed"} if category != "unknown" else None,
        "below_cutoff": not judgement.is_case if judgement is not None else None,
    }
    return values[fact.id]


def _judgement(about: AboutPerson, table: SteppedCareTable) -> Judgement | None:
    """What the scores say: of the measure that the pathway is steered by, where there is one."""
    measures = [fact.instrument for fact in table.facts if fact.instrument is not None]
    found = (_course_of(about.courses, name) for name in measures)
    course = next((one for one in found if one is not None), None) or about.courses.main("")
    return course.judgement if course is not None else None


def _course_of(courses: Courses, instrument: str) -> ScoreCourse | None:
    own = [one for one in courses.all if one.instrument == instrument and one.known]
    return next((one for one in own if one.respondent == "self"), own[0] if own else None)


def _sessions(about: AboutPerson) -> int:
    """Meetings since the step was changed the last time; before any change, those of the plan that runs."""
    came = about.client.attendance_set.filter(replaced_by__isnull=True, status__in=PRESENT)
    last = about.episode.step_changes.order_by("decided_at", "pk").last() if about.episode is not None else None
    if last is not None:
        return came.filter(session__starts_at__gte=last.decided_at).count()
    return came.filter(session__plan_id=about.current.id).count() if about.current is not None else 0


def _rules(table: SteppedCareTable, known: Facts | None) -> tuple[RuleShown, ...]:
    cited = {source.id: source.cite for source in table.sources}
    decision = decide(table, known) if known is not None else None
    applies = {row.id for row in decision.applies} if decision is not None else set()
    missing = {one.row.id: one.missing for one in decision.undecided} if decision is not None else {}
    return tuple(
        RuleShown(
            number=number,
            id=row.id,
            kind=row.kind,
            from_step=row.from_step,
            step=row.step,
            then=row.then,
            because=row.because,
            source=cited.get(row.source, row.source),
            provenance=row.provenance,
            state="" if known is None else "applies" if row.id in applies else "waits" if row.id in missing else "no",
            missing=missing.get(row.id, ()),
        )
        for number, row in enumerate(table.rows, start=1)
    )


def _page(table: SteppedCareTable, rules: tuple[RuleShown, ...], on: date) -> PathwayPage:
    return PathwayPage(
        id=table.id,
        title=table.title,
        purpose=table.purpose,
        version=table.version,
        valid_from=table.valid_from,
        valid_to=table.valid_to,
        is_in_force=table.is_in_force(on),
        is_reviewed=table.review.status == "reviewed",
        steps=table.steps,
        rules=rules,
        sources=tuple((source.cite, source.url or "") for source in table.sources),
        all=tuple(PathwayNamed(one.id, one.title, one.purpose) for one in library().pathways.values()),
    )


def _problem_of(episode: Episode | None, current: PlanPart | None) -> str:
    plan = episode.plans.filter(pk=current.id).first() if episode is not None and current is not None else None
    shelf = library().protocols
    return shelf[plan.protocol].problems[0] if plan is not None and plan.protocol in shelf else ""


def _changes(episode: Episode | None) -> tuple[StepTold, ...]:
    if episode is None:
        return ()
    shelf = library().pathways
    rows = episode.step_changes.select_related("author").order_by("-decided_at", "-pk")
    return tuple(
        StepTold(
            row.from_step,
            row.to_step,
            shelf[row.pathway].title if row.pathway in shelf else row.pathway,
            row.reason,
            row.author.display_name,
            row.decided_at,
        )
        for row in rows
    )
