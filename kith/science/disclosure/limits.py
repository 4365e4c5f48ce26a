"""How far numbers may be broken down: never three ways at once, and never to a handful of people or practitioners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

MOST_DIMENSIONS = 2
"""Rows and columns. A third crossing leaves cells of single people at the sizes of one service."""

FEWEST_PEOPLE = 10
FEWEST_PRACTITIONERS = 3
"""With fewer, the figures are those of people one knows, or of one practitioner; with two, each knows the other's."""


class TooFine(ValueError):
    """Numbers were asked for in more detail than may leave the service."""


def check_dimensions(dimensions: Sequence[str]) -> None:
    """Refuse what is crossed more than two ways. No dimension, one and two pass.

    Raises TooFine for three dimensions or more, whatever the counts are: the answer must not depend on them.

    >>> check_dimensions(["month", "ethnicity"])
    >>> check_dimensions(["site", "month", "ethnicity"])
    Traceback (most recent call last):
        ...
    kith.science.disclosure.limits.TooFine: Nothing is shown: numbers that are crossed three ways or more point at \
people. Found 3 dimensions: site, month, ethnicity. Choose one or two of them.
    """
    if len(dimensions) > MOST_DIMENSIONS:
        named = ", ".join(name[:40] for name in dimensions[:6])
        raise TooFine(
            "Nothing is shown: numbers that are crossed three ways or more point at people. Found "
            f"{len(dimensions)} dimensions: {named}. Choose one or two of them."
        )


def is_wide_enough(*, people: int, practitioners: int) -> bool:
    """Whether a part of a service may be shown by itself: 10 people or more, and 3 practitioners or more.

    >>> is_wide_enough(people=10, practitioners=3), is_wide_enough(people=400, practitioners=2)
    (True, False)
    """
    return people >= FEWEST_PEOPLE and practitioners >= FEWEST_PRACTITIONERS


def check_drill_down(*, people: int, practitioners: int) -> None:
    """Refuse to open a part of a service that has fewer than 10 people or 3 practitioners.

    The refusal names the limits and not the counts, which would be the small numbers that it keeps. Raises TooFine, and
    ValueError for a negative count.

    >>> check_drill_down(people=12, practitioners=3)
    >>> check_drill_down(people=12, practitioners=1)
    Traceback (most recent call last):
        ...
    kith.science.disclosure.limits.TooFine: This part is not shown by itself: its numbers would point at people. \
Found fewer than 3 practitioners. Look at a larger part, or at this one together with another.
    """
    if people < 0 or practitioners < 0:
        raise ValueError(
            f"People and practitioners are counted from 0; found {people} and {practitioners}. Look at how they were "
            "worked out."
        )
    if is_wide_enough(people=people, practitioners=practitioners):
        return
    few = [f"{FEWEST_PEOPLE} people"] if people < FEWEST_PEOPLE else []
    few += [f"{FEWEST_PRACTITIONERS} practitioners"] if practitioners < FEWEST_PRACTITIONERS else []
    raise TooFine(
        f"This part is not shown by itself: its numbers would point at people. Found fewer than {' and '.join(few)}. "
        "Look at a larger part, or at this one together with another."
    )


def join_small_places(places: Mapping[str, tuple[int, Set[object]]]) -> list[frozenset[str]]:
    """Places that may be shown by themselves; one with few people or few staff is joined with the next smallest.

    In words: while a place has fewer than 10 people or 3 staff, it and the smallest other place become one. Leaving it
    out would not hide it: the whole minus the others gives it back. `places` are people and staff by name; the answer
    is in the order of the alphabet. One place is left as it is, however small: it is the whole.

    >>> staff = {"a", "b", "c"}
    >>> join_small_places({"School": (20, {"d"}), "Centre": (30, staff), "Clinic": (80, staff)}) == [
    ...     frozenset({"Centre", "School"}), frozenset({"Clinic"})]
    True
    """
    groups = [(people, frozenset(staff), frozenset({name})) for name, (people, staff) in places.items()]
    while len(groups) > 1:
        groups.sort(key=lambda group: (group[0], sorted(group[2])))
        small = next((g for g in groups if not is_wide_enough(people=g[0], practitioners=len(g[1]))), None)
        if small is None:
            break
        other = next(group for group in groups if group is not small)
        groups = [group for group in groups if group is not small and group is not other]
        groups.append((small[0] + other[0], small[1] | other[1], small[2] | other[2]))
    return sorted((names for _, _, names in groups), key=sorted)
