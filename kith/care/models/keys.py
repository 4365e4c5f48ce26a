"""One data key per client (and one per group or service), wrapped by a master key that is never in the database."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from kith.care.models.refusals import Refusal

NONCE_BYTES = 12  # the size AES-GCM is specified for
KEY_BYTES = 32
KEPT_SECONDS = 300  # how long an unwrapped key may stay in memory: long enough for a page, short after an erasure
_unwrapped: dict[UUID, tuple[float, bytes]] = {}
_unconfirmed: set[UUID] = set()  # keys made in a transaction that may still be undone


class DataKey(models.Model):
    """The wrapped key that seals everything private of one owner; without it nothing of theirs can be read."""

    owner_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    private = {"wrapped": "D9"}
    plain = ("owner_id", "created_at")

    class Meta:
        db_table = "care_datakey"


class UnreadableKey(Refusal):
    """The master key does not open what is stored."""


def _unwrap(owner: UUID, stored: bytes | memoryview) -> bytes:
    wrapped = bytes(stored)
    try:
        return AESGCM(settings.KITH_MASTER_KEY).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], owner.bytes)
    except InvalidTag:
        raise UnreadableKey(
            _("The record cannot be opened."),
            _("The master key does not fit the keys in this database."),
            _(
                "Put the master key of this installation into KITH_MASTER_KEY or master.key; nothing has been "
                "overwritten."
            ),
        ) from None


def preload(owners: Iterable[UUID]) -> None:
    """Fetch the keys of many owners in one query, so that a list costs the same however long it is."""
    now = time.monotonic()
    missing = [owner for owner in set(owners) if _unwrapped.get(owner, (0.0, b""))[0] < now]
    for start in range(0, len(missing), 500):
        for key in DataKey.objects.filter(owner_id__in=missing[start : start + 500]):
            _unwrapped[key.owner_id] = (now + KEPT_SECONDS, _unwrap(key.owner_id, key.wrapped))


def key_of(owner: UUID) -> bytes:
    """The key of one owner, made on first use."""
    kept = _unwrapped.get(owner)
    if kept is not None and kept[0] >= time.monotonic():
        return kept[1]
    preload([owner])
    if owner not in _unwrapped:
        fresh, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
        sealed = nonce + AESGCM(settings.KITH_MASTER_KEY).encrypt(nonce, fresh, owner.bytes)
        _unconfirmed.add(owner)
        DataKey.objects.create(owner_id=owner, wrapped=sealed)
        transaction.on_commit(lambda: _unconfirmed.discard(owner))
        _unwrapped[owner] = (time.monotonic() + KEPT_SECONDS, fresh)
    return _unwrapped[owner][1]


def key_to_seal(owner: UUID) -> bytes:
    """The key of one owner, certain to be stored: what a lost key has sealed nobody can ever read."""
    if owner in _unconfirmed and not DataKey.objects.filter(owner_id=owner).exists():
        _unwrapped.pop(owner, None)
    return key_of(owner)


def forget_keys() -> None:
    """Drop every unwrapped key from memory (after an erasure, a change of master key, or between tests)."""
    _unwrapped.clear()


def check_master_key() -> None:
    """Open one stored key; raises UnreadableKey before anything is served or written with a wrong master key."""
    for key in DataKey.objects.order_by("created_at", "pk")[:1]:
        _unwrap(key.owner_id, key.wrapped)
