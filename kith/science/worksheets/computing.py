"""The eight rules that work a number out from a person's answers."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from kith.science.worksheets.fields import Computed

__all__ = ["compute"]

_DAY = 24 * 60  # minutes


def compute(field: Computed, values: Mapping[str, object]) -> float | None:
    """The value of a computed field, or None when the answers do not give one.

    difference: first minus second; sum: all together. Both are None when any
    answer is missing, because part of a sum is not the sum. mean, max, min:
    over the answers that were given; None when none was. count: the rows that
    were written, the ticks, or the answers of yes; None when nothing was asked.
    share: yes out of all yes and no, in hundred. duration: minutes from the
    first time of day to the second, over midnight where the second is earlier.

    >>> change = Computed(type="computed", id="d", label="Change", rule="difference", of=("after", "before"))
    >>> compute(change, {"before": 80, "after": 45})
    -35.0
    >>> compute(change, {"before": 80, "after": None}) is None
    True
    >>> night = Computed(type="computed", id="n", label="In bed", rule="duration", of=("to_bed", "up"))
    >>> compute(night, {"to_bed": "23:30", "up": "07:00"})
    450.0
    """
    if field.rule in ("count", "share"):
        return _counted(field, [one for name in field.of for one in _given(name, values)])
    if field.rule == "duration":
        return _duration([_minute(one) for name in field.of for one in _given(name, values)])
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


def _counted(field: Computed, given: Sequence[object]) -> float | None:
    known = [one for one in given if one is not None]
    said = [one for one in known if isinstance(one, bool)]
    if field.rule == "share":
        return 100 * sum(said) / len(said) if said else None
    if said:
        return float(sum(said))
    if not known:
        return None
    return float(sum(len(one) if isinstance(one, tuple | list) else 1 for one in known))


def _duration(minutes: Sequence[int | None]) -> float | None:
    if len(minutes) != 2 or minutes[0] is None or minutes[1] is None:
        return None
    return float((minutes[1] - minutes[0]) % _DAY)


def _minute(value: object) -> int | None:
    if not isinstance(value, str) or ":" not in value:
        return None
    hour, minute = value.split(":")
    return 60 * int(hour) + int(minute)


def _given(name: str, values: Mapping[str, object]) -> Sequence[object]:
    head, _, column = name.partition(".")
    if not column:
        return [values.get(head)]
    rows = values.get(head)
    return [row.get(column) for row in rows] if isinstance(rows, tuple) else []


def _numbers(name: str, values: Mapping[str, object]) -> Sequence[float | None]:
    return [_number(one) for one in _given(name, values)]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
