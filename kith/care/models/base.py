"""What every row of the record has in common."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class PlainJSON(models.JSONField):
    """Structured content that is private to nobody, without the check that SQLite's `trusted_schema=OFF` refuses."""

    def db_check(self, connection: object) -> None:
        """No check in the database: what is stored was made by `json.dumps` a moment before."""
        return None


class Row(models.Model):
    """A row of the record. Each model classes its fields: `private` (field -> asset class) or `plain`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(db_index=False)

    append_only: ClassVar[bool] = False
    resource: ClassVar[str] = ""
    private: ClassVar[dict[str, str]] = {}
    plain: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class ClientRow(Row):
    """A row that belongs to one client, sealed with that client's key."""

    client = models.ForeignKey("care.Client", on_delete=models.PROTECT)

    class Meta:
        abstract = True

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Whose key seals the private fields."""
        return self.client_id
