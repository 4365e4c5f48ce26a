"""The same people and groups for every random world, and one world written down between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kith.care.models import (
    Allocation,
    Block,
    CareRelationship,
    Client,
    Facilitation,
    Grant,
    Group,
    Membership,
    Role,
    Session,
    SupervisionLink,
    User,
)
from kith.care.models.keys import forget_keys
from kith.care.permissions import Viewer
from tests import people as named
from tests.safety.random_groups import CLIENTS, EVERYBODY, GROUPS, STAFF, Lot, works_as

BEGAN = named.START + timedelta(days=1)
MEETINGS = (3, 13, 23, 33)  # days on which every group met


@dataclass
class Cast:
    """The same people and groups in every world; only their relations change."""

    people: named.People
    users: dict[str, User]
    clients: dict[str, Client]
    groups: dict[str, Group]
    meetings: dict[str, list[Session]] = field(default_factory=dict)
    called: dict[tuple[str, str], str] = field(default_factory=dict)  # person, group -> the name used there

    def sees(self, name: str) -> Viewer:
        """Somebody's account."""
        user, own = self.users[name], self.clients.get(name)
        return Viewer(user.pk, user.service_id, frozenset(STAFF.get(name, ())), own.pk if own else None, name)


def day(number: int | None) -> Any:
    """The moment a day of a lot begins."""
    return None if number is None else BEGAN + timedelta(days=number)


def met_at(number: int) -> datetime:
    """When groups met that day."""
    moment: datetime = day(number) + timedelta(hours=2)
    return moment


@contextmanager
def a_cast() -> Iterator[Cast]:
    """Five clients, twelve accounts that work here or care, three groups with their meetings, and no relation."""
    forget_keys()
    with transaction.atomic():
        people = named.a_service("Random Service", at=named.START)
        for name in CLIENTS[1:]:
            named.a_client(people, name, name.title(), "Lind")
        for model in (Allocation, CareRelationship, SupervisionLink, Role):
            model.objects.all().delete()
        users = {name: people.accounts.get(name) or _account(people, name) for name in EVERYBODY}
        Role.objects.bulk_create(
            Role(user=users[name], name=role, starts=named.START, made_at=named.START)
            for name, roles in STAFF.items()
            for role in roles
        )
        clients = {client.user.pk: client for client in Client.objects.select_related("user") if client.user}
        groups = {name: _group(people, name, kind) for name, kind in GROUPS.items()}
        meetings = {name: list(group.sessions.order_by("number")) for name, group in groups.items()}
        try:
            yield Cast(people, users, {name: clients[users[name].pk] for name in CLIENTS}, groups, meetings)
        finally:
            transaction.set_rollback(True)
    forget_keys()


def _account(people: named.People, name: str) -> User:
    return User.objects.create(
        service=people.service, username=f"random-{name}", display_name=name.title(), made_at=people.at
    )


def _group(people: named.People, name: str, kind: str) -> Group:
    group = Group(
        service=people.service, site=people.site, name=name, kind=kind, protocol="community-sociotherapy",
        protocol_version="1", capacity=9, state="running", starts=BEGAN, made_at=BEGAN,
    )  # fmt: skip
    group.agreement = "We listen."
    group.save(force_insert=True)
    for number, met in enumerate(MEETINGS, 1):
        Session.objects.create(
            group=group, practitioner=people.accounts["finn"], number=number, starts_at=met_at(met), minutes=90,
            setting="room", state="held", made_at=BEGAN,
        )  # fmt: skip
    return group


def lay_out(cast: Cast, lot: Lot, *, with_names: bool = True) -> datetime:
    """Write one world down; gives the moment of its day. Names need sealing, which takes time."""
    made = {"made_at": BEGAN}
    groups, clients, users = cast.groups, cast.clients, cast.users
    for name, ended in lot.ended.items():
        if ended is not None:
            Group.objects.filter(pk=groups[name].pk).update(ends=day(ended), state="ended")
    rows = [
        Membership(client=clients[who], group=groups[what], starts=day(a), ends=day(b), **made)
        for who, what, a, b in lot.members
    ]
    for row, span in zip(rows, lot.members, strict=True) if with_names else ():
        row.display_name = cast.called[span[0], span[1]]
    Membership.objects.bulk_create(rows)
    Facilitation.objects.bulk_create(
        Facilitation(staff=users[who], group=groups[what], starts=day(a), ends=day(b), **made)
        for who, what, a, b in lot.leads
        if b is None or b > a
    )
    CareRelationship.objects.bulk_create(
        CareRelationship(
            staff=users[who], client=clients[what], starts=day(a), ends=day(b), kind=works_as(who, what), **made
        )
        for who, what, a, b in lot.treats
    )
    SupervisionLink.objects.bulk_create(
        SupervisionLink(supervisor=users[who], supervisee=users[what], starts=day(a), ends=day(b), **made)
        for who, what, a, b in lot.supervises
    )
    Grant.objects.bulk_create(
        Grant(
            grantee=users[one.who], client=clients[one.client], kind=one.kind, resources=list(one.things),
            given_by=users["pia"], starts=day(one.start), ends=day(one.end),
            withdrawn_at=day(one.start) if one.is_withdrawn else None, **made,
        )
        for one in lot.let_in
    )  # fmt: skip
    Block.objects.bulk_create(
        Block(user=users[who], client=clients[what], lifted_at=lifted, **made)
        for pairs, lifted in ((lot.blocks, None), (lot.lifted, BEGAN))
        for who, what in pairs
    )
    return day(lot.day) + timedelta(minutes=1)  # type: ignore[no-any-return]
