"""What an installation keeps beside the library that comes with Kith: instruments, texts it may show, newer evidence.

It lies in `instruments/<id>/` of a folder of the installation's own, never in the package. Questions of the evidence
that were worked out anew from a table lie in its `evidence/`, and stand in place of the packaged ones of the same id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from kith.science.documents import LibraryError, LibraryProblem
from kith.science.instruments import Instrument, Right, Wording, read_instrument, read_wordings
from kith.science.library.shelf import Shelf
from kith.science.library.tidiness import own_misplaced

__all__ = ["OwnInstruments", "TextHeld"]


class TextHeld(NamedTuple):
    """Whether the questions of an instrument can be shown on a day: from where, in which languages, by which right.

    `right` is named also when it has ended; then there is no text.
    """

    where: Literal["packaged", "imported", "none"]
    languages: tuple[str, ...]
    right: Right | None


class OwnInstruments:
    """The instruments and texts of one installation's own folder. Nothing is read before it is asked for."""

    def __init__(self, folder: Path | None, packaged: Mapping[str, Path]) -> None:
        self.folder = folder
        self._packaged = packaged

    @cached_property
    def definitions(self) -> Mapping[str, Path]:
        """The files of its own instruments, by id. One that comes with Kith is never replaced."""
        return {name: path for name, path in self._found("instrument.yaml") if name not in self._packaged}

    @cached_property
    def questions(self) -> Mapping[str, Path]:
        """The files of its own questions of the evidence, by id."""
        return {} if self.folder is None else {path.stem: path for path in self.folder.glob("evidence/*.yaml")}

    def wordings(self, instruments: Shelf[Instrument]) -> Shelf[Mapping[str, Wording]]:
        """The words in the own folder in which people are asked, by instrument and language, with their rights."""

        def read(name: str, path: Path) -> Mapping[str, Wording]:
            wordings = read_wordings(path, instruments[name], holds_rights=True)
            return {language: wording for language, wording in wordings.items() if wording.is_offered}

        paths = {name: path.parent for name, path in self._found("wording.*.yaml") if name in instruments}
        return Shelf("own wording", paths, read)

    def files(self) -> list[Path]:
        """Every file of the own folder, sorted."""
        if self.folder is None:
            return []
        return sorted(path for path in self.folder.rglob("*") if path.is_file() or path.is_symlink())

    def problems(self, instruments: Shelf[Instrument]) -> Iterator[LibraryProblem]:
        """Everything that is wrong in the own folder."""
        if self.folder is None:
            return
        yield from own_misplaced(self.folder, self.files())
        for name, path in self._found("instrument.yaml"):
            if name in self._packaged:
                what, instead = "Kith comes with an instrument of this id", "another id, also as name of the folder"
                yield LibraryProblem(str(path), 1, what, name, instead)
            else:
                yield from _problems(path.parent)
                if not any(path.parent.glob("wording.*.yaml")):
                    yield LibraryProblem(
                        str(path), 1, "The instrument has no words", "no wording file", "a wording file"
                    )
        for name, path in self._found("wording.*.yaml"):
            if name not in instruments:
                what, instead = "There is no instrument for these words", "the id of an instrument as folder"
                yield LibraryProblem(str(path), 1, what, name, instead)
            elif name in self._packaged:
                yield from _problems(path.parent, instruments[name])

    def _found(self, pattern: str) -> Iterator[tuple[str, Path]]:
        """Each folder once, with the first of its files that fits."""
        paths = sorted(self.folder.glob(f"instruments/*/{pattern}")) if self.folder is not None else []
        seen: dict[str, Path] = {}
        for path in paths:
            seen.setdefault(path.parent.name, path)
        yield from seen.items()


def text_held(packaged: Mapping[str, Wording], own: Mapping[str, Wording], on: date) -> TextHeld:
    """Which text can be shown on a day: the installation's own before the packaged one."""
    rights = [wording.right for wording in own.values() if wording.right is not None]
    right = max(rights, key=lambda one: one.valid_until or date.max, default=None)
    live = tuple(sorted(language for language, wording in own.items() if is_shown(wording, on)))
    if live:
        return TextHeld("imported", live, right)
    shipped = tuple(sorted(language for language, wording in packaged.items() if is_shown(wording, on)))
    return TextHeld("packaged" if shipped else "none", shipped, right)


def chosen(packaged: Mapping[str, Wording], own: Mapping[str, Wording], language: str, on: date | None) -> Wording:
    """The words to show: with questions before without, then in the language asked for, English, any."""
    candidates = [wording if is_shown(wording, on) else wording.without_right() for wording in own.values()]
    candidates += packaged.values()
    return min(
        candidates,
        key=lambda wording: (wording.items is None, wording.language != language, wording.language != "en"),
    )


def is_shown(wording: Wording, on: date | None) -> bool:
    """Whether the questions in a wording may be shown on a day. Without a right of its own its licence allows it."""
    if wording.items is None or wording.right is None:
        return wording.items is not None
    return on is not None and wording.right.is_valid(on)


def _problems(folder: Path, instrument: Instrument | None = None) -> list[LibraryProblem]:
    try:
        read_wordings(folder, instrument or read_instrument(folder), holds_rights=True)
    except LibraryError as error:
        return list(error.problems)
    return []
