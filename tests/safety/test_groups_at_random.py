"""A5: in thousands of random worlds nobody may do with people and groups what the reference does not give them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q
from django.utils.dateparse import parse_datetime

from kith.care.models import CareRelationship, Client, Facilitation, Grant, Group
from kith.care.permissions import Access, Viewer, access_to, clients_for, decide, groups_for, policy, relations
from kith.care.permissions.policy import Permit, Policy
from tests.safety import group_policy as reference
from tests.safety.group_policy import THINGS
from tests.safety.random_cast import Cast, a_cast, lay_out
from tests.safety.random_groups import CLIENTS, DAYS, EVERYBODY, GROUPS, Lot, a_lot
from tests.safety.results import keep

WORLDS, FOR_CONTROL, FOR_LISTS, FOR_CELLS = 2_000, 150, 100, 500
SOME_DAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
LETTERS = {("R", "full"): "R", ("R", "limited"): "r", ("R", "released"): "s", ("W", "full"): "W", ("W", "limited"): "w"}
FOR_ALL_COLLEAGUES = {"rota", "settings", "instruments"}  # of the service, and about nobody in it
Given = frozenset[tuple[str, str]]  # thing, letter
_given: dict[Access, Given] = {}  # what an access gives, once it was worked out; forgotten where a rule is broken


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The same people in every world."""
    with django_db_blocker.unblock(), a_cast() as found:
        yield found


def given(access: Access) -> Given:
    """What the product gives to whoever has this access: everything that the reference speaks of is asked for."""
    if access not in _given:
        levels = {(thing, verb): access.level(verb, thing) for thing in THINGS for verb in "RW"}
        _given[access] = frozenset(
            (thing, LETTERS[verb, level]) for (thing, verb), level in levels.items() if level != "none"
        )
    return _given[access]


@dataclass(frozen=True)
class Asked:
    """What the product asks the record about everybody's relations: its own queries, and where their dates stand.

    They are the same in every world but for the moment, so they are made once and asked in thousands of worlds.
    """

    model: type[Model]
    columns: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]  # account, columns asked for, columns for sure
    sql: str
    params: tuple[Any, ...]  # a timedelta stands for the moment of the world and some time more or less

    def at(self, moment: datetime) -> dict[tuple[UUID, str], frozenset[str]]:
        """(row, account) -> columns."""
        params = [
            connection.ops.adapt_datetimefield_value(moment + one) if isinstance(one, timedelta) else one
            for one in self.params
        ]
        found = {}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            for pk, *flags in cursor.fetchall():
                left = iter(flags)
                for name, asked, sure in self.columns:
                    holds = frozenset(column for column in asked if next(left))
                    found[UUID(str(pk)), name] = holds | frozenset(sure)
        return found


def ask(model: type[Model], columns: Callable[[Viewer, datetime], dict[str, Q]], viewers: dict[str, Viewer]) -> Asked:
    """One query about everybody."""
    conditions = {name: columns(viewer, SOME_DAY) for name, viewer in viewers.items()}
    flags = {
        f"{name}_{column}": ExpressionWrapper(q, output_field=BooleanField())
        for name, found in conditions.items()
        for column, q in found.items()
        if q
    }
    rows = model._default_manager.order_by().annotate(**flags).values_list("pk", *flags)
    sql, params = rows.query.sql_with_params()
    named = tuple(
        (name, tuple(one for one, q in found.items() if q), tuple(one for one, q in found.items() if not q))
        for name, found in conditions.items()
    )
    return Asked(model, named, sql, tuple(_moved(one) for one in params))


def _moved(param: Any) -> Any:
    moment = parse_datetime(param) if isinstance(param, str) and ":" in param else param
    if not isinstance(moment, datetime):
        return param
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - SOME_DAY


def all_asked(cast: Cast) -> tuple[Asked, Asked]:
    """About people, and about groups."""
    viewers = {name: cast.sees(name) for name in EVERYBODY}
    return ask(Client, relations.columns_for_clients, viewers), ask(Group, relations.columns_for_groups, viewers)


def decided(cast: Cast, lot: Lot, asked: tuple[Asked, Asked], at: datetime) -> dict[tuple[str, str], Access]:
    """(account, person or group) -> access, for everybody in one world."""
    held = {one.who: relations.live_grants(cast.sees(one.who), at) for one in lot.let_in}
    hidden = {name: relations.blocked_clients(cast.sees(name)) for name, _ in lot.blocks | lot.lifted}
    found = {}
    for rows, query in zip((cast.clients, cast.groups), asked, strict=True):
        stands = query.at(at)
        for name in EVERYBODY:
            for thing, row in rows.items():
                if row.pk in hidden.get(name, ()):
                    found[name, thing] = decide.NO_ACCESS
                else:
                    found[name, thing] = Access(stands[row.pk, name], frozenset(held.get(name, {}).get(row.pk, ())))
    return found


def differences(cast: Cast, lot: Lot, asked: tuple[Asked, Asked]) -> list[str]:
    """Where the product and the reference disagree in one world."""
    with transaction.atomic():
        accesses = decided(cast, lot, asked, lay_out(cast, lot, with_names=False))
        transaction.set_rollback(True)
    return [
        f"{name} and {thing}: {sorted(may ^ wanted)}"
        for (name, thing), access in accesses.items()
        if (may := given(access)) != (wanted := reference.may(lot, name, thing))
    ]


@pytest.mark.slow
def test_nobody_may_more_or_less_than_the_reference_allows(cast: Cast) -> None:
    asked = all_asked(cast)
    wrong = {number: found for number in range(WORLDS) if (found := differences(cast, a_lot(number), asked))}
    decisions = WORLDS * len(EVERYBODY) * (len(CLIENTS) + len(GROUPS))
    keep("worlds of groups", worlds=WORLDS, failures=len(wrong), decisions=decisions, things=len(THINGS))
    assert not wrong, "\n".join(f"world {number}: {found}" for number, found in islice(wrong.items(), 20))


def test_access_to_one_thing_is_the_same_decision(cast: Cast) -> None:
    for number in range(FOR_LISTS):
        lot, name = a_lot(number), EVERYBODY[number % len(EVERYBODY)]
        with transaction.atomic():
            at = lay_out(cast, lot, with_names=False)
            for thing, row in (cast.clients | cast.groups).items():
                access = access_to(cast.sees(name), row, at=at)
                assert given(access) == reference.may(lot, name, thing), f"world {number}: {name} and {thing}"
            transaction.set_rollback(True)


def test_a_list_holds_exactly_those_for_whom_the_decision_says_yes(cast: Cast) -> None:
    """A list of groups holds none of which only what was released may be read."""
    dice = Random(5)
    for number in range(FOR_LISTS):
        lot, name = a_lot(number), EVERYBODY[number % len(EVERYBODY)]
        with transaction.atomic():
            at, viewer = lay_out(cast, lot, with_names=False), cast.sees(name)
            for thing, verb in [(dice.choice(THINGS), dice.choice("RW")) for _ in range(6)]:
                where = f"world {number}: {name}, {verb} {thing}"
                people = clients_for(viewer, verb, thing, at=at).values_list("pk", flat=True)
                wanted = _who(cast.clients, lot, name, thing, "Rrs" if verb == "R" else "Ww")
                assert set(people) == wanted, where
                found = groups_for(viewer, verb, thing, at=at).values_list("pk", flat=True)
                wanted = _who(cast.groups, lot, name, thing, "Rr" if verb == "R" else "Ww")
                assert set(found) == wanted, where
            transaction.set_rollback(True)


def _who(rows: Mapping[str, Client | Group], lot: Lot, name: str, thing: str, enough: str) -> set[UUID]:
    return {row.pk for other, row in rows.items() if set(enough) & dict_of(reference.may(lot, name, other))[thing]}


def dict_of(given: Given) -> dict[str, set[str]]:
    """Thing -> letters."""
    found: dict[str, set[str]] = {thing: set() for thing in THINGS}
    for thing, letter in given:
        found[thing].add(letter)
    return found


def test_everything_of_groups_families_and_peers_is_asked_for() -> None:
    near = {"CO", "GM", "GF", "PS", "PL"}
    opened_to_them = {thing for thing, column in policy().cells if column in near}
    rooms = ("families", "group_work", "agenda", "agreements", "sociotherapy", "stop_rule", "peers", "peer_register",
             "warm_line", "caring", "connections", "activities")  # fmt: skip
    models = apps.get_app_config("care").get_models()
    kept_there = {model.resource for model in models if model.__module__.rpartition(".")[2] in rooms}
    assert (opened_to_them | kept_there) - FOR_ALL_COLLEAGUES <= set(THINGS)
    assert set(THINGS) <= set(policy().names)


# The positive controls: one rule loosened on purpose for each way in which somebody could see too much.


def for_ever(at: datetime, prefix: str = "") -> Q:
    """A right that does not end on the day of leaving."""
    return Q(**{f"{prefix}starts__lte": at})


def everybody(*_: Any, **__: Any) -> Q:
    """Everybody in care."""
    return Q(pk__isnull=False)


def any_group(viewer: Viewer, at: datetime) -> Any:
    """Whatever a peer supporter leads counts as a circle of peers, also after its end."""
    return Facilitation.objects.filter(relations.live(at), staff=viewer.user_id)


def any_work(viewer: Viewer, at: datetime, kind: str) -> Exists:
    """Whoever works with a person counts as everything."""
    return Exists(CareRelationship.objects.filter(relations.live(at), client=OuterRef("pk"), staff=viewer.user_id))


def for_everything(viewer: Viewer, at: datetime) -> dict[UUID, set[tuple[str, str]]]:
    """What lets somebody in for one thing lets them in for all."""
    rows = Grant.objects.filter(relations.live(at), grantee=viewer.user_id, withdrawn_at__isnull=True)
    return {row.client_id: {(letter, "*") for letter in relations.GRANTS_FOR} for row in rows}


def any_yes(viewer: Viewer, at: datetime, *kinds: str) -> Any:
    """Whoever was shown something once counts as a carer with a log-in of their own."""
    return Grant.objects.filter(
        relations.live(at), client=OuterRef("pk"), grantee=viewer.user_id, withdrawn_at__isnull=True
    )


@pytest.mark.parametrize(
    ("part", "broken"),
    [
        ("live", for_ever),
        ("_fellow", everybody),
        ("UNITS", ()),
        ("blocked_clients", lambda viewer: frozenset()),
        ("NOTES_AFTER_GROUP", timedelta(days=400)),
        ("_leads", for_ever),
        ("_circles", any_group),
        ("_team", any_work),
        ("_supervised", everybody),
        ("live_grants", for_everything),
        ("_grants", any_yes),
    ],
)
def test_a_broken_decision_is_caught(cast: Cast, monkeypatch: pytest.MonkeyPatch, part: str, broken: Any) -> None:
    monkeypatch.setattr(relations, part, broken)
    asked = all_asked(cast)
    assert any(differences(cast, a_lot(number), asked) for number in range(FOR_CONTROL))


@pytest.mark.slow
def test_every_cell_of_the_table_that_is_loosened_is_caught(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each column that the worlds reach is given each thing, to read and to write: the same comparison must find it."""
    asked, seen = all_asked(cast), {}
    for number in range(FOR_CELLS):
        lot = a_lot(number)
        with transaction.atomic():
            for (name, thing), access in decided(cast, lot, asked, lay_out(cast, lot, with_names=False)).items():
                seen[access] = reference.may(lot, name, thing)
            transaction.set_rollback(True)
    loosened, survivors = 0, []
    for column in policy().columns:
        reached = [access for access in seen if column in access.columns]
        assert reached, f"No world reaches the column {column}."
        for thing, verb in [(thing, verb) for thing in THINGS for verb in "RW"]:
            cell = policy().cells.get((thing, column), ())
            if Permit(verb) in cell:
                continue
            loosened += 1
            cells = policy().cells | {(thing, column): (*cell, Permit(verb))}
            broken = dataclasses.replace(policy(), cells=cells)
            monkeypatch.setattr(decide, "policy", partial(_same, broken))
            if all((thing, LETTERS[verb, access.level(verb, thing)]) in seen[access] for access in reached):
                survivors.append(f"{verb} {thing} for {column}")
    keep("cells of groups", loosened=loosened, found=loosened - len(survivors))
    assert not survivors, survivors


def _same(found: Policy) -> Policy:
    return found


def test_the_worlds_hold_what_they_are_about() -> None:
    lots = [a_lot(number) for number in range(WORLDS)]
    came_back = sum(len({span[:2] for span in lot.members}) < len(lot.members) for lot in lots)
    has_left = sum(any(end is not None and end <= lot.day for *_, end in lot.members) for lot in lots)
    led_by_two = sum(any(len(reference.now(lot, lot.leads, of=group)) > 1 for group in GROUPS) for lot in lots)
    related = sum(len(reference.now(lot, lot.members, of="kin")) > 1 for lot in lots)
    late = sum(lot.day > DAYS for lot in lots)
    let_in = sum(any(reference.let_in(lot, one.who, one.client) for one in lot.let_in) for lot in lots)
    blocked, lifted = sum(bool(lot.blocks) for lot in lots), sum(bool(lot.lifted) for lot in lots)
    assert min(came_back, has_left, led_by_two, related, late, let_in, blocked, lifted) > WORLDS / 20
