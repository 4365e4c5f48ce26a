"""Lists of allocations made before anybody joins: simple, in permuted blocks, and in blocks within strata."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import numpy as np

from kith.science.trials.problems import TrialProblem, check_arms, check_whole

# Of 32 hexadecimal characters. With a shorter key somebody who enrols could try every list of a small stratum until one
# fits the published seal: twenty people in two arms leave a million lists.
SHORTEST_KEY: Final = 16
Level = tuple[str, str]


@dataclass(frozen=True)
class AllocationList:
    """The arms of one stratum in their order, hidden from print: whoever enrols must not see what comes next.

    `stratum` is empty where there is one list for all. `blocks` are the lengths of the blocks in their order, and empty
    for simple randomisation. A list may be longer than was asked for, because a block is never cut.
    """

    stratum: tuple[Level, ...]
    arms: tuple[str, ...] = field(repr=False)
    blocks: tuple[int, ...] = field(repr=False)

    def arm_of(self, place: int) -> str:
        """The arm of the person who joins as number `place`, from 1.

        Raises TrialProblem for a place beyond the list: who comes then needs a longer list, not a guess.

        >>> AllocationList((), ("A", "B"), (2,)).arm_of(2)
        'B'
        """
        if not 1 <= place <= len(self.arms):
            raise TrialProblem(
                f"The list has no such place; found place {place} of {len(self.arms)}. Places count from 1; make a new "
                "list for those who come after its end."
            )
        return self.arms[place - 1]


def simple(people: int, arms: Sequence[str], rng: np.random.Generator) -> AllocationList:
    """Each person by an independent draw, every arm equally likely.

    Balanced on the average only: with two arms and n people the difference of the counts is about sqrt(2n/pi), eight
    for a hundred. Assumes nothing; use it for two hundred people or more (a convention, recalled). Raises TrialProblem
    for fewer than one person or two arms.

    >>> simple(4, ["A", "B"], np.random.default_rng(1))
    AllocationList(stratum=())
    """
    check_arms(arms)
    check_whole("The number of people", people, least=1)
    return AllocationList((), tuple(arms[i] for i in rng.integers(len(arms), size=people)), ())


def permuted_blocks(
    people: int,
    arms: Sequence[str],
    rng: np.random.Generator,
    *,
    block_sizes: Sequence[int] | None = None,
    ratio: Sequence[int] | None = None,
    stratum: tuple[Level, ...] = (),
) -> AllocationList:
    """Blocks whose size is drawn from `block_sizes`; each holds its arms in the `ratio` (equal unless given), shuffled.

    Without sizes those of `usual_blocks` are taken.

    At the end of each block the arms stand in their ratio exactly; within, two equal arms differ by half a block at
    most. Sizes are drawn because the last places of a block of known size can be foretold (Blackwell and Hodges 1957).
    The last block is never cut, so the list has `people` places or a few more. Raises TrialProblem for sizes that the
    ratio does not divide.

    >>> listed = permuted_blocks(8, ["A", "B"], np.random.default_rng(7), block_sizes=[4])
    >>> listed.blocks, listed.arms.count("A"), listed.arms.count("B")
    ((4, 4), 4, 4)
    """
    check_arms(arms)
    check_whole("The number of people", people, least=1)
    shares = _shares(arms, ratio)
    choice = usual_blocks(arms, ratio) if block_sizes is None else tuple(block_sizes)
    _check_blocks(choice, sum(shares))
    sizes: list[int] = []
    order: list[str] = []
    while len(order) < people:
        size = int(rng.choice(np.asarray(choice)))
        block = [arm for arm, share in zip(arms, shares, strict=True) for _ in range(share * size // sum(shares))]
        order += [block[i] for i in rng.permutation(size)]
        sizes.append(size)
    return AllocationList(stratum, tuple(order), tuple(sizes))


def stratified(
    people_each: int,
    strata: Mapping[str, Sequence[str]],
    arms: Sequence[str],
    rng: np.random.Generator,
    *,
    block_sizes: Sequence[int] | None = None,
    ratio: Sequence[int] | None = None,
) -> tuple[AllocationList, ...]:
    """A list of permuted blocks for every combination of levels, each from a generator of its own.

    `strata` maps each factor to its levels; `people_each` is how many could come in one stratum, so that no list runs
    out. A later combination leaves the lists before it as they were. Raises TrialProblem as `permuted_blocks`, and for
    a factor with fewer than two levels.

    >>> lists = stratified(4, {"site": ["north", "south"]}, ["A", "B"], np.random.default_rng(7), block_sizes=[4])
    >>> [one.stratum for one in lists]
    [(('site', 'north'),), (('site', 'south'),)]
    """
    for factor, levels in strata.items():
        if len(set(levels)) < 2 or len(set(levels)) < len(levels):
            raise TrialProblem(
                f"A factor has two levels or more, each once; found {list(levels)} for {factor!r}. Correct the levels, "
                "or leave the factor out."
            )
    combinations = list(product(*([(factor, level) for level in levels] for factor, levels in strata.items())))
    return tuple(
        permuted_blocks(people_each, arms, one, block_sizes=block_sizes, ratio=ratio, stratum=combination)
        for combination, one in zip(combinations, rng.spawn(len(combinations)), strict=True)
    )


def usual_blocks(arms: Sequence[str], ratio: Sequence[int] | None = None) -> tuple[int, int]:
    """Two and three times the parts of the ratio: 4 and 6 for two equal arms.

    Smaller ones are guessed too easily, larger ones leave arms too far apart when a list ends early.

    >>> usual_blocks(["A", "B"]), usual_blocks(["A", "B"], [2, 1])
    ((4, 6), (6, 9))
    """
    parts = sum(_shares(arms, ratio))
    return 2 * parts, 3 * parts


def most_strata(people: int, largest_block: int) -> int:
    """How many strata a trial of so many people can carry: people / (2 x the largest block).

    With more of them most blocks stay unfinished and the arms drift apart as if nobody had balanced them. A rule of
    thumb, recalled and not verified.

    >>> most_strata(120, 6)
    10
    """
    check_whole("The number of people", people, least=1)
    check_whole("The largest block", largest_block, least=2)
    return people // (2 * largest_block)


def seal(lists: Sequence[AllocationList], key: str) -> str:
    """The seal of lists: HMAC-SHA256 with a secret `key` over strata, arms and blocks, as 64 hexadecimal characters.

    Published before the first person joins, it shows later that nobody changed the lists, and tells nothing of them as
    long as the key is secret (Krawczyk, Bellare and Canetti 1997, RFC 2104). Raises TrialProblem for a key of fewer
    than sixteen characters.

    >>> seal([AllocationList((), ("A", "B"), (2,))], "0123456789abcdef")[:16]
    '35ac468cdf8a5672'
    """
    if len(key) < SHORTEST_KEY:
        raise TrialProblem(
            f"A key of a seal is secret and long; found {len(key)} characters. Draw {SHORTEST_KEY} or more at random "
            "and keep them with the list."
        )
    text = json.dumps([[one.stratum, one.arms, one.blocks] for one in lists], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _shares(arms: Sequence[str], ratio: Sequence[int] | None) -> tuple[int, ...]:
    shares = tuple(ratio) if ratio is not None else (1,) * len(arms)
    if len(shares) != len(arms) or min(shares) < 1:
        raise TrialProblem(
            f"A ratio has one whole number for each arm; found {list(shares)} for {len(arms)} arms. Write 2, 1 for two "
            "to one."
        )
    return shares


def _check_blocks(sizes: Sequence[int], parts: int) -> None:
    if not sizes or any(size < parts or size % parts for size in sizes):
        raise TrialProblem(
            f"A block holds each arm in its share; found sizes {list(sizes)} for a ratio of {parts} parts. Give "
            f"multiples of {parts}: {2 * parts} and {3 * parts}, for example."
        )
