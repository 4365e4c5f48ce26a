"""A folder of tables is whole at every moment: a writer is killed for good, and the tables are as they were."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer import Exit

from kith.cli.table_folder import (
    TABLES,
    Manifest,
    Stand,
    commit,
    file_name,
    opened,
    whole_files,
    write_part,
)
from kith.science.outcomes.tables import NoSuchTables, engines

PARTS = 4
HALF = "part-00002-of-00004-000000000007-bbbbbbbbbbbb.half"
# Writes parts as an export does, and says so; it waits after the second one until it is killed.
WRITER = """
import sys, time
from pathlib import Path
import pyarrow as pa
from kith.cli import table_folder as t
folder = Path(sys.argv[1])
with t.opened(folder, service="s", policy="p") as manifest:
    for part in range(4):
        one = pa.table({"referral": [f"new {part}"]})
        t.write_part(folder, t.file_name(part, 4, t.Stand(7, "b" * 12)), {"referrals": one, "sessions": one})
        print(part, flush=True)
        if part == 1:
            (folder / "referrals" / sys.argv[2]).write_bytes(b"PAR1 half of it")
            time.sleep(600)
"""


def fill(folder: Path, stand: Stand, word: str) -> Manifest:
    with opened(folder, service="s", policy="p") as manifest:
        names = [file_name(part, PARTS, stand) for part in range(PARTS)]
        for part, name in enumerate(names):
            one = pa.table({"referral": [f"{word} {part}"]})
            write_part(folder, name, dict.fromkeys(TABLES, one))
        done = Manifest(manifest.service, manifest.policy, manifest.export, PARTS, (stand.sequence, stand.hash))
        done = Manifest(**vars(done) | {"files": dict.fromkeys(TABLES, names)})
        commit(folder, done)
    return done


def shown(folder: Path) -> list[str]:
    """What a reader is given, in both tables."""
    both = [[pq.read_table(path)["referral"][0].as_py() for path in engines._files_of(folder, name)] for name in TABLES]
    assert both[0] == both[1]
    return both[0]


def killed_writer(folder: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), HALF],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    assert writer.stdout is not None
    assert [writer.stdout.readline().strip() for _ in range(2)] == ["0", "1"]
    with pytest.raises(Exit), opened(folder, service="s", policy="p"):
        pass  # while it lives, nobody else writes
    half = folder / "referrals" / HALF
    while not half.exists():
        time.sleep(0.05)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()


def test_a_writer_that_is_killed_leaves_the_tables_as_they_were_and_the_next_goes_on(tmp_path: Path) -> None:
    done = fill(tmp_path, Stand(5, "a" * 12), "old")
    killed_writer(tmp_path)
    assert shown(tmp_path) == [f"old {part}" for part in range(PARTS)]
    newer = [one for one in whole_files(tmp_path, done, PARTS) if one.stand.sequence == 7]
    assert [one.part for one in newer] == [0, 1]
    fill(tmp_path, Stand(9, "c" * 12), "newest")
    assert shown(tmp_path) == [f"newest {part}" for part in range(PARTS)]
    left = [path.name for table in TABLES for path in (tmp_path / table).iterdir()]
    assert len(left) == 2 * PARTS, "What was left behind is cleared away."


def test_a_reader_of_all_files_would_have_seen_both_old_and_new(tmp_path: Path) -> None:
    """The control: without the manifest the killed run would show."""
    fill(tmp_path, Stand(5, "a" * 12), "old")
    killed_writer(tmp_path)
    (tmp_path / "manifest.json").unlink()
    assert len(engines._files_of(tmp_path, "referrals")) == PARTS + 2


def test_a_table_with_a_lost_file_is_not_read_as_if_it_were_whole(tmp_path: Path) -> None:
    done = fill(tmp_path, Stand(5, "a" * 12), "old")
    (tmp_path / "sessions" / done.files["sessions"][2]).unlink()
    with pytest.raises(NoSuchTables, match="are not whole"):
        shown(tmp_path)
    assert [one.part for one in whole_files(tmp_path, done, PARTS)] == [0, 1, 3]


@pytest.mark.parametrize("found", ["letter.txt", "referrals"])
def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path, found: str) -> None:
    (tmp_path / found).mkdir()
    with pytest.raises(Exit), opened(tmp_path, service="s", policy="p"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [found]


def test_the_tables_of_another_service_are_not_written_over(tmp_path: Path) -> None:
    fill(tmp_path, Stand(5, "a" * 12), "old")
    for service, policy in (("other", "p"), ("s", "other")):
        with pytest.raises(Exit), opened(tmp_path, service=service, policy=policy):
            pass
    assert json.loads((tmp_path / "manifest.json").read_text())["service"] == "s"


def test_only_the_owner_may_look_into_the_folder(tmp_path: Path) -> None:
    fill(tmp_path / "new", Stand(5, "a" * 12), "old")
    assert {oct(path.stat().st_mode)[-3:] for path in (tmp_path / "new", tmp_path / "new" / "referrals")} == {"700"}
