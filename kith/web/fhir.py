"""Files for other systems: one measurement, one instrument."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language

from kith.care.queries.as_fhir import FhirFile, instrument_as_fhir, measurement_as_fhir
from kith.web.asking import Request


def measurement_fhir(request: Request, measurement_id: UUID) -> HttpResponse:
    """One measurement with its answers and scores."""
    return _file(
        measurement_as_fhir(
            viewer=request.viewer, measurement_id=measurement_id, at=request.at, language=get_language() or "en"
        )
    )


def instrument_fhir(request: Request, instrument: str) -> HttpResponse:
    """One instrument with its rules."""
    return _file(
        instrument_as_fhir(viewer=request.viewer, instrument=instrument, at=request.at, language=get_language())
    )


def _file(file: FhirFile) -> HttpResponse:
    content = json.dumps(file.content, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/fhir+json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.file_name}"'
    return response
