"""`kith pool` on a table with several effects a study: joined, chosen, in groups, and with moderators."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from tests.reports.read_pdf import words_of
from tests.science.evidence import pinned

METAPSY = pinned.metapsy()
TWICE = (
    "study,g,v,kind,dose,people,year\n"
    "a,0.3,0.04,talk,8,40,1999\n"
    "a,0.5,0.04,talk,12,44,1999\n"
    "b,0.1,0.02,talk,10,60,2001\n"
    "c,0.9,0.05,walk,,20,2005\n"
    "d,0.8,0.05,walk,20,30,2008\n"
)


def run(file: Path, options: str) -> Result:
    return CliRunner().invoke(main, ["pool", str(file), *shlex.split(options)])


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    file = tmp_path / "twice.csv"
    file.write_text(TWICE, encoding="utf-8")
    return file


@pytest.fixture
def bcg(tmp_path: Path) -> Path:
    rows = [f"{n},{y!r},{v!r},{latitude!r}" for n, (y, v, latitude) in enumerate(pinned.sets()["bcg"].T.tolist())]
    file = tmp_path / "bcg.csv"
    file.write_text("\n".join(["trial,y,v,latitude", *rows]), encoding="utf-8")
    return file


def test_effects_of_one_study_are_joined_before_they_are_pooled(twice: Path, tmp_path: Path) -> None:
    """By hand: study a has the mean 0.4, with variance (0.04 + 0.04 + 2 × 0.6 × 0.04) / 4 = 0.032."""
    once = tmp_path / "once.csv"
    once.write_text("g,v\n0.4,0.032\n0.1,0.02\n0.9,0.05\n0.8,0.05\n", encoding="utf-8")
    joined = values_of(run(twice, "--effect g --variance v --study study --json"))
    plain = values_of(run(once, "--effect g --variance v --json"))
    assert (joined["k"], joined["effects"], joined["correlation"]) == (4, 5, 0.6)
    assert (plain["k"], plain["effects"], plain["correlation"]) == (4, 4, None)
    for key in ("estimate", "se", "tau2", "q"):
        assert joined[key] == pytest.approx(plain[key], abs=1e-12)


def test_rows_without_names_are_studies_of_their_own(twice: Path) -> None:
    found = values_of(run(twice, "--effect g --variance v --json"))
    assert (found["k"], found["correlation"]) == (5, None)


def test_another_correlation_gives_another_variance_and_is_said(twice: Path) -> None:
    low = values_of(run(twice, "--effect g --variance v --study study --method FE --test z --correlation 0 --json"))
    high = values_of(run(twice, "--effect g --variance v --study study --method FE --test z --correlation 0.9 --json"))
    weights = [1 / 0.02, 1 / 0.02, 1 / 0.05, 1 / 0.05]  # study a with correlation 0: (0.04 + 0.04) / 4
    assert low["se"] == pytest.approx(sum(weights) ** -0.5, abs=1e-12)
    assert high["se"] > low["se"]
    said = run(twice, "--effect g --variance v --study study --correlation 0.9").stdout
    assert "5 effects, those of one study joined first with an assumed correlation of 0.9" in said


def test_the_people_of_a_study_are_counted_once(twice: Path) -> None:
    assert "People: 154" in run(twice, "--effect g --variance v --study study --people people").stdout


def test_rows_are_chosen_by_words_and_the_choice_is_printed(twice: Path) -> None:
    options = "--effect g --variance v --study study --where kind=walk --where study=c --where study=d"
    assert values_of(run(twice, f"{options} --json"))["k"] == 2
    assert "only rows where kind is walk; study is c or d" in run(twice, options).stdout


def test_a_row_that_is_not_chosen_need_not_be_whole(tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_text("g,v,kind\n0.1,0.1,talk\n0.2,0.1,talk\n,,walk\n", encoding="utf-8")
    assert values_of(run(file, "--effect g --variance v --where kind=talk --json"))["k"] == 2
    assert run(file, "--effect g --variance v").exit_code == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--where kind=sing", "no row is chosen; found none with {'kind': ('sing',)}"),
        ("--where kind", "found --where 'kind'. Write --where column=value"),
        ("--where sort=talk", "there is no column 'sort'"),
        ("--study study --correlation 1", "lies below 1"),
        ("--moderator kind", "line 2: a moderator in 'kind' is not a number; found 'talk'"),
        ("--moderator people --moderator people2", "there is no column 'people2'"),
        ("--study study --moderator dose --moderator people --moderator year", "Studies must outnumber coefficients"),
    ],
)
def test_what_cannot_be_chosen_is_refused(twice: Path, options: str, words: str) -> None:
    result = run(twice, f"--effect g --variance v {options}")
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_study_of_two_years_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "years.csv"
    file.write_text("s,g,v,y\na,0.1,0.1,1999\na,0.2,0.1,2001\nb,0.2,0.1,2001\n", encoding="utf-8")
    result = run(file, "--effect g --variance v --study s --year y")
    assert result.exit_code == 2
    assert "a study has one year; found 1999 and 2001 for 'a'" in result.stderr


def test_groups_are_pooled_by_themselves_and_compared(twice: Path) -> None:
    """By hand, one true effect a group: talk 0.4/0.032 and 0.1/0.02, walk 0.9/0.05 and 0.8/0.05."""
    found = values_of(run(twice, "--effect g --variance v --study study --group kind --method FE --test z --json"))
    talk, walk = (0.4 / 0.032 + 0.1 / 0.02) / (1 / 0.032 + 1 / 0.02), 0.85
    groups = found["groups"]
    assert groups["of"]["talk"]["estimate"] == pytest.approx(talk, abs=1e-12)
    assert groups["of"]["walk"]["estimate"] == pytest.approx(walk, abs=1e-12)
    spread = 1 / (1 / 0.032 + 1 / 0.02) + 0.025
    assert groups["q_between"] == pytest.approx((walk - talk) ** 2 / spread, abs=1e-9)
    assert (groups["freedom"], groups["alone"], groups["studies_in_several"]) == (1, [], 0)


def test_a_study_in_two_groups_and_a_group_of_one_are_said(tmp_path: Path) -> None:
    rows = "a,0.1,0.1,x\na,0.2,0.1,y\nb,0.3,0.1,x\nc,0.3,0.1,y\nd,0.5,0.1,\n"
    file = tmp_path / "shared.csv"
    file.write_text(f"s,g,v,kind\n{rows}", encoding="utf-8")
    said = run(file, "--effect g --variance v --study s --group kind").stdout
    assert "1 study has effects in several groups" in said
    assert "One study each, not pooled: not stated." in said
    assert "Between groups: Q" in said


def test_fewer_than_two_groups_compare_nothing(twice: Path) -> None:
    found = values_of(run(twice, "--effect g --variance v --study study --group study --json"))
    assert (found["groups"]["q_between"], found["groups"]["p"]) == (None, None)
    assert found["groups"]["alone"] == ["a", "b", "c", "d"]


def test_a_group_without_scatter_is_no_ground_for_a_test(tmp_path: Path) -> None:
    file = tmp_path / "alike.csv"
    file.write_text("g,v,kind\n0.2,0.1,x\n0.2,0.1,x\n0.1,0.1,y\n0.5,0.1,y\n", encoding="utf-8")
    assert "Whether groups differ is not known" in run(file, "--effect g --variance v --group kind").stdout
    assert values_of(run(file, "--effect g --variance v --group kind --json"))["groups"]["q_between"] is None
    assert values_of(run(file, "--effect g --variance v --group kind --test z --json"))["groups"]["freedom"] == 1


def test_the_latitude_of_vaccine_trials_comes_out_as_metafor_has_it(bcg: Path) -> None:
    found = values_of(run(bcg, "--effect y --variance v --study trial --moderator latitude --test z --json"))[
        "moderators"
    ]
    answer = pinned.answers()["bcg.regress.z"]
    intercept, latitude = found["coefficients"]
    assert (intercept["name"], latitude["name"]) == ("intercept", "latitude")
    ours = [intercept["estimate"], intercept["se"], latitude["estimate"], latitude["se"], latitude["p"]]
    assert ours == pytest.approx([answer[key] for key in ("beta1", "se1", "beta2", "se2", "pval2")], abs=1e-6)
    ours = [found["tau2"], found["qe"], found["qm"], found["qe_p"], found["qm_p"], found["i2"]]
    assert ours == pytest.approx([answer[key] for key in ("tau2", "QE", "QM", "QEp", "QMp", "I2")], abs=1e-6)
    assert (found["k"], found["qe_freedom"], found["left_out"]) == (13, 11, [])
    assert round(found["explained"], 2) == 75.63


def test_a_study_without_the_number_is_left_out_and_named(twice: Path) -> None:
    said = run(twice, "--effect g --variance v --study study --moderator dose").stdout
    assert "Without a number and left out: 1 (c)." in said
    assert "Fewer than 10 studies for each moderator" in said
    found = values_of(run(twice, "--effect g --variance v --study study --moderator dose --json"))
    assert (found["k"], found["moderators"]["k"]) == (4, 3)


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_the_report_has_groups_and_moderators(bcg: Path, tmp_path: Path, ending: str) -> None:
    report, rows = tmp_path / f"report.{ending}", bcg.read_text(encoding="utf-8").splitlines()
    kinds = ["half", *("first" if n < 7 else "second" for n in range(13))]
    bcg.write_text("\n".join(f"{row},{kind}" for row, kind in zip(rows, kinds, strict=True)), encoding="utf-8")
    options = f"--effect y --variance v --study trial --group half --moderator latitude --report {report}"
    result = run(bcg, options)
    assert result.exit_code == 0, result.stderr
    said = report.read_text(encoding="utf-8") if ending == "html" else words_of(report.read_bytes())
    for words in ("Do effects differ between kinds of studies", "first", "second", "latitude", "-0.0291", "shows no"):
        assert words in said
    assert run(bcg, f"--effect y --variance v --report {report}").exit_code == 0
    plain = report.read_text(encoding="utf-8") if ending == "html" else words_of(report.read_bytes())
    assert "Do effects differ between kinds of studies" not in plain


@pytest.mark.skipif(METAPSY is None, reason=pinned.NO_METAPSY)
@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("", (480, 0.731, 0.669, 0.794)),
        ("--where therapy=cbt", (259, 0.794, 0.703, 0.886)),
        ("--where therapy=cbt --where comparator=cau", (117, 0.683, 0.542, 0.824)),
        ("--where therapy=cbt --where rob=4", (103, 0.667, 0.539, 0.795)),
    ],
)
def test_the_trials_of_depression_come_out_of_the_command_as_the_design_has_them(
    where: str, told: tuple[float, ...]
) -> None:
    assert METAPSY is not None
    options = f"--effect g_benefit --se se --study study --where problem=depression {where} --json"
    found = values_of(run(METAPSY, options))
    assert (found["k"], *(round(one, 3) for one in (found["estimate"], *found["ci"]))) == told


@pytest.mark.skipif(METAPSY is None, reason=pinned.NO_METAPSY)
def test_formats_of_treatment_come_out_as_the_design_has_them() -> None:
    assert METAPSY is not None
    options = "--effect g_benefit --se se --study study --where problem=depression --group format --json"
    groups = values_of(run(METAPSY, options))["groups"]["of"]
    told = {name: (one["k"], *(round(end, 3) for end in (one["estimate"], *one["ci"]))) for name, one in groups.items()}
    assert {name: told[name] for name in ("ind", "grp", "gsh", "tel")} == {
        "ind": (175, 0.657, 0.563, 0.751),
        "grp": (155, 0.969, 0.816, 1.122),
        "gsh": (109, 0.623, 0.539, 0.708),
        "tel": (21, 0.735, 0.470, 0.999),
    }
