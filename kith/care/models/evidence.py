"""Who stands by a question of the evidence, and in which version: kept whole, so that a later one can be compared."""

from __future__ import annotations

from functools import lru_cache

from django.db import models

from kith.care.models.base import PlainJSON, Row
from kith.care.models.knowledge import library
from kith.care.models.people import Service, User
from kith.science.evidence import EvidenceVersion, sum_of
from kith.science.library.evidence_versions import version_of


class EvidenceSignOff(Row):
    """Somebody has read what changed in a question of the evidence since it was signed last, and stands by it.

    `content` is the whole version that they signed, with the effects of single studies; `sum` is its SHA-256.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="evidence_sign_offs")
    question = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    content = PlainJSON()
    sum = models.CharField(max_length=64)
    words = models.CharField(max_length=400)  # what they looked at
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    append_only = True
    resource = "instruments"
    plain = ("made_at", "service", "question", "version", "content", "sum", "words", "signed_by", "signed_at")

    class Meta:
        indexes = [models.Index(fields=["service", "question", "signed_at"])]


@lru_cache(maxsize=500)
def evidence_now(question: str) -> tuple[EvidenceVersion, str]:
    """The question as this installation has it, and the sum of all that it holds; read once, as the library is."""
    version = version_of(library(), question)
    return version, sum_of(version)
