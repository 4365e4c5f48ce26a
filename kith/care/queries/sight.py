"""What a viewer may read of many clients: the decision of `check`, taken for all of them in two queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, Value, When

from kith.care.models import Client
from kith.care.permissions import Access, Viewer
from kith.care.permissions.relations import blocked, columns_for_clients, live_grants


class Sight:
    """The access to each of these clients; a list asks it instead of asking once for each kind of row."""

    def __init__(self, *, viewer: Viewer, clients: Iterable[UUID], at: datetime) -> None:
        conditions = columns_for_clients(viewer, at)
        held = live_grants(viewer, at)
        flags = {f"is_{column}": _flag(condition) for column, condition in conditions.items()}
        rows = (
            Client.objects.filter(pk__in=list(clients), service_id=viewer.service_id)
            .annotate(is_blocked=blocked(viewer), **flags)
            .values("pk", "is_blocked", *flags)
        )
        self.accesses = {
            row["pk"]: Access(
                frozenset(column for column in conditions if row[f"is_{column}"]), frozenset(held.get(row["pk"], ()))
            )
            for row in rows
            if not row["is_blocked"]
        }

    def readable(self, resource: str) -> list[UUID]:
        """Those of whom the viewer may read this kind of row."""
        may = {access: access.can("R", resource) for access in set(self.accesses.values())}
        return [client for client, access in self.accesses.items() if may[access]]

    def only(self, clients: Collection[UUID]) -> Sight:
        """The same decisions for fewer people."""
        fewer = copy(self)
        fewer.accesses = {client: access for client, access in self.accesses.items() if client in clients}
        return fewer

    def rows(self, model: Any, *, as_part_of: str = "") -> Any:
        """Rows of a model that hang on clients of whom this viewer may read that kind of row.

        `as_part_of` names the kind of thing that is told instead, for a query that tells less than the rows hold.
        """
        return model._default_manager.filter(client_id__in=self.readable(as_part_of or model.resource))


def _flag(condition: Q) -> Any:
    if not condition:
        return Value(True, output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
