"""What an installation is told from outside: read once, checked, and refused with a clear message when unsafe."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 32  # bytes of entropy-bearing text; anything shorter can be guessed off-line
MASTER_KEY_BYTES = 32  # AES-256


class SetupProblem(ImproperlyConfigured):
    """An installation that must not start as it is: what happened, what was found, what to do."""


@dataclass(frozen=True)
class Environment:
    """Everything that differs between installations. Built by `read`, never by hand in production."""

    home: Path
    secret_key: str
    master_key: bytes
    database_url: str
    allowed_hosts: tuple[str, ...]
    is_demonstration: bool
    is_https: bool
    has_pseudo_languages: bool


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the KITH_* variables; secrets that are absent live in files of mode 600 under KITH_HOME."""
    given = os.environ if variables is None else variables
    home = Path(given.get("KITH_HOME") or Path.cwd() / ".kith").absolute()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    _check_key_is_not_lost(home, bool(given.get("KITH_MASTER_KEY")))
    hosts = tuple(host for host in given.get("KITH_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host)
    _check_hosts(hosts)
    return Environment(
        home=home,
        secret_key=_secret(
            given.get("KITH_SECRET_KEY") or _kept(home / "secret.key", lambda: secrets.token_urlsafe(48))
        ),
        master_key=_master(given.get("KITH_MASTER_KEY") or _kept(home / "master.key", _new_master)),
        database_url=given.get("DATABASE_URL") or f"sqlite:///{home / 'kith.sqlite3'}",
        allowed_hosts=hosts,
        is_demonstration=given.get("KITH_DEMONSTRATION") == "1",
        is_https=given.get("KITH_HTTPS") == "1",
        has_pseudo_languages=given.get("KITH_PSEUDO_LANGUAGES") == "1",
    )


def _kept(path: Path, make: object) -> str:
    if not path.exists():
        assert callable(make)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(make())
    return path.read_text().strip()


def _check_key_is_not_lost(home: Path, is_given: bool) -> None:
    record, file = home / "kith.sqlite3", home / "master.key"
    if record.exists() and not file.exists() and not is_given:
        raise SetupProblem(
            f"Kith will not start without its master key. {record} is there, and {file} is not. "
            "Put the key of this installation back from where it is kept safe, or give it as KITH_MASTER_KEY; "
            "a new one could not open the record, so none was made."
        )


def _new_master() -> str:
    return base64.b64encode(secrets.token_bytes(MASTER_KEY_BYTES)).decode()


def _secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET or len(set(text)) < 8:
        raise SetupProblem(
            f"Kith will not start with a weak secret key. KITH_SECRET_KEY has {len(text)} characters. "
            f"Give it at least {SHORTEST_SECRET} random ones, or remove it and Kith makes its own."
        )
    return text


def _master(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        raise SetupProblem(
            f"The master key cannot be read. Found {len(key)} bytes of base64, and {MASTER_KEY_BYTES} are needed. "
            "Put the right key into KITH_MASTER_KEY or master.key; nothing has been overwritten."
        )
    return key


def _check_hosts(hosts: tuple[str, ...]) -> None:
    if not hosts or any(host.strip() in {"*", ".", ""} for host in hosts):
        raise SetupProblem(
            f"Kith will not answer to every host name. KITH_HOSTS is {','.join(hosts) or 'empty'}. "
            "Name the addresses people use, separated by commas."
        )
