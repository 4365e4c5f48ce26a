"""The courses of people's scores, with what the policy of the measure says: for one person or for a whole list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Score
from kith.care.models.authoring import is_own
from kith.care.models.knowledge import definition_as_taken, figures_as_taken, library, wording_as_taken
from kith.care.permissions import Viewer
from kith.care.queries.references import KeptReference, newest_references
from kith.care.queries.sight import Sight
from kith.science.change import (
    EXPECTED_DOSE_HIGH_INTENSITY,
    EXPECTED_DOSE_LOW_INTENSITY,
    DatedScore,
    ExpectedScore,
    Ground,
    Limits,
    Signal,
    classify_by_points,
    signal,
)
from kith.science.instruments import Instrument

FIRST_CHOICE = "phq9"  # counted for every kind of problem in the measure policies
FOLLOWED_BY_FIRST_CHOICE = frozenset(
    {"", "depression", "mixed-anxiety-depression", "none-or-other", "long-term-condition"}
)


@dataclass(frozen=True)
class ScoreBand:
    """A named part of a scale; severity 0 is the mildest."""

    low: float
    high: float
    name: str
    severity: int


@dataclass(frozen=True)
class ScorePoint:
    """One score on one day. Without a value there is a reason."""

    day: date
    session: int
    value: float | None
    band: str
    reason: str
    is_prorated: bool
    mode: str = "own_login"


@dataclass(frozen=True)
class JudgedBy:
    """What a signal rests on: so many finished courses, learned from on a day; else rules, and why only those."""

    people: int = 0
    learned_on: date | None = None
    why_not: str = "no_reference"


@dataclass(frozen=True)
class ExpectedPoint:
    """Where finished courses lead one to expect a score on a day: the middle and both edges of the band of 80 %."""

    day: date
    best: float
    middle: float
    worst: float


@dataclass(frozen=True)
class Judgement:
    """What the policy of a measure says about a course: limits, signal, category, and where the figures are from.

    `judged_by` is None where nothing was judged. `since` is the day from which every score has been off track, for a
    course that is.
    """

    cut_off: float
    reliable_change: float | None
    source: str
    is_verified: bool
    status: str
    reasons: tuple[str, ...]
    judged_on: date | None
    category: str
    began_as_case: bool
    is_case: bool
    judged_by: JudgedBy | None = None
    since: date | None = None


@dataclass(frozen=True)
class ScoreCourse:
    """One person's scores by one version of one measure, filled in by one kind of respondent, in order of time."""

    client_id: UUID
    instrument: str
    respondent: str
    version: str
    name: str
    minimum: float
    maximum: float
    lower_is_better: bool
    bands: tuple[ScoreBand, ...]
    points: tuple[ScorePoint, ...]
    judgement: Judgement | None = None
    expected: tuple[ExpectedPoint, ...] = ()

    @property
    def known(self) -> tuple[tuple[date, float], ...]:
        """The scores there are."""
        return tuple((point.day, point.value) for point in self.points if point.value is not None)

    @property
    def key(self) -> str:
        """Names the course in an address."""
        return "-".join((self.instrument, self.respondent, self.version))


@dataclass(frozen=True)
class Courses:
    """Every course of one person's stay."""

    all: tuple[ScoreCourse, ...] = ()

    def main(self, protocol: str) -> ScoreCourse | None:
        """The course that this intervention's problem is followed by; else the first choice; else the longest."""
        own = [course for course in self.all if course.respondent == "self"]
        wanted = (*_measures_for(protocol), FIRST_CHOICE)
        found = (course for name in wanted for course in own if course.instrument == name)
        return next(found, max(own, key=lambda course: len(course.points), default=None))

    def named(self, key: str) -> ScoreCourse | None:
        """The course of this key."""
        return next((course for course in self.all if course.key == key), None)


@dataclass(frozen=True)
class Stay:
    """What a course is read against: the stay in care, its sessions so far, and whether the plan is a brief one."""

    client_id: UUID
    episode_id: UUID
    zone: ZoneInfo
    attended: tuple[datetime, ...] = ()
    is_brief: bool = False


_Row = tuple[UUID, str, str, str, datetime, str, float | None, str, str, bool, str, str]


def courses_of_scores(
    *, viewer: Viewer, sight: Sight, stays: Iterable[Stay], language: str = "en", as_part_of: str = ""
) -> dict[UUID, Courses]:
    """Every course in these stays that the viewer may see, by client; the same query for one or for hundreds.

    `as_part_of` is for queries that tell less than a course; they give no value of it on.
    """
    by_episode = {stay.episode_id: stay for stay in stays}
    references = newest_references(viewer=viewer)
    rows = (
        sight.rows(Score, as_part_of=as_part_of)
        .standing()
        .filter(measurement__episode_id__in=list(by_episode), measurement__goal__isnull=True)
        .order_by("measurement__taken_at", "pk")
        .values_list(
            "measurement__episode_id",
            "measurement__instrument",
            "measurement__respondent",
            "measurement__instrument_version",
            "measurement__taken_at",
            "scale",
            "value",
            "band",
            "reason",
            "is_prorated",
            "measurement__language",
            "measurement__mode",
        )
    )
    series: dict[tuple[UUID, str, str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        series[row[0], row[1], row[2], row[3].split(".")[0]].append(row)
    found: dict[UUID, list[ScoreCourse]] = defaultdict(list)
    for (episode, instrument, respondent, version), taken in sorted(series.items(), key=_place):
        if is_own(instrument) or instrument in library().instruments:
            stay = by_episode[episode]
            learned = references.get((instrument, version)) if respondent == "self" else None
            found[stay.client_id].append(_course(stay, instrument, respondent, version, taken, language, learned))
    return {client: Courses(tuple(courses)) for client, courses in found.items()}


def _place(one: tuple[tuple[UUID, str, str, str], list[_Row]]) -> tuple[datetime, bool, bool, str, str, str]:
    """The course that began first stands first; of those begun together, the person's own and the first choice."""
    (_episode, instrument, respondent, version), taken = one
    return taken[0][4], respondent != "self", instrument != FIRST_CHOICE, instrument, respondent, version


def _course(
    stay: Stay,
    instrument: str,
    respondent: str,
    version: str,
    rows: list[_Row],
    language: str,
    learned: KeptReference | None,
) -> ScoreCourse:
    definition = definition_as_taken(instrument, f"{version}.0.0")
    scale = definition.scales[0]
    bands = bands_of(definition.id, definition.version, language)
    names = {band.id: words.name for band, words in zip(scale.bands, bands, strict=True)}
    course = ScoreCourse(
        client_id=stay.client_id,
        instrument=instrument,
        respondent=respondent,
        version=version,
        name=definition.short,
        minimum=scale.lowest,
        maximum=scale.highest,
        lower_is_better=definition.is_worse_when_higher(scale.id),
        bands=bands,
        points=tuple(_point(stay, row, names) for row in rows if row[5] == scale.id),
    )
    if not course.known:
        return course
    judgement = _judged(course, definition, stay, rows[-1][-2], learned)
    return replace(course, judgement=judgement, expected=_expected(course, stay, learned) if learned else ())


def _expected(course: ScoreCourse, stay: Stay, learned: KeptReference) -> tuple[ExpectedPoint, ...]:
    """What is expected after each session so far, from the first score on; empty where finished courses say nothing."""
    begun = next(point for point in course.points if point.value is not None)
    if begun.session > 0 or begun.value is None:
        return ()
    found = []
    for session, when in enumerate(stay.attended, start=1):
        expected = learned.reference.expected(begun.value, session)
        if isinstance(expected, ExpectedScore):
            day = when.astimezone(stay.zone).date()
            found.append(
                ExpectedPoint(day, *(_on(course, at) for at in (expected.best, expected.middle, expected.off_track)))
            )
    return tuple(found)


def _on(course: ScoreCourse, score: float) -> float:
    """Nobody can score beyond the ends of the scale."""
    return min(max(score, course.minimum), course.maximum)


def _point(stay: Stay, row: _Row, names: Mapping[str, str]) -> ScorePoint:
    *_, taken_at, _scale, value, band, reason, is_prorated, _language, mode = row
    session = sum(1 for when in stay.attended if when < taken_at)
    day = taken_at.astimezone(stay.zone).date()
    return ScorePoint(day, session, value, names.get(band, band), reason, is_prorated, mode)


@cache
def bands_of(instrument: str, version: str, language: str) -> tuple[ScoreBand, ...]:
    definition = definition_as_taken(instrument, version)
    scale = definition.scales[0]
    words = wording_as_taken(instrument, version, language)
    edges = [*(band.starts_at for band in scale.bands), scale.highest]
    last = len(scale.bands) - 1
    return tuple(
        ScoreBand(
            low=band.starts_at,
            high=edges[place + 1],
            name=words.scales[scale.id].bands[band.id].practitioner,
            severity=min(place if definition.higher_is_worse else last - place, 4),
        )
        for place, band in enumerate(scale.bands)
    )


def _judged(
    course: ScoreCourse, definition: Instrument, stay: Stay, answered_in: str, learned: KeptReference | None
) -> Judgement | None:
    (_, first), (day, last) = course.known[0], course.known[-1]
    figures = figures_as_taken(definition.id, definition.version, day, answered_in)
    if figures is None:
        return None
    cut_off, reliable, source, is_verified = figures
    worse = course.lower_is_better
    reasons: tuple[str, ...] = ("no_reliable_change_known",)
    status, judged_on, category, judged_by, since = "not_enough_data", day, "unknown", None, None
    if reliable is not None:
        scores = [DatedScore(point.day, point.session, point.value) for point in course.points]
        dose = EXPECTED_DOSE_LOW_INTENSITY if stay.is_brief else EXPECTED_DOSE_HIGH_INTENSITY
        judge = partial(
            signal,
            limits=Limits(cut_off, reliable, worse),
            expected_dose=dose,
            reference=learned.reference if learned else None,
        )
        found = judge(scores)
        status, reasons, judged_on = str(found.status), found.reasons, found.judged_on or day
        since = _off_track_since(scores, judge) if status == "off_track" else None
        if len(course.known) > 1:
            judged_by = _judged_by(found.ground, stay, learned)
            category = str(
                classify_by_points(first, last, cutoff=cut_off, reliable_change=reliable, higher_is_worse=worse)
            )
    return Judgement(
        cut_off=cut_off,
        reliable_change=reliable,
        source=source,
        is_verified=is_verified,
        status=status,
        reasons=reasons,
        judged_on=judged_on,
        category=category,
        began_as_case=_is_case(first, cut_off, worse),
        is_case=_is_case(last, cut_off, worse),
        judged_by=judged_by,
        since=since,
    )


def _judged_by(ground: Ground, stay: Stay, learned: KeptReference | None) -> JudgedBy:
    if learned is None or ground.expected is None:
        return JudgedBy(why_not=ground.why_not)
    return JudgedBy(ground.people, learned.fitted_at.astimezone(stay.zone).date(), "")


def _off_track_since(scores: Sequence[DatedScore], judge: Callable[[Sequence[DatedScore]], Signal]) -> date | None:
    """The first day of the unbroken run of off-track scores at the end, each judged by what was known then."""
    since = None
    for end in range(len(scores), 1, -1):
        found = judge(scores[:end])
        if found.status != "off_track":
            break
        since = found.judged_on
    return since


def _is_case(score: float, cut_off: float, higher_is_worse: bool) -> bool:
    return score >= cut_off if higher_is_worse else score <= cut_off


def _measures_for(protocol: str) -> tuple[str, ...]:
    problem = library().protocols[protocol].problems[0] if protocol in library().protocols else ""
    name = problem.replace("_", "-")
    pairing = next((pair for pair in library().measure_policies.pairings if pair.problem == name), None)
    if pairing is None or name in FOLLOWED_BY_FIRST_CHOICE:
        return ()
    return tuple(name for name in (pairing.anxiety, pairing.fallback) if name is not None)
