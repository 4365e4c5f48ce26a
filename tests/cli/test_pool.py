"""`kith pool`: what it answers, what it says beside it, what it refuses, and that its report stands alone."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from tests.reports.read_pdf import tags_of, words_of
from tests.science.evidence import pinned

KEYS = ["k", "estimate", "se", "ci", "tau2", "i2", "q", "prediction", "effects", "correlation"]


@pytest.fixture
def bcg(tmp_path: Path) -> Path:
    y, v, _ = pinned.sets()["bcg"]
    rows = [
        f"Trial {n},{a},{b},{b**0.5},{10 * n},{1950 + n}" for n, (a, b) in enumerate(zip(y, v, strict=True), start=1)
    ]
    file = tmp_path / "bcg.csv"
    file.write_text("\n".join(["trial,yi,vi,sei,n,year", *rows]), encoding="utf-8")
    return file


def run(file: Path, options: str) -> Result:
    return CliRunner().invoke(main, ["pool", str(file), *shlex.split(options)])


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refusal_of(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr


@pytest.mark.parametrize("test", ["z", "knha"])
@pytest.mark.parametrize("spread", ["--variance vi", "--se sei"])
def test_it_answers_what_metafor_answers(bcg: Path, test: str, spread: str) -> None:
    found = values_of(run(bcg, f"--effect yi {spread} --method REML --test {test} --json"))
    answer = pinned.answers()[f"bcg.REML.{test}"]
    assert list(found) == KEYS
    expected = [13, answer["beta"], answer["se"], answer["tau2"], answer["I2"], answer["QE"]]
    assert [found[key] for key in ("k", "estimate", "se", "tau2", "i2", "q")] == pytest.approx(expected, abs=1e-6)
    assert found["ci"] == pytest.approx([answer["ci.lb"], answer["ci.ub"]], abs=1e-6)
    assert found["prediction"] == pytest.approx([answer["pi.lb"], answer["pi.ub"]], abs=1e-6)


def test_the_other_prediction_interval_is_there_for_the_asking(bcg: Path) -> None:
    found = values_of(run(bcg, "--effect yi --variance vi --test z --prediction riley --json"))
    assert [round(end, 4) for end in found["prediction"]] == [-2.0084, 0.5793]


def test_two_studies_promise_nothing_and_say_why(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text("y,v\n0.1,0.1\n0.4,0.1\n", encoding="utf-8")
    found = values_of(run(file, "--effect y --variance v --json"))
    assert found["prediction"] is None
    assert "needs 3 studies" in found["prediction_reason"]


def test_a_pooled_number_is_printed_with_its_doubts(bcg: Path) -> None:
    said = "--comparator 'no vaccine' --certainty low --source 'Colditz 1994' --people n --ratio"
    result = run(bcg, f"--effect yi --variance vi --test z {said}")
    assert result.exit_code == 0, result.stderr
    for words in (
        "Pooled: 0.489",
        "Studies: 13",
        "People: 910",
        "95 % interval: 0.344 to 0.696",
        "Where a new study is expected: 0.155 to 1.549",
        "tau² 0.3132 (0.1197 to 1.1115 by Q-profile), I² 92.2 %, Q 152.23",
        "Compared with: no vaccine",
        "Certainty: low",
        "Colditz 1994",
    ):
        assert words in result.stdout


def test_what_nobody_said_is_said_to_be_unknown(bcg: Path) -> None:
    printed = run(bcg, "--effect yi --variance vi").stdout
    for words in ("People: not stated", "Compared with: not stated", "Certainty: not rated", "source not stated"):
        assert words in printed


def test_the_report_stands_alone(bcg: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    result = run(bcg, f"--effect yi --variance vi --study trial --year year --report {report}")
    assert result.exit_code == 0, result.stderr
    page = report.read_text(encoding="utf-8")
    assert page.count("<svg") == 6  # forest, cumulative and funnel, each at two widths
    assert not re.search(r"<script|\ssrc=|\shref=|@import|url\(", page)
    for words in ("Trial 13", "Egger", "Trim-and-fill, 1 added", "Limit meta-analysis", "Left out one by one", "SJ:"):
        assert words in page


def test_the_same_report_is_a_pdf_file_by_its_name(bcg: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    result = run(bcg, f"--effect yi --variance vi --study trial --year year --report {report}")
    assert result.exit_code == 0, result.stderr
    content = report.read_bytes()
    said = words_of(content)
    for words in ("Trial 13", "Egger", "Trim-and-fill, 1 added", "Limit meta-analysis", "Left out one by one", "SJ:"):
        assert words in said
    assert [alt for name, alt in tags_of(content) if name == "/Figure"] == ["Forest plot", "Cumulative", "Funnel plot"]


def test_without_a_typesetter_a_pdf_file_is_refused(bcg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.cli.report.can_set_pdf", lambda: False)
    said = refusal_of(run(bcg, f"--effect yi --variance vi --report {tmp_path}/report.pdf"))
    assert "found no typesetter. Install kith[pdf]" in said
    assert not (tmp_path / "report.pdf").exists()


def test_names_in_a_report_stay_words(tmp_path: Path) -> None:
    file, report = tmp_path / "bad.csv", tmp_path / "report.html"
    file.write_text("s,y,v\n<script>alert(1)</script>,0.1,0.1\nb,0.2,0.1\nc,0.4,0.2\n", encoding="utf-8")
    assert run(file, f"--effect y --variance v --study s --report {report}").exit_code == 0
    assert "<script" not in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "options", "words"),
    [
        ("y,v\n0.1,0.1\n", "--effect y --variance v", "needs two studies or more; found 1"),
        ("y,v\n", "--effect y --variance v", "found 0"),
        ("y,v\n0.1,0.1\nnan,0.1\n", "--effect y --variance v", "line 3: an effect is missing; found 'nan' in 'y'"),
        ("y,v\n0.1,0.1\n,0.1\n", "--effect y --variance v", "found 'an empty cell' in 'y'"),
        ("y,v\n0.1,0.1\ninf,0.1\n", "--effect y --variance v", "an effect in 'y' is not a number; found 'inf'"),
        (
            "y,v\n0.1,0.1\n0.2,0\n",
            "--effect y --variance v",
            "line 3: a variance or standard error is above nought; found 0",
        ),
        ("y,v\n0.1,0.1\n0.2,-0.2\n", "--effect y --variance v", "found -0.2 in 'v'"),
        ("y,v\n0.1,0.1\n0.2,-0.2\n", "--effect y --se v", "found -0.2 in 'v'"),
        ("y,v\n0.1,0.1\n", "--effect z --variance v", "there is no column 'z'; found y, v"),
        ("y,v\n0.1,0.1\n", "--effect y", "found neither of --variance and --se"),
        ("y,v\n0.1,0.1\n", "--effect y --variance v --se v", "found both"),
        ("y,v\n0.1,0.1\n0.2,0.1\n", "--effect y --variance v --level 2", "found 2. Give 0.95"),
        ("y,v\n0.1,0.1\n0.2,0.1\n", "--effect y --variance v --report x.txt", "found 'x.txt'. Give a name"),
    ],
)
def test_what_cannot_be_pooled_is_refused(tmp_path: Path, table: str, options: str, words: str) -> None:
    file = tmp_path / "studies.csv"
    file.write_text(table, encoding="utf-8")
    assert words in refusal_of(run(file, options))


def test_a_report_that_cannot_be_written_is_said(bcg: Path, tmp_path: Path) -> None:
    said = refusal_of(run(bcg, f"--effect yi --variance vi --report {tmp_path}/nowhere/r.html"))
    assert "the report cannot be written" in said


@pytest.mark.parametrize(
    "rows",
    [
        [(0.3, 0.1)] * 5,  # no scatter at all
        [(0.0, 0.1)] * 4,
        [(0.1, 0.1), (0.9, 0.2)],  # nothing to leave out
        [(1, 1e-8), (2, 1), (3, 1e8), (4, 1)],  # one study drowns the others
        [(1e8, 1e10), (2e8, 1e10), (-1e8, 1e10)],
    ],
    ids=["alike", "nought", "two", "uneven", "huge"],
)
@pytest.mark.parametrize("test", ["z", "knha"])
def test_odd_studies_still_give_numbers_and_a_report(
    tmp_path: Path, rows: list[tuple[float, float]], test: str
) -> None:
    file, report = tmp_path / "odd.csv", tmp_path / "report.html"
    file.write_text("y,v,t\n" + "".join(f"{y},{v},{n}\n" for n, (y, v) in enumerate(rows)), encoding="utf-8")
    found = values_of(run(file, f"--effect y --variance v --year t --test {test} --report {report} --json"))
    assert found["ci"][0] <= found["estimate"] <= found["ci"][1]
    assert "<svg" in report.read_text(encoding="utf-8")


def test_numbers_beyond_reckoning_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("y,v\n1,1e-200\n2,1e-200\n", encoding="utf-8")
    assert "beyond reckoning" in refusal_of(run(file, "--effect y --variance v"))
    file.write_text("y,s\n1,1e200\n2,1e200\n", encoding="utf-8")
    assert "beyond reckoning" in refusal_of(run(file, "--effect y --se s"))
