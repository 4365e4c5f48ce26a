"""What a person must not find on their own pages, because somebody beside them may look: present, and never shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models

from kith.care.models.base import ClientRow, PlainJSON
from kith.care.models.people import Client, User
from kith.care.models.sealed import SealedText

HIDEABLE = (  # kinds of thing that pages can do without; a model says which it is by `hidden_as`, else by its resource
    "work",
    "progress_note",
    "safety_plan",
    "safety_talk",
    "harms",
    "formulation",
    "plan_choice",
    "engagement",
    "peer_log",
    "connections",
    "outings",
    "carer_plan",
    "group_entry",
)
LIFTED_TOGETHER = timedelta(days=7)  # an agreement older than that is asked for again


class SafeModeStep(ClientRow):
    """Abuse-safe mode was switched on (for these kinds of thing), or one person agreed to switch it off.

    Off needs two different people after the newest "on", at least one of them working here.
    """

    act = models.CharField(max_length=4, choices=[("hide", "hide"), ("show", "show")])
    hides = PlainJSON(default=list)
    words = SealedText()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="safe_mode_steps")
    is_staff = models.BooleanField()
    taken_at = models.DateTimeField()

    append_only = True
    resource = "abuse_flag"
    private = {"words": "D4"}
    plain = ("made_at", "client", "act", "hides", "person", "is_staff", "taken_at")


def steps_of(client: Client) -> models.QuerySet[SafeModeStep]:
    """Every step of one person in the order in which they count; asked for here, so that nobody orders them anew."""
    return SafeModeStep.objects.filter(client=client).order_by("taken_at", "pk")


def hidden_by(steps: Iterable[SafeModeStep]) -> frozenset[str]:
    """What these steps of one person, in order of time, hide now."""
    hides: frozenset[str] = frozenset()
    agreed: list[SafeModeStep] = []
    for step in steps:
        if step.act == "hide":
            hides, agreed = hides | frozenset(step.hides), []
            continue
        agreed = [one for one in agreed if step.taken_at - one.taken_at <= LIFTED_TOGETHER] + [step]
        if len({one.person_id for one in agreed}) > 1 and any(one.is_staff for one in agreed):
            hides, agreed = frozenset(), []
    return hides


def agreeing(steps: Iterable[SafeModeStep], at: datetime) -> tuple[SafeModeStep, ...]:
    """Those who agreed to lift it since the newest "hide" and whose word still counts."""
    newest: list[SafeModeStep] = []
    for step in steps:
        newest = [] if step.act == "hide" else [*newest, step]
    return tuple(step for step in newest if at - step.taken_at <= LIFTED_TOGETHER)
