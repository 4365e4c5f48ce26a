"""Rows of the outcome table for `kith outcomes`: exact, or made fit to leave as one table with its margins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kith.science.disclosure import (
    FEWEST_PEOPLE,
    MOST_DIMENSIONS,
    NOT_BROKEN_DOWN,
    ShownCount,
    check_dimensions,
    shown_breakdowns,
    shown_count,
    shown_table,
)
from kith.science.outcomes import PublishedRate, Rate, publish_figure, publish_rate, rate

if TYPE_CHECKING:
    from kith.science.outcomes.tables import Measure

Row = Mapping[str, Any]
Key = tuple[Any, ...]
Shown = dict[str, Any]
MEAN = "sessions_of_a_finished_course"


def exact_rows(rows: Iterable[Row], by: Sequence[str]) -> Iterator[Shown]:
    """Every number as it is."""
    from kith.science.outcomes.tables import MEASURES

    for row in rows:
        told = _named(by, [row[name] for name in by])
        for one in MEASURES:
            told[one.id] = row[one.id] if one.out_of is None else _as_json(rate(row[one.id], row[one.out_of]))
        yield told | {MEAN: _mean(row)}


def published_rows(rows: Sequence[Row], by: Sequence[str]) -> tuple[list[Shown], list[Shown]]:
    """The rows, and the margins of their table, as they may leave.

    A margin names only what it keeps of `by`; the whole is the last of them.

    Counts are made fit as one table with its margins; shares come from counts that are shown. Raises TooFine for three
    dimensions or more.
    """
    check_dimensions(by)
    sums = _sums(rows, by)
    counts = _counts(sums, by)
    every = tuple(range(len(by)))
    ordered = sorted(sums.items(), key=lambda found: (-len(found[0][0]), found[0][0]))
    shown = [(places, _published(places, key, row, by, counts, sums)) for (places, key), row in ordered]
    return [row for places, row in shown if places == every], [row for places, row in shown if places != every]


def _sums(rows: Iterable[Row], by: Sequence[str]) -> dict[tuple[tuple[int, ...], Key], dict[str, int]]:
    """The numbers of each row, and their sums over each dimension and over all, by which dimensions are kept."""
    from kith.science.outcomes.tables import MEASURES
    from kith.science.outcomes.tables.outcomes import ATTENDED

    names = [*(one.id for one in MEASURES), ATTENDED]
    kept = [places for size in range(len(by), -1, -1) for places in combinations(range(len(by)), size)]
    found: dict[tuple[tuple[int, ...], Key], dict[str, int]] = {}
    for row in rows:
        for places in kept:
            key = tuple(row[by[place]] for place in places)
            into = found.setdefault((places, key), dict.fromkeys(names, 0))
            for name in names:
                into[name] += row[name]
    return found


def _counts(sums: Mapping[tuple[tuple[int, ...], Key], Mapping[str, int]], by: Sequence[str]) -> dict[Any, ShownCount]:
    """Each number that is no share, made fit as one table: by (which dimensions, key, measure)."""
    from kith.science.outcomes.tables import MEASURES

    as_table: Callable[..., dict[Any, ShownCount]] = _two_way if len(by) == MOST_DIMENSIONS else _one_way
    return {
        (*place, one.id): count
        for one in MEASURES
        if one.out_of is None
        for place, count in as_table(sums, one.id).items()
    }


def _one_way(sums: Mapping[Any, Mapping[str, int]], name: str) -> dict[Any, ShownCount]:
    keys = [place for place in sums if place[0]]
    if not keys:
        return {place: shown_count(row[name]) for place, row in sums.items()}
    shown = shown_breakdowns([sums[place][name] for place in keys])
    return {**dict(zip(keys, shown.breakdowns[0], strict=True)), ((), ()): shown.total}


def _two_way(sums: Mapping[Any, Mapping[str, int]], name: str) -> dict[Any, ShownCount]:
    rows, columns = ([key[0] for places, key in sums if places == (axis,)] for axis in (0, 1))
    if not rows:
        return {}
    nobody = {name: 0}
    shown = shown_table([[sums.get(((0, 1), (row, column)), nobody)[name] for column in columns] for row in rows])
    return {
        **{
            ((0, 1), (row, column)): cell
            for row, cells in zip(rows, shown.cells, strict=True)
            for column, cell in zip(columns, cells, strict=True)
        },
        **{((0,), (row,)): margin for row, margin in zip(rows, shown.rows, strict=True)},
        **{((1,), (column,)): margin for column, margin in zip(columns, shown.columns, strict=True)},
        ((), ()): shown.total,
    }


def _published(
    places: tuple[int, ...],
    key: Key,
    row: Mapping[str, int],
    by: Sequence[str],
    counts: Mapping[Any, ShownCount],
    sums: Mapping[tuple[tuple[int, ...], Key], Mapping[str, int]],
) -> Shown:
    from kith.science.outcomes.tables import MEASURES

    told = _named([by[place] for place in places], key)
    whole = sums[(), ()]
    for one in MEASURES:
        if one.out_of is None:
            told[one.id] = counts[places, key, one.id].value
        elif places and 0 < whole[one.out_of] < FEWEST_PEOPLE:
            told[one.id] = _as_json(PublishedRate(None, None, None, None, None, NOT_BROKEN_DOWN))
        else:
            told[one.id] = _share(one, row, counts.get((places, key, one.out_of)))
    is_broken_down = not places or not 0 < whole["finished"] < FEWEST_PEOPLE
    told[MEAN] = publish_figure(_mean(row), people=row["finished"]).value if is_broken_down else None
    return told


def _share(measure: Measure, row: Mapping[str, int], total: ShownCount | None) -> Shown:
    return _as_json(publish_rate(row[measure.id], row[measure.out_of or ""], total=total))


def _as_json(share: Rate | PublishedRate) -> Shown:
    return {
        "numerator": share.numerator,
        "denominator": share.denominator,
        "value": share.value,
        "ci": None if share.value is None else [share.low, share.high],
    }


def _mean(row: Row) -> float | None:
    from kith.science.outcomes.tables.outcomes import ATTENDED

    return row[ATTENDED] / row["finished"] if row["finished"] else None


def _named(names: Sequence[str], values: Sequence[Any]) -> Shown:
    return {
        name: f"{value:%Y-%m}" if isinstance(value, date) else value for name, value in zip(names, values, strict=True)
    }
