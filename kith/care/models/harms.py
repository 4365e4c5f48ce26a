"""Harm and danger from care or in life: two registers, each with a second person's judgement."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow, PlainJSON
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

HARM_KINDS = (
    "reliable_deterioration",
    "new_symptom",
    "unwanted_memories",
    "self_harm",
    "suicide_attempt",
    "death",
    "admission",
    "conflict_caused",
    "dependency",
    "stigma",
    "left_after_bad_session",
    "complaint",
    "other_unwanted_effect",
    "serious_adverse_event",
)
SAFEGUARDING_KINDS = (
    "harmed_by_practitioner",
    "boundary_or_misconduct",
    "adult_at_risk",
    "child_at_risk",
    "domestic_abuse",
    "exploitation",
    "neglect",
)
STANDINGS = ("suggested", "recorded", "set_aside")
RELATEDNESS = ("not_judged", "unrelated", "unlikely", "possible", "probable", "definite")
EXPECTEDNESS = ("not_judged", "expected", "unexpected")
SERIOUSNESS = ("not_judged", "minor", "moderate", "serious", "life_threatening_or_fatal")
JUDGED = tuple(name for name in RELATEDNESS if name != "not_judged")
MISSING_WORDS = "recorded_entry_of_%(class)s_has_a_reporter"


def _one_of(names: tuple[str, ...], **more: object) -> models.CharField[str, str]:
    return models.CharField(max_length=30, choices=[(name, name.replace("_", " ")) for name in names], **more)  # type: ignore[arg-type]


class Happening(ClientRow):
    """What both registers say of one event. A correction is a new row that points at the one it replaces.

    suggested: the machine found it and nobody has looked; recorded: a person says that it happened; set aside: a person
    looked and it was no harm, or not this one.
    """

    happened_on = models.DateField()
    standing = _one_of(STANDINGS)
    seriousness = _one_of(SERIOUSNESS, default="not_judged")
    words = SealedText()
    done = SealedText()
    told = SealedText()
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss_told")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    written_at = models.DateTimeField()

    append_only = True
    private = {"words": "D4", "done": "D4", "told": "D4"}
    plain: ClassVar[tuple[str, ...]] = (
        "made_at",
        "client",
        "happened_on",
        "standing",
        "seriousness",
        "reporter",
        "replaces",
        "written_at",
        "kind",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(standing="suggested") | Q(reporter__isnull=False), name=MISSING_WORDS)
        ]


class HarmEvent(Happening):
    """One unwanted event or effect of care. `source_key` is the form that suggested it, `flags` what it raised."""

    kind = _one_of(HARM_KINDS)
    source_key = models.UUIDField(null=True, blank=True, db_index=True)
    flags = PlainJSON(default=list)

    resource = "harms"
    plain = (*Happening.plain, "source_key", "flags")


class SafeguardingEntry(Happening):
    """That somebody is or was in danger from a person, here or at home. Kept apart from everything else."""

    kind = _one_of(SAFEGUARDING_KINDS)

    resource = "safeguarding"
    plain = Happening.plain


class Judgement(ClientRow):
    """How a second person sees an event: from care or not, to be expected or not, how bad. The newest counts."""

    relatedness = _one_of(RELATEDNESS)
    expectedness = _one_of(EXPECTEDNESS)
    seriousness = _one_of(SERIOUSNESS)
    words = SealedText()
    judge = models.ForeignKey(User, on_delete=models.PROTECT, related_name="%(class)ss_given")
    judged_at = models.DateTimeField()

    append_only = True
    private = {"words": "D4"}
    plain: ClassVar[tuple[str, ...]] = (
        "made_at",
        "client",
        "event",
        "relatedness",
        "expectedness",
        "seriousness",
        "judge",
        "judged_at",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(relatedness__in=JUDGED), name="%(class)s_says_how_it_is_related")
        ]


class HarmJudgement(Judgement):
    """A second person's judgement of a harm event."""

    event = models.ForeignKey(HarmEvent, on_delete=models.PROTECT, related_name="judgements")

    resource = "harms"


class SafeguardingJudgement(Judgement):
    """A second person's judgement of a safeguarding entry."""

    event = models.ForeignKey(SafeguardingEntry, on_delete=models.PROTECT, related_name="judgements")

    resource = "safeguarding"
