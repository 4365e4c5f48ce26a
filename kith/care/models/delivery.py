"""Sessions, attendance, groups, and the work between meetings."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow, PlainJSON, Row
from kith.care.models.people import Service, Site, User, dates_in_order
from kith.care.models.sealed import SealedJSON, SealedText
from kith.care.models.states import ASSIGNMENT, GROUP, SESSION
from kith.care.models.way import Goal, Plan

ATTENDANCES = ("attended", "late", "left_early", "cancelled", "apologised", "did_not_attend")
PRESENT = ("attended", "late", "left_early")
WARD = "ward"  # the meeting of a ward or house: everybody in care there has a place, and it follows no intervention
GROUP_KINDS = ("therapy", "peer", "couple", "family", "school", "workplace", "community", WARD)
WITH_GUESTS = (
    "peer",
    "school",
    "workplace",
    "community",
    WARD,
)  # people come who are nobody's clients; they are counted
CLOSED_AFTER = 2  # meetings held, after which a closed group takes nobody in (convention of closed groups)
ACCESS_NEEDS = ("step_free", "hearing_loop", "interpreter", "quiet_room", "childcare", "online", "travel_paid")


def leading_roles(kind: str) -> tuple[str, ...]:
    """The roles with which somebody leads a group of this kind."""
    return ("facilitator", "peer_supporter") if kind == "peer" else ("facilitator",)


class Group(Row):
    """A therapy group, a couple or a family that is treated together, or the meeting of a ward."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in GROUP_KINDS], default="therapy")
    protocol = models.CharField(max_length=60, blank=True)  # empty for a ward or house
    protocol_version = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=GROUP.choices, default=GROUP.start)
    capacity = models.PositiveSmallIntegerField()
    smallest = models.PositiveSmallIntegerField(default=4)  # with fewer it does not begin
    is_open = models.BooleanField(default=True)  # a closed group takes nobody in after its second meeting
    language = models.CharField(max_length=12, default="en")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # Monday is 1; None where no day is set yet
    meets_at = models.TimeField(null=True, blank=True)
    room = models.CharField(max_length=120, blank=True)
    access = PlainJSON(default=list)  # codes of ACCESS_NEEDS that the place meets
    purpose = SealedText(null=True)
    link = SealedText(null=True)  # where an online group meets
    agreement = SealedText()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "group"
    private = {"purpose": "D3", "link": "D3", "agreement": "D3"}
    plain = (
        "made_at",
        "service",
        "site",
        "name",
        "kind",
        "protocol",
        "protocol_version",
        "state",
        "capacity",
        "smallest",
        "is_open",
        "language",
        "weekday",
        "meets_at",
        "room",
        "access",
        "starts",
        "ends",
    )

    class Meta:
        constraints = [
            dates_in_order("group_dates_in_order"),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__gte=1, weekday__lte=7), name="group_meets_on_a_day"
            ),
        ]

    @property
    def key_owner_id(self) -> uuid.UUID:
        """A group's own words have a key of their own."""
        return self.id


class Facilitation(Row):
    """Who leads a group, from a day to a day."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="facilitations")
    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="facilitations")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "group"
    plain = ("made_at", "group", "staff", "starts", "ends")

    class Meta:
        constraints = [dates_in_order("facilitation_dates_in_order")]


class Membership(ClientRow):
    """A client's place in a group between two dates, under the name the group knows them by."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    display_name = SealedText()
    unprepared = SealedText(null=True)  # why a place was given before the rules were talked through; None: they were
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "roster"
    private = {"display_name": "D3", "unprepared": "D5"}
    plain = ("made_at", "client", "group", "starts", "ends")

    class Meta:
        constraints = [
            dates_in_order("membership_dates_in_order"),
            models.UniqueConstraint(fields=["group", "client"], condition=Q(ends__isnull=True), name="in_a_group_once"),
        ]


class Session(Row):
    """A meeting: of one client and a practitioner, or of a group. Exactly one of `client` and `group` is set."""

    client = models.ForeignKey("care.Client", on_delete=models.PROTECT, null=True, blank=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    practitioner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(db_index=True)
    minutes = models.PositiveSmallIntegerField()
    setting = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=SESSION.choices, default=SESSION.start)
    guests = models.PositiveSmallIntegerField(null=True, blank=True)  # people without a record; None: not counted
    colleagues = models.PositiveSmallIntegerField(null=True, blank=True)  # who work here and came to a ward's meeting

    resource = "appointments"
    plain = (
        "made_at",
        "client",
        "group",
        "plan",
        "practitioner",
        "number",
        "starts_at",
        "minutes",
        "setting",
        "state",
        "guests",
        "colleagues",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False, group__isnull=True) | Q(client__isnull=True, group__isnull=False),
                name="session_of_a_client_or_a_group",
            ),
            models.UniqueConstraint(
                fields=["plan", "number"], condition=Q(plan__isnull=False), name="session_number_once_per_plan"
            ),
            models.UniqueConstraint(
                fields=["group", "number"],
                condition=Q(group__isnull=False) & ~Q(state="cancelled"),  # one that is called off leaves its number
                name="meeting_number_once_per_group",
            ),
        ]


class Attendance(ClientRow):
    """Whether one client came to one session. A later row for the same pair corrects the earlier one."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=16, choices=[(status, status.replace("_", " ")) for status in ATTENDANCES])
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = SealedText()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    append_only = True
    resource = "appointments"
    private = {"reason": "D5"}
    plain = ("made_at", "client", "session", "status", "minutes", "replaces")


class SessionRecord(ClientRow):
    """What happened in one session for one client. Signed at once; an addendum is a new row that points at it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="records")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    content = SealedJSON()  # agenda done, mood and risk check, work reviewed, fidelity answers, feedback
    note = SealedText()
    techniques = PlainJSON(default=list)
    goals = models.ManyToManyField(Goal, related_name="session_records")
    adds_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="addenda")
    is_released = models.BooleanField(default=False)
    signed_at = models.DateTimeField()

    append_only = True
    resource = "progress_note"
    private = {"content": "D5", "note": "D5"}
    plain = ("made_at", "client", "session", "author", "techniques", "goals", "adds_to", "is_released", "signed_at")


class GroupNote(Row):
    """What happened in a group's meeting, with nobody's name in it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="group_notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    themes = SealedText()
    note = SealedText()
    signed_at = models.DateTimeField()

    append_only = True
    resource = "group_note"
    private = {"themes": "D1", "note": "D1"}
    plain = ("made_at", "session", "author", "signed_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.session.group_id  # type: ignore[return-value]


class GroupEntry(ClientRow):
    """What a meeting of a group was for one member. It stands in that member's own record and names no other."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="group_entries")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    words = SealedText()
    is_released = models.BooleanField(default=False)
    signed_at = models.DateTimeField()

    append_only = True
    resource = "group_entry"
    private = {"words": "D5"}
    plain = ("made_at", "client", "session", "author", "is_released", "signed_at")


class Assignment(ClientRow):
    """Work between meetings: what, why, by when, and what might get in the way."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="assignments")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    kind = models.CharField(
        max_length=10,
        choices=[(kind, kind) for kind in ("worksheet", "lesson", "practice", "task")],
        default="worksheet",
    )
    document = models.CharField(max_length=60, blank=True)  # empty for a task, which is its words alone
    document_version = models.CharField(max_length=20, blank=True)
    words = SealedText(null=True)  # of a task; None for the other kinds
    state = models.CharField(max_length=10, choices=ASSIGNMENT.choices, default=ASSIGNMENT.start)
    why = SealedText()
    obstacle_plan = SealedText()
    due_on = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()

    resource = "work"
    private = {"words": "D5", "why": "D5", "obstacle_plan": "D5"}
    plain = (
        "made_at",
        "client",
        "plan",
        "session",
        "goal",
        "kind",
        "document",
        "document_version",
        "state",
        "due_on",
        "set_at",
    )

    def hold(self) -> None:
        """Read the state as it is now and keep others from changing it until this transaction ends."""
        self.refresh_from_db(fields=["state"], from_queryset=Assignment.objects.select_for_update())


class Entry(ClientRow):
    """What the client wrote for a piece of work, or why it was not done. Sent once, kept as sent."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="entries")
    key = models.UUIDField(unique=True)
    done = models.CharField(max_length=4, choices=[(done, done) for done in ("full", "part", "not")])
    answers = SealedJSON()
    obstacle = SealedText()
    handed_in_at = models.DateTimeField()

    append_only = True
    resource = "work"
    private = {"answers": "D5", "obstacle": "D5"}
    plain = ("made_at", "client", "assignment", "key", "done", "handed_in_at")


class Reply(ClientRow):
    """The practitioner's answer inside the work."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    words = SealedText()
    written_at = models.DateTimeField()

    append_only = True
    resource = "work"
    private = {"words": "D5"}
    plain = ("made_at", "client", "entry", "author", "written_at")
