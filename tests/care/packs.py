"""Packs for tests: right ones, and such as somebody with bad intent would send."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import stat
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kith.science.packs import Packed, fingerprint, write_pack
from tests.people import People

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
SIGNS = fingerprint(PUBLIC)
NAME = "documents/own-nights-abcdef.yaml"
Entries = list[tuple[zipfile.ZipInfo, bytes]]


def packed(data: dict[str, Any], kind: str = "worksheet", body: str = "") -> bytes:
    """A right pack with one document, signed with the key of these tests."""
    return write_pack(
        [Packed(data["id"], kind, data, body)], made_by="Hill Service", made_on="2026-01-05", public_key=PUBLIC,
        sign=KEY.sign,
    )  # fmt: skip


def a_document(people: People) -> dict[str, Any]:
    """The values of a worksheet that lacks nothing, under an id of another installation."""
    from tests.care.own_documents import QUESTIONS, WORDS, diary

    review = {"status": "awaiting clinical review"}
    return {**diary(WORDS, QUESTIONS), "id": "own-nights-abcdef", "version": "3.0", "review": review}


def entries_of(content: bytes) -> Entries:
    """What is in a pack, to be changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [(entry, file.read(entry)) for entry in file.infolist()]


def zipped(entries: Entries) -> bytes:
    """A zip of these entries, as they are."""
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # doubled names are wanted here
        with zipfile.ZipFile(made, "w") as file:
            for entry, content in entries:
                file.writestr(entry, content)
    return made.getvalue()


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    """The head of one entry."""
    found = zipfile.ZipInfo(name)
    found.external_attr = mode << 16
    found.compress_type = zipfile.ZIP_DEFLATED
    return found


def resigned(documents: dict[str, bytes], key: Ed25519PrivateKey = KEY) -> bytes:
    """A pack of any bytes with right sums and a right signature: what its maker wrote is what arrives."""
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in documents.items()}
    told = {"format": "kith-pack/1", "made_by": "Hill Service", "made_on": "2026-01-05", "key": public, "sums": sums}
    head = json.dumps(told).encode()
    first = [(entry("manifest.json"), head), (entry("signature.txt"), base64.b64encode(key.sign(head)))]
    return zipped([*first, *((entry(name), content) for name, content in documents.items())])


def _with(more: zipfile.ZipInfo, content: bytes = b"x") -> Callable[[bytes], bytes]:
    return lambda pack: zipped([*entries_of(pack), (more, content)])


def _changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda pack: zipped(
        [(head, change(content) if head.filename == name else content) for head, content in entries_of(pack)]
    )


def _lying_bomb(pack: bytes) -> bytes:
    """A document of ten million zeros that says of itself, in both heads, that it has ten bytes."""
    bomb = bytearray(resigned({NAME: b"0" * 10_000_000}))
    size, small = (10_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    return bytes(bomb.replace(size, small))


def _text(**more: Any) -> bytes:
    content = {"kind": "worksheet", "data": {"id": "own-nights-abcdef"}, "body": "", **more}
    return json.dumps(content).encode()


HOSTILE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "no zip": ("not_a_zip", lambda pack: b"GIF89a"),
    "half a zip": ("not_a_zip", lambda pack: pack[: len(pack) // 2]),
    "empty": ("not_a_zip", lambda pack: b""),
    "too long a file": ("too_large", lambda pack: pack + b"0" * 4_000_001),
    "a path upwards": ("strange_name", _with(entry("../kith.sqlite3"))),
    "a path upwards inside": ("strange_name", _with(entry("documents/../../x.yaml"))),
    "an absolute name": ("strange_name", _with(entry("/etc/passwd"))),
    "a name with a drive": ("strange_name", _with(entry("C:\\x.yaml"))),
    "a script": ("strange_name", _with(entry("documents/run.py"))),
    "a folder": ("strange_name", _with(entry("documents/", stat.S_IFDIR | 0o755), b"")),
    "a name with a line in it": ("strange_name", _with(entry("documents/a.yaml\n"))),
    "a link": ("not_a_file", _with(entry("documents/link.yaml", stat.S_IFLNK | 0o777), b"/etc/passwd")),
    "a device": ("not_a_file", _with(entry("documents/tty.yaml", stat.S_IFCHR | 0o666))),
    "a name twice": ("twice", lambda pack: _with(entry(NAME))(pack)),
    "a document that is not listed": ("not_listed", _with(entry("documents/more.yaml"))),
    "a bomb": ("too_large", _with(entry("documents/bomb.yaml"), b"0" * 10_000_000)),
    "a bomb that lies about its size": ("not_a_zip", _lying_bomb),
    "many files": (
        "too_many",
        lambda pack: zipped([*entries_of(pack), *((entry(f"documents/x{n}.yaml"), b"") for n in range(60))]),
    ),
    "a changed document": ("wrong_sum", _changed(NAME, lambda content: content.replace(b"sleep", b"dream"))),
    "a changed list": ("wrong_signature", _changed("manifest.json", lambda content: content.replace(b"Hill", b"Hell"))),
    "no signature": ("wrong_signature", _changed("signature.txt", lambda content: b"")),
    "a signature of another": (
        "wrong_signature",
        _changed("signature.txt", lambda content: base64.b64encode(Ed25519PrivateKey.generate().sign(b"x"))),
    ),
    "no list": ("no_manifest", _changed("manifest.json", lambda content: b"[]")),
    "a list of another kind": ("no_manifest", _changed("manifest.json", lambda content: b'{"format": "other"}')),
    "a list without end": ("no_manifest", _changed("manifest.json", lambda content: b"[" * 50_000)),
    "a YAML with tags": ("not_a_document", lambda pack: resigned({NAME: b"!!python/object/apply:os.system [id]"})),
    "a YAML with aliases": ("not_a_document", lambda pack: resigned({NAME: b"a: &a [1]\nb: [*a, *a]\n"})),
    "no text": ("not_a_document", lambda pack: resigned({NAME: b"\xff\xfe\x00"})),
    "a document of an unknown kind": ("not_a_document", lambda pack: resigned({NAME: _text(kind="song")})),
    "a document with one thing more": ("not_a_document", lambda pack: resigned({NAME: _text(more="x")})),
}
"""What is wrong -> the kind of problem, and how a right pack becomes such a one."""
