"""The five rules that work a number out from a person's answers."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from kith.science.worksheets.fields import Computed

__all__ = ["compute"]


def compute(field: Computed, values: Mapping[str, object]) -> float | None:
    """The value of a computed field, or None when the answers do not give one.

    difference: first minus second; sum: all together. Both are None when any
    answer is missing, because part of a sum is not the sum. mean, max, min:
    over the answers that were given; None when none was.

    >>> change = Computed(type="computed", id="d", label="Change", rule="difference", of=("after", "before"))
    >>> compute(change, {"before": 80, "after": 45})
    -35.0
    >>> compute(change, {"before": 80, "after": None}) is None
    True
    """
    numbers = [number for name in field.of for number in _numbers(name, values)]
    known = [number for number in numbers if number is not None]
    if field.rule in ("difference", "sum"):
        if len(known) < len(numbers) or not known:
            return None
        return known[0] - known[1] if field.rule == "difference" else float(sum(known))
    if not known:
        return None
    if field.rule == "mean":
        return fmean(known)
    return max(known) if field.rule == "max" else min(known)


def _numbers(name: str, values: Mapping[str, object]) -> Sequence[float | None]:
    head, _, column = name.partition(".")
    if not column:
        return [_number(values.get(head))]
    rows = values.get(head)
    return [_number(row.get(column)) for row in rows] if isinstance(rows, tuple) else []


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
