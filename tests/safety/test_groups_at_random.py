"""A5: in thousands of random worlds nobody sees a name, a note, a check or a count of a group outside the policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any

import pytest
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q

from kith.care.models import (
    Allocation,
    Block,
    CareRelationship,
    Client,
    Facilitation,
    Group,
    Membership,
    Session,
    SupervisionLink,
    User,
)
from kith.care.permissions import Access, NotYours, Viewer, access_to, relations
from kith.care.queries.groups import group as group_page
from kith.care.queries.groups import groups as groups_page
from kith.care.queries.my_groups import my_groups
from tests import people as named
from tests.safety import group_policy as reference
from tests.safety.group_policy import CLIENTS, DAYS, GROUPS, ROLES, Lot, a_lot
from tests.safety.results import keep

BEGAN = named.START + timedelta(days=1)
WORLDS, THROUGH_PAGES, FOR_CONTROL = 2_000, 60, 150
EVERYBODY = (*CLIENTS, *ROLES)
MEETINGS = (3, 13, 23, 33)  # days on which every group met


@dataclass
class Cast:
    """The same people and groups in every world; only their relations change."""

    users: dict[str, User]
    clients: dict[str, Client]
    groups: dict[str, Group]

    def sees(self, name: str) -> Viewer:
        """Somebody's account."""
        user, own = self.users[name], self.clients.get(name)
        return Viewer(user.pk, user.service_id, frozenset(ROLES.get(name, ())), own.pk if own else None, name)


def day(number: int | None) -> Any:
    """The moment a day of a lot begins."""
    return None if number is None else BEGAN + timedelta(days=number)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Four clients, five colleagues, three groups with their meetings, and no relation between any of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = named.a_service("Random Service", at=named.START)
        for name in CLIENTS[1:]:
            named.a_client(people, name, name.title(), "Lind")
        Allocation.objects.all().delete()
        CareRelationship.objects.all().delete()
        SupervisionLink.objects.all().delete()
        users = {name: people.accounts.get(name) or _account(people, name) for name in EVERYBODY}
        clients = {client.user.pk: client for client in Client.objects.select_related("user") if client.user}
        groups = {name: _group(people, name, kind) for name, kind in GROUPS.items()}
        try:
            yield Cast(users, {name: clients[users[name].pk] for name in CLIENTS}, groups)
        finally:
            transaction.set_rollback(True)


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
            group=group, practitioner=people.accounts["finn"], number=number, starts_at=day(met) + timedelta(hours=2),
            minutes=90, setting="room", state="held", made_at=BEGAN,
        )  # fmt: skip
    return group


def lay_out(cast: Cast, lot: Lot) -> datetime:
    """Write one world down; gives the moment of its day."""
    made = {"made_at": BEGAN}
    groups, clients, users = cast.groups, cast.clients, cast.users
    for name, ended in lot.ended.items():
        if ended is not None:
            Group.objects.filter(pk=groups[name].pk).update(ends=day(ended), state="ended")
    rows = [
        Membership(client=clients[who], group=groups[what], starts=day(a), ends=day(b), **made)
        for who, what, a, b in lot.members
    ]
    for row, span in zip(rows, lot.members, strict=True):
        row.display_name = f"called {span[0]}"
    Membership.objects.bulk_create(rows)
    Facilitation.objects.bulk_create(
        Facilitation(staff=users[who], group=groups[what], starts=day(a), ends=day(b), **made)
        for who, what, a, b in lot.leads
        if b is None or b > a
    )
    CareRelationship.objects.bulk_create(
        CareRelationship(
            staff=users[who], client=clients[what], starts=day(a), ends=day(b),
            kind="peer_supporter" if who == "pol" else "practitioner", **made,
        )
        for who, what, a, b in lot.treats
    )  # fmt: skip
    SupervisionLink.objects.bulk_create(
        SupervisionLink(supervisor=users[who], supervisee=users[what], starts=day(a), ends=day(b), **made)
        for who, what, a, b in lot.supervises
    )
    Block.objects.bulk_create(Block(user=users[who], client=clients[what], **made) for who, what in lot.blocks)
    return day(lot.day) + timedelta(minutes=1)  # type: ignore[no-any-return]


def decided(cast: Cast, viewer: Viewer, at: datetime) -> dict[str, set[tuple[str, str]]]:
    """What the product lets a viewer do with every client and every group: two queries, then the decision itself."""
    found: dict[str, set[tuple[str, str]]] = {}
    for model, rows, conditions, things in (
        (Client, cast.clients, relations.columns_for_clients(viewer, at), reference.CLIENT_THINGS),
        (Group, cast.groups, relations.columns_for_groups(viewer, at), reference.GROUP_THINGS),
    ):
        hidden = relations.blocked_clients(viewer)
        flags = {f"is_{name}": ExpressionWrapper(q, output_field=BooleanField()) for name, q in conditions.items() if q}
        stands = {row["pk"]: row for row in model._default_manager.annotate(**flags).values("pk", *flags)}
        for name, row in rows.items():
            columns = {column for column in conditions if stands[row.pk].get(f"is_{column}")}
            access = Access(frozenset() if row.pk in hidden else frozenset(columns))
            found[name] = _may(access, things)
    return found


def _may(access: Access, things: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(thing, verb) for thing in things for verb in "RW" if access.level(verb, thing) in ("full", "limited")}


def differences(cast: Cast, lot: Lot, names: tuple[str, ...]) -> list[str]:
    """Where the product and the reference disagree in one world."""
    with transaction.atomic():
        at = lay_out(cast, lot)
        wrong = [
            f"{name} and {thing}: {sorted(may ^ reference.may(lot, name, thing))}"
            for name in names
            for thing, may in decided(cast, cast.sees(name), at).items()
            if may != reference.may(lot, name, thing)
        ]
        transaction.set_rollback(True)
    return wrong


def one_of(number: int) -> tuple[str]:
    """Everybody in turn."""
    return (EVERYBODY[number % len(EVERYBODY)],)


@pytest.mark.slow
def test_nobody_may_more_or_less_than_the_reference_allows(cast: Cast) -> None:
    wrong = {number: found for number in range(WORLDS) if (found := differences(cast, a_lot(number), one_of(number)))}
    keep("worlds of groups", worlds=WORLDS, failures=len(wrong))
    assert not wrong, "\n".join(f"world {number}: {found}" for number, found in islice(wrong.items(), 20))


def test_access_to_one_thing_is_the_same_decision(cast: Cast) -> None:
    for number in range(12):
        lot = a_lot(number)
        with transaction.atomic():
            at = lay_out(cast, lot)
            for name in EVERYBODY:
                for thing, row in (cast.clients | cast.groups).items():
                    things = reference.GROUP_THINGS if thing in GROUPS else reference.CLIENT_THINGS
                    found = _may(access_to(cast.sees(name), row, at=at), things)
                    assert found == reference.may(lot, name, thing), f"world {number}: {name} and {thing}"
            transaction.set_rollback(True)


@pytest.mark.slow
def test_pages_show_exactly_the_names_and_counts_of_the_reference(cast: Cast) -> None:
    for number in range(THROUGH_PAGES):
        lot = a_lot(10_000 + number)
        with transaction.atomic():
            at = lay_out(cast, lot)
            for name in ROLES:
                _check_as_colleague(cast, lot, name, at, f"world {number}: {name}")
            for name in CLIENTS:
                _check_as_member(cast, lot, name, at, f"world {number}: {name}")
            transaction.set_rollback(True)


def _check_as_colleague(cast: Cast, lot: Lot, name: str, at: datetime, where: str) -> None:
    viewer = cast.sees(name)
    listed = {row.name for row in groups_page(viewer=viewer, at=at).groups}
    assert listed == {one for one in GROUPS if reference.names_known(lot, name, one) is not None}, where
    for group, row in cast.groups.items():
        known = reference.names_known(lot, name, group)
        if known is None:
            with pytest.raises(NotYours):
                group_page(viewer=viewer, group_id=row.pk, language="en", at=at)
            continue
        page = group_page(viewer=viewer, group_id=row.pk, language="en", at=at)
        assert {member.name for member in page.members} == {f"called {one}" for one in known}, f"{where}, {group}"
        may = reference.may(lot, name, group)
        assert page.may_read_notes == (("group_note", "R") in may), f"{where}, {group}"
        assert all((one.present is None) == (("group_note", "R") not in may) for one in page.meetings), where


def _check_as_member(cast: Cast, lot: Lot, name: str, at: datetime, where: str) -> None:
    with pytest.raises(NotYours):
        group_page(viewer=cast.sees(name), group_id=cast.groups["circle"].pk, language="en", at=at)
    if (name, name) in lot.blocks:
        return  # a block on oneself is nobody's intention
    shown = {one.name: one for one in my_groups(viewer=cast.sees(name), at=at).groups}
    assert set(shown) == {group for _, group in reference.now(lot, lot.members, name)}, where
    for group, page in shown.items():
        joined = max(a for who, of, a, _ in lot.members if (who, of) == (name, group) and a <= lot.day)
        assert {one.starts_at for one in page.meetings} == {
            day(met) + timedelta(hours=2) for met in MEETINGS if joined <= met < lot.day
        }, f"{where}, {group}"
        assert "called" not in repr(page).replace(f"called {name}", ""), where


def for_ever(at: datetime, prefix: str = "") -> Q:
    """A decision that ignores the day of leaving."""
    return Q(**{f"{prefix}starts__lte": at})


def in_any_group(viewer: Viewer, at: datetime, in_unit: bool) -> Q:
    """A decision by which everybody in care is a fellow."""
    return Q(pk__isnull=False)


@pytest.mark.parametrize(
    ("part", "broken"),
    [
        ("live", for_ever),
        ("_fellow", in_any_group),
        ("blocked_clients", lambda viewer: frozenset()),
        ("NOTES_AFTER_GROUP", timedelta(days=400)),
    ],
)
def test_a_broken_decision_is_caught(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, part: str, broken: Callable[..., Any]
) -> None:
    monkeypatch.setattr(relations, part, broken)
    assert any(differences(cast, a_lot(number), one_of(number)) for number in islice(count(), FOR_CONTROL))


def test_the_worlds_hold_what_they_are_about() -> None:
    lots = [a_lot(number) for number in range(WORLDS)]
    came_back = sum(len({span[:2] for span in lot.members}) < len(lot.members) for lot in lots)
    has_left = sum(any(end is not None and end <= lot.day for *_, end in lot.members) for lot in lots)
    led_by_two = sum(any(len(reference.now(lot, lot.leads, of=group)) > 1 for group in GROUPS) for lot in lots)
    related = sum(any(of == "kin" for _, of in reference.now(lot, lot.members)) for lot in lots)
    late = sum(lot.day > DAYS for lot in lots)
    assert min(came_back, has_left, led_by_two, related, late, sum(bool(lot.blocks) for lot in lots)) > WORLDS / 20
