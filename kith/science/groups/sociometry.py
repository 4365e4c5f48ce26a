"""Measures of who chooses whom: of each member and of the group, beside what chance alone would bring."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Final, Literal

from kith.science.groups.choices import Choices
from kith.science.groups.cliques import cliques
from kith.science.groups.status import Status, statuses

# One-sided, as in the binomial tradition of sociometry; at .05 one member in twenty is a star by chance alone.
UNLIKELY: Final = 0.05


@dataclass(frozen=True)
class Measure:
    """A number, or None with the reason why there is none."""

    value: float | None
    reason: str | None = None


@dataclass(frozen=True)
class Standing:
    """A member's place among the others. `chooses` is None for somebody who was not asked, `rejected` where nobody was.

    A ghost chooses nobody and is chosen by nobody; a neglectee chooses and is not chosen; both are isolates.
    `at_least_so_often` is how probable so many choices, or more, are by chance.
    """

    id: str
    chosen: int
    chooses: int | None
    mutual: int
    choice_status: Measure
    rejected: int | None
    rejection_status: Measure
    at_least_so_often: float
    is_star: bool
    is_isolate: bool
    isolation: Literal["ghost", "neglectee", "not asked"] | None
    is_isolation_unlikely: bool
    status: Status


@dataclass(frozen=True)
class Sociometry:
    """A group's choices, counted.

    `choices_each` is the number allowed, or the one everybody made, and where neither is there the mean number made.
    """

    members: tuple[Standing, ...]
    asked: int
    choices: int
    choices_each: Measure
    density: Measure
    mutual_pairs: int
    expected_mutual_pairs: Measure
    reciprocity: Measure
    cohesion_possible: Measure
    cohesion_fixed: Measure
    criswell: Measure
    unchosen_by_chance: float
    star_from: int | None
    expansiveness: Measure
    integration: Measure
    centralisation: Measure
    cliques: tuple[tuple[str, ...], ...] | None
    most_mutual: tuple[str, ...]


def upper_tail(successes: int, of: int, p: float) -> float:
    """The probability of so many successes or more among independent trials (binomial).

    >>> round(upper_tail(5, 7, 3 / 7), 4), round(upper_tail(6, 7, 3 / 7), 4)
    (0.1266, 0.0274)
    """
    return sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(max(successes, 0), of + 1))


def sociometry(choices: Choices) -> Sociometry:
    """Count choices. Formulas and their sources: docs/methods/sociometry.md; n members of whom c were asked.

    density = choices / (c(n - 1)); reciprocity = 2M / choices, M mutual pairs; cohesion = M / (c(c - 1)/2), and
    M / (c d/2) where everybody had d choices; Criswell = Ro q / (Ru p), Ro reciprocated and Ru unreciprocated choices,
    p = d/(n - 1), q = 1 - p; expected M = p^2 c(c - 1)/2; in-degrees against Binomial(c - 1, p). With everybody asked
    these are the textbook forms. Where choices were free d is the mean number made, and what chance would bring is
    approximate.

    >>> from kith.science.groups.choices import Choices
    >>> found = sociometry(Choices(("a", "b", "c"), frozenset({("a", "b"), ("b", "a"), ("c", "a")}), allowed=1))
    >>> found.mutual_pairs, found.reciprocity.value, [one.id for one in found.members if one.is_isolate]
    (1, 0.6666666666666666, ['c'])
    """
    made, n, c = len(choices.choices), len(choices.members), len(choices.asked)
    each = choices.each or (made / c if c else None)
    p = 0.0 if each is None else each / (n - 1)
    mutual = choices.mutual()
    members = _standings(choices, p, {name: sum(name in pair for pair in mutual) for name in choices.members})
    isolates = sum(one.is_isolate for one in members)
    most = max(one.mutual for one in members)
    highest = max(one.chosen for one in members)
    nobody = "nobody was asked"
    return Sociometry(
        members=members,
        asked=c,
        choices=made,
        choices_each=Measure(each, nobody if each is None else None),
        density=_ratio(made, c * (n - 1), nobody),
        mutual_pairs=len(mutual),
        expected_mutual_pairs=Measure(p**2 * c * (c - 1) / 2) if c else Measure(None, nobody),
        reciprocity=_ratio(2 * len(mutual), made, "nobody chose anybody"),
        cohesion_possible=_ratio(len(mutual), c * (c - 1) / 2, "fewer than two were asked"),
        cohesion_fixed=_fixed(choices, len(mutual)),
        criswell=_criswell(2 * len(mutual), made - 2 * len(mutual), p),
        unchosen_by_chance=(1 - p) ** max(c - 1, 0),
        star_from=next((k for k in range(1, c) if upper_tail(k, c - 1, p) < UNLIKELY), None),
        expansiveness=_ratio(made, c, nobody),
        integration=_ratio(1, isolates, "nobody is isolated"),
        centralisation=_centralisation([one.chosen for one in members], highest, c),
        cliques=cliques(choices.members, mutual),
        most_mutual=tuple(one.id for one in members if most and one.mutual == most),
    )


def _ratio(above: float, below: float, reason: str) -> Measure:
    return Measure(above / below) if below else Measure(None, reason)


def _fixed(choices: Choices, mutual: int) -> Measure:
    if choices.each is None:
        return Measure(None, "choices were free: no number of choices is fixed")
    return _ratio(mutual, len(choices.asked) * choices.each / 2, "nobody was asked")


def _criswell(reciprocated: int, single: int, p: float) -> Measure:
    if not reciprocated + single:
        return Measure(None, "nobody chose anybody")
    if p >= 1:
        return Measure(None, "everybody may choose everybody: chance makes every choice mutual")
    if not single:
        return Measure(None, "every choice is returned: the index has no upper end")
    return Measure(reciprocated * (1 - p) / (single * p))


def _centralisation(chosen: list[int], highest: int, asked: int) -> Measure:
    """Freeman: how far everybody is below the most chosen, of the most there can be when one has every choice."""
    if asked < len(chosen):
        return Measure(None, "not everybody was asked")
    return Measure(sum(highest - one for one in chosen) / (len(chosen) - 1) ** 2)


def _standings(choices: Choices, p: float, mutual: dict[str, int]) -> tuple[Standing, ...]:
    status = statuses(choices)
    found = []
    for name in choices.members:
        others = len(choices.asked) - (name in choices.asked)
        chosen = len(choices.choosing(name))
        chooses = len(choices.chosen_by(name)) if name in choices.asked else None
        rejected = None if choices.rejections is None else sum(to == name for _, to in choices.rejections)
        tail = upper_tail(chosen, others, p)
        found.append(
            Standing(
                id=name,
                chosen=chosen,
                chooses=chooses,
                mutual=mutual[name],
                choice_status=_ratio(chosen, others, "nobody else was asked"),
                rejected=rejected,
                rejection_status=Measure(None, "rejections were not asked for")
                if rejected is None
                else _ratio(rejected, others, "nobody else was asked"),
                at_least_so_often=tail,
                is_star=chosen > 0 and tail < UNLIKELY,
                is_isolate=chosen == 0,
                isolation=None if chosen else "not asked" if chooses is None else "neglectee" if chooses else "ghost",
                is_isolation_unlikely=chosen == 0 and (1 - p) ** others < UNLIKELY,
                status=status[name],
            )
        )
    return tuple(found)
