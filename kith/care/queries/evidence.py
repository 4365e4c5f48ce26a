"""The evidence as pages show it: every question with its best finding, one whole, and what a client is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.evidence_signing import Signing, signings
from kith.science.evidence import OutOf100, Refusal, out_of_100, why_not_out_of_100
from kith.science.findings import RATIOS, Claim, EvidenceDocument, EvidenceRow, Finding, NoFinding, evidence_for
from kith.science.protocols import Protocol
from kith.science.recommendation import STANDARDISED

NOT_TO_BE_REPEATED = frozenset({"not traced: do not repeat", "contradicted: do not repeat"})
People = OutOf100
"""Counts of people out of a hundred, with what must stand beside them."""


@dataclass(frozen=True)
class SoughtEvidence:
    """What a question must be about; an empty word asks for nothing."""

    problem: str = ""
    modality: str = ""


@dataclass(frozen=True)
class InterventionNamed:
    """An intervention and what it is called."""

    id: str
    title: str


@dataclass(frozen=True)
class QuestionAnswered:
    """One question with the finding that answers it best, and people out of 100 or why they cannot be counted."""

    document: EvidenceDocument
    best: Finding | None
    people: People | None
    refused: Refusal | Literal["no_row"] | None

    @property
    def barred(self) -> tuple[Claim, ...]:
        """The claims that are not to be repeated."""
        return tuple(claim for claim in self.document.claims if claim.status in NOT_TO_BE_REPEATED)

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician has signed the question."""
        return self.document.review.status == "reviewed"


@dataclass(frozen=True)
class EvidencePage:
    """The questions as filtered, what they can be filtered by, and the interventions that rest on none."""

    rows: tuple[QuestionAnswered, ...]
    sought: SoughtEvidence
    total: int
    problems: tuple[str, ...]
    modalities: tuple[str, ...]
    without: tuple[InterventionNamed, ...]
    signings: Mapping[str, Signing]
    time_zone: str


@dataclass(frozen=True)
class Comparisons:
    """Rows that one picture can hold: the same kind of effect, and better on the same side."""

    is_ratio: bool
    benefit: Literal["above", "below"]
    rows: tuple[EvidenceRow, ...]


@dataclass(frozen=True)
class QuestionPage:
    """One question whole: what can be drawn, how many rows cannot, and which interventions rest on it."""

    answered: QuestionAnswered
    drawn: tuple[Comparisons, ...]
    not_drawn: int
    interventions: tuple[InterventionNamed, ...]
    signing: Signing
    time_zone: str


@dataclass(frozen=True)
class EvidenceBehind:
    """The questions that name an intervention, and the one that may be told to a client, if any."""

    questions: tuple[QuestionAnswered, ...]
    told: QuestionAnswered | None


def evidence_questions(*, viewer: Viewer, sought: SoughtEvidence) -> EvidencePage:
    """The questions that are about what is sought, by title. Who may look, the page asks: no client is concerned."""
    every = tuple(library().evidence.values())
    shown = [one for one in every if _is_about(one, sought)]
    return EvidencePage(
        rows=tuple(map(_answered, sorted(shown, key=lambda one: one.title.casefold()))),
        sought=sought,
        total=len(every),
        problems=tuple(dict.fromkeys(name for one in every for name in one.problems)),
        modalities=tuple(dict.fromkeys(one.modality for one in every)),
        without=_named(one.protocol for one in library().protocol_evidence() if not one.documents),
        signings=signings(viewer=viewer),
        time_zone=viewer.time_zone,
    )


def evidence_question(*, viewer: Viewer, question: str) -> QuestionPage:
    """One question whole. Raises NotYours where there is none of this name."""
    if question not in library().evidence:
        raise NotYours
    document = library().evidence[question]
    drawn = tuple(_drawn(document.rows))
    return QuestionPage(
        answered=_answered(document),
        drawn=drawn,
        not_drawn=len(document.rows) - sum(len(one.rows) for one in drawn),
        interventions=_named(document.protocols),
        signing=signings(viewer=viewer)[question],
        time_zone=viewer.time_zone,
    )


def evidence_behind(one: Protocol) -> EvidenceBehind:
    """The questions that name this intervention.

    Told to a client is a question whose people can be counted and that is about nothing but problems of this
    intervention; of several the one that promises least, then the one with more studies.
    """
    questions = tuple(_answered(each) for each in library().evidence.values() if one.id in each.protocols)
    told = [
        (each.people.with_help, -(each.best.row.studies.value or 0), each.document.id, each)
        for each in questions
        if each.people is not None and each.best is not None and set(each.document.problems) <= set(one.problems)
    ]
    return EvidenceBehind(questions, min(told, key=lambda each: each[:3])[3] if told else None)


def _is_about(one: EvidenceDocument, sought: SoughtEvidence) -> bool:
    return sought.problem in ("", *one.problems) and sought.modality in ("", one.modality)


@dataclass(frozen=True)
class _OneQuestion:
    """A shelf with a single document on it."""

    evidence: Mapping[str, EvidenceDocument]


def _answered(document: EvidenceDocument) -> QuestionAnswered:
    problem = document.problems[0] if document.problems else ""
    best = evidence_for(_OneQuestion({document.id: document}), problem, document.modality)
    if isinstance(best, NoFinding):
        return QuestionAnswered(document, None, None, "no_row")
    refused = why_not_out_of_100(best)
    return QuestionAnswered(document, best, None if refused else out_of_100(best), refused)


def _drawn(rows: tuple[EvidenceRow, ...]) -> Iterable[Comparisons]:
    whole = [row for row in rows if row.estimate.value is not None and row.interval.ends is not None]
    kinds: dict[tuple[bool, Literal["above", "below"]], list[EvidenceRow]] = {}
    for row in whole:
        if row.measure in RATIOS | STANDARDISED:
            kinds.setdefault((row.measure in RATIOS, row.benefit), []).append(row)
    return (Comparisons(*kind, tuple(held)) for kind, held in kinds.items())


def _named(names: Iterable[str]) -> tuple[InterventionNamed, ...]:
    return tuple(InterventionNamed(name, library().protocols[name].title) for name in names)
