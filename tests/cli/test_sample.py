"""The committed sample is a report of the invented service, and says where it comes from."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from kith.cli.entry import main
from tests.reports.read_pdf import words_of

SAMPLE = Path(__file__).parents[2] / "docs" / "samples" / "report-for-a-funder.pdf"


def test_the_sample_is_of_an_invented_service_and_holds_every_part() -> None:
    content = SAMPLE.read_bytes()
    assert len(content) < 400_000
    words = words_of(content)
    assert "(invented)" in words
    parts = ("Who was reached?", "How long did they wait?", "Did care harm anybody?", "What did it cost?")
    for part in (*parts, "What these numbers cannot say", "Definitions", "programme-outcomes-4", "Invented prices"):
        assert part in words


def test_fewer_people_than_a_story_needs_are_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["sample", str(tmp_path / "one.pdf"), "--clients", "5"])
    assert done.exit_code != 0
    assert not list(tmp_path.iterdir())
