"""Two scorers that share nothing agree on every instrument; every edge of a band or a line is tried on both sides."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kith.science.instruments import Instrument, read_instrument, score, score_many
from tests.science.instruments.opinions import OPINIONS, Answers, Opinion

FOLDER = Path(__file__).resolve().parents[3] / "kith/library/instruments"
NAMES = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "instrument.yaml").exists())
MANY = pytest.param(10_000, marks=pytest.mark.slow)
SIGNS = {"at_or_above": ">=", "above": ">", "at_or_below": "<=", "below": "<"}

Found = dict[str, NDArray[np.generic]]
"""What the library says of many answer sets, under the names that `score_many` gives."""

DISPUTED = {
    # Who never drinks is sent on to question 9 by the first answer alone (WHO 2001), whatever stands at the next two.
    "audit": {"total", "dependence", "consequences"},
    # Something done within three months is a yes, and at least moderate, also where "ever" says no.
    "cssrs-screener": {"flag thoughts_of_suicide", "pattern any_yes", "pattern moderate_or_high"},
    # Weiss and Marmar (1997) count question 14, being back at that time, as an intrusion; the parts are 8, 8 and 6.
    "ies-r": {"intrusion", "arousal"},
    # The form of the PHQ counts three of its thirteen symptoms 1a to 1m; tiredness and sleep are not among them.
    "phq15": {"pattern three_that_bother_a_lot"},
}
"""Where the second scorer reads its source otherwise than the library; what no longer parts must leave the list."""

read = cache(lambda name: read_instrument(FOLDER / name))


# ------------------------------------------------------------------------------------------------------- answer sets


def answer_sets(instrument: Instrument, count: int) -> Answers:
    """Random answer sets, the same each time: nine in ten complete, the others with one blank, with some or with many.

    Each leans to low or to high answers by its own measure, so that scores reach from end to end. The first is all
    lowest, the second all highest, the third has no answers at all.
    """
    chance = np.random.default_rng([zlib.crc32(instrument.id.encode()), count])
    values = [np.sort(np.array(instrument.options[item.options].values, dtype=float)) for item in instrument.items]
    leaning = chance.random((count, len(values))) ** np.exp(chance.uniform(-2, 2, (count, 1)))
    table = np.column_stack([v[(share * len(v)).astype(int)] for v, share in zip(values, leaning.T, strict=True)])
    one, some, many = np.split(np.arange(3, 3 + count // 10), [count // 25, count * 7 // 100])
    table[one, chance.integers(len(values), size=len(one))] = np.nan
    for rows, share in ((some, 0.15), (many, 0.6)):
        blank = chance.random((len(rows), len(values))) < share
        table[rows] = np.where(blank, np.nan, table[rows])
    table[0], table[1], table[2] = [v.min() for v in values], [v.max() for v in values], np.nan
    return Answers(tuple(item.id for item in instrument.items), table)


def as_lists(table: NDArray[np.float64]) -> list[list[int | None]]:
    blank = np.isnan(table)
    rows = np.where(blank, 0, table).astype(int).astype(object)
    rows[blank] = None
    answers: list[list[int | None]] = rows.tolist()
    return answers


def one_by_one(instrument: Instrument, answers: Answers) -> Found:
    """What `score` says of each answer set by itself, put together as `score_many` would."""
    scored = [score(instrument, row) for row in as_lists(answers.table)]
    found: Found = {}
    for scale in instrument.scales:
        places = {None: -1} | {band.id: place for place, band in enumerate(scale.bands)}
        scores = [one.scores[scale.id] for one in scored]
        assert all((one.value is None) == (one.reason is not None) for one in scores)
        assert all(one.value is None or scale.lowest <= one.value <= scale.highest for one in scores)
        found[scale.id] = np.array([np.nan if one.value is None else one.value for one in scores])
        found[f"{scale.id}.band"] = np.array([places[one.band] for one in scores])
        if not scale.parts:  # of a scale of scales one counts the answers that are missing, the other the scores
            found[f"{scale.id}.missing"] = np.array([len(one.missing_items) for one in scores])
    for flag in instrument.flags:
        found[f"flag.{flag.id}"] = np.array([flag.id in one.flags for one in scored])
        found[f"flag.{flag.id}.unknown"] = np.array([flag.id in one.unknown_flags for one in scored])
    for pattern in instrument.patterns:
        met = [one.patterns[pattern.id] for one in scored]
        found[f"pattern.{pattern.id}"] = np.array([np.nan if one is None else float(one) for one in met])
    return found


# ---------------------------------------------------------------------------------------------------------- comparing


def differences(instrument: Instrument, answers: Answers, found: Found) -> dict[str, str]:
    """Where the two scorers part: what it is about, and the first answer set with it."""
    opinion = OPINIONS[instrument.id]
    said = opinion.says(answers)
    ours = {name: found[name.replace(" ", ".")] for name in asked_of(instrument)}
    assert said.keys() == ours.keys(), "the two scorers do not speak of the same scores, flags and patterns"
    pairs = [(name, said[name].astype(float), ours[name].astype(float)) for name in said]
    for scale in instrument.scales:
        assert [band.id for band in scale.bands] == [name for name, _ in opinion.band_edges(scale.id)]
        band = opinion.band(scale.id, found[scale.id].astype(float))
        pairs.append((f"band {scale.id}", band, found[f"{scale.id}.band"]))
    parted = {}
    for name, second, first in pairs:
        same = np.isclose(second, first, rtol=0, atol=1e-9, equal_nan=True)
        if not same.all():
            row = int(np.argmin(same))
            answered = as_lists(answers.table[row : row + 1])[0]
            parted[name] = f"{answered}: the library says {first[row]}, the second scorer {second[row]}"
    return parted


def asked_of(instrument: Instrument) -> list[str]:
    flags = [f"flag {flag.id}" for flag in instrument.flags]
    patterns = [f"pattern {pattern.id}" for pattern in instrument.patterns]
    return [*(scale.id for scale in instrument.scales), *flags, *patterns]


def test_every_instrument_has_a_second_opinion() -> None:
    assert sorted(OPINIONS) == NAMES


@pytest.mark.parametrize("count", [300, MANY])
@pytest.mark.parametrize("name", NAMES)
def test_two_scorers_agree(name: str, count: int) -> None:
    instrument = read(name)
    answers = answer_sets(instrument, count)
    alone, together = one_by_one(instrument, answers), score_many(instrument, answers.table)
    assert together.keys() - alone.keys() == {f"{scale.id}.missing" for scale in instrument.scales if scale.parts}
    for part, values in alone.items():
        assert np.array_equal(values.astype(float), together[part].astype(float), equal_nan=True), part
    parted, disputed = differences(instrument, answers, alone), DISPUTED.get(name, set())
    assert {part: where for part, where in parted.items() if part not in disputed} == {}
    assert count < 1000 or parted.keys() == disputed, "a dispute is settled: take it off the list"


# -------------------------------------------------------------------------------------------------------------- edges


def ladder(instrument: Instrument, opinion: Opinion, scale: str) -> Answers:
    """Answer sets from the lowest score of a scale to its highest, by one step of one answer at a time."""
    names = tuple(item.id for item in instrument.items)
    offered = [sorted(instrument.options[item.options].values) for item in instrument.items]
    bottom = np.array([values[0] for values in offered], dtype=float)
    each_raised = np.tile(bottom, (len(names) + 1, 1))
    each_raised[range(1, len(names) + 1), range(len(names))] = [values[-1] for values in offered]
    scores = opinion.says(Answers(names, each_raised))[scale]
    rising = [values if scores[n + 1] >= scores[0] else values[::-1] for n, values in enumerate(offered)]
    rows = [np.array([values[0] for values in rising], dtype=float)]
    for place, values in enumerate(rising):
        for value in values[1:]:
            rows.append(rows[-1].copy())
            rows[-1][place] = value
    return Answers(names, np.array(rows))


def around(scores: NDArray[np.generic], edge: float) -> list[int]:
    """The places of the nearest score below an edge, on it where there is one, and above it."""
    values = scores.astype(float)
    below, on, above = values < edge - 1e-9, np.abs(values - edge) <= 1e-9, values > edge + 1e-9
    assert below.any(), f"no score lies below {edge}"
    assert on.any() or above.any(), f"no score reaches {edge}"
    places = [int(np.argmax(np.where(below, values, -np.inf)))]
    places += [int(np.argmax(on))] if on.any() else []
    return places + ([int(np.argmin(np.where(above, values, np.inf)))] if above.any() else [])


@pytest.mark.parametrize("name", NAMES)
def test_every_band_edge_from_both_sides(name: str) -> None:
    instrument, opinion = read(name), OPINIONS[name]
    for scale in instrument.scales:
        for _, edge in opinion.band_edges(scale.id)[1:]:
            steps = ladder(instrument, opinion, scale.id)
            values = opinion.says(steps)[scale.id]
            seen = set()
            for place in around(values, edge):
                scored = score(instrument, as_lists(steps.table)[place]).scores[scale.id]
                expected = [band for band, start in opinion.band_edges(scale.id) if values[place] >= start - 1e-9][-1]
                assert (scored.value, scored.band) == (pytest.approx(values[place], abs=1e-9), expected)
                seen.add(expected)
            assert len(seen) > 1, f"{scale.id}: nothing changes at {edge}"


@pytest.mark.parametrize("name", NAMES)
def test_every_line_from_both_sides(name: str) -> None:
    """Each cut-off of the library is one in the table written by hand, and is reached by the same scores."""
    instrument, opinion = read(name), OPINIONS[name]
    lines = {(scale, sign, at): compare for scale, sign, at, compare in opinion.reached()}
    assert {(fact.scale, SIGNS[fact.side], fact.at) for fact in instrument.cutoffs} == lines.keys()
    for fact in instrument.cutoffs:
        steps = ladder(instrument, opinion, fact.scale)
        values = opinion.says(steps)[fact.scale]
        answers = set()
        for place in around(values, fact.at):
            value = score(instrument, as_lists(steps.table)[place]).scores[fact.scale].value
            assert value is not None
            expected = lines[fact.scale, SIGNS[fact.side], fact.at](round(float(values[place]), 9), fact.at)
            assert fact.is_reached(value) == expected, (fact.id, value)
            answers.add(expected)
        assert answers == {True, False}, f"{fact.id}: nothing changes at {fact.at}"


# --------------------------------------------------------------------------------- would a broken scorer be found out?


def damaged(name: str, damage: Callable[[dict[str, Any]], None]) -> Instrument:
    document = read(name).model_dump(by_alias=True, exclude_unset=True)
    damage(document)
    return Instrument.model_validate(document)


def forget_a_reversal(document: dict[str, Any]) -> None:
    next(item for item in reversed(document["items"]) if item.get("reverse"))["reverse"] = False


def shift_a_band(document: dict[str, Any]) -> None:
    scale = next(scale for scale in document["scales"] if scale.get("bands"))
    scale["bands"][1]["from"] += 1


def is_found(instrument: Instrument, spoil: Callable[[Answers, Found], Found] | None = None) -> bool:
    answers = answer_sets(instrument, 1000)
    found = score_many(instrument, answers.table)
    return bool(differences(instrument, answers, spoil(answers, found) if spoil else found))


@pytest.mark.parametrize("name", ["rses", "core10", "pswq", "sdq-self", "carer-load", "dast10", "brs"])
def test_a_forgotten_reversal_is_found(name: str) -> None:
    assert is_found(damaged(name, forget_a_reversal))


@pytest.mark.parametrize("name", ["k10", "gad7", "dass21", "wsas", "zarit22", "belonging"])
def test_a_band_that_starts_one_late_is_found(name: str) -> None:
    assert is_found(damaged(name, shift_a_band))


@pytest.mark.parametrize("name", ["gad7", "phq9", "core-om", "session-feedback", "pcl5", "cbi-copenhagen"])
def test_a_blank_that_counts_as_zero_is_found(name: str) -> None:
    instrument = read(name)
    answers = answer_sets(instrument, 1000)
    assert differences(instrument, answers, score_many(instrument, np.nan_to_num(answers.table)))


@pytest.mark.parametrize(
    ("name", "flag"),
    [("phq9", "thoughts_of_self_harm"), ("epds", "thoughts_of_self_harm"), ("coping", "hurts_self_when_hard")],
)
def test_a_flag_that_waits_for_a_total_is_found(name: str, flag: str) -> None:
    def wait(answers: Answers, found: Found) -> Found:
        return found | {f"flag.{flag}": found[f"flag.{flag}"] & (found["total"] >= 10)}

    assert is_found(read(name), wait)


def test_a_pattern_made_a_sum_is_found() -> None:
    def add(answers: Answers, found: Found) -> Found:
        return found | {"pattern.high": (np.nansum(answers.table, axis=1) >= 3).astype(float)}

    assert is_found(read("cssrs-screener"), add)
