"""How far the arms of a list are apart, and how often somebody who knows the past could guess what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import comb

from kith.science.trials.problems import TrialProblem, check_whole


def imbalance(allocated: Sequence[str], arms: Sequence[str]) -> int:
    """The largest count of an arm less the smallest; 0 for nobody. Made for arms of one size.

    >>> imbalance(["A", "A", "B"], ["A", "B"])
    1
    """
    counts = Counter(allocated)
    return max(counts[arm] for arm in arms) - min(counts[arm] for arm in arms)


def largest_imbalance(allocated: Sequence[str], arms: Sequence[str]) -> int:
    """The largest imbalance that there was at any time while the list was used: what an early stop would have found.

    >>> largest_imbalance(["A", "A", "B", "B"], ["A", "B"])
    2
    """
    return max((imbalance(allocated[:place], arms) for place in range(1, len(allocated) + 1)), default=0)


def marginal_imbalance(
    people: Sequence[tuple[Mapping[str, str], str]], factors: Mapping[str, Sequence[str]], arms: Sequence[str]
) -> int:
    """The largest imbalance in any level of any factor, of people given as (their levels, their arm).

    >>> marginal_imbalance([({"site": "n"}, "A"), ({"site": "n"}, "A"), ({"site": "s"}, "B")],
    ...                    {"site": ["n", "s"]}, ["A", "B"])
    2
    """
    return max(
        imbalance([arm for levels, arm in people if levels[factor] == level], arms)
        for factor, levels_of in factors.items()
        for level in levels_of
    )


def guessed(allocated: Sequence[str], arms: Sequence[str]) -> float:
    """How many places somebody guesses who always names an arm that is behind, ties by the toss of a fair coin.

    The expected number of right guesses against this list: 1/(arms tied for the smallest count) wherever the arm that
    came was one of them, else 0. Source: convergence strategy of Blackwell and Hodges 1957 (Annals of Mathematical
    Statistics 28, 449). Half of the list is what nobody can keep from being guessed between two arms.

    >>> guessed(["A", "B", "B", "A"], ["A", "B"])
    3.0
    """
    counts = dict.fromkeys(arms, 0)
    right = 0.0
    for arm in allocated:
        behind = [name for name in arms if counts[name] == min(counts.values())]
        right += arm in behind and 1 / len(behind)
        counts[arm] += 1
    return right


def guessed_in_a_block(size: int) -> float:
    """Right guesses expected in a permuted block of two equal arms whose size is known.

    k + 4^k / (2 C(2k, k)) - 1/2 with k = size/2 (Blackwell and Hodges 1957): 1.5 of 2, 2.83 of 4, 4.1 of 6. Raises
    TrialProblem for a size that is odd or below two.

    >>> round(guessed_in_a_block(4), 4)
    2.8333
    """
    check_whole("The size of a block", size, least=2)
    if size % 2:
        raise TrialProblem(f"A block of two equal arms is even; found {size}. Give an even size.")
    half = size // 2
    return half + float(4**half) / (2 * comb(2 * half, half)) - 0.5
