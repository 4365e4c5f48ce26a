"""What is different between two versions of a document, place by place. Parts with an id are the same part if it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kith.science.faults import Loc

__all__ = ["Differs", "differences"]

_UNSEEN = ("version", "review", "id")


@dataclass(frozen=True)
class Differs:
    """One place that changed: `was` is None for what is new, `now` for what is gone; both are plain values."""

    loc: Loc
    was: Any
    now: Any
    is_order: bool = False


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Differs, ...]:
    """Every place that differs, in the order of the newer version; what is gone stands at its old place.

    >>> differences({"title": "Sleep"}, {"title": "Sleep log"})
    (Differs(loc=('title',), was='Sleep', now='Sleep log', is_order=False),)
    """
    return tuple(_mapping(before, after, ()))


def _mapping(before: Mapping[str, Any], after: Mapping[str, Any], loc: Loc) -> Iterator[Differs]:
    for key in dict.fromkeys((*after, *before)):
        if key not in _UNSEEN:
            yield from _value(before.get(key), after.get(key), (*loc, key))


def _value(before: Any, after: Any, loc: Loc) -> Iterator[Differs]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mapping(before, after, loc)
    elif _is_parts(before) and _is_parts(after):
        yield from _rows(before, after, loc)
    else:
        yield Differs(loc, before, after)


def _is_parts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def _rows(before: list[Any], after: list[Any], loc: Loc) -> Iterator[Differs]:
    old = {_name(one, i): (i, one) for i, one in enumerate(before)}
    new = {_name(one, i): (i, one) for i, one in enumerate(after)}
    for name, (place, row) in new.items():
        if name in old:
            yield from _value(old[name][1], row, (*loc, place))
        else:
            yield Differs((*loc, place), None, row)
    yield from (Differs((*loc, place), row, None) for name, (place, row) in old.items() if name not in new)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield Differs(loc, before, after, is_order=True)


def _name(row: Mapping[str, Any], place: int) -> Any:
    return row.get("id") or place
