"""Files of rows are deleted a day after they were written; nothing else in the folder is touched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from typer.testing import CliRunner

from kith.care.actions import files_out, set_up
from kith.care.models import AuditEvent, FilesOut
from kith.care.permissions import NotAllowed, NotYours
from kith.cli import sending
from kith.cli.entry import main
from kith.cli.export import export_rows
from tests.people import People, a_service
from tests.web.practitioner.screens import Screen

DATA_SET = ("dataset", "--from", "2026-01-01", "--to", "2026-01-31", "--by", "cleo")


@pytest.fixture
def later(people: People) -> People:
    """A month that is over."""
    people.later(days=40)
    return people


def written(people: People, folder: Path) -> list[str]:
    with time_machine.travel(people.at, tick=False):
        done = CliRunner().invoke(main, [DATA_SET[0], str(folder), *DATA_SET[1:]])
    assert done.exit_code == 0, done.output
    assert "The files are deleted on " in done.output
    return sorted(path.name for path in folder.iterdir())


def worker(people: People) -> int:
    return files_out.delete_old_files(by=set_up.founder(people.service.pk), at=people.at)


def test_a_data_set_is_deleted_a_day_later_and_a_file_of_others_stays(later: People, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert written(later, folder) == ["contacts.csv", "referrals.csv", "scores.csv", "validation.csv"]
    (folder / "letter.txt").write_text("To the ministry")
    later.later(hours=23, minutes=59)
    assert worker(later) == 0
    assert (folder / "referrals.csv").exists()
    cleo = Screen(later, "cleo")
    assert "They are deleted on " in cleo.text("bulk_exports")
    later.later(minutes=1)
    assert (worker(later), worker(later)) == (1, 0)
    assert sorted(path.name for path in folder.iterdir()) == ["letter.txt"]
    page = cleo.text("bulk_exports")
    assert "Gone since " in page
    assert "run the same command once more" in page
    assert "They are deleted on " not in page
    assert AuditEvent.objects.filter(event="files_out.deleted").count() == 1
    (folder / "letter.txt").unlink()
    written(later, folder)  # and can be made again
    assert "They are deleted on " in cleo.text("bulk_exports")


def test_a_run_of_every_night_lives_on_and_the_last_one_is_deleted_with_its_folder(
    later: People, tmp_path: Path
) -> None:
    folder = tmp_path / "tables"
    for _night in range(3):
        with time_machine.travel(later.at, tick=False):
            export_rows(folder, later.sees("cleo"), full=False)
        later.later(hours=23)
        assert worker(later) == 0
        assert list(folder.glob("referrals/*.parquet"))
    later.later(hours=1)
    assert worker(later) == 1
    assert not folder.exists()
    assert sorted(FilesOut.objects.values_list("gone_how", flat=True)) == ["deleted", "written_anew", "written_anew"]


def test_a_folder_that_has_become_anothers_is_left_as_it_is(later: People, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    written(later, folder)
    (folder / "referrals.csv").write_text("case,name\n1,Smith\n")
    later.later(days=1)
    assert worker(later) == 0
    assert (folder / "referrals.csv").read_text().startswith("case")
    assert FilesOut.objects.get().gone_how == "not_there"
    assert "No longer where it was written" in Screen(later, "cleo").text("bulk_exports")


def test_one_that_cannot_be_deleted_is_said_and_tried_again(
    later: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    written(later, folder)
    later.later(days=1)

    def refuse(_path: Path) -> None:
        raise PermissionError("/home/cleo")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert (worker(later), worker(later)) == (0, 0)
    page = Screen(later, "cleo").text("bulk_exports")
    assert "and could not be (PermissionError)" in page
    assert "/home/cleo" not in page
    assert AuditEvent.objects.filter(event="files_out.failed").count() == 1
    monkeypatch.undo()
    assert worker(later) == 1


def test_the_worker_does_it_for_its_own_service_and_nobody_else_may(later: People, tmp_path: Path) -> None:
    written(later, tmp_path / "out")
    row, other = FilesOut.objects.get(), a_service("Hill Service")
    assert "Files on the machine" not in Screen(other, "cleo").text("bulk_exports")
    later.later(days=2)
    assert files_out.delete_old_files(by=set_up.founder(other.service.pk), at=later.at) == 0
    with pytest.raises(NotYours):
        files_out.delete_files(files=row, by=set_up.founder(other.service.pk), at=later.at)
    for who in ("cleo", "ben", "pia"):
        with pytest.raises(NotAllowed):
            files_out.delete_files(files=row, by=later.sees(who), at=later.at)
    for who in ("ben", "pia", "ada", "ana"):
        with pytest.raises(NotAllowed):
            files_out.note_files(kind="data_set", folder=tmp_path, by=later.sees(who), at=later.at)


def test_kith_send_deletes_them(later: People, tmp_path: Path) -> None:
    """The control: before the day is over the same round leaves them."""
    folder = tmp_path / "out"
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=False):
        done = CliRunner().invoke(main, [DATA_SET[0], str(folder), *DATA_SET[1:]])
    assert done.exit_code == 0, done.output
    for hours, is_there in ((23, True), (25, False)):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            sending.send(every=0)
        assert (folder / "referrals.csv").exists() == is_there
