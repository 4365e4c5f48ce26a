"""What is known of one person, each piece with the day on which it was learnt. No protected attribute has a place here.

Age, sex, gender, origin, faith, disability as a label, orientation, marital state: `Person` has no field for any of
them. What somebody needs in order to come (a ramp, signs, a language) is asked as a need and not as who they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Generic, Literal, TypeVar

from kith.science.protocols import Circumstance, Strength
from kith.science.protocols.protocol import Format, Goal, Setting
from kith.science.recommendation.problems import RecommendationProblem

__all__ = [
    "PROTECTED",
    "AccessNeed",
    "Known",
    "PastHelp",
    "Person",
    "Preferences",
    "Severity",
    "check_not_protected",
    "is_trait",
]

T_co = TypeVar("T_co", covariant=True)
AccessNeed = Literal[
    "step_free",
    "sign_language",
    "easy_words",
    "no_reading",
    "no_internet",
    "by_telephone",
    "outside_working_hours",
    "childcare",
    "somebody_along",
]

PROTECTED: Final = frozenset(
    {
        "age",
        "caste",
        "citizenship",
        "deprivation",
        "disability",
        "ethnicity",
        "gender",
        "gender_identity",
        "marital_status",
        "migration",
        "nationality",
        "postcode",
        "pregnancy",
        "race",
        "religion",
        "sex",
        "sexual_orientation",
    }
)
"""What nothing here is decided or learned by: the grounds of Article 21 of the EU Charter and of section 4 of the UK
Equality Act 2010 as far as a record holds them, with deprivation and postcode, which stand in for origin. They are
looked at only afterwards, by `audit`, to see whether people were offered less."""


@dataclass(frozen=True)
class Known(Generic[T_co]):
    """A value and the day on which it was learnt; whether it still counts is judged by `OLDEST`."""

    value: T_co
    on: date


@dataclass(frozen=True)
class Severity:
    """A total of one instrument, as it is scored."""

    instrument: str
    score: float


@dataclass(frozen=True)
class PastHelp:
    """One protocol that the person had before, and what came of it in their own view."""

    protocol: str
    result: Literal["helped", "no_change", "worse"]


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """What the person would rather have and what they do not want. Empty means: asked, and nothing was wished."""

    formats: frozenset[Format] = frozenset()
    not_formats: frozenset[Format] = frozenset()
    protocols: frozenset[str] = frozenset()
    not_protocols: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person as the options need to know them. None is unknown, and never means no.

    `problems` has the main one first; `languages` and `settings` are those in which and to which the person can come;
    `step` is the step of care that the pathway considers; `circumstances` holds a yes or no for each that was asked;
    `overtaken` are those of which something newer is known, so that a no does not count until it is asked again.
    """

    problems: Known[tuple[str, ...]] | None = None
    severity: Known[Severity] | None = None
    step: Known[int] | None = None
    goals: Known[frozenset[Goal]] | None = None
    strengths: Known[frozenset[Strength]] | None = None
    preferences: Known[Preferences] | None = None
    languages: Known[frozenset[str]] | None = None
    access: Known[frozenset[AccessNeed]] | None = None
    history: Known[tuple[PastHelp, ...]] | None = None
    settings: Known[frozenset[Setting]] | None = None
    circumstances: Mapping[Circumstance, Known[bool]] = field(default_factory=dict)
    overtaken: frozenset[Circumstance] = frozenset()


def check_not_protected(names: Iterable[str]) -> None:
    """Raise RecommendationProblem when something would be learned from a protected attribute.

    In words: a name is refused when it is one of `PROTECTED`, or one of them with something behind it (`age_band`,
    `ethnicity:asian`). Source: own design. It cannot see what another variable stands in for; that is what `audit` is
    for.

    >>> check_not_protected(["severity", "months_ill"])
    >>> check_not_protected(["severity", "age_band"])
    Traceback (most recent call last):
    ...
    kith.science.recommendation.problems.RecommendationProblem: Nothing is learned from protected attributes; found \
age_band. Leave it out, and give it to the audit as a group.
    """
    found = sorted(one for one in names if any(is_trait(one.lower(), trait) for trait in PROTECTED))
    if found:
        raise RecommendationProblem(
            f"Nothing is learned from protected attributes; found {', '.join(found)}. Leave it out, and give it to the "
            "audit as a group."
        )


def is_trait(name: str, trait: str) -> bool:
    """Whether a variable is this trait, or the trait with something behind it.

    >>> is_trait("age_band", "age"), is_trait("agenda", "age")
    (True, False)
    """
    return name == trait or (name.startswith(trait) and not name[len(trait)].isalpha())
