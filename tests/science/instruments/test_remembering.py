"""What is remembered, and what is scored by the million, is to the last bit what one set scored afresh comes to."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kith.science.instruments import Instrument, Scored, read_instrument, score, score_many
from kith.science.instruments.remembering import Memory

FOLDER = Path(__file__).resolve().parents[3] / "kith/library/instruments"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/instrument.yaml"))
ROWS = 300

Row = list[int | None]


def with_memory(name: str, memory: Memory | None) -> Instrument:
    """The instrument with this memory and no other; with none, every set is scored afresh."""
    instrument = read_instrument(FOLDER / name)
    vars(instrument)["memory"] = memory
    return instrument


def answer_sets(instrument: Instrument, blanks: float) -> list[Row]:
    """All lowest, all highest, and random answers in between, each leaning its own way; so many of them blank."""
    chance = random.Random(f"{instrument.id}{blanks}")
    offered = [sorted(instrument.options[item.options].values) for item in instrument.items]
    rows: list[Row] = [[values[0] for values in offered], [values[-1] for values in offered]]
    for _ in range(ROWS):
        lean = 4 ** chance.uniform(-1, 1)
        rows.append([values[int(len(values) * chance.random() ** lean)] for values in offered])
    return [[None if chance.random() < blanks else answer for answer in row] for row in rows]


def scored_twice(instrument: Instrument, rows: list[Row]) -> list[Scored]:
    """The second time over, when everything has been met."""
    for row in rows:
        score(instrument, row)
    return [score(instrument, row) for row in rows]


def differences(instrument: Instrument, rows: list[Row]) -> int:
    """In how many sets the instrument says something else than without a memory."""
    plain = with_memory(instrument.id, None)
    pairs = zip(scored_twice(instrument, rows), (score(plain, row) for row in rows), strict=True)
    return sum(repr(found) != repr(expected) for found, expected in pairs)  # a text tells 3 from 3.0


@pytest.mark.parametrize("blanks", [0, 0.03, 0.4])
@pytest.mark.parametrize("name", NAMES)
def test_a_remembered_result_is_the_plain_one(name: str, blanks: float) -> None:
    instrument = read_instrument(FOLDER / name)
    assert instrument.memory is not None, "this instrument is scored the slow way"
    assert differences(instrument, answer_sets(instrument, blanks)) == 0


@pytest.mark.parametrize("blanks", [0, 0.03, 0.4])
@pytest.mark.parametrize("name", NAMES)
def test_a_million_are_scored_as_one_is(name: str, blanks: float) -> None:
    plain = with_memory(name, None)
    rows = answer_sets(plain, blanks)
    expected = together(plain, [score(plain, row) for row in rows])
    answers = np.array([[np.nan if answer is None else answer for answer in row] for row in rows])
    tables = [answers, np.asfortranarray(answers)] + ([answers.astype(np.int16), rows] if not blanks else [])
    for table in tables:
        found = score_many(plain, table)
        for part, values in expected.items():
            assert np.array_equal(found[part].astype(float), values, equal_nan=True), part


def together(instrument: Instrument, scored: list[Scored]) -> dict[str, np.ndarray]:
    """Single results under the names that `score_many` gives."""
    found: dict[str, list[float]] = {}
    for one in scored:
        for scale in instrument.scales:
            value, band, *_ = one.scores[scale.id]
            found.setdefault(scale.id, []).append(np.nan if value is None else value)
            place = -1 if band is None else [each.id for each in scale.bands].index(band)
            found.setdefault(f"{scale.id}.band", []).append(place)
        for name, met in one.patterns.items():
            found.setdefault(f"pattern.{name}", []).append(np.nan if met is None else met)
        for flag in instrument.flags:
            found.setdefault(f"flag.{flag.id}", []).append(flag.id in one.flags)
            found.setdefault(f"flag.{flag.id}.unknown", []).append(flag.id in one.unknown_flags)
    return {name: np.array(values, dtype=float) for name, values in found.items()}


# ------------------------------------------------------------------------------------- would a bad memory be found out?


def forget_an_answer(memory: Memory) -> Memory:
    """The third question adds nothing."""
    third = {answer: min(code, 0) for answer, code in memory.tables[2].items()}
    return memory._replace(tables=(*memory.tables[:2], third, *memory.tables[3:]))


def take_a_blank_for_the_lowest(memory: Memory) -> Memory:
    tables = tuple(table | {None: min(code for code in table.values() if code >= 0)} for table in memory.tables)
    return memory._replace(tables=tables)


def mix(part: str) -> Callable[[Memory], Memory]:
    """The first score (pattern, flag) is known by one bit too few."""

    def spoil(memory: Memory) -> Memory:
        (name, bits, known), *others = getattr(memory, part)
        return memory._replace(**{part: ((name, bits & (bits - 1), known), *others)})

    return spoil


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("phq9", forget_an_answer),
        ("phq9", take_a_blank_for_the_lowest),
        ("audit", take_a_blank_for_the_lowest),
        ("pcl5", forget_an_answer),
        ("pcl5", take_a_blank_for_the_lowest),
        ("pcl5", mix("scores")),
        ("cesdr", mix("patterns")),
        ("core-om", mix("flags")),
        ("sdq-self", mix("scores")),
    ],
)
def test_a_spoilt_memory_is_found(name: str, spoil: Callable[[Memory], Memory]) -> None:
    memory = read_instrument(FOLDER / name).memory
    assert memory is not None
    instrument = with_memory(name, spoil(memory))
    assert differences(instrument, answer_sets(instrument, 0.03)) > 0
