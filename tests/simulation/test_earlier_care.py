"""Ended care of earlier years: enough of two interventions to learn from, too little of a third."""

from __future__ import annotations

from statistics import mean

from kith.science.recommendation import FEWEST_EPISODES
from kith.simulation.earlier_care import EARLIER, earlier_care


def test_two_interventions_can_be_learned_from_and_one_cannot() -> None:
    told = earlier_care(1)
    people = {name: [one for one in told if one.protocol == name] for name in EARLIER}
    assert sorted(len(found) >= FEWEST_EPISODES for found in people.values()) == [False, True, True]
    assert earlier_care(1) == told != earlier_care(2)


def test_what_truly_helps_more_shows() -> None:
    told = earlier_care(3, {"a": (3000, 4.0), "b": (3000, 7.0)})
    falls = {name: mean(one.first - one.last for one in told if one.protocol == name) for name in "ab"}
    assert 2.5 < falls["b"] - falls["a"] < 3.3  # nobody falls below nought, so that it is a little less than planted
