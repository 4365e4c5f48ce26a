"""What can be wrong with a request to the record, said so that a person knows what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Refusal(Exception):
    """A refused act in three parts. The words are safe to show on a page; nothing typed is lost by it."""

    what: str
    found: str
    instead: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.found} {self.instead}"


class WrongMoment(Refusal):
    """The act is known and allowed, but the state of things does not admit it now."""


class Stale(Refusal):
    """Somebody else saved the same draft in the meantime; both texts are kept and shown."""


class BadInput(Refusal):
    """Something in what was sent cannot be kept as it is; `field` names the place on the form."""
