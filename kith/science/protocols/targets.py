"""A target hierarchy: its rungs, and the answers on a diary card by which one sees that a rung is touched."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from kith.science.sources import Id, LibraryValue, Paragraph, Sentence
from kith.science.worksheets import AskedIf, is_met

__all__ = ["Target", "TargetSign", "first_target"]


class TargetSign(AskedIf):
    """An answer on a worksheet that names a rung. `field` may be a column of a repeat; one row is enough."""

    worksheet: Id
    field: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


class Target(LibraryValue):
    """One rung of a target hierarchy: what is on this rung is worked on before what is on the next.

    `named_by` says which answers on a diary card put it on the agenda.
    """

    id: Id
    title: Sentence
    what: Paragraph
    named_by: tuple[TargetSign, ...] = ()


def first_target(targets: Iterable[Target], sheets: Iterable[tuple[str, Mapping[str, object]]]) -> Target | None:
    """The highest rung that these sheets (worksheet, answers) name; None when they name none."""
    written = tuple(sheets)
    for target in targets:
        for sign in target.named_by:
            if any(name == sign.worksheet and is_met(sign, answers) for name, answers in written):
                return target
    return None
