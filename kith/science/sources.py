"""Where a statement in the library comes from, and who has looked it over.

Every kind of library document is built from the few values here, so that a
figure on any page can say how far it may be trusted.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

__all__ = [
    "Certainty",
    "EvidenceStatement",
    "Id",
    "Language",
    "LibraryValue",
    "Name",
    "Paragraph",
    "Provenance",
    "Review",
    "Sentence",
    "Source",
    "Version",
]

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=60)]
"""A document's name as files and links use it: lower case, digits, single dashes or underscores."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""The name of a field or a fact: it becomes a column in exports, so it is kept to plain letters."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
"""A language as its shortest ISO 639 code, with a script and a country only where they matter: en, ar, zh-Hant, bfi."""

Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=3000, strip_whitespace=True)]

Provenance = Literal["verified", "recalled", "computed", "convention"]
"""verified: read at its source; recalled: from memory, to be checked; computed: worked out here; convention: ours."""

Certainty = Literal["high", "moderate", "low", "very low"]


class LibraryValue(BaseModel):
    """The common shape of library values: frozen, and unknown keys are refused rather than lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(LibraryValue):
    """A work that a document leans on. `cite` names author, year and place; nothing is copied from it."""

    id: Id
    cite: Sentence
    doi: Sentence | None = None
    url: Sentence | None = None


class Review(LibraryValue):
    """Whether a clinician has signed this document. Nothing unsigned may claim to be."""

    status: Literal["awaiting clinical review", "reviewed"]
    by: Sentence | None = None
    on: date | None = None


class EvidenceStatement(LibraryValue):
    """One finding and what it was compared to: a waiting list flatters a treatment more than usual care does."""

    statement: Sentence
    comparator: Sentence
    effect: Sentence
    certainty: Certainty
    certainty_from: Literal["authors", "our reading"]
    source: Id
    provenance: Provenance
