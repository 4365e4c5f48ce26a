"""A folder of tables that is written part by part, and is at every moment either as it was or as it will be.

New files stand beside the old ones under names of their own, which tell up to where in the audit chain they are true.
The manifest names those that count; one rename of it makes the new ones the table. Whoever was stopped half-way left
whole files, and the next run uses those that are still true.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

from kith.cli.shelves import stop

if TYPE_CHECKING:
    import pyarrow as pa

    Made: TypeAlias = pa.Table | Callable[[], pa.Table]  # or what makes it once the files before it are written

MANIFEST, LOCK = "manifest.json", ".lock"
OURS = {MANIFEST, LOCK, "manifest.half"}
TABLES = ("referrals", "sessions")
NAME = re.compile(r"part-(\d{5})-of-(\d{5})-(\d{12})-([0-9a-f]{12})\.parquet")
ONLY_OURS = 0o700  # rows without names still point at people


@dataclass(frozen=True, order=True)
class Stand:
    """Up to where in the audit chain a file is true: the number of an event, and the beginning of its hash."""

    sequence: int
    hash: str


@dataclass(frozen=True)
class PartFile:
    """One part as it lies in both tables, and up to where it is true."""

    part: int
    name: str
    stand: Stand


@dataclass(frozen=True)
class Manifest:
    """What the folder holds: whose rows, by which policy, how many parts, up to where, and which files count."""

    service: str
    policy: str
    export: str = field(default_factory=lambda: str(uuid4()))
    parts: int = 0
    checked: tuple[int, str] = (0, "")
    files: Mapping[str, list[str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    harms_kept: bool = False  # whether the register of harms had begun: before, every count of them is unknown


@contextmanager
def opened(folder: Path, *, service: str, policy: str) -> Iterator[Manifest]:
    """The manifest of a folder that nobody else writes meanwhile; it is made where there is none.

    Ends the command when the folder is somebody else's, or is being written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=ONLY_OURS)
    strangers = [path.name for path in folder.iterdir() if path.name not in {*OURS, *TABLES}]
    if strangers or (any((folder / name).exists() for name in TABLES) and not (folder / MANIFEST).exists()):
        stop(
            f"Nothing was written: {folder} holds other files. Found {(strangers or list(TABLES))[0]!r} and no export "
            "of ours. Give a folder that is empty or new."
        )
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system lets go of it when the process dies
        except OSError:
            stop(f"Nothing was written: another export writes into {folder}. Found its lock. Wait until it has ended.")
        yield _manifest(folder, service, policy)


def _manifest(folder: Path, service: str, policy: str) -> Manifest:
    path = folder / MANIFEST
    if not path.exists():
        made = Manifest(service, policy)
        _replace(path, made)
        return made
    found = json.loads(path.read_text("utf-8"))
    if found.get("service") != service or found.get("policy") != policy:
        stop(
            f"Nothing was written: {folder} holds other tables. Found service {found.get('service')} and policy "
            f"{found.get('policy')}; wanted {service} and {policy}. Give another folder."
        )
    return Manifest(**found | {"checked": tuple(found["checked"])})


def whole_files(folder: Path, manifest: Manifest, parts: int) -> list[PartFile]:
    """The parts that are there in both tables; those of the manifest are true as far as it was checked."""
    checked, listed = Stand(*manifest.checked), set(manifest.files.get(TABLES[0], ()))
    found = []
    for path in sorted((folder / TABLES[0]).glob("*.parquet")):
        named = NAME.fullmatch(path.name)
        if named is None or int(named[2]) != parts or not (folder / TABLES[1] / path.name).exists():
            continue
        own = Stand(int(named[3]), named[4])
        found.append(PartFile(int(named[1]), path.name, max(own, checked) if path.name in listed else own))
    return found


def file_name(part: int, parts: int, stand: Stand) -> str:
    """The name of a part's file, the same in both tables."""
    return f"part-{part:05d}-of-{parts:05d}-{stand.sequence:012d}-{stand.hash}.parquet"


def write_part(folder: Path, name: str, tables: Mapping[str, Made]) -> None:
    """Both files of a part. The referrals come last: a part is there when they are."""
    import pyarrow.parquet as pq

    for table in reversed(TABLES):
        made = tables[table]
        path = folder / table / name
        path.parent.mkdir(exist_ok=True, mode=ONLY_OURS)
        half = path.with_suffix(".half")
        pq.write_table(made() if callable(made) else made, half, compression="zstd")
        _to_disk(half)
        half.replace(path)


def commit(folder: Path, manifest: Manifest) -> None:
    """From here on these files are the tables; all others in the folder go."""
    for table in TABLES:
        _to_disk(folder / table)
    _replace(folder / MANIFEST, manifest)
    for table in TABLES:
        for path in (folder / table).iterdir():
            if path.name not in manifest.files[table]:
                path.unlink()


def _replace(path: Path, manifest: Manifest) -> None:
    half = path.with_suffix(".half")
    told: dict[str, Any] = asdict(manifest)
    half.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    _to_disk(half)
    half.replace(path)
    _to_disk(path.parent)


def _to_disk(path: Path) -> None:
    """Not in a cache of the system only: what a rename points at must be there after a power cut."""
    opened_as = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened_as)
    finally:
        os.close(opened_as)
