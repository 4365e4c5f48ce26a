"""The instruments that ship: their pages of rights, and nothing printed that may not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.science.instruments import read_instrument, read_wordings

FOLDER = Path(__file__).resolve().parents[2] / "kith/library/instruments"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/instrument.yaml"))
MAY_BE_PRINTED = {"A", "A*", "own"}
SAYS = ("**Owner:**", "**Terms:**", "**Where this is said:**", "**Checked on:**", "**What is ours:**")


@pytest.mark.parametrize("name", NAMES)
def test_text_ships_only_where_the_licence_lets_it(name: str) -> None:
    instrument = read_instrument(FOLDER / name)
    has_text = any(wording.items for wording in read_wordings(FOLDER / name, instrument).values())
    assert not has_text or (instrument.licence.ship_text and instrument.licence.rights in MAY_BE_PRINTED)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_rights_answers_the_five_questions(name: str) -> None:
    page = (FOLDER / name / "RIGHTS.md").read_text(encoding="utf-8")
    assert [say for say in SAYS if say not in page] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_claims_to_be_reviewed_before_it_is(name: str) -> None:
    instrument = read_instrument(FOLDER / name)
    assert instrument.review.status == "awaiting clinical review"


def test_only_data_lives_in_the_library() -> None:
    assert [path for path in FOLDER.rglob("*") if path.is_file() and path.suffix not in {".yaml", ".md"}] == []
