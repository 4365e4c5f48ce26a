"""Five rules for whoever lacks a score, by hand; the truth, whatever it is, lies between the worst and the best."""

from __future__ import annotations

from dataclasses import asdict, replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kith.science.change import Limits
from kith.science.outcomes import comparators, counts_by_rule, recovery_by_rule
from kith.science.outcomes.comparators import PUBLISHED
from kith.science.outcomes.dated_limits import DatedLimits
from kith.science.outcomes.programme_values import EpisodeFacts
from tests.science.outcomes.test_programme import FINISHED, cells

LIMITS = DatedLimits.always(Limits(10, 6), Limits(8, 4))
RECOVERED = replace(FINISHED, depression=(16, 8), anxiety=(13, 6))
NOT = replace(FINISHED, depression=(16, 14), anxiety=(13, 6))
ONE_LAST = replace(FINISHED, depression=(16, 8), anxiety=(6, None))  # carried forward, 6 is below the cut-off
NO_LAST = replace(FINISHED, depression=(16, None), anxiety=(13, None))
NO_FIRST = replace(FINISHED, depression=(None, 8), anxiety=(6, 6))  # may have been a case
WORSE = replace(FINISHED, depression=(None, 18), anxiety=(6, 6))  # may have been one, and did not recover


def counts(people: list[EpisodeFacts]) -> dict[str, tuple[int, int]]:
    return counts_by_rule(people, LIMITS)


def test_ten_of_each_by_hand() -> None:
    found = counts([one for one in (RECOVERED, NOT, ONE_LAST, NO_LAST, NO_FIRST, WORSE) for _ in range(10)])
    assert found == {
        "complete": (10, 20),
        "carried_forward": (20, 40),
        "unchanged": (10, 40),
        "worst": (10, 60),
        "best": (40, 50),
    }


def test_with_all_scores_every_rule_says_the_same() -> None:
    assert set(counts([RECOVERED] * 10 + [NOT] * 15).values()) == {(10, 25)}


Scores = tuple[int | None, int | None, int | None, int | None]
SCORE = st.one_of(st.none(), st.integers(0, 20))
PERSON = st.tuples(SCORE, SCORE, SCORE, SCORE)


@given(st.lists(PERSON, max_size=40), st.randoms(use_true_random=False))
def test_however_the_gaps_are_filled_the_truth_lies_between(people: list[Scores], chance: Random) -> None:
    told = [replace(FINISHED, depression=one[:2], anxiety=one[2:]) for one in people]
    full = [replace(FINISHED, depression=one[:2], anxiety=one[2:]) for one in (_filled(one, chance) for one in people)]
    (low, of_low), (high, of_high), (top, bottom) = (*(counts(told)[name] for name in ("worst", "best")),
                                                     counts(full)["complete"])  # fmt: skip
    if bottom:
        assert not of_low or low / of_low <= top / bottom + 1e-9
        assert top / bottom <= (high / of_high if of_high else 0) + 1e-9


def _filled(one: Scores, chance: Random) -> Scores:
    a, b, c, d = (chance.randint(0, 20) if score is None else score for score in one)
    return a, b, c, d


@given(st.lists(st.sampled_from((RECOVERED, NOT, ONE_LAST, NO_LAST, NO_FIRST, WORSE)), max_size=80))
def test_no_count_points_at_a_person(people: list[EpisodeFacts]) -> None:
    for one in recovery_by_rule(people, LIMITS):
        assert all(count == 0 or (count >= 10 and count % 5 == 0) for count in cells(asdict(one)))


def test_published_rates_have_a_source_and_none_is_from_later() -> None:
    assert all(0 < one.value < 1 and one.source and one.where and one.provenance for one in PUBLISHED)
    for one in PUBLISHED:
        assert all(other.ends <= one.ends for other in comparators(one.ends))
        assert len({other.figure for other in comparators(one.ends)}) == len(comparators(one.ends))
    assert {one.when for one in comparators(PUBLISHED[1].ends)} == {"2021-22"}
