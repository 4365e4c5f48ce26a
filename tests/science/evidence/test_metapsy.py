"""Depression therapies against control come out of the Metapsy trials as the design of this product says."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from kith.science.evidence import Pooled, combine_within_studies, egger, pool
from tests.science.evidence import pinned

TABLE = pinned.metapsy()
pytestmark = pytest.mark.skipif(TABLE is None, reason=pinned.NO_METAPSY)

# therapy: studies; g and its interval; prediction (None: not stated); I² against any control
ANY_CONTROL = {
    None: (480, 0.731, 0.669, 0.794, -0.46, 1.92, 90),
    "cbt": (259, 0.794, 0.703, 0.886, -0.50, 2.09, 92),
    "bat": (46, 0.691, 0.549, 0.834, -0.03, 1.42, 77),
    "pst": (32, 0.658, 0.429, 0.887, -0.48, 1.80, 87),
    "3rd": (49, 0.876, 0.675, 1.077, -0.28, 2.03, 85),
    "ipt": (31, 0.483, 0.311, 0.654, -0.35, 1.32, 76),
    "dyn": (14, 0.501, 0.188, 0.815, -0.53, 1.53, 84),
    "lrt": (17, 1.135, 0.725, 1.546, -0.50, 2.77, 89),
    "sup": (17, 0.578, 0.347, 0.808, -0.07, 1.23, 59),
    "other psy": (59, 0.543, 0.363, 0.723, None, None, 91),
}
# therapy, comparator, low risk of bias only: studies; g and its interval
PARTS = {
    (None, "cau", False): (228, 0.632, 0.545, 0.718),
    (None, "wl", False): (179, 0.943, 0.836, 1.050),
    (None, None, True): (183, 0.567, 0.487, 0.648),
    ("cbt", "cau", False): (117, 0.683, 0.542, 0.824),
    ("cbt", "wl", False): (111, 0.991, 0.861, 1.122),
    ("cbt", None, True): (103, 0.667, 0.539, 0.795),
    ("ipt", "cau", False): (20, 0.462, 0.228, 0.697),
    ("pst", None, True): (10, 0.287, 0.103, 0.471),
    ("sup", "cau", False): (12, 0.390, 0.251, 0.528),
}


@cache
def trials() -> list[dict[str, str]]:
    assert TABLE is not None
    with TABLE.open(encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines) if row["problem"] == "depression"]


def effects(
    therapy: str | None, comparator: str | None = None, low_risk: bool = False
) -> tuple[list[float], list[float]]:
    """One effect a study, its several effects joined with an assumed correlation of 0.6."""
    rows = [
        row
        for row in trials()
        if therapy in (None, row["therapy"])
        and comparator in (None, row["comparator"])
        and (not low_risk or row["rob"] == "4")
    ]
    joined = combine_within_studies(
        [row["study"] for row in rows],
        [float(row["g_benefit"]) for row in rows],
        [float(row["se"]) ** 2 for row in rows],
    )
    return [one.estimate for one in joined.values()], [one.variance for one in joined.values()]


def rounded(found: Pooled) -> tuple[float, ...]:
    return found.k, *(round(one, 3) for one in (found.estimate, *found.ci))


@pytest.mark.parametrize("therapy", ANY_CONTROL, ids=str)
def test_against_any_control(therapy: str | None) -> None:
    found = pool(*effects(therapy), method="REML", test="knha")
    *main, low, high, i2 = ANY_CONTROL[therapy]
    assert rounded(found) == tuple(main)
    assert found.i2 == pytest.approx(i2, abs=0.6)  # whole percents, one of them cut off instead of rounded
    if low is not None:
        assert tuple(round(end, 2) for end in found.prediction) == (low, high)


@pytest.mark.parametrize("part", PARTS, ids=str)
def test_by_comparator_and_by_risk_of_bias(part: tuple[str | None, str | None, bool]) -> None:
    assert rounded(pool(*effects(*part), method="REML", test="knha")) == PARTS[part]


def test_small_studies_find_more() -> None:
    found = egger(*effects(None))
    assert (round(found.statistic, 2), found.freedom) == (8.19, 478)
    assert [round(one, 3) for one in (found.limit, *found.limit_ci)] == [0.190, 0.089, 0.291]
