"""The rules of a scale as a FHIRPath expression, so that another system can work out the same score.

`kith.science.instruments.score` is the truth; tests hold every expression against it with an engine that is not ours.
What has no expression here: a scale made of other scales that may be missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kith.science.fhir.conditions import could_be_asked, is_blank
from kith.science.fhir.names import counted
from kith.science.instruments import Instrument, Item, Scale
from kith.science.instruments.plan import AGREEMENT_OF_GOALS

Group = tuple[str, float, float | None]
"""Kind of answer, weight, and for a reversed rating the sum of its two ends."""


def formula(instrument: Instrument, scale: Scale) -> str | None:
    """The expression of a scale's score, empty where the rules give none; None where it cannot be said."""
    if scale.parts:
        return _of_parts(instrument, scale)
    items = [instrument.item(name) for name in scale.items]
    groups = _groups(scale, items, instrument)
    most = scale.missing.at_most_missing(len(items))
    total = _plus(_total(instrument, group, members, most) for group, members in groups.items())
    answered = _plus(_times(_answered(instrument, members), 1) for members in groups.values())
    if most == 0:
        weight, squares = (number(sum(scale.weights.get(item.id, 1.0) ** power for item in items)) for power in (1, 2))
    else:
        weight, squares = (
            _plus(_times(_answered(instrument, members), group[1] ** power) for group, members in groups.items())
            for power in (1, 2)
        )
    value = _value(scale, total, weight, squares, _weight(scale))
    needed = f"= {len(items)}" if most == 0 else f">= {len(items) - most}"
    return f"iif({answered} {needed}, {value})"


def number(value: float) -> str:
    """A number as FHIRPath writes it: never with an exponent, a negative one in brackets.

    >>> number(2.0), number(-0.5)
    ('2', '(-0.5)')
    """
    text = format(Decimal(repr(float(value))).normalize(), "f")
    return f"({text})" if value < 0 else text


def answers_of(names: Iterable[str]) -> str:
    """The answers to some questions."""
    links = " | ".join(f"'{name}'" for name in names)
    return f"%resource.item.where(linkId in ({links})).answer.value"


def _of_parts(instrument: Instrument, scale: Scale) -> str | None:
    if scale.missing.at_most_missing(len(scale.parts)) or scale.method == "goal_attainment":
        return None
    terms = []
    for name in scale.parts:
        part = formula(instrument, instrument.scale(name))
        if part is None:
            return None
        terms.append(_times(part, scale.weights.get(name, 1.0)))
    return _value(scale, _plus(terms), number(_weight(scale)), "", _weight(scale))


def _weight(scale: Scale) -> float:
    return sum(scale.weights.get(name, 1.0) for name in scale.items or scale.parts)


def _groups(scale: Scale, items: list[Item], instrument: Instrument) -> dict[Group, list[Item]]:
    """Questions that are added in the same way, together."""
    groups: dict[Group, list[Item]] = {}
    for item in items:
        form = instrument.options[item.options].form
        values = instrument.options[item.options].values
        ends = float(min(values) + max(values)) if form == "rating" and item.reverse else None
        groups.setdefault((form, scale.weights.get(item.id, 1.0), ends), []).append(item)
    return groups


def _total(instrument: Instrument, group: Group, items: list[Item], most: int) -> str:
    """The sum of one group. Engines differ on the sum of nothing, so where there may be nothing it begins at 0."""
    form, weight, ends = group
    answers = answers_of(item.id for item in items)
    is_complete = most == 0 and all(item.unasked_counts is None for item in items)
    if form == "choice":
        added = f"{answers}.ordinal().{'sum()' if is_complete else 'aggregate($this + $total, 0)'}"
    elif ends is None:
        added = f"{answers}.aggregate($this + $total, 0)"
    else:
        added = f"{answers}.aggregate({number(ends)} - $this + $total, 0)"
    terms = [added]
    for item in items:
        if item.unasked_counts is not None:
            points = counted(instrument, item)[item.unasked_counts]
            terms.append(f"iif({_is_unasked(instrument, item)}, {number(points)}, 0)")
    return _times(_plus(terms), weight)


def _answered(instrument: Instrument, items: list[Item]) -> str:
    terms = [f"{answers_of(item.id for item in items)}.count()"]
    terms += [f"iif({_is_unasked(instrument, item)}, 1, 0)" for item in items if item.unasked_counts is not None]
    return _plus(terms)


def _is_unasked(instrument: Instrument, item: Item) -> str:
    assert item.asked_if is not None
    return f"{is_blank(item.id)} and {could_be_asked(instrument, item.asked_if)}.not()"


def _value(scale: Scale, total: str, weight: str, squares: str, whole: float) -> str:
    if scale.method == "goal_attainment":
        spread = f"{number(1 - AGREEMENT_OF_GOALS)} * {squares} + {number(AGREEMENT_OF_GOALS)} * {weight} * {weight}"
        value = f"50 + 10 * {total} / ({spread}).sqrt()"
    else:
        over = number(whole) if scale.missing.rule == "nothing" else weight
        if scale.method == "mean":
            value = f"{total} / {over}"
        else:
            value = total if over == number(whole) else f"{total} * {number(whole)} / {over}"
        value = _times(value, scale.multiplier)
    return f"({value} + 0.5).floor()" if scale.rounding == "half_up" else value


def _plus(terms: Iterable[str]) -> str:
    found = list(terms)
    return found[0] if len(found) == 1 else f"({' + '.join(found)})"


def _times(term: str, factor: float) -> str:
    return term if factor == 1 else f"{term} * {number(factor)}"
