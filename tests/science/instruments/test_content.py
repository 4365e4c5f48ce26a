"""What the instruments in the library promise: rights, words for all, figures with their sources."""

from __future__ import annotations

import itertools
import random
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from kith.science.documents import LibraryError
from kith.science.instruments import Instrument, Scale, instrument_problems, read_cases, read_instrument, read_wordings

FOLDER = Path(__file__).resolve().parents[3] / "kith/library/instruments"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/instrument.yaml"))
LABELS = ("severe", "moderate", "mild", "disorder", "abnormal", "clinical", "patholog", "symptom", "case")


@pytest.fixture(params=NAMES)
def instrument(request: pytest.FixtureRequest) -> Instrument:
    return read_instrument(FOLDER / request.param)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the PHQ-9 that a test may spoil."""
    return Path(shutil.copytree(FOLDER / "phq9", tmp_path / "phq9"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, "the spoilt line has changed; mend this test"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_is_wrong(instrument: Instrument) -> None:
    assert instrument_problems(FOLDER / instrument.id) == []


def test_the_first_eight_are_there() -> None:
    assert set(NAMES) >= {
        "phq9", "gad7", "k10", "pcl5", "auditc", "goal-rating", "session-feedback", "daily-check-in"
    }  # fmt: skip


def test_a_client_never_reads_a_label(instrument: Instrument) -> None:
    for wording in read_wordings(FOLDER / instrument.id, instrument).values():
        said = [words.client for scale in wording.scales.values() for words in scale.bands.values()]
        said += [scale.name for scale in wording.scales.values()] + [wording.title, wording.thanks]
        assert not [text for text in said for label in LABELS if label in text.lower()]


def test_every_band_has_words_of_its_own(instrument: Instrument) -> None:
    for wording in read_wordings(FOLDER / instrument.id, instrument).values():
        for scale in wording.scales.values():
            said = [words.client for words in scale.bands.values()]
            assert len(set(said)) == len(said)


def test_official_text_carries_its_notice(instrument: Instrument) -> None:
    for wording in read_wordings(FOLDER / instrument.id, instrument).values():
        if wording.words == "official":
            assert instrument.licence.notice
            assert instrument.licence.rights in ("A", "A*")


def test_every_band_and_cutoff_edge_has_a_worked_case(instrument: Instrument) -> None:
    """Below and at each edge; a case is written by hand, so a moved edge is seen."""
    cases = read_cases(FOLDER / instrument.id, instrument)
    for scale in instrument.scales:
        seen = [score for case in cases if (score := case.scores.get(scale.id)) is not None]
        for edge in [band.starts_at for band in scale.bands]:
            below = edge - step_of(instrument, scale)
            assert edge in seen, f"no case at {edge} of {scale.id}"
            assert edge == scale.lowest or any(abs(score - below) < 1e-6 for score in seen), f"no case at {below}"
        if scale.bands:
            assert scale.highest in seen


def step_of(instrument: Instrument, scale: Scale) -> float:
    """By how little two scores of a scale can differ."""
    if scale.parts:
        return min(step_of(instrument, instrument.scale(name)) for name in scale.parts)
    gaps = []
    for name in scale.items:
        points = sorted(instrument.options[instrument.item(name).options].points.values())
        gaps += [high - low for low, high in itertools.pairwise(points) if high > low]
    return min(gaps) * scale.multiplier / (len(scale.items) if scale.method == "mean" else 1)


def test_the_lowest_answer_of_the_gad7_is_not_at_all() -> None:
    """A known error says "Not at all sure"; it measures something else."""
    wording = read_wordings(FOLDER / "gad7", read_instrument(FOLDER / "gad7"))["en"]
    assert wording.options is not None
    assert wording.options["frequency"]["0"] == "Not at all"


def test_published_figures() -> None:
    """Written by hand from the sources, not from the documents."""
    phq9, gad7 = read_instrument(FOLDER / "phq9"), read_instrument(FOLDER / "gad7")
    pcl5, auditc = read_instrument(FOLDER / "pcl5"), read_instrument(FOLDER / "auditc")
    assert [(band.id, band.starts_at) for band in phq9.scale("total").bands] == [
        ("minimal", 0), ("mild", 5), ("moderate", 10), ("moderately_severe", 15), ("severe", 20)
    ]  # fmt: skip
    assert [band.starts_at for band in gad7.scale("total").bands] == [0, 5, 10, 15]
    assert [band.starts_at for band in read_instrument(FOLDER / "k10").scale("total").bands] == [10, 16, 22, 30]
    assert phq9.cutoffs_for("total", "caseness")[0].at == 10
    assert gad7.cutoffs_for("total", "caseness")[0].at == 8
    assert phq9.change_facts("total")[0].value == 6
    assert gad7.change_facts("total")[0].value == 4
    assert [fact.at for fact in pcl5.cutoffs_for("total", "provisional_diagnosis")] == [31, 33]
    assert {fact.value for fact in pcl5.change_facts("total")} == {10, 15, 18}
    assert {cutoff.group: cutoff.at for cutoff in auditc.cutoffs_for("total", "screening")} == {"men": 4, "women": 3}


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("instrument.yaml", "id: mild, from: 5", "id: mild, from: 12", "do not cover"),
        ("instrument.yaml", "highest: 27", "highest: 30", "not what its items reach"),
        ("instrument.yaml", "source: lowe2004", "source: lowe2005", "no source of this name"),
        ("instrument.yaml", "    item: self_harm", "    item: selfharm", "no item of this name"),
        ("instrument.yaml", "scored: false, ", "", "does not fit the scales"),
        ("instrument.yaml", "    response: thoughts_of_self_harm\n", "", "without a safety response"),
        ("instrument.yaml", "at_most: 2", "at_most: 9", "score from nothing"),
        ("instrument.yaml", "checked_on: 2026-11-22", "checked_on: yesterday", "does not fit"),
        ("instrument.yaml", "id: energy", "id: sleep", "share one id"),
        ("instrument.yaml", "status: awaiting clinical review", "status: reviewed", "not by whom"),
        ("instrument.yaml", "id: phq9", "id: phq", "not the name of the folder"),
        ("wording.en.yaml", "  sleep: Trouble", "  slep: Trouble", "no question of this name"),
        ("wording.en.yaml", '    "3": Nearly every day\n', "", "has no words"),
        ("wording.en.yaml", "language: en", "language: de", "not the one of the file's name"),
        ("cases.yaml", "scores: {total: 12}", "scores: {total: 13}", "does not give this"),
        ("cases.yaml", "bands: {total: moderate}", "bands: {total: mild}", "does not give this"),
        ("cases.yaml", "    flags: [thoughts_of_self_harm]\n", "", "does not raise these flags"),
        ("cases.yaml", "answers: [2, 2, 1", "answers: [2, 2, 7", "not offered"),
        ("RIGHTS.md", "2026-11-22", "last week", "does not say when"),
    ],
)
def test_a_spoilt_folder_is_found(copy: Path, file: str, old: str, new: str, what: str) -> None:
    spoil(copy / file, old, new)
    found = instrument_problems(copy)
    assert any(what in problem.what and problem.file.endswith(file) and problem.line >= 1 for problem in found), found


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("- [mind, focus]", "- [mnd, focus]", "no item of this name"),
        ("- [mind, focus]", "- [mind, tired]", "counts an item twice"),
        ("how_many: 2", "how_many: 8", "asks for more than there is"),
        ("- groups:", "- items: [mind]\n        groups:", "at items or at groups of items"),
        (
            "- {items: [blues, depressed, sad, no_happiness, interest], at_least: 4}",
            "- {at_least: 4}",
            "groups of items",
        ),
        ("how_many: 2", "how_many: 3", "does not give this"),
    ],
)
def test_groups_that_do_not_fit_are_found(tmp_path: Path, old: str, new: str, what: str) -> None:
    folder = Path(shutil.copytree(FOLDER / "cesdr", tmp_path / "cesdr"))
    spoil(folder / "instrument.yaml", old, new)
    found = instrument_problems(folder)
    assert any(what in problem.what and problem.line > 1 for problem in found), found


def test_a_folder_without_words_cases_or_rights_is_found(copy: Path) -> None:
    for name in ("wording.en.yaml", "cases.yaml", "RIGHTS.md"):
        (copy / name).unlink()
    assert len(instrument_problems(copy)) == 3


@pytest.mark.parametrize("rights", ["B", "C"])
def test_text_we_may_not_print_is_refused(copy: Path, rights: str) -> None:
    spoil(copy / "instrument.yaml", "class: A", f"class: {rights}")
    assert "may not be shipped" in str(instrument_problems(copy)[0])
    spoil(copy / "instrument.yaml", "ship_text: true", "ship_text: false")
    assert [problem.what for problem in instrument_problems(copy)] == ["The licence does not let us print this text"]


def test_a_second_language_must_say_the_same_things(copy: Path) -> None:
    english = (copy / "wording.en.yaml").read_text(encoding="utf-8")
    (copy / "wording.es.yaml").write_text(english.replace("language: en", "language: es"), encoding="utf-8")
    assert instrument_problems(copy) == []
    assert set(read_wordings(copy, read_instrument(copy))) == {"en", "es"}
    spoil(copy / "wording.es.yaml", "  appetite: Poor appetite or overeating\n", "")
    assert "appetite" in str(instrument_problems(copy)[0])
    with pytest.raises(LibraryError):
        read_wordings(copy, read_instrument(copy))


def test_a_fact_holds_only_between_its_days(copy: Path) -> None:
    spoil(
        copy / "instrument.yaml", "    at: 10\n", "    at: 10\n    valid_from: 2020-01-01\n    valid_to: 2029-12-31\n"
    )
    phq9 = read_instrument(copy)

    def holds(on: date) -> bool:
        return "caseness" in {fact.id for fact in phq9.cutoffs_for("total", "caseness", on)}

    assert not holds(date(2019, 12, 31))
    assert holds(date(2020, 1, 1))
    assert holds(date(2029, 12, 31))
    assert not holds(date(2030, 1, 1))


def check_digit(number: str) -> int:
    """The last digit of a LOINC code, by the mod 10 (Luhn) rule of the LOINC manual."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(number))]
    return -sum(value - 9 if value > 9 else value for value in doubled) % 10


def test_no_code_was_mistyped(instrument: Instrument) -> None:
    """Of panels, questions and totals; codes of answers follow another rule."""
    written = [instrument.loinc, *(item.loinc for item in instrument.items), *(s.loinc for s in instrument.scales)]
    codes = [code for code in written if code]
    assert [code for code in codes if check_digit(code.split("-")[0]) != int(code.split("-")[1])] == []
    assert len(set(codes)) == len(codes)


def test_a_mistyped_code_is_found() -> None:
    assert check_digit("44261") == 6
    assert check_digit("44216") != 6


SCRAPS = ["0", "-1", "2.5", "99999999", "null", "true", "[]", "{}", "[1]", "{a: 1}", "x", "''", "total", "mean", "A"]


def damaged(text: str, chance: random.Random) -> str:
    """The text with up to three lines lost, doubled, moved, or given another value."""
    lines = text.split("\n")
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                lines[place] = ""
            case 1:
                lines.insert(place, chance.choice(lines))
            case 2:
                lines[place] = "  " * chance.randrange(3) + lines[place].lstrip()
            case _:
                scrap = chance.choice(SCRAPS)
                lines[place] = re.sub(r"(: )([^,{}\[\]]+)", lambda found: found[1] + scrap, lines[place], count=1)  # noqa: B023
    return "\n".join(lines)


@pytest.mark.parametrize("file", ["instrument.yaml", "wording.en.yaml", "cases.yaml"])
@pytest.mark.parametrize("name", ["phq9", "pcl5", "session-feedback"])
def test_a_damaged_folder_is_good_or_says_where_it_is_not(tmp_path: Path, name: str, file: str) -> None:
    chance = random.Random(f"{name}{file}")
    folder = Path(shutil.copytree(FOLDER / name, tmp_path / name))
    text = (folder / file).read_text(encoding="utf-8")
    found = 0
    for _ in range(25):
        (folder / file).write_text(damaged(text, chance), encoding="utf-8")
        problems = instrument_problems(folder)
        found += bool(problems)
        assert all(problem.line >= 1 and problem.what and problem.instead for problem in problems)
    assert found > 10, "the damage does no harm; mend this test"
