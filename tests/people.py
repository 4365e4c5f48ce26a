"""People for tests: each has a name and a role, and reaches a state through the same actions as in life.

Ana is a client of Ben. Cleo manages the programme. Dev is a practitioner of another team and must see nothing.
Eve supervises Ben. Finn facilitates groups. Dan is on duty. Ada administers, Pia is privacy officer.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kith.care.actions import deliver, plan, refer, set_up
from kith.care.models import Client, Plan, Service, Session, Site, User
from kith.care.permissions import Viewer, viewer_of

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
STAFF = {
    "ben": ("Ben Okafor", ["practitioner"]),
    "cleo": ("Cleo Marsh", ["manager"]),
    "dev": ("Dev Rao", ["practitioner"]),
    "eve": ("Eve Lindqvist", ["supervisor"]),
    "finn": ("Finn Doyle", ["facilitator"]),
    "dan": ("Dan Price", ["duty"]),
    "ada": ("Ada Novak", ["administrator"]),
    "pia": ("Pia Sato", ["privacy_officer"]),
}


@dataclass
class People:
    """A small service at one moment; `at` moves on with `later`."""

    service: Service
    site: Site
    accounts: dict[str, User]
    at: datetime
    ana: Client

    def sees(self, name: str) -> Viewer:
        """The viewer somebody is right now."""
        return viewer_of(self.accounts[name], at=self.at, request_id=uuid.uuid4().hex)

    def later(self, **time: float) -> datetime:
        """Let time pass."""
        self.at += timedelta(**time)
        return self.at


def a_service(name: str = "Harbour Service", *, at: datetime = START) -> People:
    """A service with its staff and one client, Ana, who has just been referred and given to Ben."""
    service = set_up.open_service(
        name=name, language="en", country="GB", time_zone="Europe/London", by=set_up.founder(), at=at
    )
    founder = set_up.founder(service.pk)
    site = set_up.add_site(service=service, name="Harbour House", by=founder, at=at)
    prefix = "" if name == "Harbour Service" else f"{name.split()[0].lower()}-"
    accounts = {
        key: set_up.open_account(
            service=service, username=prefix + key, display_name=shown, roles=roles, password=None, by=founder, at=at
        )
        for key, (shown, roles) in STAFF.items()
    }
    set_up.start_supervision(supervisor=accounts["eve"], supervisee=accounts["ben"], by=founder, at=at)
    people = People(service, site, accounts, at + timedelta(minutes=1), ana=None)  # type: ignore[arg-type]
    people.ana = a_client(people, "ana", "Ana", "Petrova")
    return people


def a_client(people: People, key: str, given: str, family: str, practitioner: str = "ben") -> Client:
    """Somebody referred by duty, given to a practitioner, with a log-in of their own."""
    client = refer.refer(
        site=people.site,
        person=refer.NewClient(given, family, date_of_birth="1990-04-12"),
        source="self",
        reason="Low for months.",
        received_on=date(people.at.year, people.at.month, people.at.day),
        by=people.sees("dan"),
        at=people.at,
    )
    refer.allocate(
        client=client,
        practitioner=people.accounts[practitioner],
        is_told=True,
        by=people.sees("dan"),
        at=people.at,
    )
    prefix = people.accounts["ben"].username.removesuffix("ben")
    people.accounts[key] = set_up.give_client_login(
        client=client, username=prefix + key, password=None, by=set_up.founder(people.service.pk), at=people.at
    )
    people.later(minutes=1)
    return client


def an_agreed_plan(people: People, client: Client, protocol: str = "cbt-depression", by: str = "ben") -> Plan:
    """A plan the client has agreed to, with one goal."""
    goal = plan.agree_goal(
        client=client,
        words="Cook for my daughter again",
        first_step="Buy rice",
        problem=None,
        by=people.sees(by),
        at=people.at,
    )
    choice = plan.Choice(
        protocol,
        12,
        "clinic",
        "individual",
        "Fits what keeps it going.",
        "I want to do something.",
        "No change by session six.",
        goals=(goal,),
        gates_attested=plan.gates_before(protocol, 12),
    )
    proposed = plan.propose_plan(client=client, choice=choice, by=people.sees(by), at=people.at)
    return plan.agree_plan(plan=proposed, by=people.sees(by), at=people.at)


def a_booked_session(people: People, agreed: Plan, by: str = "ben") -> Session:
    """A session a day from now, which has begun an hour and more ago; nobody has recorded it."""
    session = deliver.book_session(
        plan=agreed,
        starts_at=people.at + timedelta(days=1),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts[by].pk,
        by=people.sees(by),
        at=people.at,
    )
    people.later(days=1, hours=2)
    return session


def a_held_session(people: People, agreed: Plan, by: str = "ben") -> Session:
    """A session that took place an hour ago."""
    session = a_booked_session(people, agreed, by)
    deliver.record_attendance(
        session=session,
        client=agreed.client,
        status="attended",
        minutes=50,
        reason="",
        by=people.sees(by),
        at=people.at,
    )
    session.refresh_from_db()
    return session


PHQ9_LOW = dict.fromkeys(
    ("interest", "mood", "sleep", "energy", "appetite", "self_worth", "concentration", "movement", "self_harm"), 1
) | {"self_harm": 0}


def another(people: People, key: str, *roles: str) -> User:
    """A colleague more, known by this key from now on."""
    people.accounts[key] = set_up.open_account(
        service=people.service,
        username=people.accounts["ben"].username.removesuffix("ben") + key,
        display_name=f"{key.title()} Hart",
        roles=list(roles),
        password=None,
        by=set_up.founder(people.service.pk),
        at=people.at,
    )
    return people.accounts[key]
