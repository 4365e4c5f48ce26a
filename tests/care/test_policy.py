"""The policy table is read strictly, and the pages that are printed from the code are fresh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kith.care.models import AuditEvent
from kith.care.permissions.policy import FILE, Permit, build, parse_cell
from kith.cli.pathway_pages import pathway_files
from kith.cli.policy import PAGES, audit_events, events_in

REFERENCE = Path(__file__).resolve().parents[2] / "docs/reference"


def table() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return content


@pytest.mark.parametrize("name", PAGES)
def test_a_printed_page_is_fresh(name: str) -> None:
    kept = (REFERENCE / name).read_text("utf-8")
    assert kept == PAGES[name](), f"{name} is stale. Run: python -m kith.cli.policy docs/reference"


def test_every_pathway_has_its_picture_as_the_table_says_now() -> None:
    folder = REFERENCE / "pathways"
    files = pathway_files()
    assert {f"pathways/{path.name}" for path in folder.iterdir()} == set(files)
    for name, picture in files.items():
        assert (REFERENCE / name).read_text("utf-8") == picture, "Run: python -m kith.cli.policy docs/reference"


@pytest.mark.parametrize("cell", ["RX", "Q:R", "r", "R,W", "*", "lR", "C:"])
def test_a_cell_outside_the_legend_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="Write R, W"):
        parse_cell(cell)


def test_a_cell_is_read_as_written() -> None:
    assert parse_cell("R Wl C:R") == (Permit("R"), Permit("W", is_limited=True), Permit("R", condition="C"))


def test_an_unknown_column_is_refused() -> None:
    content = table()
    content["resources"]["identity"]["ZZ"] = "R"
    with pytest.raises(ValueError, match="ZZ"):
        build(content)


def test_every_page_names_a_row_and_every_function_exists() -> None:
    read = build(table())
    for name, methods in read.pages.items():
        for page in methods.values():
            assert not page.resource or page.resource in read.names, name
            assert not page.function or page.function in read.functions, name
            assert page.needs in {"public", "signed_in", "invitation"} or page.verb or page.function, name


def test_nobody_reads_a_process_note_or_an_administrator_a_client() -> None:
    read = build(table())
    assert not [cell for cell in read.cells if cell[0] == "process_note"]
    about_no_client = {"accounts", "settings", "messages"}
    assert {resource for resource, column in read.cells if column == "AD"} <= about_no_client


def test_every_event_that_must_be_logged_is_in_the_catalogue() -> None:
    catalogue = audit_events()
    for event in (
        "record.exported", "emergency_override.started", "consent.given", "consent.withdrawn", "grant.given",
        "grant.withdrawn", "block.set", "alert.raised", "record.refused", "account.opened",
    ):  # fmt: skip
        assert f"| {event} |" in catalogue


def test_an_event_of_the_code_is_found() -> None:
    source = 'SEEN = "x.seen"\ntrace("a.b" if c else "d.e", by=1)\nnote_seen(v, SEEN, [])\ntrace(f"alert.{s}", by=1)'
    assert list(events_in(source)) == ["a.b", "d.e", "x.seen", "alert.{…}"]


def test_an_event_has_no_field_for_words() -> None:
    assert not hasattr(AuditEvent, "note")
    assert all((field.max_length or 0) <= 80 for field in AuditEvent._meta.fields)
