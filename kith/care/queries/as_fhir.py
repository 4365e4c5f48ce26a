"""As FHIR: one measurement, or one instrument, in a file that other systems can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kith.care.models import Measurement, Score, WrongMoment
from kith.care.models.knowledge import is_known, library
from kith.care.permissions import Access, NotYours, Viewer, reach
from kith.care.queries.looking import note_seen
from kith.science.fhir import Taken, bundle, observations, questionnaire, response
from kith.science.instruments import AnswerProblem, Instrument, score
from kith.science.instruments import Score as ScienceScore


@dataclass(frozen=True)
class FhirFile:
    """A resource, and a name for its file that says nothing about a person."""

    file_name: str
    content: dict[str, Any]


def instrument_as_fhir(*, viewer: Viewer, instrument: str, at: datetime, language: str | None = None) -> FhirFile:
    """An instrument as a Questionnaire. Its text is in it only where the licence lets it be passed on."""
    shelf = library().instruments
    if viewer.user_id is None or not is_known(instrument, viewer.service_id):
        raise NotYours
    definition, wordings = shelf[instrument], library().wordings[instrument]
    main = language if language in wordings else None
    return FhirFile(f"{instrument}-{definition.version}.fhir.json", questionnaire(definition, wordings, main))


def measurement_as_fhir(*, viewer: Viewer, measurement_id: UUID, at: datetime, language: str = "en") -> FhirFile:
    """One measurement: what was asked, what was answered and, for whoever may see scores, what it came to.

    The scores are those that were kept, never worked out again. A version that is no longer in the library is sent
    without its Questionnaire. One that was withdrawn says in every part that it was entered in error.
    """
    measurement, access = reach(viewer, Measurement, measurement_id, "R", "answers", at=at)
    shelf = library().instruments
    if measurement.instrument not in shelf:
        raise _unknown(measurement.instrument)
    current = shelf[measurement.instrument]
    is_current = current.version == measurement.instrument_version
    definition = current if is_current else current.model_copy(update={"version": measurement.instrument_version})
    try:
        answered = _response(measurement, definition)
    except AnswerProblem:
        raise _unknown(f"{measurement.instrument} {measurement.instrument_version}") from None
    asked = [questionnaire(current, library().wordings[current.id])] if is_current else []
    found = _observations(measurement, definition, access, language, is_current=is_current)
    day = measurement.taken_at.astimezone(ZoneInfo(measurement.client.service.time_zone)).date()
    note_seen(viewer, "measurement.exported", [measurement.client_id], at=at, about=measurement)
    content = bundle([*asked, answered, *found], made_at=at)
    return FhirFile(f"measurement-{day.isoformat()}.fhir.json", content)


def _response(measurement: Measurement, definition: Instrument) -> dict[str, Any]:
    is_own = measurement.sender_id == measurement.client.user_id
    return response(
        definition,
        {item.id: measurement.answers.get(item.id) for item in definition.items},
        key=measurement.key,
        client=measurement.client_id,
        taken_at=measurement.taken_at,
        respondent=measurement.respondent,
        sender=None if is_own else measurement.sender_id,
        language=measurement.language,
        is_correction=measurement.replaces_id is not None,
        is_withdrawn=measurement.withdrawn_at is not None,
    )


def _observations(
    measurement: Measurement, definition: Instrument, access: Access, language: str, *, is_current: bool
) -> list[dict[str, Any]]:
    if not access.can("R", "scores"):
        return []
    kept = {row.scale: _kept(row) for row in measurement.scores.order_by("pk")}
    answers = {item.id: measurement.answers.get(item.id) for item in definition.items}
    return observations(
        definition,
        Taken(measurement.key, measurement.client_id, measurement.taken_at, measurement.withdrawn_at is not None),
        kept,
        score(definition, answers).patterns if is_current else {},
        library().wording(definition.id, language),
    )


def _kept(row: Score) -> ScienceScore:
    """A score as it was kept; what was not kept is not made up."""
    return ScienceScore(row.value, row.band or None, row.reason or None, 0, (), row.is_prorated, (0, 0))


def _unknown(found: str) -> WrongMoment:
    return WrongMoment(
        _("This measurement cannot be sent."),
        _("Its instrument is not in the library of this installation any more: %(found)s.") % {"found": found},
        _("Bring that instrument back, then try again."),
    )
