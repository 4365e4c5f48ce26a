"""The scores of another's Questionnaire: the plain sums among its formulas, or the sum of everything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from kith.science.fhir.carried import extensions
from kith.science.fhir.checking import Placed
from kith.science.fhir.foreign_items import Asked
from kith.science.fhir.names import CALCULATED, LOINC
from kith.science.fhir.problems import FhirProblem, Resource

_LINK = r"(?:'[^'\\]*'|\"[^\"\\]*\")"
_CHOSEN = rf"where\((?:linkIdin\({_LINK}(?:\|{_LINK})*\)|linkId={_LINK}(?:orlinkId={_LINK})*)\)"
_POINTS = (
    r"(?:ordinal\(\)|weight\(\)|"
    r"extension\(['\"]http://hl7\.org/fhir/StructureDefinition/(?:ordinalValue|itemWeight)['\"]\)\.value)"
)
_SUM = re.compile(
    rf"%resource\.(?:item|descendants\(\)|repeat\(item\))\.{_CHOSEN}\.answer"
    rf"(?:\.value(?:\.ofType\(Coding\))?(?:\.{_POINTS})?|\.weight\(\))\.sum\(\)"
)
_LOINC_CODE = re.compile(r"[0-9]{4,7}-[0-9]")


def scores_of(items: Sequence[Placed], asked: Asked, on: date) -> list[dict[str, Any]]:
    """The scales, as documents. A formula that is no plain sum is refused: a guessed score is worse than none."""
    scales = [
        _scale(_name(item, place), _summed(expression, at, asked), asked, on, _loinc(item), str(item.get("text") or ""))
        for place, (at, item, expression) in enumerate(_formulas(items))
    ]
    if scales:
        return scales
    everything = [one.link for one in asked.kept if one.has_points]
    if not everything:
        what, instead = "No answer has points", "Send an ordinalValue or itemWeight with each answer."
        raise FhirProblem("item", what, "no ordinalValue", instead)
    asked.notes.append("It has no formula that is kept: the total is taken to be the sum of all questions with points.")
    return [_scale("total", everything, asked, on, None, "")]


def _formulas(items: Sequence[Placed]) -> list[tuple[str, Resource, str]]:
    found = []
    for at, item in items:
        for extension in extensions(item, CALCULATED, at):
            expression = extension.get("valueExpression")
            text = expression.get("expression") if isinstance(expression, dict) else None
            if not isinstance(text, str):
                raise FhirProblem(at, "A formula is empty", repr(expression), "Send the expression, or leave it out.")
            found.append((at, item, text))
    return found


def _summed(expression: str, at: str, asked: Asked) -> list[str]:
    """The linkIds that a formula adds up."""
    pressed = re.sub(rf"({_LINK})|\s+", lambda found: found[1] or "", expression)
    links = [found[1:-1] for found in re.findall(_LINK, pressed) if "StructureDefinition/" not in found]
    if not _SUM.fullmatch(pressed):
        what = "This formula is not a plain sum of questions"
        raise FhirProblem(at, what, expression, "Write the instrument by hand, or send it without the formula.")
    for link in links:
        if asked.by_link(link) is None:
            what = "A formula adds a question that is not kept"
            raise FhirProblem(at, what, repr(link), "Send that question as a choice with points.")
    return list(dict.fromkeys(links))


def _scale(name: str, links: list[str], asked: Asked, on: date, loinc: str | None, words: str) -> dict[str, Any]:
    asked.said[name] = words.strip() or ("Total" if name == "total" else name.replace("_", " ").capitalize())
    questions = [one for one in asked.kept if one.link in links]
    points = [_ends(one.offered) for one in questions]
    return {
        "id": name,
        "items": [one.name for one in questions],
        "method": "sum",
        "missing": {"rule": "none", "provenance": "convention", "checked_on": on.isoformat()},
        "lowest": sum(low for low, _ in points),
        "highest": sum(high for _, high in points),
        **({"loinc": loinc} if loinc else {}),
    }


def _ends(offered: dict[str, Any]) -> tuple[float, float]:
    if offered["form"] == "rating":
        return offered["lowest"], offered["highest"]
    points = [choice.get("points", choice["value"]) for choice in offered["choices"]]
    return min(points), max(points)


def _name(item: Resource, place: int) -> str:
    """The first formula is the total; the others are named by their linkId."""
    if place == 0:
        return "total"
    return f"scale_{re.sub(r'[^a-z0-9]+', '_', str(item['linkId']).lower()).strip('_')}"[:40].rstrip("_")


def _loinc(item: Resource) -> str | None:
    codes = [str(one.get("code")) for one in item.get("code") or () if one.get("system") == LOINC]
    return codes[0] if codes and _LOINC_CODE.fullmatch(codes[0]) else None
