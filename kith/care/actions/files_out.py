"""Files of rows that lie on this machine: written down before the first is there, and deleted after a day."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db.models import QuerySet

from kith.care.actions.acting import action, trace
from kith.care.actions.bulk import let_go
from kith.care.models import FilesOut
from kith.care.models.bulk import LIFE, BulkKind
from kith.care.permissions import Viewer, check_function

OURS: Final[dict[str, tuple[str, ...]]] = {
    "tables": (
        "referrals/part-*.parquet",
        "sessions/part-*.parquet",
        "referrals/part-*.half",
        "sessions/part-*.half",
        "manifest.half",
        ".lock",
        "manifest.json",
    ),
    "data_set": ("referrals.csv", "contacts.csv", "scores.csv", "validation.csv"),
}
"""What each kind is made of. Nothing else in a folder is ever touched; what says whose it is goes last."""


@action
def note_files(*, kind: BulkKind, folder: Path, by: Viewer, at: datetime) -> FilesOut:
    """Before the first file is written. Those that lay in the same folder count as written anew, and live on."""
    check_function(by, "outcome_rows")
    where = str(folder.resolve())
    second = let_go(kind, by=by, at=at)
    _lying(by).filter(kind=kind, folder=where).update(gone_at=at, gone_how="written_anew")
    row = FilesOut.objects.create(
        service_id=by.service_id,
        bulk_export=second,
        kind=kind,
        folder=where,
        written_by_id=by.user_id,
        written_at=at,
        made_at=at,
    )
    trace("files_out.written", by=by, at=at, clients=(), about=row)
    return row


def delete_old_files(*, by: Viewer, at: datetime) -> int:
    """Delete what has lain for a day; how many times something was deleted. One that cannot be is tried again."""
    check_function(by, "set_up")
    deleted = 0
    for one in _lying(by).filter(written_at__lte=at - LIFE).order_by("written_at", "pk"):
        try:
            deleted += delete_files(files=one, by=by, at=at).gone_how == "deleted"
        except OSError as failure:
            if one.failure != (name := type(failure).__name__):  # tried every round, and told once
                note_not_deleted(files=one, failure=name, by=by, at=at)
    return deleted


@action
def delete_files(*, files: FilesOut, by: Viewer, at: datetime) -> FilesOut:
    """The files of one run, by the installation itself. A folder that has become another's is left as it is.

    Raises OSError where the machine refuses; nothing is kept then.
    """
    check_function(by, "set_up", service_id=files.service_id)
    row = FilesOut.objects.select_for_update(of=("self",)).get(pk=files.pk)
    folder = Path(row.folder)
    found = list(_ours(row.kind, folder)) if IS_OURS[row.kind](folder, row) else []
    for path in found:
        path.unlink()
    for place in (folder / "referrals", folder / "sessions", folder):
        if found and place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    row.gone_at, row.gone_how = at, "deleted" if found else "not_there"
    row.save(update_fields=["gone_at", "gone_how"])
    trace("files_out.deleted", by=by, at=at, clients=(), about=row)
    return row


@action
def note_not_deleted(*, files: FilesOut, failure: str, by: Viewer, at: datetime) -> None:
    """Keep that files could not be deleted, and the kind of error."""
    check_function(by, "set_up", service_id=files.service_id)
    files.failure = failure[:60]
    files.save(update_fields=["failure"])
    trace("files_out.failed", by=by, at=at, clients=(), about=files)


def _lying(by: Viewer) -> QuerySet[FilesOut]:
    return FilesOut.objects.filter(service_id=by.service_id, gone_at=None)


def _ours(kind: str, folder: Path) -> Iterator[Path]:
    for pattern in OURS[kind]:
        yield from (path for path in sorted(folder.glob(pattern)) if path.is_file() or path.is_symlink())


def _is_this_export(folder: Path, row: FilesOut) -> bool:
    try:
        found = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    return isinstance(found, dict) and found.get("service") == str(row.service_id)


def _is_this_data_set(folder: Path, _row: FilesOut) -> bool:
    try:
        with (folder / "referrals.csv").open(encoding="utf-8", newline="") as file:
            return next(csv.reader(file), [])[:2] == ["referral_id", "person_id"]
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return False


IS_OURS: Final[dict[str, Callable[[Path, FilesOut], bool]]] = {
    "tables": _is_this_export,
    "data_set": _is_this_data_set,
}
