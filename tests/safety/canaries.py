"""Unique words of sixteen letters. Each one stands in one private field; wherever else it turns up is a leak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from django.apps import apps

PATTERN = re.compile(r"CANARY[A-Z]{10}", re.IGNORECASE)
_numbers = count(1)


def canary() -> str:
    """The next one."""
    number, letters = next(_numbers), ""
    for _ in range(10):
        number, digit = divmod(number, 26)
        letters += chr(ord("A") + digit)
    return "CANARY" + letters


def found_in(text: str | bytes) -> set[str]:
    """Every canary in a text, whatever its case."""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return {word.upper() for word in PATTERN.findall(text)}


@dataclass(frozen=True)
class Perch:
    """Where a canary belongs: the row of the policy, the field, and the client or group whose it is."""

    resource: str
    model: str
    field: str
    owner: UUID
    row: Any

    @property
    def name(self) -> str:
        """For a message."""
        return f"{self.model}.{self.field}"


def private_fields() -> Iterator[tuple[type[Any], str]]:
    """Every private field of every model."""
    for model in apps.get_app_config("care").get_models():
        for name in getattr(model, "private", {}):
            yield model, name


def perches() -> dict[str, Perch]:
    """Every canary in the record and where it sits, read back through the seals."""
    found = {}
    for model, name in private_fields():
        if not hasattr(model, "key_owner_id"):
            continue
        for row in model._default_manager.all():
            for word in found_in(str(getattr(row, name))):
                assert word not in found, f"{word} sits in two fields: {found[word].name} and {model.__name__}.{name}."
                found[word] = Perch(model.resource, model.__name__, name, row.key_owner_id, row.pk)
    return found
