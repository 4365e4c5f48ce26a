"""`kith evaluate`: what it counts, what it refuses, what it draws, and that the tutorial prints what it prints."""

import csv
import json
import re
import shlex
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from kith.pictures.jacobson import SHAPES, JacobsonPlot, Point, jacobson
from kith.pictures.tones import TONES
from kith.science.change import CRITICAL_95

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = CHECKOUT.parent / "shared/reference-data"
BTHEB = SHARED / "btheb_wide.csv"
TUTORIAL = CHECKOUT / "docs/tutorials/beat-the-blues.md"
SVG = "{http://www.w3.org/2000/svg}"
needs_btheb = pytest.mark.skipif(
    not BTHEB.exists(), reason="the reference data (btheb_wide.csv) is not beside the checkout"
)

NORMS = "--sd 8.16 --reliability 0.801 --norm-mean 7.69 --norm-sd 7.52 --clinical-mean 35.48 --lower-is-better"
PEOPLE = """id,arm,before,after
p1,a,30,8
p2,a,30,19
p3,b,40,25
p4,b,25,26
p5,b,10,25
p6,a,22,40
p7,a,30,
p8,b,NA,12
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)])


def run_on(folder: Path, text: str, options: str = "") -> Result:
    file = folder / "people.csv"
    file.write_text(text, encoding="utf-8")
    return run(file, *shlex.split(f"--id id --before before --after after {options}"))


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refusal_of(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr


def test_everybody_is_counted_once(tmp_path: Path) -> None:
    found = values_of(run_on(tmp_path, PEOPLE, f"{NORMS} --by arm --json"))
    assert (found["n"], found["n_complete"], found["n_began_clinical"]) == (8, 6, 5)
    assert found["cutoff"] == pytest.approx(21.02, abs=0.005)
    assert found["reliable_change"] == pytest.approx(10.09, abs=0.005)
    assert found["counts"] == {
        "recovered": 2,  # p1 and p2
        "improved": 1,  # p3 ends at 25, still clinical
        "unchanged": 1,  # p4
        "deteriorated": 2,  # p5 and p6
        "harmed": 1,  # p5 moved into the clinical range
        "unknown": 2,  # p7 and p8
    }
    assert {name: group["n"] for name, group in found["groups"].items()} == {"a": 4, "b": 4}
    assert found["groups"]["a"]["counts"]["recovered"] == 2


def test_rates_carry_their_denominators_and_intervals(tmp_path: Path) -> None:
    rates = values_of(run_on(tmp_path, PEOPLE, f"{NORMS} --json"))["rates"]
    of = {name: (one["numerator"], one["denominator"]) for name, one in rates.items()}
    assert of["recovered"] == (2, 6)
    assert of["recovered_of_began_clinical"] == (2, 5)
    assert of["recovered_or_improved"] == (3, 6)
    assert of["complete"] == (6, 8)
    assert rates["recovered"]["low"] < rates["recovered"]["rate"] < rates["recovered"]["high"]


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    notes = " ".join(values_of(run_on(tmp_path, PEOPLE, f"{NORMS} --json"))["notes"])
    assert "2 of 8 people lack a score" in notes
    assert "between 2 and 4 of all 8 people recovered" in notes
    assert "not the effect of the treatment" in notes


def test_the_files_own_mean_is_used_only_with_a_note(tmp_path: Path) -> None:
    options = NORMS.replace("--clinical-mean 35.48", "")
    found = values_of(run_on(tmp_path, PEOPLE, f"{options} --json"))
    assert any("The clinical mean, 26.71, is this file's own" in note for note in found["notes"])
    own = (8.16 * 7.69 + 7.52 * (187 / 7)) / (8.16 + 7.52)
    assert found["cutoff"] == pytest.approx(own)


def test_a_direction_that_is_not_said_is_taken_and_told(tmp_path: Path) -> None:
    told = "Lower was taken to be better. Say --higher-is-better if it is not so."
    silent = "--sd 8 --reliability 0.8 --cutoff 21 --json"
    assert told in values_of(run_on(tmp_path, PEOPLE, silent))["notes"]
    assert told not in values_of(run_on(tmp_path, PEOPLE, f"{silent} --lower-is-better"))["notes"]


def test_turning_the_scale_round_changes_nobody(tmp_path: Path) -> None:
    turned = re.sub(r"(?<=,)(\d+)", lambda match: str(63 - int(match[1])), PEOPLE)
    one_way = values_of(run_on(tmp_path, PEOPLE, "--sd 8 --reliability .8 --cutoff 21 --lower-is-better --json"))
    other_way = values_of(run_on(tmp_path, turned, "--sd 8 --reliability .8 --cutoff 42 --higher-is-better --json"))
    assert one_way["counts"] == other_way["counts"]


@pytest.mark.parametrize(
    ("options", "cutoff"),
    [
        ("--cutoff-type a --clinical-mean 35.48", 35.48 - 2 * 8.16),
        ("--cutoff-type b --norm-mean 7.69 --norm-sd 7.52", 7.69 + 2 * 7.52),
        ("--cutoff-type c --norm-mean 7.69 --norm-sd 7.52 --clinical-mean 35.48", 21.0178),
        ("--cutoff 17", 17),
    ],
)
def test_each_cutoff(tmp_path: Path, options: str, cutoff: float) -> None:
    found = values_of(run_on(tmp_path, PEOPLE, f"--sd 8.16 --reliability 0.801 --lower-is-better {options} --json"))
    assert found["cutoff"] == pytest.approx(cutoff, abs=1e-4)


def test_an_instrument_brings_the_policy_in_force(tmp_path: Path) -> None:
    text = "id,before,after\np1,16,9\np2,16,11\np3,9,3\np4,4,10\np5,16,\n"
    found = values_of(run_on(tmp_path, text, "--instrument phq9 --on 2026-03-02 --json"))
    assert (found["cutoff"], found["reliable_change"]) == (10, 6)
    assert found["counts"] == {
        "recovered": 1,
        "improved": 1,
        "unchanged": 1,
        "deteriorated": 1,
        "harmed": 1,
        "unknown": 1,
    }


def test_an_instrument_without_a_policy_that_day_brings_its_own_figures(tmp_path: Path) -> None:
    text = "id,before,after\np1,40,30\n"
    found = values_of(run_on(tmp_path, text, "--instrument pcl5 --on 2019-01-01 --json"))
    assert (found["cutoff"], found["reliable_change"]) == (32, 10)
    assert "its own figures" in found["yardstick"]
    assert any("not yet verified" in note for note in found["notes"])


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PEOPLE,
        PEOPLE.replace("\n", "\r\n"),
        PEOPLE.replace(",", ";"),
        PEOPLE.replace(",", "\t"),
        re.sub(r"[^,\n]+", lambda match: f'"{match[0]}"', PEOPLE),
        PEOPLE.replace("NA", "."),
        PEOPLE.replace("NA", "NaN"),
        PEOPLE.replace("30,8", " 30 , 8.0 "),
        PEOPLE + "\n\n",
    ],
    ids=["byte-order mark", "CRLF", "semicolons", "tabs", "quotes", "dot", "NaN", "spaces", "blank lines"],
)
def test_files_as_programs_write_them(tmp_path: Path, text: str) -> None:
    expected = values_of(run_on(tmp_path, PEOPLE, f"{NORMS} --json"))
    assert values_of(run_on(tmp_path, text, f"{NORMS} --json")) == expected


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("p3,b,40", "p3,b,forty", "people.csv, line 4: a score in 'before' is not a number; found 'forty'. Write a"),
        ("p3,b,40", "p3,b,inf", "line 4: a score in 'before' is not a number; found 'inf'"),
        ("p3,b,40", "p3,b,4_0", "line 4: a score in 'before' is not a number"),
        ("p3,b", "p1,b", "line 4: an id is there twice; found 'p1' in line 2 too. Keep one row"),
        ("p3,b", ",b", "line 4: a row has no id"),
        ("p3,b,40,25", "p3,b,40", "line 4: a row does not fit the columns; found 3 cells under 4 names"),
        ("p3,b,40,25", 'p3,b,40,"25', "line 4: the row cannot be read"),
        ("arm,before", "arm,befor", "no column 'before'; found id, arm, befor, after. Name another: did you mean"),
        ("arm,before", "before,before", "two columns are called 'before'"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in PEOPLE
    assert message in refusal_of(run_on(tmp_path, PEOPLE.replace(old, new, 1), NORMS))


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    assert "found column names and no rows" in refusal_of(run_on(tmp_path, "id,before,after\n", NORMS))
    assert "no columns" in refusal_of(run_on(tmp_path, "", NORMS))
    file = tmp_path / "latin.csv"
    file.write_bytes("id,before,after\nJosé,1,2\n".encode("latin-1"))
    options = shlex.split(f"--id id --before before --after after {NORMS}")
    assert "latin.csv: the file is not UTF-8 text" in refusal_of(run(file, *options))
    assert "cannot be opened; found No such file" in refusal_of(run(tmp_path / "none.csv", *options))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("", "A reliable change needs --sd and --reliability; found neither"),
        ("--sd 8", "A reliable change needs --sd and --reliability; found --sd"),
        ("--sd 8 --reliability 0.8", "Recovery needs a cut-off"),
        ("--sd 8 --reliability 80 --cutoff 10", "A reliability lies between 0 and 1"),
        ("--sd 0 --reliability 0.8 --cutoff 10", "A standard deviation is a number above 0"),
        ("--sd 8 --reliability 0.8 --cutoff 10 --norm-mean 7", "found --cutoff and --norm-mean. Keep one"),
        ("--sd 8 --reliability 0.8 --norm-mean 7", "Cut-off c needs --norm-mean and --norm-sd"),
        ("--sd 8 --reliability 0.8 --cutoff-type b", "Cut-off b needs --norm-mean and --norm-sd"),
        ("--instrument phq9 --sd 8", "Two answers to what counts; found --instrument and --sd"),
        ("--instrument phq-9", "did you mean 'phq9'"),
        ("--instrument biq", "has none. Count by another measure"),
        ("--instrument phq9 --on yesterday", "--on needs a day; found 'yesterday'"),
        ("--instrument phq9", "line 2: a score is off its scale; found 30 where 0 to 27 is possible"),
        (f"{NORMS} --plot /no/such/folder/plot.svg", "the picture cannot be written"),
    ],
)
def test_options_that_leave_open_what_counts_are_refused(tmp_path: Path, options: str, message: str) -> None:
    assert message in refusal_of(run_on(tmp_path, PEOPLE, options))


def test_the_picture_shows_everybody_with_both_scores(tmp_path: Path) -> None:
    picture = tmp_path / "plot.svg"
    assert run_on(tmp_path, PEOPLE, f"{NORMS} --by arm --plot {picture}").exit_code == 0
    root = ET.parse(picture).getroot()
    parts = [element.get("data-part") for element in root.iter(f"{SVG}path")]
    assert parts.count("circle") - 1 == 3  # arm a, one more in the legend
    assert parts.count("square") - 1 == 3
    assert parts.count("band") == parts.count("no-change") == 1
    assert parts.count("cut-off") == 2
    assert root.get("role") == "img"
    description = root.findtext(f"{SVG}desc") or ""
    assert "Of 6 people with both scores, 2 recovered" in description
    assert "2 people lack a score" in description
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert "2 people lack a score" in words
    assert {element.get("fill") for element in root.iter(f"{SVG}text")} == {"currentColor"}
    assert min(float(element.get("font-size", 0)) for element in root.iter(f"{SVG}text")) >= 12


def test_points_lie_where_their_scores_are() -> None:
    drawing = jacobson(JacobsonPlot([Point(0, 0), Point(50, 0), Point(0, 50)], 20, 10, True, 0, "b", "a", "Three."))
    drawn = [element.get("d", "") for element in ET.fromstring(drawing.wide).iter(f"{SVG}path")]
    (x0, y0), (x1, y1), (x2, y2) = [
        tuple(map(float, re.findall(r"^M([\d.]+) ([\d.]+)", d)[0])) for d in drawn if SHAPES["circle"] in d
    ]
    assert (y0, x0) == (y1, x2)
    assert x1 - x0 == pytest.approx(y0 - y2, abs=0.11)
    assert x1 > x0
    assert y2 < y0


def test_groups_differ_by_shape_and_colour() -> None:
    points = [Point(number, number, f"group {number:02}") for number in range(12)]
    root = ET.fromstring(jacobson(JacobsonPlot(points, 5, 2, True, 0, "b", "a", "Twelve.")).wide)
    looks = [(e.get("data-part"), e.get("stroke")) for e in root.iter(f"{SVG}path") if e.get("stroke") in TONES]
    assert len(set(looks)) == 12
    assert len({shape for shape, _ in looks}) == len(SHAPES)


def test_a_group_with_a_dangerous_name_stays_text() -> None:
    plot = JacobsonPlot([Point(1, 2, "<script>&\x00")], 5, 2, False, 1, "<b>", '"a"', "One & only.")
    for svg in (jacobson(plot).wide, jacobson(plot).narrow):
        assert not list(ET.fromstring(svg).iter(f"{SVG}script"))


@needs_btheb
def test_beat_the_blues_counted_by_a_plain_loop() -> None:
    found = values_of(run(BTHEB, *shlex.split(f"--id subject --before bdi.pre --after bdi.8m {NORMS} --json")))
    cutoff = (8.16 * 7.69 + 7.52 * 35.48) / (8.16 + 7.52)
    error_of_change = 8.16 * (2 * (1 - 0.801)) ** 0.5
    counts = dict.fromkeys(("recovered", "improved", "unchanged", "deteriorated", "unknown"), 0)
    with BTHEB.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if "NA" in (row["bdi.pre"], row["bdi.8m"]):
                counts["unknown"] += 1
                continue
            before, after = float(row["bdi.pre"]), float(row["bdi.8m"])
            index = (after - before) / error_of_change
            if index < -CRITICAL_95:
                counts["recovered" if after < cutoff <= before else "improved"] += 1
            else:
                counts["deteriorated" if index > CRITICAL_95 else "unchanged"] += 1
    assert {name: found["counts"][name] for name in counts} == counts


def tutorial_runs() -> list[tuple[str, str]]:
    """Each command of the tutorial with what the tutorial says it prints."""
    blocks = re.findall(r"```console\n\$ kith evaluate (.*?)\n```\n+```text\n(.*?)```", TUTORIAL.read_text(), re.DOTALL)
    return [(command.replace("\\\n", " "), printed) for command, printed in blocks]


def test_the_tutorial_shows_runs() -> None:
    assert len(tutorial_runs()) >= 3


@needs_btheb
@pytest.mark.parametrize("place", range(3))
def test_the_tutorial_prints_what_the_command_prints(
    place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, printed = tutorial_runs()[place]
    (tmp_path / "btheb_wide.csv").write_bytes(BTHEB.read_bytes())
    monkeypatch.chdir(tmp_path)
    result = run(*shlex.split(command))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.rstrip() == printed.rstrip()


def people_of(groups: dict[str, dict[tuple[int | str, int | str], int]]) -> str:
    """A file with so many people of each pair of scores in each group."""
    rows = [
        (arm, before, after)
        for arm, pairs in groups.items()
        for (before, after), times in pairs.items()
        for _ in range(times)
    ]
    return "id,arm,before,after\n" + "".join(f"p{n},{a},{b},{c}\n" for n, (a, b, c) in enumerate(rows))


RECOVERED, UNCHANGED, WORSE, LEFT = (30, 8), (30, 30), (22, 40), (30, "")
ARMS = {"a": {RECOVERED: 22, UNCHANGED: 11, WORSE: 3, LEFT: 9}, "b": {RECOVERED: 13, UNCHANGED: 26, LEFT: 4}}


def counts_of(totals: dict[str, Any]) -> list[int | None]:
    rates = [one[name] for one in totals["rates"].values() for name in ("numerator", "denominator")]
    return [totals["n"], totals["n_complete"], totals["n_began_clinical"], *totals["counts"].values(), *rates]


def test_what_is_published_is_rounded_and_adds_up_to_no_small_number(tmp_path: Path) -> None:
    found = values_of(run_on(tmp_path, people_of(ARMS), f"{NORMS} --by arm --publish --json"))
    assert found["published"] is True
    assert (found["n"], found["n_complete"], found["counts"]["unknown"]) == (90, 75, 15)
    assert found["counts"]["deteriorated"] is None
    assert found["groups"]["a"]["counts"] == {
        "recovered": 20,
        "improved": 0,
        "unchanged": 10,
        "deteriorated": None,
        "harmed": 0,
        "unknown": 10,
    }
    assert found["groups"]["b"]["counts"]["unknown"] is None
    assert found["groups"]["a"]["rates"]["recovered"]["rate"] == pytest.approx(20 / 35)
    told = [count for totals in (found, *found["groups"].values()) for count in counts_of(totals)]
    assert [count for count in told if count is not None and (count % 5 or 0 < count < 10)] == []
    exact = values_of(run_on(tmp_path, people_of(ARMS), f"{NORMS} --by arm --json"))
    assert [count for count in counts_of(exact) if count and count % 5], "The control shows nothing."
    assert not any(re.search(r"\b(88|75 of 88|13 of 88)\b", note) for note in found["notes"])


def test_few_people_are_published_as_one_number(tmp_path: Path) -> None:
    found = values_of(run_on(tmp_path, PEOPLE, f"{NORMS} --by arm --publish --json"))
    assert (found["n"], found["n_complete"]) == (10, None)
    assert {count for name, count in found["counts"].items()} == {None}
    assert {one["rate"] for name, one in found["rates"].items()} == {None}


def test_the_published_page_says_few_and_why(tmp_path: Path) -> None:
    page = run_on(tmp_path, people_of(ARMS), f"{NORMS} --by arm --publish").stdout
    assert "arm = a: 45 people" in page
    assert re.search(r"deteriorated +few of 35 +- +withheld", page)
    assert "Counts from 1 to 7 are withheld" in page


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (f"{NORMS} --plot plot.svg", "each person would be seen. Found --publish with --plot"),
        (f"{NORMS} --by id", "Found --publish with --by and --id of the same column"),
        (NORMS.replace("--clinical-mean 35.48", ""), "a cut-off from this file's own mean"),
    ],
)
def test_what_cannot_be_made_fit_is_not_published(tmp_path: Path, options: str, message: str) -> None:
    assert message in refusal_of(run_on(tmp_path, PEOPLE, f"{options} --publish"))
    assert not Path("plot.svg").exists()
