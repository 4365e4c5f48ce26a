"""What can be wrong with a document: one problem, or all problems of a file at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class LibraryError(Exception):
    """Something in the library is wrong. Catch this to catch one problem or many alike; `problems` lists them."""

    problems: tuple[LibraryProblem, ...]


class LibraryProblem(LibraryError):
    """One problem: in which file and line, what happened, what was found, and what to write instead.

    >>> print(LibraryProblem("phq9/instrument.yaml", 12, "Unknown key", "'vesion'", "'version'"))
    phq9/instrument.yaml:12: Unknown key. Found: 'vesion'. Write instead: 'version'.
    """

    def __init__(self, file: str, line: int, what: str, found: str, instead: str) -> None:
        super().__init__(file, line, what, found, instead)
        self.file = file
        self.line = line
        self.what = what
        self.found = found
        self.instead = instead
        self.problems = (self,)

    def __str__(self) -> str:
        end = "" if self.instead.endswith(("?", ".")) else "."
        return f"{self.file}:{self.line}: {self.what}. Found: {self.found}. Write instead: {self.instead}{end}"


class LibraryProblems(LibraryError):
    """All problems of one file, or of several, in the order of their lines."""

    def __init__(self, problems: Iterable[LibraryProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """The advice for a word that is not known: the nearest known word, or the list of all.

    >>> did_you_mean("vesion", ["version", "title"])
    "did you mean 'version'?"
    >>> did_you_mean("colour", ["version", "title"])
    'one of: title, version'
    """
    words = sorted(set(known))
    near = difflib.get_close_matches(written[:200], words, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    if not words:
        return "nothing: no name is known here"
    shown = ", ".join(words[:20])
    return f"one of: {shown}" + (f", and {len(words) - 20} more" if len(words) > 20 else "")
