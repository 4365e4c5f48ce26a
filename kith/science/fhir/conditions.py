"""When a question is asked, as FHIR says it: `enableWhen` where that can say it, an expression where it cannot."""

from __future__ import annotations

from collections.abc import Iterable

from kith.science.fhir.names import ASKED_WHEN, answer_codes
from kith.science.fhir.problems import Resource
from kith.science.instruments import Instrument, Requirement


def asked_when(instrument: Instrument, needed: Requirement) -> Resource:
    """The elements of an item that is asked only after some answers."""
    ways = [[way for one in group for way in _ways(instrument, *one)] for group in needed.needed]
    if needed.how_many == 1:
        found = [way for each in ways for way in each]
        behaviour = "any"
    else:
        found = [way for each in ways for way in each[:1]]
        behaviour = "all"
    is_plain = needed.how_many == 1 or (
        needed.how_many == len(ways) and all(len(each) == 1 for each in ways)
    )  # enableWhen knows any and all, and nothing in between
    if not is_plain or not found:
        groups = [_at_least([_is_met(instrument, *one) for one in group], 1) for group in needed.needed]
        expression = _at_least(groups, needed.how_many)
        return {"extension": [expression_extension(ASKED_WHEN, expression)]}
    return {"enableWhen": found, **({"enableBehavior": behaviour} if len(found) > 1 else {})}


def expression_extension(url: str, expression: str) -> Resource:
    """An extension that holds a FHIRPath expression."""
    return {"url": url, "valueExpression": {"language": "text/fhirpath", "expression": expression}}


def is_blank(name: str) -> str:
    """Whether a question has no answer."""
    return f"%resource.item.where(linkId = '{name}').answer.value.empty()"


def could_be_asked(instrument: Instrument, needed: Requirement) -> str:
    """Whether enough of the answers are high enough, or blank and could still be."""
    groups = [_at_least([_could_be(instrument, *one) for one in group], 1) for group in needed.needed]
    return _at_least(groups, needed.how_many)


def _ways(instrument: Instrument, name: str, at_least: float) -> list[Resource]:
    """The conditions of which each one is enough for one question."""
    item = instrument.item(name)
    if instrument.options[item.options].form == "rating":
        values = [value for value in instrument.options[item.options].values if value >= at_least]
        return [{"question": name, "operator": ">=", "answerInteger": min(values)}] if values else []
    codes = answer_codes(instrument, item.options)
    return [
        {"question": name, "operator": "=", "answerCoding": code} for value, code in codes.items() if value >= at_least
    ]


def _is_met(instrument: Instrument, name: str, at_least: float) -> str:
    return _has(instrument, name, [value for value in _values(instrument, name) if value >= at_least])


def _could_be(instrument: Instrument, name: str, at_least: float) -> str:
    """Not answered too low. A blank that counts as an answer because it is not asked is too low when that answer is."""
    item = instrument.item(name)
    low = [value for value in _values(instrument, name) if value < at_least]
    too_low = [_has(instrument, name, low)] if low else []
    if item.asked_if is not None and item.unasked_counts is not None and item.unasked_counts < at_least:
        too_low.append(f"({is_blank(name)} and {could_be_asked(instrument, item.asked_if)}.not())")
    return f"({' or '.join(too_low)}).not()" if too_low else "true"


def _has(instrument: Instrument, name: str, values: Iterable[int]) -> str:
    item = instrument.item(name)
    answer = f"%resource.item.where(linkId = '{name}').answer.value"
    if instrument.options[item.options].form == "rating":
        listed = " | ".join(str(value) if value >= 0 else f"(-{-value})" for value in values)
        return f"{answer}.where($this in ({listed})).exists()"
    codes = answer_codes(instrument, item.options)
    listed = " | ".join(f"'{codes[value]['code']}'" for value in values)
    return f"{answer}.where(code in ({listed})).exists()"


def _values(instrument: Instrument, name: str) -> tuple[int, ...]:
    return instrument.options[instrument.item(name).options].values


def _at_least(conditions: list[str], how_many: int) -> str:
    if how_many == 1:
        return f"({' or '.join(conditions)})"
    if how_many == len(conditions):
        return f"({' and '.join(conditions)})"
    return f"({' + '.join(f'iif({condition}, 1, 0)' for condition in conditions)} >= {how_many})"
