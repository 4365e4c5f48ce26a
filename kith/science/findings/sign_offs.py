"""Who has looked at a difference between two versions of the evidence and stands by it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kith.science.sources import LibraryValue, Sentence

__all__ = ["SignOff", "SignOffs"]


class SignOff(LibraryValue):
    """One signature: the SHA-256 that `kith evidence compare` prints with a difference, by whom and on which day."""

    difference: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    by: Sentence
    on: date
    note: Sentence | None = None


class SignOffs(LibraryValue):
    """Every signature. A difference that changes later has another sum, and is unsigned again."""

    format: Literal["kith-evidence-sign-offs/1"]
    signed: Annotated[tuple[SignOff, ...], Field(min_length=1)]
