"""What speaks for and against one offer for one person: codes with places, of which a page makes words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from kith.science.outcomes.waits import SIX_WEEKS_IN_DAYS
from kith.science.recommendation.offers import Evidence, Offer
from kith.science.recommendation.person import Known, Person

__all__ = ["LONG_WAIT_WEEKS", "MEANINGFUL_DIFFERENCE", "Fit", "Reason", "fit", "reasons"]

MEANINGFUL_DIFFERENCE: Final = 0.24
"""The smallest standardised difference that people with depression may notice: Cuijpers, Turner, Koole, van Dijke and
Smit 2014, Depress Anxiety 31:374 (read in the abstract), who call it a first, rough attempt. Smaller, and options would
be told apart by what nobody feels; 0.5, which was proposed before, would call nearly all alike. Used for other problems
as well, which is a convention of ours."""

LONG_WAIT_WEEKS: Final = SIX_WEEKS_IN_DAYS / 7
"""The wait that three of four people in English talking therapies are to stay within."""

T = TypeVar("T")
Speaks = Literal["for", "against"]
Code = Literal[
    "made_for_main_problem",
    "made_for_problem",
    "goal_shared",
    "strength_built_on",
    "wished_for",
    "format_wished",
    "step_fits",
    "helped_before",
    "benefit_over_comparator",
    "only_formats_not_wished",
    "step_differs",
    "did_not_help_before",
    "worse_before",
    "need_not_met",
    "through_interpreter",
    "only_beside_other_help",
    "no_evidence_here",
    "benefit_not_shown",
    "figure_not_verified",
    "certainty_low",
    "long_wait",
    "wait_unknown",
    "places_unknown",
]


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for or against. `places` are names and values that a page fills into its words."""

    code: Code
    speaks: Speaks
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fit:
    """How an offer goes with wishes and circumstances, each as a fact; None where nobody has said."""

    main_problem: bool
    preference: bool | None
    step: bool | None
    access: bool | None
    language: Literal["spoken", "interpreter"]


def fit(person: Person, offer: Offer) -> Fit:
    """Hold an offer against what the person needs and wishes.

    In words: preference is True when the protocol or one of its formats is wished, False when all its formats are
    unwanted or only others are wished, None when nothing was asked or wished. Access is True when every need is met.
    Source: own design. What is unknown or empty gives None; it never counts as no. Assumes that the caller took out
    what is too old. Raises nothing.

    >>> from datetime import date
    >>> from kith.science.library import Library
    >>> from kith.science.recommendation.offers import ServiceSide, offer_from
    >>> panic = offer_from(Library.open().protocol("cbt-panic"), ServiceSide(languages=frozenset({"en"})))
    >>> day = date(2026, 4, 1)
    >>> fit(Person(problems=Known(("panic",), day), languages=Known(frozenset({"en"}), day)), panic)
    Fit(main_problem=True, preference=None, step=None, access=None, language='spoken')
    """
    problems, needs = value(person.problems, ()), value(person.access, None)
    step, languages = value(person.step, None), value(person.languages, frozenset())
    return Fit(
        main_problem=bool(problems) and problems[0] in offer.problems,
        preference=_preference(person, offer),
        step=None if step is None else step in offer.steps,
        access=None if needs is None else needs <= offer.meets,
        language="spoken" if languages & offer.languages else "interpreter",
    )


def _preference(person: Person, offer: Offer) -> bool | None:
    wishes = value(person.preferences, None)
    if wishes is None:
        return None
    if offer.id in wishes.protocols or offer.formats & wishes.formats:
        return True
    if wishes.formats or wishes.protocols or (offer.formats <= wishes.not_formats):
        return False
    return None


def reasons(
    person: Person, offer: Offer, evidence: tuple[Evidence, ...], beside: tuple[str, ...]
) -> tuple[Reason, ...]:
    """Everything that speaks for and against, for first. `evidence` has the figure that is shown first in front.

    Source: own design; each code is one fact and none is weighed against another. `beside` names the circumstances in
    which it may not be the only help. What is unknown gives no reason, but a wait that nobody counted is
    said, and that nobody knows of a place.

    >>> from kith.science.library import Library
    >>> from kith.science.recommendation.offers import ServiceSide, offer_from
    >>> service = ServiceSide(languages=frozenset({"en"}), weeks_wait=9)
    >>> panic = offer_from(Library.open().protocol("cbt-panic"), service)
    >>> [one.code for one in reasons(Person(), panic, (), ())]
    ['through_interpreter', 'no_evidence_here', 'long_wait', 'places_unknown']
    """
    found = (*_of_aim(person, offer), *_of_wish(person, offer), *_of_history(person, offer))
    found += (*_of_access(person, offer), *_of_evidence(evidence), *_of_wait(offer))
    found += tuple(Reason("only_beside_other_help", "against", (("circumstance", one),)) for one in beside)
    return (*(one for one in found if one.speaks == "for"), *(one for one in found if one.speaks == "against"))


def _of_aim(person: Person, offer: Offer) -> Iterator[Reason]:
    main, *others = value(person.problems, ("",))
    if main in offer.problems:
        yield Reason("made_for_main_problem", "for", (("problem", main),))
    for problem in others:
        if problem in offer.problems:
            yield Reason("made_for_problem", "for", (("problem", problem),))
    for goal in sorted(value(person.goals, frozenset()) & offer.goals):
        yield Reason("goal_shared", "for", (("goal", goal),))
    for strength in sorted(value(person.strengths, frozenset()) & offer.builds_on):
        yield Reason("strength_built_on", "for", (("strength", strength),))
    step = value(person.step, None)
    if step is not None:
        fits = step in offer.steps
        yield Reason("step_fits" if fits else "step_differs", "for" if fits else "against", (("step", str(step)),))


def _of_wish(person: Person, offer: Offer) -> Iterator[Reason]:
    wishes = value(person.preferences, None)
    if wishes is None:
        return
    if offer.id in wishes.protocols:
        yield Reason("wished_for", "for")
    for one in sorted(offer.formats & wishes.formats):
        yield Reason("format_wished", "for", (("format", one),))
    if offer.formats <= wishes.not_formats:
        yield Reason("only_formats_not_wished", "against", (("formats", " ".join(sorted(offer.formats))),))


def _of_history(person: Person, offer: Offer) -> Iterator[Reason]:
    had = {past.result for past in value(person.history, ()) if past.protocol == offer.id}
    if "helped" in had:
        yield Reason("helped_before", "for")
    if "no_change" in had:
        yield Reason("did_not_help_before", "against")
    if "worse" in had:
        yield Reason("worse_before", "against")


def _of_access(person: Person, offer: Offer) -> Iterator[Reason]:
    for need in sorted(value(person.access, frozenset()) - offer.meets):
        yield Reason("need_not_met", "against", (("need", need),))
    if not value(person.languages, frozenset()) & offer.languages:
        yield Reason("through_interpreter", "against")


def _of_evidence(evidence: tuple[Evidence, ...]) -> Iterator[Reason]:
    if not evidence:
        yield Reason("no_evidence_here", "against")
        return
    first = evidence[0]
    about = (("problem", first.problem), ("comparator", first.comparator))
    if first.is_benefit:
        yield Reason("benefit_over_comparator", "for", about)
    else:
        yield Reason("benefit_not_shown", "against", about)
    if first.certainty in ("low", "very low"):
        yield Reason("certainty_low", "against", (*about, ("certainty", first.certainty)))
    if first.provenance == "recalled":
        yield Reason("figure_not_verified", "against", about)


def _of_wait(offer: Offer) -> Iterator[Reason]:
    if offer.weeks_wait is None:
        yield Reason("wait_unknown", "against")
    elif offer.weeks_wait > LONG_WAIT_WEEKS:
        yield Reason("long_wait", "against", (("weeks", f"{offer.weeks_wait:g}"),))
    if offer.has_places is None:
        yield Reason("places_unknown", "against")


def value(known: Known[T] | None, otherwise: T) -> T:
    """The value of what is known, or another.

    >>> value(None, 3)
    3
    """
    return otherwise if known is None else known.value
