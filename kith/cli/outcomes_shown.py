"""Rows of the outcome table for `kith outcomes`: exact, or made fit to leave as one table with its margins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Counted:
    """What the rows of a table count: its measures, the one that counts the people behind all others, and the mean."""

    measures: Sequence[Measure]
    people: str = ""  # where it is withheld, everything of the row is: many appointments can be of one person
    has_mean: bool = True

    @property
    def names(self) -> list[str]:
        """The columns that are added up."""
        from kith.science.outcomes.tables.outcomes import ATTENDED

        return [*(one.id for one in self.measures), *([ATTENDED] if self.has_mean else [])]


def outcomes_counted() -> Counted:
    """The outcome table."""
    from kith.science.outcomes.tables import MEASURES

    return Counted(MEASURES)


def delivery_counted() -> Counted:
    """Appointments and harms."""
    from kith.science.outcomes.tables import DELIVERED
    from kith.science.outcomes.tables.delivery import STAYS

    return Counted(DELIVERED, people=STAYS, has_mean=False)


def exact_rows(rows: Iterable[Row], by: Sequence[str], counted: Counted) -> Iterator[Shown]:
    """Every number as it is."""
    for row in rows:
        told = _named(by, [row[name] for name in by])
        for one in counted.measures:
            told[one.id] = row[one.id] if one.out_of is None else _as_json(rate(row[one.id], row[one.out_of]))
        yield told | ({MEAN: _mean(row)} if counted.has_mean else {})


def published_rows(rows: Sequence[Row], by: Sequence[str], counted: Counted) -> tuple[list[Shown], list[Shown]]:
    """The rows, and the margins of their table, as they may leave.

    A margin names only what it keeps of `by`; the whole is the last of them.

    Counts are made fit as one table with its margins; shares come from counts that are shown. Raises TooFine for three
    dimensions or more.
    """
    check_dimensions(by)
    sums = _sums(rows, by, counted)
    counts = _counts(sums, by, counted)
    every = tuple(range(len(by)))
    ordered = sorted(sums.items(), key=lambda found: (-len(found[0][0]), found[0][0]))
    shown = [(places, _published(places, key, row, by, counts, sums, counted)) for (places, key), row in ordered]
    return [row for places, row in shown if places == every], [row for places, row in shown if places != every]


def _sums(
    rows: Iterable[Row], by: Sequence[str], counted: Counted
) -> dict[tuple[tuple[int, ...], Key], dict[str, int]]:
    """The numbers of each row, and their sums over each dimension and over all, by which dimensions are kept."""
    kept = [places for size in range(len(by), -1, -1) for places in combinations(range(len(by)), size)]
    found: dict[tuple[tuple[int, ...], Key], dict[str, int]] = {}
    for row in rows:
        for places in kept:
            key = tuple(row[by[place]] for place in places)
            into = found.setdefault((places, key), dict.fromkeys(counted.names, 0))
            for name in counted.names:
                into[name] += row[name]
    return found


def _counts(
    sums: Mapping[tuple[tuple[int, ...], Key], Mapping[str, int]], by: Sequence[str], counted: Counted
) -> dict[Any, ShownCount]:
    """Each number that is no share, made fit as one table: by (which dimensions, key, measure)."""
    as_table: Callable[..., dict[Any, ShownCount]] = _two_way if len(by) == MOST_DIMENSIONS else _one_way
    return {
        (*place, one.id): count
        for one in counted.measures
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
    counted: Counted,
) -> Shown:
    told = _named([by[place] for place in places], key)
    whole = sums[(), ()]
    people = counts[places, key, counted.people] if counted.people else None
    are_few = people is not None and people.value is None
    for one in counted.measures:
        if one.out_of is None:
            told[one.id] = None if are_few else counts[places, key, one.id].value
        elif are_few:
            told[one.id] = _as_json(PublishedRate(None, None, None, None, None, people.reason if people else None))
        elif places and 0 < whole[one.out_of] < FEWEST_PEOPLE:
            told[one.id] = _as_json(PublishedRate(None, None, None, None, None, NOT_BROKEN_DOWN))
        else:
            told[one.id] = _share(one, row, counts.get((places, key, one.out_of)))
    if not counted.has_mean:
        return told
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
