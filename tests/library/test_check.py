"""The check of the library: silent on what ships, and exact about file, line and remedy for every kind of mistake."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from kith.science.library import Library, UnknownDocument
from tests.library.planted import CBT, CRISIS, LESSON, MISTAKES, SAFETY, THOUGHTS

CHECKED = date(2026, 11, 22)


def test_the_shipped_library_is_in_order(shipped: Library) -> None:
    assert [str(problem) for problem in shipped.check(on=CHECKED)] == []


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_named_with_its_line_and_its_remedy(plant, mistake: tuple[str, str, str, str, str, str]) -> None:
    file, right, wrong, on_line, what, instead = mistake
    problems, text = plant(file, right, wrong)
    found = [problem for problem in problems if problem.file == file and what in problem.what]
    assert found, f"not found; the check says: {[str(problem) for problem in problems]}"
    lines = text.splitlines()
    assert any(on_line in lines[problem.line - 1] and instead in problem.instead for problem in found), [
        (str(problem), lines[problem.line - 1]) for problem in found
    ]


def test_every_problem_of_a_file_is_told_at_once(plant) -> None:
    plant(CBT, "phase: activate", "phase: actvate")
    problems, _ = plant(CBT, "technique: five-areas", "technique: five-area")
    assert {problem.found for problem in problems} >= {"actvate", "five-area"}
    assert problems == sorted(problems, key=lambda problem: (problem.file, problem.line))


def test_crisis_numbers_are_refused_the_day_after_their_review_date(shipped: Library) -> None:
    last_day = min(contact.review_by for place in shipped.crisis.places for contact in place.contacts)
    assert shipped.check(on=last_day) == []
    late = shipped.check(on=last_day + timedelta(days=1))
    assert late
    assert {problem.what for problem in late} == {"This number is past its review date"}
    assert all(problem.file == CRISIS and problem.line > 1 for problem in late)
    assert "new checked_on and review_by days" in late[0].instead


def test_a_check_from_the_future_is_refused(shipped: Library) -> None:
    problems = shipped.check(on=CHECKED - timedelta(days=1))
    assert {problem.what for problem in problems} == {"This day is still to come"}


@pytest.mark.parametrize("missing", [CRISIS, SAFETY, "protocols/cbt-panic/SOURCES.md"])
def test_a_missing_file_is_named(copied: Path, missing: str) -> None:
    (copied / missing).unlink()
    assert any("missing" in problem.what for problem in Library.open(copied).check())


def test_what_does_not_belong_is_refused(copied: Path) -> None:
    (copied / "protocols" / "cbt-panic" / "rules.py").write_text("print()", encoding="utf-8")
    (copied / "worksheets" / "linked.yaml").symlink_to(copied / "worksheets" / "thought-record.yaml")
    problems = {(problem.file, problem.what) for problem in Library.open(copied).check()}
    assert ("protocols/cbt-panic/rules.py", "This file does not belong in a library") in problems
    assert ("worksheets/linked.yaml", "A library holds files, not links") in problems


def test_a_file_too_large_to_review_is_refused(copied: Path) -> None:
    with (copied / LESSON).open("a", encoding="utf-8") as lesson:
        lesson.write("word " * 20_000)
    whats = {problem.what for problem in Library.open(copied).check() if problem.file == LESSON}
    assert whats == {"This file is too large to review", "The lesson is too long"}


def test_an_unknown_id_names_the_nearest(shipped: Library) -> None:
    with pytest.raises(UnknownDocument, match="did you mean 'cbt-depression'"):
        shipped.protocol("cbt-depresion")
    with pytest.raises(UnknownDocument, match="did you mean 'phq9'"):
        shipped.instrument("phq-9")
    assert shipped.protocols.get("nothing") is None


def test_the_version_changes_with_any_file_and_only_then(copied: Path, shipped: Library) -> None:
    assert Library.open(copied).version == shipped.version
    with (copied / "protocols" / "cbt-panic" / "SOURCES.md").open("a", encoding="utf-8") as page:
        page.write("\n")
    assert Library.open(copied).version != shipped.version


def test_a_renamed_file_changes_the_version(copied: Path, shipped: Library) -> None:
    (copied / LESSON).rename(copied / "lessons" / "panic-circle.en.md")
    assert Library.open(copied).version != shipped.version


def test_opening_reads_nothing_and_a_document_is_read_once(copied: Path) -> None:
    library = Library.open(copied)
    assert "thought-record" in library.worksheets
    first = library.worksheet("thought-record")
    (copied / THOUGHTS).unlink()
    assert library.worksheet("thought-record") is first


def test_a_lesson_that_is_not_translated_is_given_in_english(shipped: Library) -> None:
    assert shipped.lesson("panic-cycle", "ar").front.language == "en"
