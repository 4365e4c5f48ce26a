"""The catalogue of interventions: browse them, read one in full, put two side by side, explain one to a client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kith.care.models.knowledge import is_known_document, library
from kith.care.models.own_documents import documents_offered_by
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.evidence import EvidenceBehind, evidence_behind
from kith.care.queries.working import title_of
from kith.science.lessons import Lesson
from kith.science.practices import Practice
from kith.science.protocols import Protocol, ProtocolSession
from kith.science.worksheets import Worksheet

CERTAINTIES = ("high", "moderate", "low", "very low")


@dataclass(frozen=True)
class Sought:
    """What an intervention must fit; an empty word asks for nothing."""

    problem: str = ""
    goal: str = ""
    format: str = ""
    setting: str = ""
    profession: str = ""
    certainty: str = ""
    words: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked for."""
        return self == Sought()


@dataclass(frozen=True)
class InterventionRow:
    """One intervention in the list."""

    id: str
    title: str
    title_for_client: str
    summary: str
    problems: tuple[str, ...]
    formats: tuple[str, ...]
    settings: tuple[str, ...]
    professions: tuple[str, ...]
    sessions_min: int
    sessions_max: int
    minutes: int
    certainty: str
    has_gates: bool
    is_reviewed: bool


@dataclass(frozen=True)
class InterventionsPage:
    """The list as filtered, and what it can be filtered by."""

    rows: tuple[InterventionRow, ...]
    sought: Sought
    total: int
    problems: tuple[str, ...]
    goals: tuple[str, ...]
    formats: tuple[str, ...]
    settings: tuple[str, ...]
    professions: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """Something an intervention leans on: its kind, its id and what it is called."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True)
class MeetingLine:
    """One page of a protocol as it is run, with the names of what it gives out."""

    page: ProtocolSession
    phase: str
    minutes: int
    work: tuple[tuple[Named, str], ...]
    sheets: tuple[tuple[Named, bool], ...]
    measures: tuple[Named, ...]
    carer_measures: tuple[Named, ...]
    techniques: tuple[str, ...]


@dataclass(frozen=True)
class InterventionPage:
    """One intervention in full, with the names of all it points at."""

    protocol: Protocol
    row: InterventionRow
    meetings: tuple[MeetingLine, ...]
    lessons: tuple[Named, ...]
    goes_with: tuple[Named, ...]
    forms: tuple[Named, ...]
    measures: tuple[Named, ...]
    ending: tuple[Named, ...]
    behind: EvidenceBehind
    contacts: dict[str, Named] = field(default_factory=dict)
    easy_read: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DocumentRow:
    """A worksheet, practice or lesson in the list, and the interventions that use it."""

    kind: str
    id: str
    title: str
    purpose: str
    minutes: float
    used_by: tuple[Named, ...]


def interventions(*, viewer: Viewer, sought: Sought) -> InterventionsPage:
    """The interventions that fit: what is packaged, and what the service made. No client's record is in it."""
    everything = _offered(viewer)
    shown = [one for one in everything if _fits(one, sought)]
    return InterventionsPage(
        rows=tuple(sorted(map(_row, shown), key=lambda row: row.title.casefold())),
        sought=sought,
        total=len(everything),
        problems=_every(name for one in everything for name in one.problems),
        goals=_every(name for one in everything for name in one.goals),
        formats=_every(name for one in everything for name in one.format),
        settings=_every(name for one in everything for name in one.settings),
        professions=_every(name for one in everything for who in one.deliverers for name in who.professions),
    )


def intervention(*, viewer: Viewer, protocol: str, language: str = "en") -> InterventionPage:
    """Everything about one intervention. Raises NotYours where there is none of this name."""
    if not is_known_document("protocol", protocol, viewer.service_id):
        raise NotYours
    return page_of_protocol(library().protocols[protocol], language)


def page_of_protocol(one: Protocol, language: str) -> InterventionPage:
    """A protocol with the names of all it points at."""
    phases = {phase.id: phase.title for phase in one.phases}
    techniques = {technique.id: technique.name for technique in one.techniques}
    meetings = tuple(_meeting(page, one, phases, techniques) for page in one.pages)
    lessons = tuple(_named("lesson", name) for name in one.lessons)
    read = (library().lesson(name, language) for name in one.lessons)
    return InterventionPage(
        protocol=one,
        row=_row(one),
        meetings=meetings,
        lessons=lessons,
        goes_with=tuple(Named("intervention", name, library().protocols[name].title) for name in one.goes_with),
        forms=_once(
            [named for meeting in meetings for named, _ in (*meeting.work, *meeting.sheets) if named.kind != "task"]
        ),
        measures=_once([named for one in meetings for named in (*one.measures, *one.carer_measures)]),
        ending=tuple(_named("instrument", name) for name in (*one.ending.measures, *one.ending.carer_measures)),
        behind=evidence_behind(one),
        contacts={contact.id: _named("worksheet", contact.worksheet) for contact in one.contacts if contact.worksheet},
        easy_read=tuple((lesson.title, lesson.front.easy_read) for lesson in read),
    )


def two_interventions(
    *, viewer: Viewer, one: str, other: str, language: str = "en"
) -> tuple[InterventionPage, InterventionPage]:
    """Two interventions side by side. Raises NotYours where there is none of one of these names."""
    return (
        intervention(viewer=viewer, protocol=one, language=language),
        intervention(viewer=viewer, protocol=other, language=language),
    )


def documents(*, viewer: Viewer, language: str = "en") -> tuple[DocumentRow, ...]:
    """Every worksheet, practice and lesson, with the interventions that use it."""
    users: dict[tuple[str, str], list[Named]] = {}
    for one in _offered(viewer):
        here = Named("intervention", one.id, one.title)
        for key in dict.fromkeys(_pointed_at(one)):
            users.setdefault(key, []).append(here)
    own, known = viewer.service_id, library()
    names = dict.fromkeys(full.rpartition(".")[0] for full in known.lessons)
    lessons = [known.lesson(name, language) for name in names]
    told = [
        *(
            (kind, one.id, one.title, one.purpose, one.minutes)
            for kind, shelf in (("worksheet", known.worksheets), ("practice", known.practices))
            for one in (*documents_offered_by(own, kind), *shelf.values())
        ),
        *(
            ("lesson", one.id, one.title, one.front.easy_read, one.front.minutes)
            for one in (*documents_offered_by(own, "lesson"), *lessons)
        ),
    ]
    rows = (DocumentRow(*row, tuple(users.get((row[0], row[1]), ()))) for row in told)
    return tuple(sorted(rows, key=lambda row: row.title.casefold()))


def worksheet(*, viewer: Viewer, name: str) -> Worksheet:
    """One worksheet to look at and to print empty. Raises NotYours where there is none of this name."""
    if not is_known_document("worksheet", name, viewer.service_id):
        raise NotYours
    return library().worksheets[name]


def practice(*, viewer: Viewer, name: str) -> Practice:
    """One practice. Raises NotYours where there is none of this name."""
    if not is_known_document("practice", name, viewer.service_id):
        raise NotYours
    return library().practices[name]


def lesson(*, viewer: Viewer, name: str, language: str) -> Lesson:
    """One lesson in the nearest language. Raises NotYours where there is none of this name."""
    if not is_known_document("lesson", name, viewer.service_id):
        raise NotYours
    return library().lesson(name, language)


def _offered(viewer: Viewer) -> tuple[Protocol, ...]:
    return (*documents_offered_by(viewer.service_id, "protocol"), *library().protocols.values())


def _fits(one: Protocol, sought: Sought) -> bool:
    professions = {name for who in one.deliverers for name in who.professions}
    asked = (
        (sought.problem, one.problems),
        (sought.goal, one.goals),
        (sought.format, one.format),
        (sought.setting, one.settings),
        (sought.profession, professions),
    )
    told = f"{one.title} {one.title_for_client} {one.summary} {' '.join(one.problems)}".replace("_", " ").casefold()
    is_sure = not sought.certainty or CERTAINTIES.index(_certainty(one)) <= CERTAINTIES.index(sought.certainty)
    return is_sure and sought.words.casefold() in told and all(not word or word in known for word, known in asked)


def _certainty(one: Protocol) -> str:
    """How sure the surest finding is. The page shows each finding with its comparator beside it."""
    return min((row.certainty for row in one.evidence), key=CERTAINTIES.index)


def _row(one: Protocol) -> InterventionRow:
    return InterventionRow(
        id=one.id,
        title=one.title,
        title_for_client=one.title_for_client,
        summary=one.summary,
        problems=one.problems,
        formats=one.format,
        settings=one.settings,
        professions=_every(name for who in one.deliverers for name in who.professions),
        sessions_min=one.dose.sessions_min,
        sessions_max=one.dose.sessions_max,
        minutes=one.dose.minutes,
        certainty=_certainty(one),
        has_gates=bool(one.gates),
        is_reviewed=one.review.status == "reviewed",
    )


def _meeting(page: ProtocolSession, one: Protocol, phases: dict[str, str], techniques: dict[str, str]) -> MeetingLine:
    used = dict.fromkeys([*(item.technique for item in page.agenda if item.technique), *page.techniques])
    return MeetingLine(
        page=page,
        phase=phases[page.phase],
        minutes=sum(item.minutes for item in page.agenda),
        work=tuple((_named(kind, name), work.why) for work in page.between for kind, name in work.named()),
        sheets=tuple((_named("worksheet", sheet.worksheet), sheet.filled_in == "together") for sheet in page.sheets),
        measures=tuple(_named("instrument", name) for name in page.measures),
        carer_measures=tuple(_named("instrument", name) for name in page.carer_measures),
        techniques=tuple(techniques[name] for name in used),
    )


def _named(kind: str, name: str) -> Named:
    if kind == "instrument":
        return Named(kind, name, library().instruments[name].short)
    return Named(kind, name, title_of(kind, name))


def _pointed_at(one: Protocol) -> Iterable[tuple[str, str]]:
    yield from (("lesson", name) for name in one.lessons)
    for page in one.pages:
        yield from (pair for work in page.between for pair in work.named())
    yield from (("worksheet", name) for name in one.worksheets)


def _once(named: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(sorted(dict.fromkeys(named), key=lambda one: (one.kind, one.title.casefold())))


def _every(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
