"""What matters to the person, laid over a few options: what each answers of it, and in which order they then stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

__all__ = ["MATTERS", "WEIGHTS", "Matter", "Weighable", "Weighed", "weigh"]

Matter = Literal["chance", "few_meetings", "little_work", "one_to_one", "with_others", "from_home"]
MATTERS: Final[tuple[Matter, ...]] = get_args(Matter)
WEIGHTS: Final = (0, 1, 2)
"""Does not matter, matters, matters very much. Three steps, because nobody tells ten apart; our convention."""


@dataclass(frozen=True, kw_only=True)
class Weighable:
    """One option as far as wishes go. `tier` is None where no figure speaks (doing nothing for now).

    `meetings` is the most there are, `work` the share of meetings with something to do until the next.
    """

    id: str
    tier: int | None
    meetings: int
    work: float
    one_to_one: bool
    with_others: bool
    from_home: bool


@dataclass(frozen=True)
class Weighed:
    """An option at its new place, what it answers of what matters, what not, and whether this moved it up or down."""

    id: str
    answers: tuple[Matter, ...]
    does_not: tuple[Matter, ...]
    moved: Literal["up", "down", "stays"]


def weigh(options: Sequence[Weighable], matters: Mapping[Matter, int]) -> tuple[Weighed, ...]:
    """Put options in the order in which they answer what matters to the person.

    In words: first stands what answers most of what matters very much, then what answers most of what matters at all,
    then what stood first before. Few meetings and little work are answered by the intervention that has the fewest and
    the least of these, and by doing nothing, which is not what they are measured by; a good chance only by those that
    the evidence clearly puts before another of them, and by none where it tells no two apart. Nothing is added up
    across weights, so ten small wishes never outdo a great one. Source: own design. What nobody weighed counts as not
    mattering. Raises ValueError for a weight that is none.

    >>> home = Weighable(id="home", tier=1, meetings=6, work=1, one_to_one=True, with_others=False, from_home=True)
    >>> circle = Weighable(id="circle", tier=1, meetings=12, work=0, one_to_one=False, with_others=True,
    ...     from_home=False)
    >>> [one.id for one in weigh([home, circle], {"with_others": 2, "few_meetings": 1})]
    ['circle', 'home']
    """
    if any(weight not in WEIGHTS for weight in matters.values()):
        raise ValueError(f"A wish weighs 0, 1 or 2; found {sorted(matters.values())}. Choose one of the three.")
    asked = [one for one in MATTERS if matters.get(one, 0) > 0]
    met = {one.id: tuple(matter for matter in asked if _answers(one, matter, options)) for one in options}

    def place(option: Weighable) -> tuple[int, int]:
        very = sum(matters[one] == 2 for one in met[option.id])
        return -very, -len(met[option.id])

    after = sorted(options, key=place)
    before = {one.id: n for n, one in enumerate(options)}
    return tuple(
        Weighed(
            one.id,
            met[one.id],
            tuple(matter for matter in asked if matter not in met[one.id]),
            "up" if n < before[one.id] else "down" if n > before[one.id] else "stays",
        )
        for n, one in enumerate(after)
    )


def _answers(one: Weighable, matter: Matter, options: Sequence[Weighable]) -> bool:
    doing = [each for each in options if each.tier is not None]
    tiers = [each.tier for each in doing if each.tier is not None]
    return {
        "chance": one.tier is not None and one.tier == min(tiers) < max(tiers),
        "few_meetings": one.tier is None or one.meetings == min(each.meetings for each in doing),
        "little_work": one.tier is None or one.work == min(each.work for each in doing),
        "one_to_one": one.one_to_one,
        "with_others": one.with_others,
        "from_home": one.from_home,
    }[matter]
