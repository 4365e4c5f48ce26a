"""Where a score stands among people: by group, age, language, country and day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from kith.science.instruments import Cutoff, Instrument, Norm, Traits, percentiles, read_instrument, standings, t_scores

FOLDER = Path(__file__).resolve().parents[3] / "kith/library/instruments"
FACT = {"source": "kith", "provenance": "convention", "checked_on": date(2026, 11, 26)}


def norm(**more: object) -> Norm:
    return Norm.model_validate({"id": "all", "scale": "total", "people": "Somebody", **FACT, **more})


def with_facts(**facts: object) -> Instrument:
    return read_instrument(FOLDER / "phq9").model_copy(update=facts)


def test_a_mean_and_a_spread_give_both_numbers() -> None:
    """By hand: one spread above the mean is T 60, and 84.134 percent of a normal group score at or below it."""
    (one,) = standings(with_facts(norms=(norm(mean=10, sd=4),)), "total", 14)
    assert one.t_score == 60
    assert one.percentile == pytest.approx(84.1345, abs=1e-3)
    assert one.assumes_normal


def test_a_table_is_read_and_not_smoothed() -> None:
    table = norm(percentiles=((0, 20), (5, 60), (10, 95)), t_scores=((0, 41), (5, 52), (10, 67)))
    assert percentiles(table, [0, 4, 5, 9, 10, 27]).tolist() == [20, 20, 60, 60, 95, 95]
    assert t_scores(table, [0, 4, 5, 9, 10, 27]).tolist() == [41, 41, 52, 52, 67, 67]
    (one,) = standings(with_facts(norms=(table,)), "total", 7)
    assert (one.percentile, one.t_score, one.assumes_normal) == (60, 52, False)


def test_what_the_norm_does_not_say_stays_unknown() -> None:
    table = norm(percentiles=((5, 60), (10, 95)))
    assert np.isnan(percentiles(table, [np.nan, 4])).all()
    (one,) = standings(with_facts(norms=(table,)), "total", 4)
    assert one.percentile is None
    assert one.t_score is None


def test_the_most_particular_norm_comes_first_and_others_do_not_come_at_all() -> None:
    norms = (
        norm(id="all", mean=5, sd=5),
        norm(id="women", group="women", mean=6, sd=5),
        norm(id="women_18_29", group="women", age_from=18, age_to=29, mean=7, sd=5),
        norm(id="men", group="men", mean=4, sd=5),
        norm(id="ended", mean=1, sd=5, valid_to=date(2020, 12, 31)),
    )
    instrument, on = with_facts(norms=norms), date(2026, 1, 1)

    def seen(person: Traits, day: date = on) -> list[str]:
        return [one.norm.id for one in standings(instrument, "total", 9, person, day)]

    assert seen(Traits(frozenset({"women"}), age=29)) == ["women_18_29", "women", "all"]
    assert seen(Traits(frozenset({"women"}), age=30)) == ["women", "all"]
    assert seen(Traits(frozenset({"women"}))) == ["women", "all"], "an unknown age is no age"
    assert seen(Traits()) == ["all"]
    assert "ended" in seen(Traits(), date(2020, 12, 31))


def test_a_cut_off_can_belong_to_a_language() -> None:
    """British Sign Language versions have their own cut-offs; people of whom the language is unknown get the usual."""
    cutoffs = tuple(
        Cutoff.model_validate(
            {"id": name, "purpose": "caseness", "scale": "total", "at": at, "side": "at_or_above", **FACT, **more}
        )
        for name, at, more in (("caseness", 10, {}), ("signed", 8, {"languages": ["bfi"]}))
    )
    instrument = with_facts(cutoffs=cutoffs)
    for person, at in ((Traits(language="bfi"), 8), (Traits(language="en"), 10), (Traits(), 10)):
        found = instrument.cutoff_for("total", "caseness", person)
        assert found is not None
        assert found.at == at
        assert (found.is_reached(at), found.is_reached(at - 1)) == (True, False)
    assert instrument.cutoff_for("total", "screening") is None


@pytest.mark.parametrize(
    "more", [{}, {"mean": 3}, {"sd": 3}, {"percentiles": ((5, 10), (4, 20))}, {"mean": 3, "sd": 0}]
)
def test_a_norm_that_says_nothing_or_not_in_order_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        norm(**more)


def test_a_scale_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        standings(read_instrument(FOLDER / "phq9"), "intrusion", 3)
