"""Reads the documents of the library strictly, and says in which line something is wrong and what to write instead."""

from kith.science.documents.checking import check, fault
from kith.science.documents.problems import LibraryError, LibraryProblem, LibraryProblems, did_you_mean
from kith.science.documents.reading import (
    MAXIMUM_BYTES,
    MAXIMUM_DEPTH,
    Document,
    parse,
    read_document,
    read_text,
)

__all__ = [
    "MAXIMUM_BYTES",
    "MAXIMUM_DEPTH",
    "Document",
    "LibraryError",
    "LibraryProblem",
    "LibraryProblems",
    "check",
    "did_you_mean",
    "fault",
    "parse",
    "read_document",
    "read_text",
]
