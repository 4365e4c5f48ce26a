"""Reads a family from a YAML file, with the line of everything that cannot be."""

from __future__ import annotations

from pathlib import Path

from kith.science.documents import LibraryProblems, check, read_document
from kith.science.families.checking import family_faults
from kith.science.families.values import Family


def read_family(path: Path) -> Family:
    """The family in a file. Raises `LibraryError` with every fault, its line and what to write instead.

    In words: the file is read strictly (unknown keys, clever YAML and wrong types are refused), then checked by
    `family_faults`. What is left out is unknown, and stays so.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "family.yaml"
    ...     _ = file.write_text("people: [{id: ana, name: Ana, is_index: true}]")
    ...     read_family(file).people[0].born is None
    True
    """
    document = read_document(path)
    family = check(document, Family)
    if faults := family_faults(family):
        raise LibraryProblems(document.problem(one.at, one.what, one.found, one.instead) for one in faults)
    return family
