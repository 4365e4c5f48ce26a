"""A signed pack: documents on their way from one installation to another, as data only.

A zip file with `manifest.json` (who made it, the public key, the SHA-256 of every document), `signature.txt` (an
Ed25519 signature of the manifest) and `documents/ID.yaml`. Whatever else is in it makes the whole pack refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kith.science.documents import MAXIMUM_BYTES, LibraryProblem, parse
from kith.science.drafts import KINDS

__all__ = ["MOST_BYTES", "MOST_DOCUMENTS", "Packed", "Pack", "PackProblem", "fingerprint", "open_pack", "write_pack"]

FORMAT = "kith-pack/1"
MANIFEST, SIGNATURE = "manifest.json", "signature.txt"
MOST_DOCUMENTS = 50
MOST_BYTES = 4_000_000  # of the file as it travels
MOST_UNPACKED = 8_000_000
_SMALL = 64_000  # of the manifest and the signature
_DOCUMENT = re.compile(r"documents/([a-z0-9]+(?:[-_][a-z0-9]+)*)\.yaml")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MADE = (1980, 1, 1, 0, 0, 0)  # the same documents make the same file, whatever the hour
_ENCRYPTED = 1


class PackProblem(ValueError):
    """The pack is not taken: what happened, what was found, what to do. `kind` says it to a page."""

    def __init__(self, kind: str, found: str = "") -> None:
        super().__init__(f"{kind}: {found}")
        self.kind, self.found = kind, found


@dataclass(frozen=True)
class Packed:
    """One document of a pack, in the form of a draft."""

    id: str
    kind: str
    data: Mapping[str, Any]
    body: str


@dataclass(frozen=True)
class Pack:
    """A pack whose sums and signature are right. Whether its key is trusted is for the one who opens it."""

    made_by: str
    made_on: str
    fingerprint: str
    documents: tuple[Packed, ...]


def fingerprint(public_key: bytes) -> str:
    """A key in a form that two people can read to each other.

    >>> fingerprint(bytes(32))
    '6668-7aad-f862-bd77-6c8f'
    """
    digits = hashlib.sha256(public_key).hexdigest()[:20]
    return "-".join(digits[start : start + 4] for start in range(0, 20, 4))


def write_pack(
    documents: Iterable[Packed],
    *,
    made_by: str,
    made_on: str,
    public_key: bytes,
    sign: Callable[[bytes], bytes],
) -> bytes:
    """The pack as the bytes of a zip file. Raises PackProblem when it would be too large to be taken again."""
    texts = {f"documents/{one.id}.yaml": _text(one).encode() for one in documents}
    manifest = {
        "format": FORMAT,
        "made_by": made_by,
        "made_on": made_on,
        "key": base64.b64encode(public_key).decode(),
        "sums": {name: hashlib.sha256(text).hexdigest() for name, text in sorted(texts.items())},
    }
    head = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        signature = base64.b64encode(sign(head))
        for name, content in ((MANIFEST, head), (SIGNATURE, signature), *sorted(texts.items())):
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            file.writestr(entry, content)
    written = made.getvalue()
    open_pack(written)
    return written


def open_pack(content: bytes) -> Pack:
    """The documents of a pack. Nothing is unpacked to disk. Raises PackProblem, and then nothing of it is used."""
    entries = _entries(content)
    manifest = _manifest(entries)
    key = _verified(manifest, entries)
    sums, names = manifest["sums"], sorted(set(entries) - {MANIFEST, SIGNATURE})
    if sorted(sums) != names:
        raise PackProblem("not_listed", ", ".join(sorted(set(sums) ^ set(names)))[:200])
    for name in names:
        if hashlib.sha256(entries[name]).hexdigest() != sums[name]:
            raise PackProblem("wrong_sum", name)
    documents = tuple(_document(name, entries[name]) for name in names)
    return Pack(str(manifest["made_by"])[:120], str(manifest["made_on"])[:10], fingerprint(key), documents)


def _entries(content: bytes) -> dict[str, bytes]:
    if len(content) > MOST_BYTES:
        raise PackProblem("too_large", f"{len(content):,} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            listed = file.infolist()
            _check_listed(listed)
            return {entry.filename: _unpacked(file, entry) for entry in listed}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackProblem("not_a_zip", str(error)[:80]) from error


def _check_listed(listed: list[zipfile.ZipInfo]) -> None:
    """Everything that can be known before a byte is unpacked."""
    if len(listed) > MOST_DOCUMENTS + 2:
        raise PackProblem("too_many", str(len(listed)))
    names = [entry.filename for entry in listed]
    for entry in listed:
        name, mode = entry.filename, entry.external_attr >> 16
        if (name not in (MANIFEST, SIGNATURE) and not _DOCUMENT.fullmatch(name)) or name != entry.orig_filename:
            raise PackProblem("strange_name", name[:80])
        if mode and not stat.S_ISREG(mode):
            raise PackProblem("not_a_file", name[:80])
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _PLAIN:
            raise PackProblem("not_plain", name[:80])
        if names.count(name) > 1:
            raise PackProblem("twice", name[:80])
        if entry.file_size > (MAXIMUM_BYTES if _DOCUMENT.fullmatch(name) else _SMALL):
            raise PackProblem("too_large", f"{name[:80]}: {entry.file_size:,} bytes")
    if sum(entry.file_size for entry in listed) > MOST_UNPACKED:
        raise PackProblem("too_large", f"{sum(entry.file_size for entry in listed):,} bytes unpacked")


def _unpacked(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than was announced: a bomb that lies about its size is stopped at that size."""
    with file.open(entry) as opened:
        content = opened.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise PackProblem("too_large", entry.filename[:80])
    return content


def _manifest(entries: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        found = json.loads(entries[MANIFEST])
        is_ours = found["format"] == FORMAT and isinstance(found["sums"], dict) and isinstance(found["key"], str)
        is_ours = is_ours and {"made_by", "made_on"} <= set(found)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise PackProblem("no_manifest") from None
    if not is_ours:
        raise PackProblem("no_manifest", str(found["format"])[:40])
    return dict(found)


def _verified(manifest: Mapping[str, Any], entries: Mapping[str, bytes]) -> bytes:
    """The public key, when the signature was made with its other half."""
    try:
        key = base64.b64decode(manifest["key"], validate=True)
        signature = base64.b64decode(entries[SIGNATURE], validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, entries[MANIFEST])
    except (KeyError, ValueError, binascii.Error, InvalidSignature):
        raise PackProblem("wrong_signature") from None
    return key


def _document(name: str, content: bytes) -> Packed:
    match = _DOCUMENT.fullmatch(name)
    try:
        read = parse(content.decode("utf-8"), name).data
    except UnicodeDecodeError:
        raise PackProblem("not_a_document", f"{name}: UTF-8") from None
    except LibraryProblem as problem:
        raise PackProblem("not_a_document", f"{name}, {problem.line}: {problem.what}") from None
    is_ours = isinstance(read, dict) and set(read) == {"kind", "data", "body"} and read["kind"] in KINDS
    if not is_ours or match is None or not isinstance(read["data"], dict) or not isinstance(read["body"], str):
        raise PackProblem("not_a_document", name)
    return Packed(match.group(1), read["kind"], read["data"], read["body"])


class _Plain(yaml.SafeDumper):
    """Every text in quotes, so that no word is taken for a number, a day or a yes."""


_Plain.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def _text(one: Packed) -> str:
    content = {"kind": one.kind, "data": dict(one.data), "body": one.body}
    return str(yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1_000_000))
