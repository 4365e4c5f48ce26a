"""Who is asked what and how often, and what became of each time of asking."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import ClientRow, PlainJSON
from kith.care.models.delivery import Session
from kith.care.models.measuring import RESPONDENTS, Measurement
from kith.care.models.people import User
from kith.care.models.sealed import SealedText
from kith.care.models.states import REQUEST
from kith.care.models.way import Episode, Plan

RHYTHMS = ("every_session", "weekly", "fortnightly", "monthly", "follow_up")
FOLLOW_UP_MONTHS = (1, 3, 6, 12)
# Days from the due day until an occasion ends: what is usual, and the most, so that no occasion meets the next one.
DAYS_OPEN = {"every_session": 2, "weekly": 3, "fortnightly": 5, "monthly": 7, "follow_up": 14}
MOST_DAYS_OPEN = {"every_session": 7, "weekly": 7, "fortnightly": 14, "monthly": 28, "follow_up": 28}
# Why a measure was passed over or refused: the first ones are offered to the client, all of them to colleagues.
REASONS = (
    "unwell",
    "no_time",
    "no_privacy",
    "upsetting",
    "does_not_fit",
    "too_often",
    "hard_to_understand",
    "other",
    "unsaid",
    "not_reached",
    "something_came_first",
)
CLIENT_REASONS = REASONS[:9]
GROUP_CHECK = "group-session-check"  # asked about the meetings of groups, and about no others
GROUP_ARRIVAL = "group-arrival-check"  # asked on the day of such a meeting, before it begins
ABOUT_GROUPS = (GROUP_CHECK, GROUP_ARRIVAL)


class MeasureSchedule(ClientRow):
    """That one measure is asked of one kind of respondent at a rhythm, from a day to a day. Ended, never changed."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="schedules")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="schedules")
    instrument = models.CharField(max_length=60)
    respondent = models.CharField(max_length=12, choices=[(who, who) for who in RESPONDENTS])
    rhythm = models.CharField(max_length=14, choices=[(rhythm, rhythm.replace("_", " ")) for rhythm in RHYTHMS])
    months_after = PlainJSON(default=list)  # of a follow-up: whole months after the ending
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    days_open = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="schedules_set")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="schedules_ended")

    resource = "answers"
    plain = (
        "made_at",
        "client",
        "episode",
        "plan",
        "instrument",
        "respondent",
        "rhythm",
        "months_after",
        "starts_on",
        "ends_on",
        "days_open",
        "set_by",
        "ended_at",
        "ended_by",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="schedule_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(days_open__gte=1), name="schedule_is_open_for_a_day"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="schedule_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["episode", "instrument", "respondent"],
                condition=Q(ended_at__isnull=True) & ~Q(rhythm="follow_up"),
                name="one_live_schedule_in_care",
            ),
            models.UniqueConstraint(
                fields=["episode", "instrument", "respondent"],
                condition=Q(ended_at__isnull=True, rhythm="follow_up"),
                name="one_live_follow_up",
            ),
        ]


class MeasureRequest(ClientRow):
    """One time of asking: when it opens, is due and ends, and whether it was answered, skipped, refused or let pass."""

    schedule = models.ForeignKey(MeasureSchedule, on_delete=models.PROTECT, related_name="requests")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="measure_requests"
    )
    instrument = models.CharField(max_length=60)
    respondent = models.CharField(max_length=12, choices=[(who, who) for who in RESPONDENTS])
    due_on = models.DateField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=REQUEST.choices, default=REQUEST.start)
    reason = models.CharField(max_length=24, blank=True, choices=[(code, code.replace("_", " ")) for code in REASONS])
    words = SealedText()
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="requests_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    measurement = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )

    resource = "answers"
    private = {"words": "D5"}
    plain = (
        "made_at",
        "client",
        "schedule",
        "session",
        "instrument",
        "respondent",
        "due_on",
        "opens_at",
        "due_at",
        "expires_at",
        "state",
        "reason",
        "decided_by",
        "decided_at",
        "measurement",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "expires_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "due_on"], condition=~Q(state="withdrawn"), name="asked_once_for_a_day"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("expires_at"), due_at__lte=F("expires_at")), name="request_times_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("skipped", "refused")) | ~Q(reason=""), name="declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="answered", measurement__isnull=False)
                | (~Q(state="answered") & Q(measurement__isnull=True)),
                name="answered_by_a_measurement",
            ),
        ]
