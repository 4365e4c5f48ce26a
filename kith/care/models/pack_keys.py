"""The key with which this installation signs packs, beside its other keys; and whose packs each service trusts.

Neither is in the database: a copy of the record alone cannot sign anything.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

KEY, TRUSTED = "pack.key", "trusted-packs.txt"


def signing_key() -> Ed25519PrivateKey:
    """Made once, when it is first needed; readable by the account of the installation alone."""
    file = Path(settings.KITH_HOME) / KEY
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text("ascii").strip()))
    made = Ed25519PrivateKey.generate()
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(made.private_bytes_raw().hex())
    return made


def is_trusted(fingerprint: str, service_id: UUID) -> bool:
    """Whether somebody of this service has said that they know this key."""
    file = Path(settings.KITH_HOME) / TRUSTED
    return file.exists() and f"{service_id} {fingerprint}" in file.read_text("ascii").splitlines()


def trust(fingerprint: str, service_id: UUID) -> None:
    """Remember it. One line for each, added at the end in one write."""
    if is_trusted(fingerprint, service_id):
        return
    handle = os.open(Path(settings.KITH_HOME) / TRUSTED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as opened:
        opened.write(f"{service_id} {fingerprint}\n")
