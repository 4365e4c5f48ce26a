"""The questions of another's Questionnaire: choices with points, yes and no, and whole numbers between two ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kith.science.fhir.carried import extensions
from kith.science.fhir.checking import Placed, value_of
from kith.science.fhir.names import HIGHEST, LOINC, LOWEST, ORDINAL, WEIGHT
from kith.science.fhir.problems import FhirProblem, Resource, listed

_WIDEST = 1000
_LOINC_ANSWER = re.compile(r"LA[0-9]{4,6}-[0-9]")
_LOINC_CODE = re.compile(r"[0-9]{4,7}-[0-9]")


@dataclass(frozen=True)
class Question:
    """One question that is kept: its name here and there, its answers, and its words."""

    name: str
    link: str
    options: str
    offered: dict[str, Any]
    labels: dict[str, str]
    codes: tuple[tuple[str | None, str | None], ...]
    text: str
    loinc: str | None
    has_points: bool
    asked_if: dict[str, Any] | None


@dataclass
class Asked:
    """The questions of a Questionnaire, what its scores are called, and what could not be kept."""

    kept: list[Question] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def by_link(self, link: str) -> Question | None:
        """The question of this linkId, if it was kept."""
        return next((one for one in self.kept if one.link == link), None)


def asked_items(items: Sequence[Placed]) -> Asked:
    """Every question that can be kept, in order. Groups are opened; what is only read or worked out is no question."""
    asked = Asked()
    for at, item in items:
        if item["type"] in ("group", "display") or item.get("readOnly") is True:
            continue
        if item.get("repeats") is True:
            what, instead = "A question may be answered more than once", "Only one answer for each can be scored."
            raise FhirProblem(f"{at}.repeats", what, repr(item["linkId"]), instead)
        if item["type"] not in ("choice", "integer", "boolean"):
            asked.notes.append(f"Not kept: {item['linkId']}, a question of the type {item['type']}.")
            continue
        asked.kept.append(_question(item, at, asked))
    if not asked.kept:
        raise FhirProblem("item", "No question can be scored", "none with a choice", "Send one with choices.")
    return asked


def _question(item: Resource, at: str, asked: Asked) -> Question:
    name = _name(str(item["linkId"]), {one.name for one in asked.kept})
    offered, labels, codes, has_points = _answers(item, at)
    same = next((one for one in asked.kept if (one.offered, one.labels) == (offered, labels)), None)
    loinc = [one.get("code") for one in listed(item, "code", at) if one.get("system") == LOINC]
    return Question(
        name=name,
        link=str(item["linkId"]),
        options=same.options if same else f"answers_{len({one.options for one in asked.kept}) + 1}",
        offered=offered,
        labels=labels,
        codes=codes,
        text=str(item.get("text") or item["linkId"])[:400],
        loinc=str(loinc[0]) if loinc and _LOINC_CODE.fullmatch(str(loinc[0])) else None,
        has_points=has_points,
        asked_if=_condition(item, at, asked),
    )


def _answers(item: Resource, at: str) -> tuple[dict[str, Any], dict[str, str], tuple[Any, ...], bool]:
    if item["type"] == "boolean":
        return {"form": "choice", "choices": [{"value": 0}, {"value": 1}]}, {"0": "No", "1": "Yes"}, (), True
    if item["type"] == "integer" and not item.get("answerOption"):
        low, high = (_end(item, url, at) for url in (LOWEST, HIGHEST))
        if not 0 < high - low <= _WIDEST:
            raise FhirProblem(
                at, "The two ends do not make a scale", f"{low} to {high}", "Send a minValue and a maxValue."
            )
        return {"form": "rating", "lowest": low, "highest": high}, {"lowest": str(low), "highest": str(high)}, (), True
    if "answerValueSet" in item:
        what, instead = "The answers are kept somewhere else", "Send them as answerOption, with their points."
        raise FhirProblem(f"{at}.answerValueSet", what, item["answerValueSet"], instead)
    return _choices(item, at)


def _end(item: Resource, url: str, at: str) -> int:
    found = [one.get("valueInteger") for one in extensions(item, url, at)]
    if len(found) != 1 or not isinstance(found[0], int):
        what = "A number without its two ends cannot be scored"
        raise FhirProblem(at, what, repr(item["linkId"]), "Send minValue and maxValue, or send it as a choice.")
    return found[0]


def _choices(item: Resource, at: str) -> tuple[dict[str, Any], dict[str, str], tuple[Any, ...], bool]:
    options = listed(item, "answerOption", at)
    if len(options) < 2:
        raise FhirProblem(f"{at}.answerOption", "A choice needs two answers", len(options), "Send all its answers.")
    points = [_points(option, f"{at}.answerOption[{place}]") for place, option in enumerate(options)]
    known = [one for one in points if one is not None]
    if known and len(known) < len(points):
        what = "Some answers have points and some have none"
        raise FhirProblem(f"{at}.answerOption", what, repr(item["linkId"]), "Send an ordinalValue with each.")
    are_values = bool(known) and len(set(known)) == len(known) and all(one.is_integer() for one in known)
    choices, labels, codes = [], {}, []
    for place, option in enumerate(options):
        value = int(known[place]) if are_values else place
        found = value_of(option, at)
        given: Any = found[1] if found else None
        code = given if isinstance(given, dict) else {"code": str(given)}
        choice: dict[str, Any] = {"value": value}
        if known and not are_values:
            choice["points"] = known[place]
        if code.get("system") == LOINC and _LOINC_ANSWER.fullmatch(str(code.get("code"))):
            choice["loinc"] = code["code"]
        choices.append(choice)
        labels[str(value)] = str(code.get("display") or code.get("code") or value)[:400]
        codes.append((code.get("system"), code.get("code")))
    return {"form": "choice", "choices": choices}, labels, tuple(codes), bool(known)


def _points(option: Resource, at: str) -> float | None:
    """The points of an answer: ordinalValue (R4) or itemWeight (R5), on the option or on its coding."""
    coding = option.get("valueCoding")
    places = [option, coding if isinstance(coding, dict) else {}]
    found = [
        one.get("valueDecimal", one.get("valueInteger"))
        for place in places
        for url in (ORDINAL, WEIGHT)
        for one in extensions(place, url, at)
    ]
    numbers = {float(one) for one in found if isinstance(one, int | float) and not isinstance(one, bool)}
    if len(numbers) > 1 or len(numbers) < bool(found):
        raise FhirProblem(at, "The points of an answer are not clear", found, "Send one number of points.")
    return numbers.pop() if numbers else None


def _condition(item: Resource, at: str, asked: Asked) -> dict[str, Any] | None:
    """`enableWhen` where it says "this answer or a higher one"; otherwise a note, and the question is always asked."""
    conditions = listed(item, "enableWhen", at)
    if not conditions:
        return None
    note = f"{item['linkId']} is always asked: its condition cannot be kept."
    needed: dict[str, set[int]] = {}
    for one in conditions:
        question = asked.by_link(str(one.get("question")))
        value = _from(one, question) if question is not None else None
        if question is None or value is None:
            asked.notes.append(note)
            return None
        needed.setdefault(question.name, set()).update(value)
    is_any = len(needed) == 1 or item.get("enableBehavior") == "any"
    lows = {name: min(values) for name, values in needed.items()}
    all_values = {one.name: _values(one) for one in asked.kept}
    if any(values != {v for v in all_values[name] if v >= lows[name]} for name, values in needed.items()):
        asked.notes.append(note)
        return None
    if not is_any and len(conditions) > len(needed):
        asked.notes.append(note)
        return None
    names = list(needed)
    instead = {name: lows[name] for name in names if lows[name] != lows[names[0]]}
    found: dict[str, Any] = {"items": names, "at_least": lows[names[0]], "how_many": 1 if is_any else len(names)}
    return {**found, "instead": instead} if instead else found


def _from(condition: Resource, question: Question) -> set[int] | None:
    """The answers that meet one condition."""
    operator, values = condition.get("operator"), _values(question)
    if "answerCoding" in condition and operator == "=":
        given = condition["answerCoding"]
        pair = (given.get("system"), given.get("code"))
        return {value for value, code in zip(values, question.codes, strict=True) if code == pair} or None
    if "answerInteger" in condition and operator in (">=", ">") and question.offered["form"] == "rating":
        edge = condition["answerInteger"]
        return {value for value in values if value >= edge + (operator == ">")} or None
    if condition.get("answerBoolean") is True and operator == "=":
        return {1}
    return None


def _values(question: Question) -> list[int]:
    offered = question.offered
    if offered["form"] == "rating":
        return list(range(offered["lowest"], offered["highest"] + 1))
    return [choice["value"] for choice in offered["choices"]]


def _name(link: str, taken: set[str]) -> str:
    """A linkId as our questions are named, different from those before."""
    base = re.sub(r"[^a-z0-9]+", "_", link.lower()).strip("_")[:34]
    base = base if base[:1].isalpha() else f"q_{base}".rstrip("_")
    return base if base not in taken else next(f"{base}_{n}" for n in range(2, 1000) if f"{base}_{n}" not in taken)
