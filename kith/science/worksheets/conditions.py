"""When a question or a step is asked, and when an answer needs a person: one comparison of one earlier answer."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field as Limits
from pydantic import model_validator

from kith.science.sources import Id, LibraryValue, Name, Sentence

__all__ = ["AskedIf", "SheetFlag", "is_met"]


class AskedIf(LibraryValue):
    """One comparison with an earlier answer: exactly one of `any_of`, `is_yes`, `at_least` and `at_most`."""

    field: Name
    any_of: tuple[Name, ...] = ()
    is_yes: bool | None = None
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> "AskedIf":
        _check_one(self)
        return self


class SheetFlag(LibraryValue):
    """An answer that a person must act on: the safety response it calls for, and at which level of it.

    `field` may be a column of a repeat; one row is enough. Exactly one of `any_of`, `is_yes`, `at_least`, `at_most`.
    """

    id: Name
    field: Annotated[str, Limits(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
    any_of: tuple[Name, ...] = ()
    is_yes: bool | None = None
    at_least: float | None = None
    at_most: float | None = None
    response: Id
    level: Id
    why: Sentence

    @model_validator(mode="after")
    def _one_comparison(self) -> "SheetFlag":
        _check_one(self)
        return self


def is_met(condition: AskedIf | SheetFlag, values: Mapping[str, object]) -> bool:
    """Whether the answers meet it. An answer that is not there meets nothing.

    >>> is_met(AskedIf(field="went_out", is_yes=False), {"went_out": False})
    True
    >>> is_met(AskedIf(field="fear", at_least=5), {"fear": None})
    False
    """
    head, _, column = condition.field.partition(".")
    if not column:
        return _meets(condition, values.get(head))
    rows = values.get(head)
    return isinstance(rows, list | tuple) and any(
        _meets(condition, row.get(column)) for row in rows if isinstance(row, Mapping)
    )


def _meets(condition: AskedIf | SheetFlag, value: object) -> bool:
    if value is None or value == "":
        return False
    if condition.any_of:
        return bool(set(condition.any_of) & set(value if isinstance(value, list | tuple) else [value]))
    if condition.is_yes is not None:
        return value is condition.is_yes
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if condition.at_least is not None:
        return value >= condition.at_least
    return condition.at_most is not None and value <= condition.at_most


def _check_one(condition: AskedIf | SheetFlag) -> None:
    given = [condition.any_of or None, condition.is_yes, condition.at_least, condition.at_most]
    if sum(one is not None for one in given) != 1:
        raise ValueError("exactly one of any_of, is_yes, at_least, at_most is needed")
