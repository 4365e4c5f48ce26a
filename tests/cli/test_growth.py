"""`kith growth`: what it answers, what it leaves out and says so, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from kith.cli import main
from kith.science.change.growth import fit_growth

CHECKOUT = Path(__file__).resolve().parents[2]
PANEL = CHECKOUT / "tests/science/change/growth_panel.csv"
COLUMNS = ("--id", "person", "--time", "time", "--score", "score")
SMALL = "person,time,score\na,0,10\na,1,8\na,2,9\nb,0,14\nb,1,13\nb,2,9\nc,0,12\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["growth", *map(str, arguments)])


def run_on(folder: Path, text: str, *options: str) -> Result:
    file = folder / "scores.csv"
    file.write_text(text, encoding="utf-8")
    return run(file, *COLUMNS, *options)


def values_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refusal_of(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr


def test_it_answers_what_the_model_says() -> None:
    found = values_of(run(PANEL, *COLUMNS, "--covariate", "severe", "--shape", "log1p", "--slope", "--json"))
    table = np.genfromtxt(PANEL, delimiter=",", skip_header=1, missing_values="NA")
    growth = fit_growth(*table[:, :3].T, covariates={"severe": table[:, 3]}, shape="log1p", slope=True)
    assert list(found["fixed_effects"]) == ["(intercept)", "ln(1 + time)", "severe"]
    assert [one["estimate"] for one in found["fixed_effects"].values()] == pytest.approx(growth.fixed)
    assert [one["standard_error"] for one in found["fixed_effects"].values()] == pytest.approx(growth.standard_errors)
    spread = found["variance_components"]
    assert spread["intercept_variance"] == pytest.approx(growth.random[0, 0])
    assert spread["slope_sd"] ** 2 == pytest.approx(growth.random[1, 1])
    assert spread["correlation"] * spread["intercept_sd"] * spread["slope_sd"] == pytest.approx(spread["covariance"])
    assert found["residual_variance"] == pytest.approx(growth.residual)
    assert found["reml_criterion"] == pytest.approx(growth.criterion)
    assert (found["n_persons"], found["n_observations"]) == (80, 320)


def test_what_is_missing_is_left_out_counted_and_said(tmp_path: Path) -> None:
    found = values_of(run_on(tmp_path, SMALL + "c,NA,11\nd,1,\n", "--json"))
    assert (found["n_persons"], found["n_observations"], found["n_persons_with_one_score"]) == (3, 7, 1)
    assert found["left_out"] == {"rows": 2, "persons": 1, "missing": {"time": 1, "score": 1}}
    assert any("left out" in note for note in found["notes"])
    assert "slope_variance" not in found["variance_components"]


def test_a_fit_at_the_edge_is_said(tmp_path: Path) -> None:
    alike = "person,time,score\n" + "".join(f"{p},{t},{10 - t + (-1) ** (p + t)}\n" for p in range(6) for t in range(4))
    notes = " ".join(values_of(run_on(tmp_path, alike, "--json"))["notes"])
    assert "at the edge" in notes
    assert "at the edge" not in " ".join(values_of(run_on(tmp_path, SMALL, "--json"))["notes"])


def test_without_json_it_prints_tables(tmp_path: Path) -> None:
    result = run_on(tmp_path, SMALL + "d,1,\n")
    assert result.exit_code == 0
    assert "3 people, 7 scores" in result.stdout
    assert "(intercept)" in result.stdout
    assert "1 of 8 rows, 1 people altogether (1 without “score”)" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (SMALL, ("--covariate", "tim"), "there is no column 'tim'; found person, time, score. Name another"),
        (SMALL.replace("a,1,8", "a,one,8"), (), "line 3: a value in 'time' is not a number; found 'one'. Write"),
        (SMALL.replace("a,1,8", ",1,8"), (), "line 3: a row has no id"),
        ("person,time,score\n", (), "found column names and no rows. Add a row"),
        ("person,time,score\na,0,1\na,1,2\na,2,4\n", (), "1 people with 3 scores. Add rows"),
        (SMALL + "d,1,9\n", ("--slope",), "4 people with 8 scores. Add rows"),
        (SMALL.replace("a,0,10", "a,-2,10"), ("--shape", "log1p"), "times from 0 on. The earliest is -2"),
    ],
)
def test_what_cannot_be_fitted_is_refused_in_three_parts(
    tmp_path: Path, text: str, options: tuple[str, ...], said: str
) -> None:
    assert said in " ".join(refusal_of(run_on(tmp_path, text, *options)).split())
