"""One measurement in one file: what was asked, what was answered, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kith.science.fhir.problems import Resource


def bundle(resources: Iterable[Resource], *, made_at: datetime) -> Resource:
    """A collection of resources. Each has its own address: a Questionnaire its URL, the rest their id."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": made_at.isoformat(),
        "entry": [{"fullUrl": _address(resource), "resource": resource} for resource in resources],
    }


def _address(resource: Resource) -> str:
    return str(resource["url"]) if "url" in resource else f"urn:uuid:{resource['id']}"
