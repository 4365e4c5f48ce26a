"""The catalogue of instruments: what there is, who may use it, and what each number rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from kith.care.models.knowledge import is_known, library
from kith.care.models.own_shelf import offered_by
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.instrument_facts import ScaleLines, scale_lines
from kith.care.queries.today import SECONDS_A_QUESTION
from kith.science.instruments import Instrument, Wording


@dataclass(frozen=True)
class Entry:
    """One instrument in the list."""

    id: str
    short: str
    title: str
    measures: str
    kind: str
    respondents: tuple[str, ...]
    questions: int
    minutes: int
    rights: str
    has_text: bool
    languages: tuple[str, ...]
    serves: tuple[str, ...]


@dataclass(frozen=True)
class CataloguePage:
    """The list as filtered, what it can be filtered by, and how many there are of each class of rights."""

    entries: tuple[Entry, ...]
    purposes: tuple[str, ...]
    serves: str
    words: str
    with_text: bool
    total: int
    by_rights: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class QuestionLine:
    """One question: its number, its words where they may be shown, and its answers."""

    number: int
    words: str
    answers: tuple[tuple[str, str], ...]
    is_scored: bool
    is_reverse: bool
    only_sometimes: bool


@dataclass(frozen=True)
class InstrumentPage:
    """One instrument with its rights, its questions, and what each number means."""

    entry: Entry
    version: str
    client_title: str
    recall_days: int | None
    youngest: int | None
    oldest: int | None
    licence: str
    licence_source: str
    notice: str
    checked_on: date
    is_reviewed: bool
    leads_on_to: str
    problems: tuple[str, ...]
    family: tuple[tuple[str, str], ...]
    scales: tuple[ScaleLines, ...]
    flags: tuple[tuple[str, str], ...]
    patterns: tuple[tuple[str, str], ...]
    questions: tuple[QuestionLine, ...]
    sources: tuple[tuple[str, str], ...]


def catalogue(
    *,
    viewer: Viewer,
    at: datetime,
    language: str = "en",
    serves: str = "",
    words: str = "",
    with_text: bool = False,
) -> CataloguePage:
    """The instruments that fit a purpose and hold some words in a name: what is packaged, and what the service made.

    No client's record is in it; its address has a gate.
    """
    own = [one.instrument.id for one in offered_by(viewer.service_id)]
    everything = [_entry(name, language, at.date()) for name in (*own, *library().instruments)]
    shown = [
        entry
        for entry in everything
        if (not serves or serves in entry.serves)
        and (not with_text or entry.has_text)
        and words.casefold() in f"{entry.short} {entry.title} {entry.measures} {entry.id}".replace("_", " ").casefold()
    ]
    return CataloguePage(
        entries=tuple(sorted(shown, key=lambda entry: entry.short.casefold())),
        purposes=tuple(sorted({purpose for entry in everything for purpose in entry.serves})),
        serves=serves,
        words=words,
        with_text=with_text,
        total=len(everything),
        by_rights=tuple(sorted(Counter(entry.rights for entry in everything).items())),
    )


def instrument_page(*, viewer: Viewer, instrument: str, at: datetime, language: str = "en") -> InstrumentPage:
    """Everything about one instrument. Raises NotYours where there is none of this name, or it is another service's."""
    if not is_known(instrument, viewer.service_id):
        raise NotYours
    definition, wording = library().instruments[instrument], library().wording(instrument, language, at.date())
    return InstrumentPage(
        entry=_entry(instrument, language, at.date()),
        version=definition.version,
        client_title=wording.title,
        recall_days=definition.recall_days,
        youngest=definition.ages.youngest,
        oldest=definition.ages.oldest,
        licence=definition.licence.licence,
        licence_source=definition.licence.licence_source,
        notice=definition.licence.notice or "",
        checked_on=definition.licence.checked_on,
        is_reviewed=definition.review.status == "reviewed",
        leads_on_to=definition.follow_up.instrument if definition.follow_up else "",
        problems=definition.problems,
        family=_family(definition),
        scales=tuple(scale_lines(definition, wording, scale) for scale in definition.scales),
        flags=tuple((wording.flags[flag.id], flag.urgency) for flag in definition.flags),
        patterns=tuple((wording.patterns[one.id], one.provenance) for one in definition.patterns),
        questions=tuple(_question(definition, wording, number) for number, _ in enumerate(definition.items, start=1)),
        sources=tuple((source.cite, source.doi or source.url or "") for source in definition.sources),
    )


def _entry(name: str, language: str, on: date) -> Entry:
    definition, wordings = library().instruments[name], library().wordings[name]
    questions = len(definition.items)
    return Entry(
        id=name,
        short=definition.short,
        title=definition.title,
        measures=definition.measures,
        kind=definition.kind,
        respondents=definition.respondents,
        questions=questions,
        minutes=max(1, round(questions * SECONDS_A_QUESTION / 60)),
        rights=definition.licence.rights,
        has_text=library().can_be_asked(name, on),
        languages=tuple(sorted(wordings)),
        serves=definition.serves,
    )


def _family(definition: Instrument) -> tuple[tuple[str, str], ...]:
    """Other versions of the same measure, each with a line of its own."""
    if definition.family is None:
        return ()
    others = (one for one in library().instruments.values() if one.family == definition.family)
    return tuple((one.id, one.short) for one in others if one.id != definition.id)


def _question(definition: Instrument, wording: Wording, number: int) -> QuestionLine:
    item = definition.items[number - 1]
    offered, words = definition.options[item.options], (wording.options or {}).get(item.options, {})
    if offered.form == "rating":
        ends = (("lowest", offered.values[0]), ("highest", offered.values[-1]))
        answers = tuple((str(value), words.get(end, "")) for end, value in ends)
    else:
        answers = tuple((str(value), words.get(str(value), "")) for value in offered.values)
    return QuestionLine(
        number=number,
        words=(wording.items or {}).get(item.id, ""),
        answers=answers,
        is_scored=item.scored,
        is_reverse=item.reverse,
        only_sometimes=item.asked_if is not None,
    )
