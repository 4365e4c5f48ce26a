"""The courses of people's scores, with what the policy of the measure says: for one person or for a whole list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache, partial
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Score
from kith.care.models.authoring import is_own
from kith.care.models.knowledge import definition_as_taken, library, wording_as_taken
from kith.care.permissions import Viewer
from kith.care.queries.sight import Sight
from kith.science.change import (
    EXPECTED_DOSE_HIGH_INTENSITY,
    EXPECTED_DOSE_LOW_INTENSITY,
    DatedScore,
    Limits,
    Signal,
    UnknownMeasure,
    classify_by_points,
    signal,
)
from kith.science.instruments import Instrument, Traits

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
class Judgement:
    """What the policy of a measure says about a course: limits, signal, category, and where the figures are from.

    `since` is the day from which every score has been off track, for a course that is.
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
    *, viewer: Viewer, sight: Sight, stays: Iterable[Stay], language: str = "en"
) -> dict[UUID, Courses]:
    """Every course in these stays that the viewer may see, by client; the same query for one or for hundreds."""
    by_episode = {stay.episode_id: stay for stay in stays}
    rows = (
        sight.rows(Score)
        .standing()
        .filter(measurement__episode_id__in=list(by_episode), measurement__goal__isnull=True)
        .order_by("measurement__taken_at")
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
            found[stay.client_id].append(_course(stay, instrument, respondent, version, taken, language))
    return {client: Courses(tuple(courses)) for client, courses in found.items()}


def _place(one: tuple[tuple[UUID, str, str, str], list[_Row]]) -> tuple[datetime, bool, bool, str, str, str]:
    """The course that began first stands first; of those begun together, the person's own and the first choice."""
    (_episode, instrument, respondent, version), taken = one
    return taken[0][4], respondent != "self", instrument != FIRST_CHOICE, instrument, respondent, version


def _course(stay: Stay, instrument: str, respondent: str, version: str, rows: list[_Row], language: str) -> ScoreCourse:
    definition = definition_as_taken(instrument, f"{version}.0.0")
    scale = definition.scales[0]
    bands = _bands(definition.id, definition.version, language)
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
    answered_in = rows[-1][-2]
    return replace(course, judgement=_judged(course, definition, stay, answered_in)) if course.known else course


def _point(stay: Stay, row: _Row, names: Mapping[str, str]) -> ScorePoint:
    *_, taken_at, _scale, value, band, reason, is_prorated, _language, mode = row
    session = sum(1 for when in stay.attended if when < taken_at)
    day = taken_at.astimezone(stay.zone).date()
    return ScorePoint(day, session, value, names.get(band, band), reason, is_prorated, mode)


@cache
def _bands(instrument: str, version: str, language: str) -> tuple[ScoreBand, ...]:
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


def _judged(course: ScoreCourse, definition: Instrument, stay: Stay, answered_in: str) -> Judgement | None:
    (_, first), (day, last) = course.known[0], course.known[-1]
    figures = _figures(definition.id, definition.version, day, answered_in)
    if figures is None:
        return None
    cut_off, reliable, source, is_verified = figures
    worse = course.lower_is_better
    reasons: tuple[str, ...] = ("no_reliable_change_known",)
    status, judged_on, category, since = "not_enough_data", day, "unknown", None
    if reliable is not None:
        scores = [DatedScore(point.day, point.session, point.value) for point in course.points]
        dose = EXPECTED_DOSE_LOW_INTENSITY if stay.is_brief else EXPECTED_DOSE_HIGH_INTENSITY
        judge = partial(signal, limits=Limits(cut_off, reliable, worse), expected_dose=dose)
        found = judge(scores)
        status, reasons, judged_on = str(found.status), found.reasons, found.judged_on or day
        since = _off_track_since(scores, judge) if status == "off_track" else None
        if len(course.known) > 1:
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
        since=since,
    )


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


@lru_cache(maxsize=2_000)
def _figures(instrument: str, version: str, day: date, language: str) -> tuple[float, float | None, str, bool] | None:
    """Cut-off, reliable change, source, and whether both were read there.

    A language version with a cut-off of its own keeps it; otherwise the policy counts, else the instrument's own.
    """
    definition = definition_as_taken(instrument, version)
    scale, reader = definition.scales[0].id, Traits(language=language)
    cut_off = definition.cutoff_for(scale, "caseness", reader, day)
    if cut_off is None or not cut_off.languages:
        try:
            policy = library().measure_policies.policy(definition.id, day)
        except UnknownMeasure:
            cut_off = cut_off or definition.cutoff_for(scale, "screening", reader, day)
        else:
            marks = {policy.provenance.caseness, policy.provenance.reliable_change}
            return policy.caseness, policy.reliable_change, policy.source, marks == {"verified"}
    if cut_off is None:
        return None
    changes = definition.change_facts(scale, "reliable", day, reader)
    facts = (cut_off, *changes[:1])
    cited = {source.id: source.cite for source in definition.sources}
    source = "; ".join(dict.fromkeys(cited.get(fact.source, fact.source) for fact in facts))
    reliable = changes[0].value if changes else None
    return cut_off.at, reliable, source, all(fact.provenance == "verified" for fact in facts)


def _measures_for(protocol: str) -> tuple[str, ...]:
    problem = library().protocols[protocol].problems[0] if protocol in library().protocols else ""
    name = problem.replace("_", "-")
    pairing = next((pair for pair in library().measure_policies.pairings if pair.problem == name), None)
    if pairing is None or name in FOLLOWED_BY_FIRST_CHOICE:
        return ()
    return tuple(name for name in (pairing.anxiety, pairing.fallback) if name is not None)
