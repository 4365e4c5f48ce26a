"""Files for research: asked for by one person, let go by another, and only until a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.letting_go import LetGo, by_another
from kith.care.models.people import Service


class ResearchExtract(LetGo):
    """A researcher's request for rows of people who said yes to research, and what the privacy officer said to it.

    The rows themselves are never kept here: each file is made anew, so that a no counts from the moment it is said.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="research_extracts")
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=1000)
    k = models.PositiveSmallIntegerField()  # how many people at least are alike in what others may know
    data_until = models.DateField(null=True, blank=True)  # whole months that were over when it was let go

    resource = "extract"
    plain = (
        "made_at",
        "service",
        "title",
        "question",
        "k",
        "data_until",
        *LetGo.asked_and_decided,
    )

    class Meta:
        constraints = [
            by_another("extract_let_go_by_another"),
            models.CheckConstraint(condition=Q(k__gte=5), name="extract_hides_among_five"),
        ]
