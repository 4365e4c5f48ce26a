"""Scores and patterns as Observations, one for each scale. No score is no value with the reason, never a zero."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from kith.science.fhir.names import (
    CATEGORY,
    CLIENTS,
    ENTERED_IN_ERROR,
    INSTRUMENTS,
    PRORATED,
    UCUM,
    codes_of,
    coding,
)
from kith.science.fhir.problems import Resource, quantity
from kith.science.fhir.response import absent
from kith.science.instruments import Instrument, Score, Wording

_MADE_UP = "Some answers were blank; the score stands on the others, as the instrument's own rule allows."
_OPEN = "Blank answers leave this open."


class Taken(NamedTuple):
    """Which measurement the scores are of: its key, whose it is, when it was taken, and whether it was withdrawn."""

    key: UUID
    client: UUID
    at: datetime
    is_withdrawn: bool = False


def observations(
    instrument: Instrument,
    taken: Taken,
    scores: Mapping[str, Score],
    patterns: Mapping[str, bool | None] | None = None,
    wording: Wording | None = None,
) -> list[Resource]:
    """One Observation for each score and each pattern, derived from the response of the same key."""
    return [
        *(_of_score(instrument, taken, name, score, wording) for name, score in scores.items()),
        *(_of_pattern(instrument, taken, name, met, wording) for name, met in (patterns or {}).items()),
    ]


def _of_score(instrument: Instrument, taken: Taken, name: str, score: Score, wording: Wording | None) -> Resource:
    scale = next((one for one in instrument.scales if one.id == name), None)
    words = wording.scales.get(name) if wording is not None else None
    found = _head(instrument, taken, "scale", name, scale.loinc if scale else None, words.name if words else None)
    if score.value is None:
        return {**found, "dataAbsentReason": absent("unknown", score.reason or "No score was worked out.")}
    found["valueQuantity"] = {
        "value": quantity(score.value),
        "unit": "{score}",
        "system": UCUM,
        "code": "{score}",
    }
    if score.band is not None:
        label = words.bands[score.band].practitioner if words is not None and score.band in words.bands else None
        system = f"{INSTRUMENTS}:{instrument.id}:band:{name}"
        found["interpretation"] = [{"coding": [coding(system, score.band, label)], "text": label or score.band}]
    if score.prorated:
        found["extension"] = [{"url": PRORATED, "valueBoolean": True}]
        found["note"] = [{"text": _MADE_UP}]
    return found


def _of_pattern(instrument: Instrument, taken: Taken, name: str, met: bool | None, wording: Wording | None) -> Resource:
    words = wording.patterns.get(name) if wording is not None else None
    found = _head(instrument, taken, "pattern", name, None, words)
    if met is None:
        return {**found, "dataAbsentReason": absent("unknown", _OPEN)}
    return {**found, "valueBoolean": met}


def _head(instrument: Instrument, taken: Taken, kind: str, name: str, loinc: str | None, words: str | None) -> Resource:
    whose = {"type": "Patient", "identifier": {"system": CLIENTS, "value": str(taken.client)}}
    text = f"{instrument.short}: {words or name}"
    return {
        "resourceType": "Observation",
        "id": str(uuid5(taken.key, f"{kind}.{name}")),
        "status": ENTERED_IN_ERROR if taken.is_withdrawn else "final",
        "category": [{"coding": [coding(CATEGORY, "survey")]}],
        "code": {"coding": codes_of(instrument, kind, name, loinc, words), "text": text},
        "subject": whose,
        "effectiveDateTime": taken.at.isoformat(),
        "derivedFrom": [{"reference": f"urn:uuid:{taken.key}", "type": "QuestionnaireResponse"}],
    }
