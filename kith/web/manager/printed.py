"""What a page shows, as the parts of a PDF file: built from the same values, so that nothing more can stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.formats import number_format as in_words
from django.utils.translation import gettext as _

from kith.care.queries.outcomes import LimitsCounted, Results
from kith.reports import Facts, Figure, Part, Table
from kith.web.manager.definitions import Definition

NOTHING = "–"


def figure_of(shown: Mapping[str, Any]) -> Iterator[Part]:
    """A picture with its numbers below, which a page keeps folded."""
    yield Figure(shown["drawing"])
    if shown.get("numbers") and shown["numbers"]["rows"]:
        yield table_of(shown["numbers"]["heads"], shown["numbers"]["rows"])


def table_of(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> Table:
    """A table of what a page shows in one."""
    return Table(_cells(heads), tuple(_cells(row) for row in rows))


def _cells(row: Iterable[object]) -> tuple[str, ...]:
    return tuple(NOTHING if cell is None else str(cell) for cell in row)


def numbers_of(numbers: Iterable[Mapping[str, Any]]) -> Facts:
    """The big figures of a page, each with what it rests on."""
    return facts_of((one["name"], _with_basis(str(one["shown"]), str(one["basis"]))) for one in numbers)


def _with_basis(shown: str, basis: str) -> str:
    if not basis or shown == NOTHING:
        return basis or shown
    return _("%(shown)s (%(basis)s)") % {"shown": shown, "basis": basis}


def facts_of(pairs: Iterable[tuple[object, object]]) -> Facts:
    """Names with what is said about each."""
    return Facts(tuple((str(name), str(said)) for name, said in pairs))


def definitions_of(definitions: Iterable[Definition]) -> Facts:
    """What each number counts."""
    return facts_of((one.name, one.words) for one in definitions)


def snapshot_of(results: Results, *more: tuple[str, str]) -> Facts:
    """Where the numbers of a snapshot come from."""
    return facts_of(
        (
            (_("Snapshot taken"), date_format(results.snapshot.taken_at, "j F Y, H:i")),
            (_("Method"), results.method),
            (_("Library"), results.library_version),
            *more,
            *((one.name, _counted_as(one)) for one in results.measures),
        )
    )


def _counted_as(one: LimitsCounted) -> str:
    told = {
        "caseness": in_words(one.caseness, decimal_pos=None if one.caseness % 1 else 0),
        "change": in_words(one.reliable_change, decimal_pos=None if one.reliable_change % 1 else 0),
        "version": one.version,
    }
    if one.begins:
        told["since"] = date_format(one.begins, "j F Y")
    words = _("a case from %(caseness)s points, a reliable change from %(change)s points (policy version %(version)s)")
    if one.begins:
        words = _("for care that ended from %(since)s on: ") + words
    return words % told if one.is_verified else f"{words % told}. {_('Not yet verified')}"
