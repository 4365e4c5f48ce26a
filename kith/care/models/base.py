"""What every row of the record has in common."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

RowOf = TypeVar("RowOf", bound=models.Model)


def live(at: datetime, prefix: str = "") -> Q:
    """Rows whose dates include this moment."""
    started = Q(**{f"{prefix}starts__lte": at})
    return started & (Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gt": at}))


class PlainJSON(models.JSONField):
    """Structured content that is private to nobody, without the check that SQLite's `trusted_schema=OFF` refuses."""

    def db_check(self, connection: object) -> None:
        """No check in the database: what is stored was made by `json.dumps` a moment before."""
        return None


class ClientRows(models.Manager[RowOf]):
    """All rows; but nothing of a kind that the person whose own page this is must not find there.

    Whoever opens somebody's own record says so on the `Client` (`hides`); everything reached from there obeys.
    """

    def get_queryset(self) -> models.QuerySet[RowOf]:
        rows = super().get_queryset()
        begun_at = getattr(self, "instance", None)  # set where rows are reached from another row
        is_hidden = begun_at is not None and kind_hidden(self.model) in _hidden_beside(begun_at)
        return rows.none() if is_hidden else rows


def kind_hidden(model: type[models.Model]) -> str:
    """The kind of thing under which rows of this model are hidden from the person's own pages."""
    return getattr(model, "hidden_as", "") or getattr(model, "resource", "")


def _hidden_beside(row: models.Model) -> frozenset[str]:
    person = row if hasattr(row, "hides") else row._state.fields_cache.get("client")
    return getattr(person, "hides", frozenset())


class Row(models.Model):
    """A row of the record. Each model classes its fields: `private` (field -> asset class) or `plain`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(db_index=False)

    append_only: ClassVar[bool] = False
    resource: ClassVar[str] = ""
    hidden_as: ClassVar[str] = ""  # the kind under which abuse-safe mode hides it, where that is not the resource
    private: ClassVar[dict[str, str]] = {}
    plain: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class ClientRow(Row):
    """A row that belongs to one client, sealed with that client's key."""

    client = models.ForeignKey("care.Client", on_delete=models.PROTECT)

    objects: ClassVar[ClientRows[Self]] = ClientRows()

    class Meta:
        abstract = True

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Whose key seals the private fields."""
        return self.client_id
