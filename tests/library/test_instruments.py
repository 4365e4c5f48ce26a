"""The instruments that ship: their pages of rights, and nothing printed that may not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.science.instruments import read_instrument, read_wordings
from kith.science.library import Library

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


@pytest.mark.parametrize("name", NAMES)
def test_a_translation_is_asked_only_after_somebody_who_speaks_it_has_reviewed_it(name: str, shipped: Library) -> None:
    written = read_wordings(FOLDER / name, shipped.instrument(name))
    offered = shipped.wordings[name]
    assert offered, "an instrument without words in any language"
    for language, wording in written.items():
        assert (language in offered) == (wording.words != "translated" or wording.review.status == "reviewed")


@pytest.mark.parametrize(
    "purpose",
    [
        "social_interaction", "distress", "coping", "work_skills", "paranoid_fears", "adherence", "self_esteem",
        "daily_living", "recovery", "quality_of_life",
    ],
)  # fmt: skip
def test_every_goal_of_care_has_a_measure_that_can_be_asked(purpose: str, shipped: Library) -> None:
    found = [one.id for one in shipped.instruments.values() if purpose in one.serves and one.licence.ship_text]
    assert found


def test_every_instrument_of_the_design_is_here() -> None:
    """Written from the list of instruments by hand."""
    wanted = [
        "phq9", "phq2", "phq8", "phq15", "phq4", "gad7", "gad2", "phq9m", "k6", "k10", "pcl5", "pc-ptsd-5",
        "auditc", "audit", "dast10", "assist", "who5", "whodas12", "wsas", "core10", "core-om", "yp-core", "dialog",
        "ucla-loneliness-20", "ucla-loneliness-3", "mspss", "rses", "r-gpts", "wai-sr", "ors", "srs", "gsrs",
        "score15", "psc17-parent", "psc17-youth", "sdq-parent", "sdq-teacher", "sdq-self", "epds", "isi",
        "cssrs-screener", "brs", "gse", "mars5", "reqol10", "reqol20", "swemwbs", "wemwbs", "gbo", "gas",
        "psychlops", "family-apgar", "zarit22", "mbi", "cbi-copenhagen", "dla20", "sspa", "gcq-s",
        "group-cohesiveness-scale", "cesdr", "rand36", "dass21",
    ]  # fmt: skip
    assert [name for name in wanted if name not in NAMES] == []


def test_our_own_measures_fill_the_gaps() -> None:
    wanted = [
        "session-alliance", "group-climate", "group-cohesion", "group-session-check", "coping", "daily-living-self",
        "work-readiness", "medication-taking", "carer-load", "belonging", "negative-effects", "engagement-barriers",
    ]  # fmt: skip
    assert [name for name in wanted if name not in NAMES] == []
