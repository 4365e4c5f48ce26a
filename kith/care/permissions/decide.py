"""The decision: service, block, relation, grant, field level; otherwise no. And the same decision for whole lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet

from kith.care.models import Client, Group
from kith.care.models.audit import append_event
from kith.care.models.base import kind_hidden
from kith.care.permissions.hiding import hidden_from
from kith.care.permissions.policy import Permit, policy
from kith.care.permissions.relations import blocked, columns_for_clients, columns_for_groups, live_grants
from kith.care.permissions.viewer import Viewer

FULL, LIMITED, RELEASED, NONE = "full", "limited", "released", "none"
_ORDER = (NONE, RELEASED, LIMITED, FULL)


class NotYours(Exception):
    """Not there, or not yours: the answer is the same, and says nothing about which."""


class NotAllowed(Exception):
    """A function whose existence is public, and that this account's roles do not include."""


@dataclass(frozen=True)
class Access:
    """What one viewer may do with one client or group at one moment."""

    columns: frozenset[str]
    held: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def decide(self, verb: str, resource: str) -> tuple[str, str]:
        """(level, rule that decided). The most that any column allows."""
        best = (NONE, "no rule")
        for column in sorted(self.columns):
            for permit in policy().permits(resource, column, verb):
                level = self._level(permit, resource)
                if _ORDER.index(level) > _ORDER.index(best[0]):
                    condition = f"{permit.condition}:" if permit.condition else ""
                    best = (level, f"{resource} {column} {condition}{verb}")
        return best

    def level(self, verb: str, resource: str) -> str:
        """full, limited, released or none."""
        return self.decide(verb, resource)[0]

    def can(self, verb: str, resource: str) -> bool:
        """Anything at all."""
        return self.level(verb, resource) != NONE

    def _level(self, permit: Permit, resource: str) -> str:
        if permit.condition == "S":
            return RELEASED
        if permit.condition and not {(permit.condition, resource), (permit.condition, "*")} & self.held:
            return NONE
        return LIMITED if permit.is_limited else FULL


NO_ACCESS = Access(frozenset())
EVERYBODY = Q(pk__isnull=False)  # a column without a condition; an empty Q would vanish when it is combined


def access_to(
    viewer: Viewer,
    thing: Client | Group,
    *,
    at: datetime,
    wanted: frozenset[str] | None = None,
    with_grants: bool = True,
) -> Access:
    """Look up relations, grants and blocks for one client or group, in all columns or only the wanted ones."""
    if thing.service_id != viewer.service_id:
        return NO_ACCESS
    if isinstance(thing, Group):
        found, is_blocked = _stands_in(Group, thing.pk, columns_for_groups(viewer, at), {})
        return Access(found)
    conditions = columns_for_clients(viewer, at, wanted)
    found, is_blocked = _stands_in(Client, thing.pk, conditions, {"is_blocked": blocked(viewer)})
    if is_blocked:
        return NO_ACCESS
    return Access(found, frozenset(live_grants(viewer, at).get(thing.pk, ())) if with_grants else frozenset())


def _stands_in(
    model: type[Client] | type[Group], pk: UUID, conditions: dict[str, Q], more: dict[str, Any]
) -> tuple[frozenset[str], bool]:
    always = frozenset(column for column, condition in conditions.items() if not condition)
    flags = {
        f"is_{column}": ExpressionWrapper(condition, output_field=BooleanField())
        for column, condition in conditions.items()
        if condition
    }
    row = (
        model._default_manager.filter(pk=pk).order_by().annotate(**flags, **more).values(*flags, *more).first()
        if flags or more
        else {}
    )
    if row is None:
        return frozenset(), True
    return always | {name.removeprefix("is_") for name in flags if row[name]}, bool(row.get("is_blocked"))


def check(
    viewer: Viewer, verb: str, resource: str, thing: Client | Group, *, at: datetime, is_whole: bool = False
) -> None:
    """Raises Refused unless the policy lets this viewer do this to this client or group now; whole if `is_whole`."""
    wanted, with_grants = policy().columns_with(verb, resource), policy().asks_for_a_grant(verb, resource)
    access = access_to(viewer, thing, at=at, wanted=wanted, with_grants=with_grants)
    level = access.level(verb, resource)
    if level == NONE or (is_whole and level != FULL):
        raise Refused(viewer, thing, f"{verb} {resource}", at)


def check_as_staff(viewer: Viewer, verb: str, resource: str, client: Client, *, at: datetime) -> None:
    """The same for what only those who work here do: never with a client's rights, never to one's own record."""
    if not viewer.is_staff or viewer.client_id == client.pk:
        raise Refused(viewer, client, f"{verb} {resource}", at)
    check(replace(viewer, client_id=None), verb, resource, client, at=at)


class Refused(NotYours):
    """A refusal on a real object. The web door writes it down after the transaction of the refused act is undone."""

    def __init__(self, viewer: Viewer, thing: Client | Group, wanted: str, at: datetime) -> None:
        super().__init__(wanted)
        self.viewer, self.thing, self.wanted, self.at = viewer, thing, wanted, at

    def write_down(self) -> None:
        """One audit event that says who was refused what, and why."""
        append_event(
            event="record.refused",
            at=self.at,
            actor_id=self.viewer.user_id,
            service_id=self.viewer.service_id,
            allowed=False,
            rule=f"refused {self.wanted}",
            purpose=self.viewer.purpose,
            object_kind=self.thing._meta.model_name,
            object_id=str(self.thing.pk),
            request_id=self.viewer.request_id,
            clients=[self.thing.pk] if isinstance(self.thing, Client) else [],
        )


def check_function(viewer: Viewer, function: str, *, service_id: UUID | None = None) -> None:
    """Raises NotAllowed unless one of the viewer's roles includes the function; NotYours in another service."""
    if not viewer.roles & set(policy().functions[function]):
        raise NotAllowed(function)
    if service_id is not None and service_id != viewer.service_id:
        raise NotYours


def clients_for(viewer: Viewer, verb: str, resource: str, *, at: datetime) -> QuerySet[Client]:
    """Every client for whom `check` would say yes: the same rule, for a whole list."""
    wanted = Q(pk__in=[])
    held = live_grants(viewer, at)
    for column, condition in columns_for_clients(viewer, at).items():
        for permit in policy().permits(resource, column, verb):
            if permit.condition in {"", "S"}:
                wanted |= condition or EVERYBODY
            else:
                keys = {(permit.condition, resource), (permit.condition, "*")}
                wanted |= condition & Q(pk__in=[client for client, grants in held.items() if grants & keys])
    return Client.objects.filter(wanted, ~blocked(viewer), service_id=viewer.service_id)


def groups_for(viewer: Viewer, verb: str, resource: str, *, at: datetime) -> QuerySet[Group]:
    """Every group for which `check` would say yes."""
    wanted = Q(pk__in=[])
    for column, condition in columns_for_groups(viewer, at).items():
        if any(not permit.condition for permit in policy().permits(resource, column, verb)):
            wanted |= condition or EVERYBODY
    return Group.objects.filter(wanted, service_id=viewer.service_id)


def visible(model: type[Model], viewer: Viewer, *, at: datetime) -> Any:
    """Rows of a model that hang on clients this viewer may read that kind of row of."""
    return model._default_manager.filter(client__in=clients_for(viewer, "R", model.resource, at=at))  # type: ignore[attr-defined]


def reach(
    viewer: Viewer, model: type[Any], pk: UUID, verb: str, resource: str, *, at: datetime, related: Iterable[str] = ()
) -> tuple[Any, Access]:
    """One row and the access to the client or group it hangs on; NotYours when it is not there or not allowed."""
    owners = {name for name in ("client", "group") if any(field.name == name for field in model._meta.fields)}
    row = model._default_manager.select_related(*owners, *related).filter(pk=pk).first()
    if row is None:
        raise NotYours
    thing = row if isinstance(row, Client | Group) else _hangs_on(row)
    access = access_to(viewer, thing, at=at)
    if not access.can(verb, resource):
        raise Refused(viewer, thing, f"{verb} {resource}", at)
    if isinstance(thing, Client):
        thing.hides = hidden_from(viewer, thing)
        if row is not thing and kind_hidden(type(row)) in thing.hides:
            raise NotYours
    return row, access


def _hangs_on(row: Any) -> Client | Group:
    """The client or group whose row this is; a group's note hangs on its meeting."""
    owner = getattr(row, "client", None) or getattr(row, "group", None)
    return owner if owner is not None else _hangs_on(row.session)


__all__ = [
    "FULL",
    "LIMITED",
    "NONE",
    "RELEASED",
    "Access",
    "NotAllowed",
    "NotYours",
    "Refused",
    "access_to",
    "check",
    "check_as_staff",
    "check_function",
    "clients_for",
    "groups_for",
    "reach",
    "visible",
]
