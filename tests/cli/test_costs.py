"""`kith costs`: courses and recoveries by hand, the printed anchor of arms, what is unknown, and refusals."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main

METHODS = Path(__file__).resolve().parents[2] / "docs/methods"
COURSES = """person,sessions,minutes,grade,practitioners,attenders,other,recovered
ana,6,60,senior,1,1,20,yes
ana,8,90,trainee,2,6,,
ben,10,60,senior,1,1,,no
cleo,4,60,trainee,1,1,,yes
dev,2,60,trainee,1,1,,
"""
RATES = ["--rate", "senior=70", "--rate", "trainee=40", "--indirect", "0.5", "--room", "10"]
MORE = ["--practitioners", "practitioners", "--attenders", "attenders", "--other", "other", "--recovered", "recovered"]
ANCHOR = "person,arm,cost,u0,u8,u26,u52\n" + "".join(
    f"{name}{n},{name},{cost + 10 * n},{utilities}\n"
    for name, cost, utilities in (("new", 1100, ".52,.60,.68,.68"), ("usual", 500, ".52,.55,.58,.60"))
    for n in range(3)
)
ARMS = ["--cost", "cost", "--arm", "arm", "--usual", "usual"]
WEEKS = [word for week in (0, 8, 26, 52) for word in ("--utility", f"{week}=u{week}")]


def run(folder: Path, text: str, *options: str) -> Result:
    file = folder / "courses.csv"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["costs", str(file), *options])


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal_of(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_courses_and_recoveries_by_hand(tmp_path: Path) -> None:
    found = values_of(run(tmp_path, COURSES, *RATES, *MORE, "--json"))
    # A senior hour is 70 x 1.5 + 10 = 115, a trainee's 70, and 1.5 hours of two trainees 1.5 x (2 x 60 + 10) = 195.
    ana, ben, cleo, dev = 6 * 115 + 8 * 195 / 6 + 20, 1150, 280, 140
    assert found["people"] == 4
    assert found["total_cost"] == pytest.approx(ana + ben + cleo + dev)
    assert found["cost_by_grade"] == {"senior": pytest.approx(690 + 1150), "trainee": pytest.approx(260 + 280 + 140)}
    recovery = found["recovery"]
    assert (recovery["people"], recovery["recovered"], recovery["unknown"]) == (3, 2, 1)
    assert recovery["cost_per_recovery"] == pytest.approx((ana + ben + cleo) / 2)
    assert recovery["if_all_unknown_had_recovered"] == pytest.approx((ana + ben + cleo + dev) / 3)
    assert recovery["if_no_unknown_had_recovered"] == pytest.approx((ana + ben + cleo + dev) / 2)
    assert recovery["interval_fieller"] == [None, None]
    assert "does not differ clearly from 0" in recovery["reasons"]["interval_fieller"]
    assert (found["currency"], found["price_year"]) == (None, None)


def test_in_words_nothing_is_said_that_was_not_told(tmp_path: Path) -> None:
    said = run(tmp_path, COURSES, *RATES, *MORE).stdout
    assert "4 courses cost 2,540.00 in all, 635.00 each." in said
    assert "Currency: not stated; price year: not stated; source of prices: not stated." in said
    assert "A recovery costs 1,200.00: 2 of 3 people recovered." in said
    assert "Of 1 more it is not known: 846.67 if all of them recovered, 1,270.00 if none did." in said
    told = run(tmp_path, COURSES, *RATES, *MORE, "--currency", "GBP", "--price-year", "2024", "--source", "ours").stdout
    assert "Currency: GBP; price year: 2024; source of prices: ours." in told


def test_the_anchor_of_two_arms(tmp_path: Path) -> None:
    found = values_of(run(tmp_path, ANCHOR, *ARMS, *WEEKS, "--threshold", "20000", "--json"))
    (one,) = found["comparisons"]
    assert (one["new"], one["people"], one["extra_cost"]) == ("new", [3, 3], 600)
    assert round(one["extra_effect"], 6) == 0.074808
    assert round(one["icer"], 1) == 8020.6
    assert round(one["net_benefit"][0]["value"], 1) == 896.2
    assert one["icer_interval"][0] < one["icer"] < one["icer_interval"][1]
    assert one["shares_of_plane"]["costs more, helps more"] == 1
    assert "starts that say no more than the arm" in one["reasons"]["adjusted_effect"]
    assert one["acceptability"][0] == [0, 0]
    assert one["acceptability"][-1] == [40_000, 1]


def test_the_same_seed_prints_the_same(tmp_path: Path) -> None:
    options = [*RATES, *MORE, "--draws", "300", "--json"]
    rows = COURSES + "".join(f"p{n},{n + 3},60,senior,1,1,,{'yes' if n % 3 else 'no'}\n" for n in range(30))
    one, again, other = (run(tmp_path, rows, *options, "--seed", seed).stdout for seed in ("1", "1", "2"))
    assert one == again
    assert one != other


def test_an_arm_that_dominates_has_no_ratio_and_says_why(tmp_path: Path) -> None:
    rows = "person,arm,cost,e\na,new,1,5\nb,new,2,6\nc,usual,8,1\nd,usual,9,2\nx,usual,9,\ny,,9,4\n"
    found = values_of(run(tmp_path, rows, *ARMS, "--effect", "e", "--json"))
    (one,) = found["comparisons"]
    assert (one["place"], one["icer"], one["icer_interval"]) == ("dominant", None, [None, None])
    assert "it dominates" in one["reasons"]["icer"]
    assert one["reasons"]["acceptability"] == "no threshold was given"
    assert (one["left_out_without_an_effect"], found["without_an_arm"]) == ([0, 1], 1)
    assert "Extra cost for one more: none (the new arm costs no more and helps no less" in run(
        tmp_path, rows, *ARMS, "--effect", "e"
    ).stdout  # fmt: skip


PHQ9 = "person,arm,cost,p0,p26\na,new,900,18,8\nb,new,800,16,6\nc,usual,500,18,15\nd,usual,400,17,{}\n"


def test_mapped_scores_are_called_mapped_and_stand_beside_the_other_link(tmp_path: Path) -> None:
    options = [*ARMS, "--phq9", "0=p0", "--phq9", "26=p26"]
    found = values_of(run(tmp_path, PHQ9.format(14), *options, "--json"))
    assert found["effect"] == "QALYs, mapped from PHQ-9 and not measured"
    assert found["mapping"]["label"] == "mapped, not measured"
    (one,) = found["comparisons"]
    # A quarter of the year times what the last utilities differ by: .62 against the mean of .52 and .57.
    assert one["extra_effect"] == pytest.approx((0.62 - 0.545) / 4)
    assert one["effect_by_other_link_at_least"] < 0 < one["effect_by_other_link_at_most"]
    below = values_of(run(tmp_path, PHQ9.format(3), *options, "--json"))["comparisons"][0]
    assert below["effect_by_other_link_at_least"] is None
    assert below["reasons"]["effect_by_other_link_at_least"].startswith("1 of 2 people have a PHQ-9 below 5")
    assert "mapped from PHQ-9 and not measured" in run(tmp_path, PHQ9.format(3), *options).stdout


def test_pictures_are_written(tmp_path: Path) -> None:
    plane, curve = tmp_path / "plane.svg", tmp_path / "curve.svg"
    drawn = ["--plane", str(plane), "--curve", str(curve), "--threshold", "20000"]
    assert run(tmp_path, ANCHOR, *ARMS, *WEEKS, *drawn).exit_code == 0
    for path, words in ((plane, "extra cost 600.00"), (curve, "1.00 at 20,000")):
        assert words in ElementTree.fromstring(path.read_text("utf-8")).findtext("{http://www.w3.org/2000/svg}desc")
    missing = str(tmp_path / "none/plane.svg")
    assert "cannot be written" in run(tmp_path, ANCHOR, *ARMS, *WEEKS, "--plane", missing).stderr
    assert "no threshold. Give --threshold." in run(tmp_path, ANCHOR, *ARMS, *WEEKS, "--curve", str(curve)).stderr


def test_the_methods_pages_hold_the_anchors() -> None:
    text = "".join((METHODS / f"{name}.md").read_text("utf-8") for name in ("costs", "cost-effectiveness"))
    for figure in (".647692", ".572885", ".074808", "8,020.6", "896.2", "1,766", "846.67", "1,270"):
        assert figure in text


HEAD = "person,sessions,minutes,grade,recovered\n"


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (COURSES, ["--rate", "senior=70"], "An hour of 'trainee' has no price; found prices for senior."),
        (COURSES, ["--rate", "senior"], "--rate names a grade and the price of an hour; found 'senior'."),
        (HEAD, RATES, "no course to cost; found column names and no rows."),
        (HEAD + "a,,60,senior,yes\n", RATES, "line 2: a number of sessions is missing; found 'an empty cell'"),
        (HEAD + "a,x,60,senior,yes\n", RATES, "a number of sessions in 'sessions' is not a number; found 'x'."),
        (HEAD + "a,-2,60,senior,yes\n", RATES, "sessions is a number of at least 0; found -2."),
        (
            HEAD + "a,2,60,senior,perhaps\n",
            [*RATES, "--recovered", "recovered"],
            "line 2: an outcome is yes or no; found 'perhaps' in 'recovered'.",
        ),
        (
            HEAD + "a,2,60,senior,yes\na,2,60,senior,no\n",
            [*RATES, "--recovered", "recovered"],
            "line 3: rows of one person say different things; found recovered True and False for 'a'.",
        ),
        ("person,cost\na,-5\n", ["--cost", "cost"], "line 2: a cost is 0 or more; found -5 in 'cost'."),
        ("person,cost\na,1e400\n", ["--cost", "cost"], "line 2: a cost is 0 or more; found inf in 'cost'."),
        (
            "person,cost,more\na,5,1e400\n",
            ["--cost", "cost", "--other", "more"],
            "other cost is a number of at least 0; found inf.",
        ),
        (ANCHOR, [*ARMS, *WEEKS, "--threshold", "nan"], "0 or more; found nan."),
        (ANCHOR, [*ARMS, "--effect", "u0", "--seed", "-1"], "greater than or equal to 0"),
        ("person,cost\na,\n", ["--cost", "cost"], "no course has a cost; found 1 without one."),
        ("person,cost\na,1\na,2\n", ["--cost", "cost"], "line 3: a person's cost is there twice; found 'a' again."),
        (ANCHOR, [*ARMS[:4], *WEEKS], "found --arm alone. Give both."),
        (ANCHOR, [*ARMS[:5], "other", *WEEKS], "the usual arm stands beside another; found new, usual."),
        (ANCHOR, ARMS, "Arms are compared by an effect; found none."),
        (ANCHOR, [*ARMS, *WEEKS, "--phq9", "0=u0"], "One effect is compared; found --utility and --phq9."),
        (ANCHOR, [*ARMS, "--utility", "u0"], "--utility names a week and a column; found 'u0'."),
        (ANCHOR, [*ARMS, "--phq9", "0=u0", "--phq9", "8=u8"], "line 2: a PHQ-9 score is whole; found 0.52."),
        (ANCHOR, ["--cost", "cost", "--plane", "x.svg"], "A plane and a curve are of two arms; found none."),
        (
            "person,arm,cost,e\na,new,1,5\nc,usual,8,1\nd,usual,9,2\n",
            [*ARMS, "--effect", "e"],
            "Arms need two people or more with an effect; found 1 in new and 2 in usual.",
        ),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(tmp_path: Path, text: str, options: list[str], message: str) -> None:
    assert message in refusal_of(run(tmp_path, text, *options))
