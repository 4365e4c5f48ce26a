"""Services, the people who work in them, and the people they serve."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from kith.care.models.base import ClientRow, Row
from kith.care.models.sealed import SealedJSON, SealedText

if TYPE_CHECKING:
    from kith.care.models.way import Episode

ROLES = (
    "practitioner",
    "facilitator",
    "supervisor",
    "manager",
    "duty",
    "peer_supporter",
    "researcher",
    "administrator",
    "privacy_officer",
)


def dates_in_order(name: str) -> models.CheckConstraint:
    """Whatever begins before it ends."""
    return models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name=name)


class Service(Row):
    """One mental health service. Services in one installation never see each other."""

    name = models.CharField(max_length=200, unique=True)
    language = models.CharField(max_length=12, default="en")
    country = models.CharField(max_length=2, default="GB")
    time_zone = models.CharField(max_length=60, default="Europe/London")

    resource = "settings"
    plain = ("made_at", "name", "language", "country", "time_zone")


class Site(Row):
    """A place where a service works: a clinic, a school, a community centre."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)

    resource = "settings"
    plain = ("made_at", "service", "name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="site_name_once_per_service")]


class Accounts(BaseUserManager["User"]):
    """Makes accounts; the record's own verbs live in `care.actions`."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The account of a login name, whatever its case."""
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """An account that can log in: a member of staff, a client, or somebody a client has invited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120, blank=True)  # staff only; a client's name is sealed in Client
    language = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    is_trainee = models.BooleanField(default=False)  # a supervisor signs off the records of their sessions
    made_at = models.DateTimeField()

    objects = Accounts()
    USERNAME_FIELD = "username"

    append_only = False
    resource = "accounts"
    private = {"password": "D9"}
    plain = ("made_at", "service", "username", "display_name", "language", "is_active", "is_trainee", "last_login")


class Role(Row):
    """What an account may do, from a day to a day. A role alone never opens a client's record."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    name = models.CharField(max_length=20, choices=[(role, role.replace("_", " ")) for role in ROLES])
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "accounts"
    plain = ("made_at", "user", "name", "starts", "ends")

    class Meta:
        constraints = [dates_in_order("role_dates_in_order")]


class Client(Row):
    """A person in care. Everything that says who it is, is sealed under the client's own key."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, related_name="client")
    number = models.CharField(max_length=12)
    given_name = SealedText()
    family_name = SealedText()
    preferred_name = SealedText()
    date_of_birth = SealedText()
    pronouns = SealedText()
    equity = SealedJSON()  # strata the person chose to tell: gender, ethnicity, deprivation quintile ...
    language = models.CharField(max_length=12, default="en")

    hides: frozenset[str] = frozenset()  # kinds of row that this person's own pages must not show: see ClientRows

    resource = "identity"
    private = {
        "given_name": "D6",
        "family_name": "D6",
        "preferred_name": "D6",
        "date_of_birth": "D6",
        "pronouns": "D6",
        "equity": "D6",
    }
    plain = ("made_at", "service", "site", "user", "number", "language")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "number"], name="client_number_once_per_service")]

    @property
    def key_owner_id(self) -> uuid.UUID:
        """A client's own row is sealed with the client's own key."""
        return self.id

    @property
    def full_name(self) -> str:
        """Preferred name first, as people introduce themselves."""
        return f"{self.preferred_name or self.given_name} {self.family_name}".strip()

    def newest_episode(self) -> Episode | None:
        """The stay in care that is open, else the last one."""
        return self.episode_set.order_by("-opened_on", "-made_at", "-pk").first()


class ContactRule(ClientRow):
    """How this person may be reached safely. The newest row counts; reminders obey it before anything is sent."""

    channel = models.CharField(max_length=10, choices=[(c, c) for c in ("none", "sms", "email", "phone")])
    address = SealedText()
    may_leave_message = models.BooleanField(default=False)
    from_hour = models.PositiveSmallIntegerField(default=9)
    to_hour = models.PositiveSmallIntegerField(default=18)
    note = SealedText()
    confirmed_at = models.DateTimeField()

    append_only = True
    resource = "contact"
    private = {"address": "D6", "note": "D4"}
    plain = ("made_at", "client", "channel", "may_leave_message", "from_hour", "to_hour", "confirmed_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_hour__lt=F("to_hour"), to_hour__lte=24), name="contact_hours_in_order"
            )
        ]


class CareRelationship(ClientRow):
    """Who is in somebody's care team, from a day to a day. It is what opens the record; it ends with the care."""

    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="care_relationships")
    kind = models.CharField(
        max_length=20, choices=[("practitioner", "practitioner"), ("peer_supporter", "peer supporter")]
    )
    is_lead = models.BooleanField(default=False)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "identity"
    plain = ("made_at", "client", "staff", "kind", "is_lead", "starts", "ends")

    class Meta:
        constraints = [
            dates_in_order("care_relationship_dates_in_order"),
            models.UniqueConstraint(
                fields=["client"], condition=Q(is_lead=True, ends__isnull=True), name="one_lead_practitioner"
            ),
        ]


class SupervisionLink(Row):
    """Who supervises whom, from a day to a day."""

    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervises")
    supervisee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervised_by")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "supervision"
    plain = ("made_at", "supervisor", "supervisee", "starts", "ends")

    class Meta:
        constraints = [
            dates_in_order("supervision_dates_in_order"),
            models.CheckConstraint(condition=~Q(supervisor=F("supervisee")), name="nobody_supervises_themselves"),
        ]
