"""Protected attributes are never inputs, and always looked at afterwards."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from kith.science.recommendation import (
    PROTECTED,
    Offer,
    Options,
    Person,
    Preferences,
    RecommendationProblem,
    audit,
    check_not_protected,
    options,
)
from tests.science.recommendation.cases import DAY, ana, known, offer

OFFERS = [offer("ba"), offer("ipt"), offer("group", formats=frozenset({"group"}))]


@pytest.mark.parametrize("kind", [Person, Preferences, Offer])
def test_no_value_has_a_place_for_a_protected_attribute(kind: type) -> None:
    names = [one.name for one in fields(kind)]
    check_not_protected(names)
    assert not PROTECTED & set(names)


@pytest.mark.parametrize("trait", sorted(PROTECTED))
def test_a_protected_attribute_cannot_be_passed(trait: str) -> None:
    with pytest.raises(TypeError):
        Person(**{trait: known("x")})
    with pytest.raises(RecommendationProblem, match=trait):
        check_not_protected(["severity", f"{trait}_group"])


def _answers(people: int, offered: list[Offer]) -> list[Options]:
    return [options(ana(), offered, [], DAY) for _ in range(people)]


def test_groups_that_were_offered_the_same_do_not_differ() -> None:
    told = audit(_answers(40, OFFERS), ["a", "b"] * 20)
    assert [(one.group, one.people, one.mean_options, one.differs) for one in told] == [
        ("a", 20, 3.0, ()),
        ("b", 20, 3.0, ()),
    ]


def test_a_recommender_that_reads_the_group_is_found() -> None:
    """The control: somebody built one that never offers the long one-to-one work to the second group."""
    answers = _answers(20, OFFERS) + _answers(20, OFFERS[:1])
    one, other = audit(answers, ["a"] * 20 + ["b"] * 20)
    assert other.differs == one.differs == ("group", "ipt")
    assert other.mean_options == 1.0
    assert dict(other.offered)["ipt"].value == 0.0


def test_people_who_got_no_answer_are_counted() -> None:
    refused = options(replace(ana(), severity=None), OFFERS, [], DAY)
    told = audit([*_answers(10, OFFERS), *[refused] * 10], ["a"] * 10 + [None] * 10)
    assert [(one.group, one.refused.numerator if one.refused else None, one.mean_options) for one in told] == [
        ("a", 0, 3.0),
        ("not known", 10, None),
    ]


def test_a_small_group_is_named_without_figures() -> None:
    told = audit(_answers(20, OFFERS), ["a"] * 13 + ["b"] * 7)
    assert [(one.group, one.people, one.reason, one.offered) for one in told] == [
        ("a", 13, "small_numbers", ()),
        ("b", 7, "small_numbers", ()),
    ]


def test_lists_of_two_lengths_are_refused() -> None:
    with pytest.raises(RecommendationProblem, match="2 answers and 1 groups"):
        audit(_answers(2, OFFERS), ["a"])
