"""One question of evidence: a problem, a modality, and every comparison somebody made, with claims about it."""

from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from kith.science.findings.figures import Count, Figure, Interval, Rating, Statement
from kith.science.sources import Id, LibraryValue, Name, Review, Sentence, Source, Version

__all__ = [
    "BENEFIT_SIDES",
    "COMPARATORS",
    "RATIOS",
    "Calculation",
    "Claim",
    "Columns",
    "Comparator",
    "EvidenceDocument",
    "EvidenceRow",
    "Measure",
]

Comparator = Literal[
    "usual_care",
    "enhanced_usual_care",
    "any_control",
    "placebo",
    "no_treatment",
    "waiting_list",
    "active_control",
    "other_therapy",
    "medicine",
    "before_treatment",
]
COMPARATORS: Final[tuple[Comparator, ...]] = get_args(Comparator)
"""In the order in which a finding is chosen: what a person would have otherwise comes first, and whatever flatters a
treatment (a waiting list) or answers another question (another treatment) later."""

Measure = Literal["g", "d", "SMD", "MD", "RR", "OR", "HR"]
RATIOS: Final = frozenset({"RR", "OR", "HR"})
BENEFIT_SIDES: Final = ("above", "below")

Design = Literal[
    "pairwise meta-analysis",
    "network meta-analysis",
    "component network meta-analysis",
    "individual-participant meta-analysis",
    "review of reviews",
    "narrative review",
    "randomised trial",
    "controlled trial",
    "cohort comparison",
]

Status = Literal["traced", "recalled", "not traced: do not repeat", "contradicted: do not repeat"]


class Columns(LibraryValue):
    """Which columns of the table name the study, its effect (larger is better) and its standard error."""

    study: Sentence
    effect: Sentence
    se: Sentence


class Calculation(LibraryValue):
    """How a computed figure is worked out again: the rows of an open table, and the method of pooling them.

    Effects of one study are combined first with `correlation` between any two. `of` says what is pooled: every study;
    those left when studies are taken out whose interval lies wholly outside the normal interval of the pooled effect;
    or no study but the limit that Egger's regression gives for one without error.
    """

    file: Sentence
    columns: Columns
    where: dict[str, tuple[str, ...]]
    method: Literal["REML"]
    test: Literal["knha"]
    correlation: Annotated[float, Field(ge=0, lt=1)]
    of: Literal["every study", "without outlying studies", "limit of small studies"]


class EvidenceRow(LibraryValue):
    """One comparison. `benefit` says on which side of no effect (0, or 1 for a ratio) people are better off."""

    id: Id
    population: Sentence
    comparator: Sentence
    against: Comparator
    outcome: Sentence
    design: Design
    measure: Measure | None
    benefit: Literal["above", "below"]
    studies: Count
    people: Count
    estimate: Figure
    interval: Interval
    prediction: Interval
    i2: Figure
    tau2: Figure
    certainty: Rating
    finding: Statement | None = None
    calculation: Calculation | None = None
    source: Id

    @property
    def no_effect(self) -> float:
        """The value at which the treatment makes no difference."""
        return 1.0 if self.measure in RATIOS else 0.0


class Claim(LibraryValue):
    """A sentence that is said about this, and whether anybody could find where it comes from."""

    id: Id
    text: Sentence
    status: Status
    source: Id | None = None
    reason: Sentence | None = None


class EvidenceDocument(LibraryValue):
    """What is known about one question. `modalities` are lines of span.yaml, `protocols` those it bears on."""

    id: Id
    version: Version
    title: Sentence
    modality: Name
    modalities: tuple[Annotated[str, Field(pattern=r"^[TSG][0-9]{1,2}$")], ...]
    problems: tuple[Name, ...]
    protocols: tuple[Id, ...]
    dose: tuple[Statement, ...] = ()
    harms: tuple[Statement, ...] = ()
    rows: tuple[EvidenceRow, ...]
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    review: Review
