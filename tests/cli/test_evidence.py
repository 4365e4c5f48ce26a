"""`kith evidence`: what it lists, shows, answers, compares, works out again and brings in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from kith.science.library import Library
from kith.science.library.evidence_versions import version_of
from tests.science.findings.questions import TEXT

OLD_TRIALS = "row,study,estimate,se\nusual,Ana 2001,0.9,0.2\nusual,Ben 2004,0.5,0.25\nusual,Cleo 2009,0.7,0.3\n"
NEW_TRIALS = OLD_TRIALS + "usual,Dev 2015,0.0,0.1\nusual,Eve 2020,-0.1,0.1\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["evidence", *map(str, words)])


def values_of(result: Result, code: int = 0) -> Any:
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """An earlier version and a later one with two more studies and another interval."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, text, trials in (
        (old, TEXT, OLD_TRIALS),
        (new, TEXT.replace("ends: [0.2, 0.6]", "ends: [-0.1, 0.6]"), NEW_TRIALS),
    ):
        folder.mkdir()
        (folder / "walking.yaml").write_text(text, encoding="utf-8")
        (folder / "walking.csv").write_text(trials, encoding="utf-8")
    return old, new


def test_questions_are_listed_by_problem_and_modality() -> None:
    found = values_of(run("list", "--problem", "panic", "--modality", "T1", "--json"))
    assert [one["id"] for one in found] == ["anxiety-cbt-placebo", "panic-cbt"]
    assert found[1]["rows"] == 2
    assert "panic-cbt  Cognitive behavioural therapy for panic; comparisons: 2, claims: 0" in run("list").stdout


def test_a_question_is_shown_with_what_is_not_known() -> None:
    page = run("show", "depression-cbt").stdout
    for words in (
        "awaiting clinical review",
        "g: 0.683 [computed]; better is above 0",
        "where a new study is expected: -0.68 to 2.05 (95 %) [computed]",
        "people: not known: people of trials with several arms would be counted twice",
        "certainty: moderate, by our reading [convention]",
        "[contradicted: do not repeat] CBT works better than medicine for depression.",
    ):
        assert words in page
    assert values_of(run("show", "depression-cbt", "--json"))["rows"][0]["estimate"]["provenance"] == "computed"


def test_an_unknown_question_names_the_nearest() -> None:
    result = run("show", "depresion-cbt")
    assert result.exit_code == 2
    assert "did you mean 'depression-cbt'?" in result.stderr


def test_the_check_counts_how_figures_are_known() -> None:
    found = values_of(run("check", "--json"))
    assert found["problems"] == []
    assert set(found["figures"]) == {"verified", "recalled", "computed", "missing, with a reason"}
    assert "claims-not-traced: korotkov-2019" in found["not_to_be_repeated"]
    assert "cognitive-stimulation" in found["without_evidence"]
    assert "Nothing is wrong in" in run("check").stdout


def test_the_check_of_a_broken_library_fails(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "walking.yaml").write_text(TEXT.replace(", provenance: verified}", "}", 1), "utf-8")
    found = values_of(run("check", tmp_path, "--json"), code=1)
    line = next(n for n, text in enumerate(TEXT.splitlines(), start=1) if "studies: {value: 12" in text)
    assert {"file": "evidence/walking.yaml", "line": line} in [
        {key: one[key] for key in ("file", "line")} for one in found["problems"]
    ]


def test_the_coverage_says_none() -> None:
    assert "| cognitive-stimulation | **none** |" in run("coverage").stdout
    assert len(values_of(run("coverage", "--json"))) > 30


def test_an_answer_comes_with_people_or_with_the_reason_why_not() -> None:
    found = values_of(run("answer", "depression", "cbt", "--json"))
    assert found["finding"]["id"] == "care-as-usual"
    assert (found["out_of_100"]["without_help"], found["out_of_100"]["with_help"]) == (50, 75)
    recalled = values_of(run("answer", "depression", "music_therapy", "--json"))
    assert recalled["out_of_100"] is None
    assert "checked figures only" in recalled["out_of_100_reason"]
    assert values_of(run("answer", "depression", "juggling", "--json"))["reason"] == "no_document"
    assert "no question is about both" in run("answer", "depression", "juggling").stdout


def test_two_versions_are_compared(versions: tuple[Path, Path]) -> None:
    result = run("compare", *versions)
    assert result.exit_code == 1
    for words in (
        "walking: row usual, changed",
        "! interval now includes no effect (0)",
        "new studies: Dev 2015, Eve 2020",
        "! pooled interval now includes no effect (0)",
        "2 differences.",
    ):
        assert words in result.stdout
    row, trials = values_of(run("compare", *versions, "--json"), code=1)["differences"]
    assert row["crossings"] == [{"of": "interval", "line": 0.0, "says": "now includes no effect"}]
    assert (trials["pooled_old"]["k"], trials["pooled_new"]["k"]) == (3, 5)


def test_a_version_does_not_differ_from_itself(versions: tuple[Path, Path]) -> None:
    assert values_of(run("compare", versions[0], versions[0], "--json"))["differences"] == []
    assert run("compare", versions[0] / "walking.yaml", versions[0]).stdout == "0 differences.\n"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("walking.csv", "row,study,estimate\nusual,a,0.1\n", "Write instead: row,study,estimate,se"),
        ("walking.csv", "row,study,estimate,se\nusal,a,0.1,1\n", "walking.csv:2: A study belongs to a row"),
        ("walking.csv", "row,study,estimate,se\nusual,a,0.1,0\n", "A standard error is above nought. Found: 0"),
        ("walking.csv", "row,study,estimate,se\nusual,a,0.1,1\nusual,a,0.2,1\n", "csv:3: A study has one effect"),
        ("walking.csv", "row,study,estimate,se\nusual,a,nan,1\n", "Found: 'nan'. Write instead: a number"),
        ("walking.csv", "row,study,estimate,se\nusual,a,0.1\n", "A study has four cells. Found: 3"),
        ("walking.yaml", TEXT.replace("[0.2, 0.6]", "[0.6, 0.2]"), "walking.yaml:23: An interval begins"),
    ],
)
def test_what_cannot_be_compared_is_refused(versions: tuple[Path, Path], name: str, text: str, words: str) -> None:
    (versions[1] / name).write_text(text, encoding="utf-8")
    result = run("compare", *versions)
    assert result.exit_code == 2
    assert words in result.stderr


def trials(folder: Path, more: str = "") -> Path:
    """A library with one computed row, and the table it is computed from."""
    (folder / "evidence").mkdir()
    calculation = (
        "    calculation:\n      file: walks.csv\n      columns: {study: study, effect: g, se: se}\n"
        "      where: {help: [walk]}\n      method: REML\n      test: knha\n      correlation: 0.6\n"
        "      of: every study\n"
    )
    text = TEXT
    for right, wrong in (
        ("studies: {value: 12, provenance: verified}", "studies: {value: 2, provenance: computed}"),
        ("estimate: {value: 0.4, provenance: verified}", "estimate: {value: 0.4, provenance: computed}"),
        ("{ends: [0.2, 0.6], provenance: verified}", "{ends: [-0.871, 1.671], provenance: computed}"),
        ("{ends: [-0.1, 0.9], provenance: verified}", '{ends: null, reason: "two studies"}'),
        ("i2: {value: 60,", "i2: {value: 50,"),
        ("tau2: {value: 0.05,", "tau2: {value: 0.01,"),
        ("    source: first\n  - id: relapse", f"{calculation}    source: first\n  - id: relapse"),
    ):
        assert right in text
        text = text.replace(right, wrong, 1)
    (folder / "evidence" / "walking.yaml").write_text(text, encoding="utf-8")
    table = folder / "walks.csv"
    table.write_text(f"study,g,se,help\na,0.3,0.1,walk\nb,0.5,0.1,walk\nc,9,0.1,run\n{more}", encoding="utf-8")
    return table


def test_a_computed_row_comes_out_again(tmp_path: Path) -> None:
    # by hand: mean 0.4, Q 2, tau² 0.02 - 0.01, se 0.1, t with one degree 12.706
    found = values_of(run("recompute", trials(tmp_path), "--library", tmp_path, "--json"))
    assert found == [{"document": "walking", "row": "usual", "moved": []}]


def test_a_trial_more_moves_what_is_written(tmp_path: Path) -> None:
    table = trials(tmp_path, "d,0.1,0.1,walk\n")
    result = run("recompute", table, "--library", tmp_path)
    assert result.exit_code == 1
    assert "walking, usual: studies 2 is now 3" in result.stdout
    assert "walking, usual: estimate 0.4 is now 0.3" in result.stdout
    assert "prediction unknown is now" in result.stdout
    assert "0 of 1 computed rows" in result.stdout


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("other.csv", "study,g,se,help\na,1,1,walk\n", "No row is computed from this table"),
        ("walks.csv", "study,g,help\na,1,walk\n", "there is no column 'se'"),
        ("walks.csv", "study,g,se,help\na,much,1,walk\n", "found 'much' in 'g'"),
        ("walks.csv", "study,g,se,help\na,1,1,run\n", "No row of walks.csv is chosen"),
        ("walks.csv", "study,g,se,help\na,1,1,walk\n", "Pooling needs two studies or more; found 1"),
    ],
)
def test_a_table_that_cannot_be_worked_out_is_refused(tmp_path: Path, name: str, text: str, words: str) -> None:
    trials(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("recompute", tmp_path / name, "--library", tmp_path)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_place_without_evidence_is_refused(versions: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "There is no evidence here" in run("compare", tmp_path / "empty", versions[0]).stderr


def test_a_table_is_brought_in_with_its_figures_and_its_studies(tmp_path: Path) -> None:
    """By hand: 0.3, 0.5 and 0.1 with equal errors have the mean 0.3."""
    table, into = trials(tmp_path, "d,0.1,0.1,walk\n"), tmp_path / "newer"
    before = (tmp_path / "evidence" / "walking.yaml").read_text(encoding="utf-8")
    result = run("import", table, "--library", tmp_path, "--into", into)
    assert result.exit_code == 0, result.stderr
    assert "walking, version 1.1: 6 figures moved, 3 effects of studies beside it" in result.stdout
    written = (into / "walking.yaml").read_text(encoding="utf-8")
    for line in (
        'version: "1.1"',
        "    studies: {value: 3, provenance: computed}",
        "    estimate: {value: 0.3, provenance: computed}",
        "review: {status: awaiting clinical review}",
    ):
        assert line in written.splitlines()
    studies = (into / "walking.csv").read_text(encoding="utf-8").splitlines()
    assert studies == ["row,study,estimate,se", "usual,a,0.3,0.1", "usual,b,0.5,0.1", "usual,d,0.1,0.1"]
    assert (tmp_path / "evidence" / "walking.yaml").read_text(encoding="utf-8") == before
    others = [
        (one, other) for one, other in zip(before.splitlines(), written.splitlines(), strict=True) if one != other
    ]
    assert len(others) == 7  # the version and six figures, each in its own line; nothing else
    again = values_of(run("compare", tmp_path / "evidence", into, "--json"), code=1)["differences"]
    assert [(one["kind"], one["id"]) for one in again] == [
        ("document", "walking"),
        ("row", "usual"),
        ("trials", "usual"),
    ]
    (into.parent / "evidence" / "walking.yaml").write_text(written, encoding="utf-8")
    assert values_of(run("recompute", table, "--library", tmp_path, "--json"))[0]["moved"] == []


def test_a_table_that_moves_nothing_leaves_every_letter(tmp_path: Path) -> None:
    table, into = trials(tmp_path), tmp_path / "newer"
    (found,) = values_of(run("import", table, "--library", tmp_path, "--into", into, "--json"))
    assert (found["moved"], found["studies"], found["version"]) == (0, 2, "1.0")
    assert (into / "walking.yaml").read_text() == (tmp_path / "evidence" / "walking.yaml").read_text()


def test_what_was_reviewed_awaits_review_again_once_a_figure_moved(tmp_path: Path) -> None:
    table, into = trials(tmp_path, "d,0.1,0.1,walk\n"), tmp_path / "newer"
    file = tmp_path / "evidence" / "walking.yaml"
    signed = "review:\n  status: reviewed\n  by: Dr Novak\n  on: 2026-01-02\n"
    file.write_text(file.read_text().replace("review: {status: awaiting clinical review}\n", signed), encoding="utf-8")
    assert run("import", table, "--library", tmp_path, "--into", into).exit_code == 0
    assert (into / "walking.yaml").read_text().endswith("review: {status: awaiting clinical review}\n")


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("    tau2: {value: 0.01,", "    tau2:\n      {value: 0.01,", "the figure 'tau2' of the row 'usual' cannot be"),
    ],
)
def test_a_question_that_cannot_be_written_is_refused(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    table, into = trials(tmp_path, "d,0.1,0.1,walk\n"), tmp_path / "newer"
    file = tmp_path / "evidence" / "walking.yaml"
    assert right in file.read_text()
    file.write_text(file.read_text().replace(right, wrong), encoding="utf-8")
    result = run("import", table, "--library", tmp_path, "--into", into)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not into.exists()


def test_an_unknown_table_and_a_place_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    table = trials(tmp_path)
    other = tmp_path / "other.csv"
    other.write_text(table.read_text(), encoding="utf-8")
    assert "No row is computed from this table" in run("import", other, "--library", tmp_path).stderr
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    result = run("import", table, "--library", tmp_path, "--into", tmp_path / "file")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_a_question_of_the_installation_stands_in_place_of_the_packaged_one(tmp_path: Path) -> None:
    packaged = Library.open()
    name = "depression-life-review"
    text = packaged.evidence.paths[name].read_text(encoding="utf-8").replace('version: "1.0"', 'version: "1.7"', 1)
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / f"{name}.yaml").write_text(text, encoding="utf-8")
    row = packaged.evidence[name].rows[0].id
    (tmp_path / "evidence" / f"{name}.csv").write_text(f"row,study,estimate,se\n{row},a,0.5,0.1\n", encoding="utf-8")
    own = Library.open(own=tmp_path)
    assert (packaged.evidence[name].version, own.evidence[name].version) == ("1.0", "1.7")
    assert len(own.evidence) == len(packaged.evidence)
    assert [one.study for one in version_of(own, name).trials] == ["a"]
    assert version_of(packaged, name).trials == ()
    assert own.check_evidence() == []
    (tmp_path / "evidence" / f"{name}.yaml").write_text(text.replace("measure: g", "measure: q", 1), encoding="utf-8")
    assert [one.file for one in Library.open(own=tmp_path).check_evidence()] == [f"evidence/{name}.yaml"]
