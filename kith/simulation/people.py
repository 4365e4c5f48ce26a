"""The people and places of the synthetic service, and what is true of each client though nobody in it can see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kith.simulation.happenings import Happening

Role = Literal[
    "practitioner",
    "facilitator",
    "supervisor",
    "manager",
    "duty",
    "administrator",
    "privacy_officer",
    "peer_supporter",
    "researcher",
]
CourseKind = Literal["steady", "early_responder", "plateau", "sudden_gain", "no_response", "deteriorating"]


@dataclass(frozen=True, kw_only=True)
class Site:
    key: str
    name: str
    kind: Literal["clinic", "community_centre", "school"]


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    key: str
    display_name: str
    roles: tuple[Role, ...]
    site: str
    supervisor: str | None


@dataclass(frozen=True, kw_only=True)
class ContactRule:
    """How the client may be reached: in which ways, between which local times, and what must never happen."""

    channels: tuple[str, ...]
    earliest: str
    latest: str
    never_leave_message: bool
    safe_contact: str | None


@dataclass(frozen=True, kw_only=True)
class Client:
    key: str
    given_name: str
    family_name: str
    preferred_name: str
    date_of_birth: date
    language: str
    gender: str
    ethnicity: str
    deprivation_quintile: int
    phone: str
    email: str
    contact_rule: ContactRule
    site: str


@dataclass(frozen=True, kw_only=True)
class Group:
    key: str
    name: str
    protocol: str
    site: str
    facilitators: tuple[str, ...]
    weekday: int
    starts: str


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The state that drives a client's answers; only the simulation knows it.

    `depression` and `anxiety` are the expected PHQ-9 and GAD-7 totals at each attended session, starting with
    the assessment. A course that goes on improving has `kind` steady, early_responder or sudden_gain.
    """

    kind: CourseKind
    depression: tuple[float, ...]
    anxiety: tuple[float, ...]
    suicidal_thoughts_tendency: float


@dataclass(frozen=True, kw_only=True)
class SyntheticService:
    """A whole invented service: who is in it, everything that happened (in order of time), and the hidden truth."""

    name: str
    language: str
    country: str
    time_zone: str
    sites: tuple[Site, ...]
    staff: tuple[StaffMember, ...]
    clients: tuple[Client, ...]
    groups: tuple[Group, ...]
    happenings: tuple[Happening, ...]
    truth: dict[str, Truth]
