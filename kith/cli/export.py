"""`kith export`: the record of a service as tables without names, that `kith outcomes` and others can count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kith.cli.answering import refusals_told, who_answers
from kith.cli.shelves import stop
from kith.cli.table_folder import (
    TABLES,
    Manifest,
    PartFile,
    Stand,
    commit,
    file_name,
    opened,
    whole_files,
    write_part,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from kith.care.permissions import Viewer

HASH_KEPT = 12  # hexadecimal digits of an event's hash: enough to know a chain again
STAYS_HERE = (
    "The rows carry no name, and a row can still point at somebody: keep the folder as you keep the record. What may "
    "leave the service is a count: kith outcomes {folder} --publish."
)


@dataclass(frozen=True)
class Exported:
    """What a run did: how many parts there are, how many of them were written anew, and the rows of each table."""

    parts: int
    written: int
    rows: dict[str, int]


def export(
    folder: Annotated[Path, typer.Argument(help="Where to write; it is made when it is not there.")],
    by: Annotated[str, typer.Option(help="The login name of the programme manager who answers for it.")],
    full: Annotated[bool, typer.Option("--full", help="Write every part anew, changed or not.")] = False,
) -> None:
    """Write the referrals and sessions of a service as Parquet tables without names, words or dates of birth.

    A later run into the same folder writes only what changed since. One that is stopped leaves the tables as they were,
    and the next goes on where it was. Each run is in the audit log under the name given.
    """
    if find_spec("ibis") is None:
        stop("Nothing was written: tables need ibis. Found none. Install kith[analytics].")
    from kith.cli.serving import prepare

    prepare()
    console = Console(stderr=True)
    bar = (TextColumn("Writing what changed, part by part"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bar, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)
        done = export_rows(
            folder, who_answers(by), full=full, told=lambda n, of: progress.update(task, completed=n, total=of)
        )
    typer.echo(
        f"{folder}: {done.rows['referrals']} referrals and {done.rows['sessions']} sessions and measures; "
        f"{done.written} of {done.parts} parts written."
    )
    typer.echo(STAYS_HERE.format(folder=folder), err=True)


def export_rows(folder: Path, viewer: Viewer, *, full: bool, told: Any = lambda n, of: None) -> Exported:
    """Bring the tables of a folder up to the record; `told` hears how many parts of how many are done."""
    from kith.care.actions.bulk import let_go
    from kith.care.actions.export import begin_outcome_export
    from kith.care.actions.files_out import note_files
    from kith.care.models.keys import forget_keys
    from kith.care.queries.outcome_rows import harms_are_kept, newest_place, outcome_rows, parts_needed
    from kith.science.outcomes.deidentified import POLICY
    from kith.science.outcomes.tables.sums import keep_sums

    with refusals_told():
        parts = parts_needed(viewer)
        let_go("tables", by=viewer, at=datetime.now(UTC))  # before there is a folder
    with opened(folder, service=str(viewer.service_id), policy=POLICY) as manifest:
        own = UUID(manifest.export)
        begin_outcome_export(export=own, by=viewer, at=datetime.now(UTC))
        note_files(kind="tables", folder=folder, by=viewer, at=datetime.now(UTC))
        began = _stand(newest_place(viewer))
        kept = harms_are_kept(viewer)
        standing = {} if full or kept != manifest.harms_kept else _standing(folder, manifest, viewer, parts)
        todo = [part for part in range(parts) if part not in standing]
        for done, part in enumerate(todo):
            told(done, len(todo))
            stand = _stand(newest_place(viewer))  # before the rows: whatever is written meanwhile counts as new
            rows = outcome_rows(viewer, own, part, parts)
            name = file_name(part, parts, stand)
            referrals, sessions = (_table(table, getattr(rows, table)) for table in TABLES)
            summed = partial(keep_sums, referrals, sessions, folder / "sessions" / name)
            write_part(folder, name, {"referrals": summed, "sessions": sessions})
            standing[part] = name
            forget_keys()  # memory stays flat however many people there are
        names = [standing[part] for part in range(parts)]
        rows_of = {table: _rows(folder / table, names) for table in TABLES}
        files = dict.fromkeys(TABLES, names)
        checked = (began.sequence, began.hash)
        now = replace(manifest, parts=parts, checked=checked, files=files, rows=rows_of, harms_kept=kept)
        commit(folder, now)
        return Exported(parts, len(todo), rows_of)


def _stand(place: Any) -> Stand:
    return Stand(place.sequence, place.hash[:HASH_KEPT])


def _standing(folder: Path, manifest: Manifest, viewer: Viewer, parts: int) -> dict[int, str]:
    """The file of each part that is there, of this record, and still true."""
    from kith.care.queries.outcome_rows import changed_parts

    known = list(_of_this_record(whole_files(folder, manifest, parts), viewer))
    if not known:
        return {}
    changed = changed_parts(viewer, parts, min(one.stand.sequence for one in known))
    true = [one for one in known if changed.get(one.part, 0) <= one.stand.sequence]
    return {one.part: one.name for one in sorted(true, key=lambda one: one.stand)}


def _of_this_record(files: list[PartFile], viewer: Viewer) -> Iterator[PartFile]:
    """Without those that tell of another past: the record was put back to an earlier copy and went on from there."""
    from kith.care.queries.outcome_rows import Place, is_in_chain

    met: dict[Stand, bool] = {}
    for one in files:
        if one.stand not in met:
            met[one.stand] = is_in_chain(viewer, Place(one.stand.sequence, one.stand.hash))
        if met[one.stand]:
            yield one


def _table(name: str, rows: tuple[Any, ...]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist([asdict(row) for row in rows], schema=_schema(name))


def _schema(name: str) -> pa.Schema:
    """The columns of a table, those that are numbers by what they hold at most."""
    import pyarrow as pa

    from kith.science.outcomes.tables.star import REFERRALS, SESSIONS

    kinds = {"key": pa.string(), "word": pa.string(), "day": pa.date32(), "number": pa.float64()}
    whole = {"number": pa.int32(), "deprivation_decile": pa.int8(), "deprivation_quintile": pa.int8()}
    whole |= dict.fromkeys(("harms", "serious_harms"), pa.int16())
    columns = {"referrals": REFERRALS, "sessions": SESSIONS}[name]
    return pa.schema([(column, whole.get(column, kinds[known.kind])) for column, known in columns.items()])


def _rows(folder: Path, names: list[str]) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(folder / name).num_rows for name in names)
