"""Fields whose content is encrypted at rest: AES-256-GCM, bound to table, row, field and owner."""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.utils.translation import gettext as _

from kith.care.models.keys import NONCE_BYTES, key_of, key_to_seal
from kith.care.models.refusals import Refusal

FORMAT = b"\x01"  # first byte of every envelope: the format's version
TAG_BYTES = 16  # AES-GCM's whole tag


class Envelope(bytes):
    """What is stored: format byte, nonce, ciphertext. Only this type is ever written, so plain bytes cannot slip in."""


class NotSealed(TypeError):
    """Something tried to write or search a private field past its seal, as `update()` and `filter()` would."""


class UnreadableEnvelope(Refusal):
    """Ciphertext that was damaged, or moved from another row or field."""


class _Opener:
    """Decrypts on first touch, so that a list that never shows a field never pays for it."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__.get(self.field.attname)
        if isinstance(value, Envelope):
            value = self.field.open(row, value)
            row.__dict__[self.field.attname] = value
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """Base of the sealed fields. The row's model says whose key seals it through its `key_owner_id`."""

    empty_value: Any = ""

    def __init__(self, **options: Any) -> None:
        options["editable"] = False
        super().__init__(**options)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def _binding(self, row: models.Model) -> bytes:
        return f"{row._meta.db_table}|{row.pk}|{self.column}|{row.key_owner_id}".encode()  # type: ignore[attr-defined]

    def seal(self, row: models.Model, value: Any) -> Envelope:
        """The envelope to store: format byte, nonce, ciphertext with its tag."""
        nonce = os.urandom(NONCE_BYTES)
        key = key_to_seal(row.key_owner_id)  # type: ignore[attr-defined]
        return Envelope(FORMAT + nonce + AESGCM(key).encrypt(nonce, self.to_bytes(value), self._binding(row)))

    def open(self, row: models.Model, envelope: bytes) -> Any:
        """The value back; raises UnreadableEnvelope when it is not what was stored in this very place."""
        key = key_of(row.key_owner_id)  # type: ignore[attr-defined]
        nonce, sealed = envelope[1 : 1 + NONCE_BYTES], envelope[1 + NONCE_BYTES :]
        try:
            if envelope[:1] != FORMAT or len(sealed) < TAG_BYTES:
                raise InvalidTag
            return self.to_value(AESGCM(key).decrypt(nonce, sealed, self._binding(row)))
        except InvalidTag:
            raise UnreadableEnvelope(
                _("A private field cannot be read."),
                _("The content of %(field)s is damaged or belongs to another row.")
                % {"field": f"{row._meta.label}.{self.name}"},
                _("Restore it from a backup; it is not shown so that nobody reads another person's text."),
            ) from None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Envelope):
            return value
        return self.seal(model_instance, value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Envelope | None:
        """What the database holds, still closed."""
        return None if value is None else Envelope(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Refuses whatever `pre_save` has not sealed."""
        if value is not None and not isinstance(value, Envelope):
            raise NotSealed(f"{self.model._meta.label}.{self.name} is private: set it on the row and save the row.")
        return super().get_db_prep_value(value, connection, prepared)

    def get_default(self) -> Any:
        if self.default is models.NOT_PROVIDED:  # a class, and so callable itself
            return self.empty_value
        return self.default() if callable(self.default) else self.default

    def to_bytes(self, value: Any) -> bytes:
        """How a value becomes bytes."""
        raise NotImplementedError

    def to_value(self, plain: bytes) -> Any:
        """How bytes become the value again."""
        raise NotImplementedError


class SealedText(SealedField):
    """Private text."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode("utf-8")

    def to_value(self, plain: bytes) -> str:
        return plain.decode("utf-8")


class SealedBytes(SealedField):
    """Private bytes: a picture."""

    empty_value = b""
    _pyi_private_set_type: bytes
    _pyi_private_get_type: bytes

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def to_value(self, plain: bytes) -> bytes:
        return plain


class SealedJSON(SealedField):
    """Private structured content: answers, steps of a safety plan, boxes of a formulation."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_default(self) -> Any:
        return {}

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")

    def to_value(self, plain: bytes) -> Any:
        return json.loads(plain)
