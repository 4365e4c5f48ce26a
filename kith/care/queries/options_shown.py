"""The options for one person as a page shows them, with the words of each intervention beside what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kith.care.queries.evidence import EvidenceBehind, evidence_behind
from kith.care.queries.learned_here import LearnedHere
from kith.care.queries.newer_danger import NewerDanger
from kith.care.queries.options_today import Looked, spoken_against
from kith.science.protocols import Protocol
from kith.science.protocols.protocol import Gate, Harm
from kith.science.recommendation import Evidence, Lacking, Option
from kith.science.sources import EvidenceStatement, Source


@dataclass(frozen=True)
class ReasonShown:
    """One thing that speaks for or against, as a code with its places. `counts`: choosing asks for a reason."""

    code: str
    places: Mapping[str, str]
    counts: bool


@dataclass(frozen=True)
class OptionShown:
    """One option. `expected` is None where no figure is about these problems; `behind` is what a client may be told.

    `here` is what the service learned itself, and None where nothing was learned about the problem.
    """

    protocol: str
    title: str
    summary: str
    formats: tuple[str, ...]
    settings: tuple[str, ...]
    problems: tuple[str, ...]
    sessions_min: int
    sessions_max: int
    minutes: int
    frequency: str
    tier: int
    expected: Evidence | None
    figures: tuple[Evidence, ...]
    here: LearnedHere | None
    speaks_for: tuple[ReasonShown, ...]
    speaks_against: tuple[ReasonShown, ...]
    gates: tuple[Gate, ...]
    harms: tuple[Harm, ...]
    sources: tuple[Source, ...]
    not_for: tuple[str, ...]
    evidence: tuple[tuple[EvidenceStatement, str], ...]
    weeks_wait: float | None
    beside: tuple[str, ...]
    is_reviewed: bool
    behind: EvidenceBehind


@dataclass(frozen=True)
class BarShown:
    """One thing that rules an intervention out; for a circumstance, the intervention's own words."""

    code: str
    circumstance: str
    words: str


@dataclass(frozen=True)
class ExcludedShown:
    """An intervention that is not offered, with everything that rules it out."""

    protocol: str
    title: str
    because: tuple[BarShown, ...]

    @property
    def is_other_problem_only(self) -> bool:
        """Whether it is merely made for something else."""
        return {one.code for one in self.because} == {"other_problem"}


@dataclass(frozen=True)
class ToAskShown:
    """An intervention that waits for answers."""

    protocol: str
    title: str
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True)
class ChosenProtocol:
    """The intervention that is being written down as a plan, whether or not it was suggested."""

    protocol: str
    title: str
    sessions: int
    sessions_min: int
    sessions_max: int
    frequency: str
    formats: tuple[str, ...]
    settings: tuple[str, ...]
    gates: tuple[Gate, ...]
    not_working_if: tuple[str, ...]
    needs_reason: bool
    is_ruled_out: bool


@dataclass(frozen=True)
class OptionsShown:
    """All that can be said today. When `is_refused`, `lacking` says what has to be asked first.

    `newer` is what puts an answer about danger in question. `has_shift`: what is expected of some option here is
    shifted for this person; else `why_no_shift` says why not, and is empty where nothing was learned here.
    """

    is_refused: bool
    lacking: tuple[Lacking, ...]
    newer: NewerDanger
    dangers_first: tuple[str, ...]
    options: tuple[OptionShown, ...]
    has_clear_difference: bool
    because: tuple[tuple[str, int], ...]
    alike_in_first_tier: int
    excluded: tuple[ExcludedShown, ...]
    to_ask: tuple[ToAskShown, ...]
    known: Mapping[str, ChosenProtocol]
    has_shift: bool
    why_no_shift: str

    def chosen(self, protocol: str) -> ChosenProtocol | None:
        """What the form of a choice needs, for anything that the service could offer."""
        return self.known.get(protocol)


def options_shown(looked: Looked) -> OptionsShown:
    """Today's answer in full."""
    answer, shelf = looked.answer, looked.protocols
    here = [looked.here[one.offer.id] for one in answer.options if one.offer.id in looked.here]
    return OptionsShown(
        is_refused=answer.is_refused,
        lacking=answer.lacking,
        newer=looked.newer,
        dangers_first=answer.dangers_first,
        options=tuple(_option(one, shelf[one.offer.id], looked.here.get(one.offer.id)) for one in answer.options),
        because=answer.because,
        has_clear_difference=len({one.tier for one in answer.options}) > 1,
        alike_in_first_tier=sum(one.tier == 1 for one in answer.options),
        excluded=tuple(
            ExcludedShown(
                one.offer,
                shelf[one.offer].title,
                tuple(BarShown(bar.code, bar.circumstance or "", bar.words) for bar in one.because),
            )
            for one in answer.excluded
        ),
        to_ask=tuple(ToAskShown(one.offer, shelf[one.offer].title, one.lacking) for one in answer.to_ask),
        known={name: _chosen(looked, one) for name, one in shelf.items()},
        has_shift=any(one.shift is not None for one in here),
        why_no_shift=next((one.why_no_shift for one in here if one.why_no_shift), ""),
    )


def _option(one: Option, protocol: Protocol, here: LearnedHere | None) -> OptionShown:
    cited = {source.id: source.cite for source in protocol.sources}
    against = spoken_against(one)
    shown = [(reason, ReasonShown(reason.code, dict(reason.places), reason in against)) for reason in one.reasons]
    return OptionShown(
        protocol=protocol.id,
        title=protocol.title,
        summary=protocol.summary,
        formats=tuple(sorted(one.offer.formats)),
        settings=tuple(sorted(one.offer.settings)),
        problems=protocol.problems,
        sessions_min=protocol.dose.sessions_min,
        sessions_max=protocol.dose.sessions_max,
        minutes=protocol.dose.minutes,
        frequency=protocol.dose.frequency,
        tier=one.tier,
        expected=one.expected,
        figures=one.evidence,
        here=here,
        speaks_for=tuple(told for reason, told in shown if reason.speaks == "for"),
        speaks_against=tuple(told for reason, told in shown if reason.speaks == "against"),
        gates=protocol.gates,
        harms=protocol.harms,
        sources=protocol.sources,
        not_for=protocol.not_for,
        evidence=tuple((row, cited.get(row.source, row.source)) for row in protocol.evidence),
        weeks_wait=one.offer.weeks_wait,
        beside=one.beside,
        is_reviewed=protocol.review.status == "reviewed",
        behind=evidence_behind(protocol),
    )


def _chosen(looked: Looked, protocol: Protocol) -> ChosenProtocol:
    return ChosenProtocol(
        protocol=protocol.id,
        title=protocol.title,
        sessions=protocol.pages[-1].last,
        sessions_min=protocol.dose.sessions_min,
        sessions_max=protocol.dose.sessions_max,
        frequency=protocol.dose.frequency,
        formats=protocol.format,
        settings=protocol.settings,
        gates=protocol.gates,
        not_working_if=protocol.not_working_if,
        needs_reason=looked.needs_reason(protocol.id),
        is_ruled_out=looked.is_ruled_out(protocol.id),
    )
