"""`kith simulate` and `kith outcomes`: a country on disk, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from kith import __version__
from kith.cli.entry import main

# Where the published rates of NHS Talking Therapies lie, with room for the chance of 20,000 referrals.
PUBLISHED = {
    "finished": (0.355, 0.385),
    "within_6_weeks": (0.88, 0.92),
    "within_18_weeks": (0.975, 0.992),
    "paired": (0.975, 0.995),
    "case": (0.94, 0.97),
    "recovered": (0.48, 0.52),
    "reliably_recovered": (0.455, 0.495),
    "reliably_improved": (0.65, 0.69),
    "reliably_deteriorated": (0.04, 0.065),
}


def run(*given: str) -> Result:
    return CliRunner().invoke(main, [*given])


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation") / "year"
    assert run("simulate", str(folder), "--referrals", "20000").exit_code == 0
    return folder


def told(folder: Path, *given: str) -> dict[str, Any]:
    result = run("outcomes", str(folder), "--json", *given)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_country_has_the_rates_that_are_published(nation: Path) -> None:
    row = told(nation)["rows"][0]
    assert row["referred"] == 20_000
    assert 0.67 < row["treated"] / row["referred"] < 0.71
    assert 7.9 < row["sessions_of_a_finished_course"] < 8.5
    for name, (low, high) in PUBLISHED.items():
        assert low < row[name]["value"] < high, name
        assert row[name]["ci"][0] < row[name]["value"] < row[name]["ci"][1]


def test_poorer_places_recover_less_in_it(nation: Path) -> None:
    rows = told(nation, "--by", "deprivation_decile")["rows"]
    assert [row["deprivation_decile"] for row in rows] == list(range(1, 11))
    poorest, richest = (
        sum(row["recovered"]["numerator"] for row in some) / sum(row["recovered"]["denominator"] for row in some)
        for some in (rows[:3], rows[-3:])
    )
    assert 0.03 < richest - poorest < 0.14


def test_it_is_the_same_for_the_same_seed_and_goes_on_where_it_was(nation: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert run("simulate", str(again), "--referrals", "20000").exit_code == 0
    (again / "referrals" / "part-00000.parquet").unlink()  # as if it had been stopped before the part was whole
    assert run("simulate", str(again), "--referrals", "20000").exit_code == 0
    for name in ("referrals", "sessions"):
        one, other = (pq.read_table(folder / name) for folder in (nation, again))
        assert one.equals(other)


def test_another_country_is_not_written_over_it(nation: Path) -> None:
    result = run("simulate", str(nation), "--referrals", "30000")
    assert result.exit_code == 2
    assert "holds another country" in result.output


def test_nothing_is_written_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    assert run("simulate", str(tmp_path)).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_missing_scores_are_missing_and_not_zero(nation: Path) -> None:
    scores = pq.read_table(nation / "sessions", columns=["attendance", "phq9"])
    away = scores.filter(pa.compute.field("attendance") != "attended")
    assert away.num_rows > 0
    assert away["phq9"].null_count == away.num_rows


def test_what_is_published_is_rounded_and_small_counts_are_withheld(nation: Path) -> None:
    rows = told(nation, "--by", "provider,ethnicity", "--publish")["rows"]
    counts = [row["finished"]["numerator"] for row in rows]
    assert None in counts
    assert all(count is None or count % 5 == 0 for count in counts)
    exact = [row["finished"]["numerator"] for row in told(nation, "--by", "provider,ethnicity")["rows"]]
    assert any(count % 5 for count in exact), "Nothing would show that counts are rounded."
    assert any(0 < count < 8 for count in exact), "Nothing would show that small counts are withheld."


def test_three_crossed_at_once_are_not_published(nation: Path) -> None:
    result = run("outcomes", str(nation), "--by", "provider,month,ethnicity", "--publish")
    assert result.exit_code == 2
    assert "Nothing is shown: numbers that are crossed three ways" in result.output
    assert "Found 3 dimensions: provider, month, ethnicity" in result.output


def numbers(shown: Any) -> Iterator[int]:
    """Every count that is printed of people."""
    if isinstance(shown, dict):
        for name, value in shown.items():
            if name in {"referred", "treated", "ended", "numerator", "denominator"} and value is not None:
                yield from [value] if isinstance(value, int) else numbers(value)
            elif isinstance(value, dict | list):
                yield from numbers(value)
    elif isinstance(shown, list):
        for value in shown:
            yield from numbers(value)


@pytest.mark.parametrize("by", ["", "ethnicity", "provider,ethnicity"])
def test_a_published_table_has_its_margins_and_no_small_number(nation: Path, by: str) -> None:
    found, names = told(nation, "--by", by, "--publish"), [name for name in by.split(",") if name]
    kept = [sorted(set(row) & set(names)) for row in found["margins"]]
    ways = {0: [], 1: [[]], 2: [[], [names[0]], [names[-1]]]}[len(names)] if names else []
    assert [one for one in kept if one not in ways] == []
    assert all(one in kept for one in ways)
    counts = list(numbers([found["rows"], found["margins"]]))
    assert len(counts) >= 10
    assert [count for count in counts if count % 5 or 0 < count < 10] == []
    whole = (found["margins"] or found["rows"])[-1]
    exact = told(nation)["rows"][0]
    for name in ("referred", "treated", "ended"):
        assert abs(whole[name] - exact[name]) < 5
    assert whole["recovered"]["value"] == pytest.approx(exact["recovered"]["value"], abs=0.002)
    assert [count for count in numbers(told(nation, "--by", by)["rows"]) if count % 5], "The control shows nothing."


def test_exact_counts_come_with_a_warning(nation: Path) -> None:
    result = run("outcomes", str(nation), "--json")
    assert "may point at people" in result.stderr


def test_a_stretch_of_time_is_counted_with_both_its_days(nation: Path) -> None:
    whole = told(nation, "--by", "month")["rows"]
    april = told(nation, "--from", "2025-04-01", "--to", "2025-04-30")["rows"][0]
    assert april["referred"] == next(row["referred"] for row in whole if row["month"] == "2025-04")


def test_a_table_can_be_read_by_people(nation: Path) -> None:
    result = run("outcomes", str(nation), "--by", "gender")
    assert result.exit_code == 0
    assert "not the effect of treatment" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--by", "colour"], "Outcomes cannot be shown by 'colour'"),
        (["--from", "yesterday"], "The day of --from cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(nation: Path, given: list[str], says: str) -> None:
    result = run("outcomes", str(nation), *given)
    assert result.exit_code == 2
    assert says in result.output


def test_a_folder_without_tables_is_said_to_be_one(tmp_path: Path) -> None:
    result = run("outcomes", str(tmp_path))
    assert result.exit_code == 2
    assert "no Parquet file in its folder 'referrals'" in result.output


def test_a_column_that_is_missing_or_of_another_kind_is_named(nation: Path, tmp_path: Path) -> None:
    for name in ("referrals", "sessions"):
        table = pq.read_table(nation / name)
        (tmp_path / name).mkdir()
        changed = table.rename_columns({"held_on": "day"}) if name == "sessions" else table
        pq.write_table(changed, tmp_path / name / "part-00000.parquet")
    result = run("outcomes", str(tmp_path))
    assert result.exit_code == 2
    assert "sessions has no column 'held_on'" in result.output


def test_the_statement_for_another_engine_is_printed_and_nothing_is_read(tmp_path: Path) -> None:
    result = run("outcomes", str(tmp_path / "nowhere"), "--sql", "trino", "--by", "month", "--from", "2025-04-01")
    assert result.exit_code == 0, result.output
    assert "DATE_TRUNC('MONTH'" in result.stdout
    assert 'FROM "referrals"' in result.stdout


def test_each_number_says_its_rule_its_source_the_version_of_its_code_and_from_how_many_rows(nation: Path) -> None:
    found = told(nation)
    rules = {one["id"]: one for one in found["definitions"]}
    assert set(rules) <= set(found["rows"][0])
    assert rules["recovered"]["out_of"] == "case"
    assert rules["recovered"]["version"].startswith(f"{__version__}+")
    assert len({one["version"] for one in rules.values()}) == len(rules)
    sessions = pq.read_table(nation / "sessions", columns=["referral"]).num_rows
    assert found["rows_used"] == {"referrals": 20_000, "sessions": sessions}
    published = told(nation, "--publish")["rows_used"]["sessions"]
    assert published % 5 == 0
    assert abs(published - sessions) <= 5
