"""My story: the client's own course, beside their own start and never beside other people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kith.care.models import Score
from kith.care.models.delivery import PRESENT
from kith.care.models.knowledge import definition_as_taken, library, wording_as_taken
from kith.care.permissions import Viewer
from kith.care.queries.alliances import is_about_us
from kith.care.queries.looking import note_seen
from kith.care.queries.my_change import Since
from kith.care.queries.myself import Own, open_own


@dataclass(frozen=True)
class Point:
    """One score on one day."""

    day: date
    value: float
    mode: str


@dataclass(frozen=True)
class Course:
    """One scale of one version of one instrument, from the first score to the last."""

    instrument: str
    name: str
    language: str
    points: tuple[Point, ...]
    lowest: float
    highest: float
    higher_is_worse: bool
    real_change: float | None
    since: Since


@dataclass(frozen=True)
class Met:
    """A session that took place or was missed."""

    day: date
    came: bool


@dataclass(frozen=True)
class Helped:
    """A practice, how often it was rated before and after, and by how much the hard feeling eased on average."""

    title: str
    times: int
    eased: float


@dataclass(frozen=True)
class StoryPage:
    """The courses with the sessions below them."""

    time_zone: str
    today: date
    courses: tuple[Course, ...]
    sessions: tuple[Met, ...]
    begun: tuple[date, ...]
    helped: tuple[Helped, ...]
    has_staying_well_plan: bool


def story(*, viewer: Viewer, at: datetime, language: str = "en") -> StoryPage:
    """Everything the client measured about themselves, and what they did on the way."""
    own = open_own(viewer, "R", "scores", at=at)
    attendances = (
        own.client.attendance_set.filter(replaced_by__isnull=True)
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )
    began = (
        own.client.plan_set.filter(agreed_at__isnull=False).order_by("agreed_at").values_list("agreed_at", flat=True)
    )
    page = StoryPage(
        own.time_zone,
        own.today,
        tuple(_courses(own, language)),
        tuple(Met(own.day(one.session.starts_at), one.status in PRESENT) for one in attendances),
        tuple(own.day(moment) for moment in began if moment is not None),
        tuple(_helped(own)),
        own.client.planending_set.exists(),
    )
    note_seen(viewer, "story.seen", [own.client.pk], at=at)
    return page


def _courses(own: Own, language: str) -> list[Course]:
    scores = own.client.score_set.standing().filter(
        value__isnull=False, measurement__goal__isnull=True, measurement__respondent="self"
    )
    lines: dict[tuple[str, str, str], list[Score]] = {}
    for score in scores.select_related("measurement").order_by("measurement__taken_at", "pk"):
        taken = score.measurement
        lines.setdefault((taken.instrument, taken.instrument_version, score.scale), []).append(score)
    may_show = _shows_how_we_work(own)
    known = [
        (key, line)
        for key, line in lines.items()
        if key[0] in library().instruments and (may_show or not is_about_us(key[0]))
    ]
    return [_course(own, *key, line, language) for key, line in sorted(known, key=lambda one: -len(one[1]))]


def _shows_how_we_work(own: Own) -> bool:
    """Only with the person's yes: a falling line about somebody they depend on is not for every screen."""
    newest = own.client.consent_set.filter(purpose="alliance").order_by("-decided_at", "-made_at", "-pk").first()
    return newest is not None and newest.is_given


def _course(own: Own, instrument: str, version: str, scale: str, line: list[Score], language: str) -> Course:
    definition = definition_as_taken(instrument, version)
    wording = wording_as_taken(instrument, version, language)
    facts = definition.change_facts(scale, on=own.today) if definition.version == version else ()
    limits = definition.scale(scale)
    return Course(
        instrument=instrument,
        name=wording.scales[scale].name,
        language=wording.language,
        points=tuple(
            Point(own.day(one.measurement.taken_at), float(one.value or 0), one.measurement.mode) for one in line
        ),
        lowest=limits.lowest,
        highest=limits.highest,
        higher_is_worse=definition.higher_is_worse,
        real_change=facts[0].value if facts else None,
        since=Since.of(definition, scale, line, line[-1]),
    )


def _helped(own: Own) -> list[Helped]:
    if not own.access.can("R", "work"):
        return []
    eased: dict[str, list[float]] = {}
    for entry in own.client.entry_set.filter(assignment__kind="practice").select_related("assignment"):
        before, after = entry.answers.get("before"), entry.answers.get("after")
        if before is not None and after is not None:
            eased.setdefault(entry.assignment.document, []).append(before - after)
    return [
        Helped(library().practices[name].title, len(changes), sum(changes) / len(changes))
        for name, changes in eased.items()
        if name in library().practices
    ]
