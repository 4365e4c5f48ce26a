"""The options for one person: what may be offered, in tiers with reasons; what may not, and why; what to ask first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise
from typing import Any, Literal

from kith.science.protocols import Circumstance
from kith.science.recommendation.inputs import ASKED_ALWAYS, Lacking, all_lacking, is_needed, lacking
from kith.science.recommendation.offers import COMPARATORS, Evidence, Offer
from kith.science.recommendation.person import Known, Person
from kith.science.recommendation.problems import RecommendationProblem
from kith.science.recommendation.reasons import Fit, Reason, fit, reasons, value
from kith.science.recommendation.telling_apart import WHY_ALIKE, WhyAlike, tiers, why_alike

__all__ = ["Barred", "Excluded", "Option", "Options", "ToAsk", "options"]

Bar = Literal[
    "other_problem", "contraindicated", "refused_by_person", "no_common_language", "no_common_setting", "no_places"
]


@dataclass(frozen=True)
class Barred:
    """One thing that rules an offer out; for a contraindication with the circumstance and the protocol's own words."""

    code: Bar
    circumstance: Circumstance | None = None
    words: str = ""


@dataclass(frozen=True)
class Excluded:
    """An offer that is not made to this person, with everything that rules it out."""

    offer: str
    because: tuple[Barred, ...]


@dataclass(frozen=True)
class ToAsk:
    """An offer that may be made once these circumstances were asked about: the answer could rule it out."""

    offer: str
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True)
class Option:
    """One offer that may be made, with what is known. `expected` is None where no figure is about these problems.

    `tier` begins at 1; `gates` are to be attested by a person before the work begins; `beside` are circumstances of
    this person in which it must not be the only help.
    """

    offer: Offer
    tier: int
    expected: Evidence | None
    evidence: tuple[Evidence, ...]
    fit: Fit
    reasons: tuple[Reason, ...]
    gates: tuple[str, ...]
    beside: tuple[Circumstance, ...]


@dataclass(frozen=True)
class Options:
    """All that can be said on one day. When `is_refused`, nothing is offered and `lacking` says what is needed first.

    `alike` are the groups of options between which no clear difference is known, and `because` says why, with the
    number of pairs among them of which it is so. `dangers_first` are present dangers,
    to which a person answers before anything here is talked about. Nothing in it is ever applied by itself.
    """

    on: date
    is_refused: bool
    lacking: tuple[Lacking, ...]
    dangers_first: tuple[Circumstance, ...]
    options: tuple[Option, ...]
    alike: tuple[tuple[str, ...], ...]
    because: tuple[tuple[WhyAlike, int], ...]
    excluded: tuple[Excluded, ...]
    to_ask: tuple[ToAsk, ...]


def options(person: Person, offers: Iterable[Offer], evidence: Iterable[Evidence], on: date) -> Options:
    """Every offer for one person on one day: offered, excluded, or waiting for an answer; each exactly once.

    In words: without the needed inputs nothing is offered. An offer is excluded when it is made for none of the
    problems, a circumstance rules it out, the person refused it, no language or setting is shared, or it is known that
    there are no places; it waits when a circumstance that could rule it out was not asked lately. The rest stands in
    tiers that the evidence tells apart (`tiers`), and within a tier by facts in this order: made for the main problem,
    wished, access, worse before, a figure about these problems, step, how many goals it serves, how many strengths it
    builds on, the shorter wait, and last the id. What nobody has counted thus never stands before what somebody has,
    only because it is near. No number adds these up. Source: own design.

    Knowledge that is too old or missing is treated as unknown and listed. The same values give the same answer in
    whatever order they come. Raises RecommendationProblem for two offers with one id.

    >>> from kith.science.library import Library
    >>> from kith.science.recommendation.offers import ServiceSide, offer_from
    >>> side = ServiceSide(languages=frozenset({"en"}))
    >>> offers = [offer_from(one, side) for one in Library.open().protocols.values()]
    >>> answer = options(Person(), offers, (), date(2026, 4, 1))
    >>> answer.is_refused, answer.options, [one.input for one in answer.lacking][:2]
    (True, (), ['problems', 'severity'])
    """
    known = sorted(offers, key=lambda one: one.id)
    _check_ids(known)
    missing = all_lacking(person, on)
    if any(map(is_needed, missing)):
        return Options(on, True, missing, (), (), (), (), (), ())
    current = _without(person, missing)
    excluded = {one.id: bars for one in known if (bars := _bars(current, one, on))}
    to_ask = {one.id: asks for one in known if one.id not in excluded and (asks := _asks(current, one, on))}
    offered = [one for one in known if one.id not in excluded and one.id not in to_ask]
    found, alike = _in_order(current, offered, tuple(evidence), on)
    figures = {one.offer.id: one.evidence for one in found}
    return Options(
        on=on,
        is_refused=False,
        lacking=missing,
        dangers_first=tuple(one for one in ASKED_ALWAYS if current.circumstances[one].value),
        options=found,
        alike=alike,
        because=_because(alike, figures, value(current.problems, ())),
        excluded=tuple(Excluded(name, bars) for name, bars in excluded.items()),
        to_ask=tuple(ToAsk(name, asks) for name, asks in to_ask.items()),
    )


def _check_ids(offers: list[Offer]) -> None:
    twice = sorted({one.id for one, after in pairwise(offers) if one.id == after.id})
    if twice:
        raise RecommendationProblem(
            f"Each protocol is offered once; found more than one offer of {', '.join(twice)}. Give the version in use."
        )


def _without(person: Person, missing: tuple[Lacking, ...]) -> Person:
    """The person without what does not count any more: too old is unknown."""
    gone: dict[str, Any] = {one.input: None for one in missing if one.circumstance is None}
    return replace(person, **gone)


def _bars(person: Person, offer: Offer, on: date) -> tuple[Barred, ...]:
    wishes, settings = value(person.preferences, None), value(person.settings, None)
    found = [
        (not set(value(person.problems, ())) & set(offer.problems), Barred("other_problem")),
        *(
            (one.rule == "not_now" and _holds(person, one.when, on), Barred("contraindicated", one.when, one.words))
            for one in offer.excludes
        ),
        (wishes is not None and offer.id in wishes.not_protocols, Barred("refused_by_person")),
        (
            not offer.has_interpreter and not value(person.languages, frozenset()) & offer.languages,
            Barred("no_common_language"),
        ),
        (settings is not None and not settings & offer.settings, Barred("no_common_setting")),
        (offer.has_places is False or not offer.formats, Barred("no_places")),
    ]
    return tuple(bar for is_so, bar in found if is_so)


def _asks(person: Person, offer: Offer, on: date) -> tuple[Lacking, ...]:
    found = (lacking("circumstance", person.circumstances.get(one.when), on, one.when) for one in offer.excludes)
    return tuple(one for one in found if one is not None)


def _holds(person: Person, circumstance: Circumstance, on: date) -> bool:
    """Whether a circumstance was answered with yes, lately enough to count."""
    known: Known[bool] | None = person.circumstances.get(circumstance)
    return known is not None and known.value and lacking("circumstance", known, on) is None


def _in_order(
    person: Person, offered: list[Offer], evidence: tuple[Evidence, ...], on: date
) -> tuple[tuple[Option, ...], tuple[tuple[str, ...], ...]]:
    problems = value(person.problems, ())
    figures = {one.id: _figures(one, evidence, problems) for one in offered}
    ranks = tiers(figures, problems)
    found = [
        _option(person, one, figures[one.id], tier, on)
        for tier, names in enumerate(ranks, start=1)
        for one in offered
        if one.id in names
    ]
    return tuple(sorted(found, key=_order)), tuple(tuple(sorted(names)) for names in ranks if len(names) > 1)


def _because(
    alike: tuple[tuple[str, ...], ...], figures: Mapping[str, tuple[Evidence, ...]], problems: Sequence[str]
) -> tuple[tuple[WhyAlike, int], ...]:
    pairs = [pair for names in alike for pair in combinations(names, 2)]
    counted = Counter(why_alike(figures[one], figures[other], problems) for one, other in pairs)
    return tuple((why, counted[why]) for why in WHY_ALIKE if counted[why])


def _figures(offer: Offer, evidence: tuple[Evidence, ...], problems: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The figures about this protocol and these problems, the one to show first in front; ties by all they say."""
    mine = [one for one in evidence if one.offer == offer.id and one.problem in problems]
    return tuple(
        sorted(
            mine,
            key=lambda one: (
                not one.is_standardised,
                problems.index(one.problem),
                COMPARATORS.index(one.comparator),
                _said(one),
            ),
        )
    )


def _said(one: Evidence) -> tuple[Any, ...]:
    return one.estimate, one.low, one.high, one.level, one.certainty, one.provenance, one.source


def _option(person: Person, offer: Offer, figures: tuple[Evidence, ...], tier: int, on: date) -> Option:
    beside = tuple(one.when for one in offer.excludes if one.rule == "not_alone" and _holds(person, one.when, on))
    return Option(
        offer=offer,
        tier=tier,
        expected=figures[0] if figures else None,
        evidence=figures,
        fit=fit(person, offer),
        reasons=reasons(person, offer, figures, beside),
        gates=offer.gates,
        beside=beside,
    )


def _order(option: Option) -> tuple[Any, ...]:
    """Facts in a row, each compared only where those before are equal; yes before unknown, unknown before no."""
    codes = [reason.code for reason in option.reasons]
    wait = option.offer.weeks_wait
    return (
        option.tier,
        not option.fit.main_problem,
        _AFTER[option.fit.preference],
        _AFTER[option.fit.access],
        "worse_before" in codes,
        option.expected is None,
        _AFTER[option.fit.step],
        -codes.count("goal_shared"),
        -codes.count("strength_built_on"),
        wait is None,
        wait or 0.0,
        option.offer.id,
    )


_AFTER: Mapping[bool | None, int] = {True: 0, None: 1, False: 2}
