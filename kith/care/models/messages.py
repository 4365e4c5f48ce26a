"""The outbox: what is to be said outside, sent at least once, marked done only after it was sent."""

from __future__ import annotations

from django.db import models

from kith.care.models.base import Row
from kith.care.models.people import Client, Service, User
from kith.care.models.states import MESSAGE

TEMPLATES = (
    "please_log_in",
    "session_reminder",
    "alert_waiting",
    "measure_reminder",
)  # neutral words; no content ever leaves


class OutboxMessage(Row):
    """A message to one person. `key` shows a repeat; the lease lets another worker take over after a crash."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    to_client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True)
    template = models.CharField(max_length=30, choices=[(template, template) for template in TEMPLATES])
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=MESSAGE.choices, default=MESSAGE.start)
    send_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    resource = "messages"
    plain = (
        "made_at",
        "service",
        "to_user",
        "to_client",
        "template",
        "key",
        "state",
        "send_after",
        "leased_until",
        "attempts",
        "failure",
        "sent_at",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "send_after"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_user__isnull=False, to_client__isnull=True)
                | models.Q(to_user__isnull=True, to_client__isnull=False),
                name="message_to_one_person",
            )
        ]
