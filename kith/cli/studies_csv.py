"""A table of effects as studies: which rows are chosen, and several effects of one study joined into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kith.cli.csv_rows import UnreadableTable, needed_number_in, number_in, read_rows
from kith.science.evidence import ASSUMED_CORRELATION, combine_within_studies

NOT_STATED = "not stated"


@dataclass(frozen=True)
class Wanted:
    """The columns that are read, and the words that choose rows. A column that nobody named is None.

    `where` holds for each column the words of which a row must have one. `correlation` is assumed between any two
    effects of one study.
    """

    effect: str
    variance: str | None = None
    se: str | None = None
    study: str | None = None
    people: str | None = None
    year: str | None = None
    where: Mapping[str, tuple[str, ...]] | None = None
    correlation: float = ASSUMED_CORRELATION
    group: str | None = None
    moderators: tuple[str, ...] = ()

    @property
    def spread(self) -> str:
        """The column that says how sure an effect is. Raises UnreadableTable unless just one was named."""
        if self.variance is not None and self.se is None:
            return self.variance
        if self.se is not None and self.variance is None:
            return self.se
        raise UnreadableTable(
            f"How sure each study is comes from one column; found {'both' if self.se else 'neither'} of --variance and "
            "--se. Name one of the two."
        )

    @property
    def columns(self) -> list[str]:
        """Every column that is read, once each."""
        named = (self.effect, self.spread, self.study, self.people, self.year, self.group, *self.moderators)
        return list(dict.fromkeys(one for one in (*named, *(self.where or ())) if one is not None))


@dataclass(frozen=True)
class Grouped:
    """Studies by a column of words. A study with effects in several groups stands in each; `shared` counts those."""

    column: str
    names: tuple[str, ...]
    estimates: tuple[float, ...]
    variances: tuple[float, ...]
    group_of: tuple[str, ...]
    shared: int


@dataclass(frozen=True)
class Studies:
    """The studies of a table, one effect each. `people` and `years` are empty where no column was named.

    `effects` counts the rows that were chosen; more than there are studies means that effects were joined, with
    `correlation` assumed between any two of one study. A moderator of a study is None where its table has none.
    """

    names: tuple[str, ...]
    estimates: tuple[float, ...]
    variances: tuple[float, ...]
    people: tuple[int, ...]
    years: tuple[float, ...]
    effects: int
    correlation: float
    where: Mapping[str, tuple[str, ...]]
    groups: Grouped | None
    moderators: Mapping[str, tuple[float | None, ...]]

    @property
    def are_joined(self) -> bool:
        """Whether some study had more than one effect."""
        return self.effects > len(self.names)

    @property
    def chosen(self) -> str:
        """Which rows were chosen, in words; empty where all were."""
        return "; ".join(f"{column} is {' or '.join(words)}" for column, words in self.where.items())


def where_of(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What `--where column=value` asks for: one column twice is one word or the other.

    >>> where_of(["therapy=cbt", "comparator=cau", "comparator=wl"])
    {'therapy': ('cbt',), 'comparator': ('cau', 'wl')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in given:
        column, mark, value = one.partition("=")
        if not (column.strip() and mark):
            raise UnreadableTable(
                f"Rows are chosen by a column and a word; found --where {one!r}. Write --where column=value."
            )
        found[column.strip()] = (*found.get(column.strip(), ()), value.strip())
    return found


def read_studies(file: Path, wanted: Wanted) -> Studies:
    """The studies of a file: of the chosen rows, those of one name joined into one effect.

    Without a column of names each row is a study. Several rows of one study are outcomes of the same people: its
    people are the largest count of its rows, its moderator the mean of its rows. Raises UnreadableTable, naming the
    line, for what is missing, is no number or is not above nought, for a study with two years, and where no row is
    chosen; EvidenceProblem for a correlation that cannot be.
    """
    where = wanted.where or {}
    rows = [
        (line, cells)
        for line, cells in read_rows(file, wanted.columns)
        if all(cells[column] in words for column, words in where.items())
    ]
    if where and not rows:
        raise UnreadableTable(
            f"{file.name}: no row is chosen; found none with {dict(where)}. Write words as the table writes them."
        )
    names = [_name(cells, wanted.study, file, line) for line, cells in rows]
    estimates = [needed_number_in(row[wanted.effect], wanted.effect, file, at, what="an effect") for at, row in rows]
    spreads = [_above_nought(cells[wanted.spread], wanted.spread, file, line) for line, cells in rows]
    variances = [value if wanted.se is None else value * value for value in spreads]
    places = _places(names)
    joined = _joined(names, estimates, variances, wanted.correlation)
    return Studies(
        names=tuple(places),
        estimates=tuple(joined[name][0] for name in places),
        variances=tuple(joined[name][1] for name in places),
        people=_people(rows, places, wanted.people, file),
        years=_years(rows, places, wanted.year, file),
        effects=len(rows),
        correlation=wanted.correlation,
        where=where,
        groups=_groups(rows, names, estimates, variances, wanted),
        moderators={column: _moderator(rows, places, column, file) for column in wanted.moderators},
    )


def _name(cells: Mapping[str, str], study: str | None, file: Path, line: int) -> str:
    if study is None:
        return f"line {line}"
    if not cells[study]:
        raise UnreadableTable(
            f"{file.name}, line {line}: a study has no name; found an empty cell in {study!r}. Write which study it is."
        )
    return cells[study]


def _places(names: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    return places


def _joined(
    names: Sequence[str], estimates: Sequence[float], variances: Sequence[float], correlation: float
) -> dict[str, tuple[float, float]]:
    if not names:
        return {}
    found = combine_within_studies(names, estimates, variances, correlation=correlation)
    return {name: (one.estimate, one.variance) for name, one in found.items()}


def _above_nought(cell: str, column: str, file: Path, line: int) -> float:
    value = needed_number_in(cell, column, file, line, what="a spread")
    if value <= 0:
        raise UnreadableTable(
            f"{file.name}, line {line}: a variance or standard error is above nought; found {value:g} in {column!r}. "
            "Take it from the report of the study, or leave the study out and say why."
        )
    return value


Rows = Sequence[tuple[int, Mapping[str, str]]]


def _people(rows: Rows, places: Mapping[str, list[int]], column: str | None, file: Path) -> tuple[int, ...]:
    if column is None:
        return ()
    counts = [round(needed_number_in(cells[column], column, file, at, what="a count")) for at, cells in rows]
    return tuple(max(counts[place] for place in at) for at in places.values())


def _years(rows: Rows, places: Mapping[str, list[int]], column: str | None, file: Path) -> tuple[float, ...]:
    if column is None:
        return ()
    years = [needed_number_in(cells[column], column, file, at, what="a year") for at, cells in rows]
    for name, at in places.items():
        found = sorted({years[place] for place in at})
        if len(found) > 1:
            raise UnreadableTable(
                f"{file.name}: a study has one year; found {' and '.join(f'{one:g}' for one in found)} for {name!r}. "
                "Give its rows the same year, or its reports different names."
            )
    return tuple(years[at[0]] for at in places.values())


def _moderator(rows: Rows, places: Mapping[str, list[int]], column: str, file: Path) -> tuple[float | None, ...]:
    """The mean of the rows of each study, as its effect is; None where a row has no number."""
    found = [number_in(cells[column], column, file, line, what="a moderator") for line, cells in rows]
    known = [[found[place] for place in at] for at in places.values()]
    return tuple(
        None if any(one is None for one in each) else sum(one for one in each if one is not None) / len(each)
        for each in known
    )


def _groups(
    rows: Rows, names: Sequence[str], estimates: Sequence[float], variances: Sequence[float], wanted: Wanted
) -> Grouped | None:
    if wanted.group is None:
        return None
    words = [cells[wanted.group] or NOT_STATED for _, cells in rows]
    group_of, studies, effects, spreads = [], [], [], []
    for word in dict.fromkeys(words):
        at = [place for place, one in enumerate(words) if one == word]
        joined = _joined(
            [names[i] for i in at], [estimates[i] for i in at], [variances[i] for i in at], wanted.correlation
        )
        for name, (estimate, variance) in joined.items():
            group_of.append(word)
            studies.append(name)
            effects.append(estimate)
            spreads.append(variance)
    shared = sum(studies.count(name) > 1 for name in set(studies))
    return Grouped(wanted.group, tuple(studies), tuple(effects), tuple(spreads), tuple(group_of), shared)
