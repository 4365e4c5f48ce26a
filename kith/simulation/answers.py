"""Answers to questionnaires: item by item, from the true state, as a graded response model gives them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.simulation.happenings import Answers

Thresholds = NDArray[np.float64]

ITEM_MISSING_RATE = 0.004
# How steeply an answer follows the true state: gives internal consistency near 0.88, as published for both scales.
DISCRIMINATION = 2.0
STEPS = np.array([-0.9, 0.2, 1.0])
_GRID = np.linspace(-4.5, 4.5, 181)

PHQ9_ITEMS = (
    "interest",
    "mood",
    "sleep",
    "energy",
    "appetite",
    "self_worth",
    "concentration",
    "movement",
    "self_harm",
)
GAD7_ITEMS = ("nervous", "control", "worry", "relax", "restless", "irritable", "afraid")


@dataclass(frozen=True)
class Scale:
    """Item identities of an instrument answered 0 to 3, and how easily each item is endorsed (lower is easier)."""

    instrument: str
    items: tuple[str, ...]
    difficulty: tuple[float, ...]

    def thresholds(self) -> Thresholds:
        """State needed to answer at least 1, 2, 3: shape (items, 3)."""
        thresholds: Thresholds = np.asarray(self.difficulty)[:, None] + STEPS[None, :]
        return thresholds


PHQ9 = Scale("phq9", PHQ9_ITEMS, (0.1, 0.0, -0.35, -0.55, 0.1, 0.0, 0.2, 0.65, 2.2))
GAD7 = Scale("gad7", GAD7_ITEMS, (-0.25, -0.05, -0.3, -0.1, 0.5, -0.1, 0.2))
SUICIDAL_THOUGHTS_ITEM = PHQ9.items[8]


def _expected_totals(scale: Scale) -> NDArray[np.float64]:
    reached: NDArray[np.float64] = 1 / (1 + np.exp(-DISCRIMINATION * (_GRID[:, None, None] - scale.thresholds()[None])))
    totals: NDArray[np.float64] = reached.sum(axis=(1, 2))
    return totals


_EXPECTED = {scale.instrument: _expected_totals(scale) for scale in (PHQ9, GAD7)}


def answer_scale(
    rng: np.random.Generator, scale: Scale, expected_total: float, *, item_shifts: NDArray[np.float64]
) -> Answers:
    """Answers 0 to 3 to every item, whose total is `expected_total` on average; now and then an item is left out.

    P(answer >= k) = 1 / (1 + exp(-a (state + shift - threshold_k))). `item_shifts` (one per item, mean about 0) is
    what is lasting about this person: one sleeps badly, another cannot concentrate.
    """
    state = np.interp(expected_total, _EXPECTED[scale.instrument], _GRID)
    reach = 1 / (1 + np.exp(-DISCRIMINATION * (state + item_shifts[:, None] - scale.thresholds())))
    values = (rng.random((len(scale.items), 1)) < reach).sum(axis=1)
    left_out = rng.random(len(scale.items)) < ITEM_MISSING_RATE
    return tuple(
        (item, None if out else int(value)) for item, value, out in zip(scale.items, values, left_out, strict=True)
    )


def draw_item_shifts(rng: np.random.Generator, scale: Scale, *, last: float | None = None) -> NDArray[np.float64]:
    """What is lasting about a person's answers to each item; `last` fixes the shift of the last item."""
    shifts = rng.normal(0, 0.3, len(scale.items))
    if last is not None:
        shifts[-1] = last
    return shifts


def answer_sliders(rng: np.random.Generator, items: tuple[str, ...], *, mean: float, sd: float) -> Answers:
    """Whole numbers 0 to 10, one per item, round a shared `mean`."""
    values = np.clip(np.round(rng.normal(mean, sd, len(items))), 0, 10)
    return tuple((item, int(value)) for item, value in zip(items, values, strict=True))


def with_answer(answers: Answers, item: str, value: int) -> Answers:
    """The same answers with one of them set."""
    return tuple((key, value if key == item else old) for key, old in answers)
