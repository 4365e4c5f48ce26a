"""What the viewer's service expects of scores: the newest reference of each measure. No client is concerned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from kith.care.models import CourseReference
from kith.care.permissions import Viewer
from kith.science.change import Reference


@dataclass(frozen=True)
class KeptReference:
    """A reference and when it was fitted."""

    reference: Reference
    fitted_at: datetime


def newest_references(*, viewer: Viewer) -> Mapping[tuple[str, str], KeptReference]:
    """By instrument and first part of its version; one query."""
    own = CourseReference.objects.filter(service_id=viewer.service_id)
    same = own.filter(instrument=OuterRef("instrument"), version=OuterRef("version")).order_by("-number")
    rows = own.filter(pk=Subquery(same.values("pk")[:1])).values_list("instrument", "version", "course", "fitted_at")
    return {(name, version): KeptReference(Reference.of_values(course), at) for name, version, course, at in rows}
