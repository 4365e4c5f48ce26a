"""Reads a table of choices (from, to) from a CSV file, and refuses what it cannot trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kith.cli.csv_rows import UnreadableTable, read_rows
from kith.science.documents import did_you_mean
from kith.science.groups import ChoiceFault, Choices

ONE_OCCASION: Final = ""
_CHOSEN: Final = frozenset({"+", "1", "choice", "chosen", "positive", "like"})
_REJECTED: Final = frozenset({"-", "-1", "rejection", "rejected", "negative", "dislike"})


@dataclass(frozen=True)
class ChoiceColumns:
    """The names of the columns: who chooses, who is chosen, and where given whether it is a rejection, and when."""

    by: str = "from"
    to: str = "to"
    valence: str | None = None
    occasion: str | None = None

    def names(self) -> list[str]:
        """Every column that must be there."""
        return [name for name in (self.by, self.to, self.valence, self.occasion) if name is not None]


@dataclass(frozen=True)
class Asked:
    """What the file does not say: members without any choice, who was not asked, how many choices were allowed."""

    members: Sequence[str] = ()
    not_asked: Sequence[str] = ()
    allowed: int | None = None


def read_choices(path: Path, columns: ChoiceColumns, asked: Asked) -> dict[str, Choices]:
    """The choices of each occasion, in the order of the file; one occasion without a name when there is no column.

    A row with nobody under `to` says that somebody is a member and chose nobody. Members are everybody in the rows of
    an occasion and everybody in `asked`. Raises UnreadableTable, also when the choices make no sense.
    """
    rows: dict[str, list[tuple[str, str, bool]]] = {}
    lines: dict[tuple[str, str, str], int] = {}
    for line, cells in read_rows(path, columns.names()):
        by, to = cells[columns.by], cells[columns.to]
        when = cells[columns.occasion] if columns.occasion else ONE_OCCASION
        # Only an empty cell is nobody: Nan and Na are names.
        if not by or (columns.occasion and not when):
            empty = columns.by if not by else columns.occasion
            raise UnreadableTable(
                f"{path.name}, line {line}: a row lacks a value; found nothing in {empty!r}. Write who chose, and when."
            )
        if (when, by, to) in lines:
            raise UnreadableTable(
                f"{path.name}, line {line}: a choice is there twice; found {by!r} to {to or 'nobody'!r} in line "
                f"{lines[when, by, to]} too. Keep one of them."
            )
        lines[when, by, to] = line
        is_rejection = _is_rejection(cells[columns.valence], columns.valence, path, line) if columns.valence else False
        rows.setdefault(when, []).append((by, to, is_rejection))
    return {when: _choices(found, asked, path, when, has_valence=bool(columns.valence)) for when, found in rows.items()}


def _choices(
    rows: Sequence[tuple[str, str, bool]], asked: Asked, path: Path, when: str, *, has_valence: bool
) -> Choices:
    named = [name for by, to, _ in rows for name in (by, to) if name]
    try:
        return Choices(
            members=tuple(dict.fromkeys([*asked.members, *named])),
            choices=frozenset((by, to) for by, to, is_rejection in rows if to and not is_rejection),
            rejections=frozenset((by, to) for by, to, rejects in rows if to and rejects) if has_valence else None,
            allowed=asked.allowed,
            not_asked=frozenset(asked.not_asked),
        )
    except ChoiceFault as problem:
        raise UnreadableTable(f"{path.name}{f', {when}' if when else ''}: {problem}") from None


def _is_rejection(cell: str, column: str, path: Path, line: int) -> bool:
    word = cell.lower()
    if word in _CHOSEN | _REJECTED:
        return word in _REJECTED
    known = sorted(_CHOSEN | _REJECTED)
    raise UnreadableTable(
        f"{path.name}, line {line}: neither a choice nor a rejection; found {cell[:40]!r} in {column!r}. "
        f"Write instead: {did_you_mean(word, known)}"
    )
