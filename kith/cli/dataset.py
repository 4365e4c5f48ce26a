"""`kith dataset`: the minimum data set of a service as CSV files, with a report of what breaks which rule."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli.answering import refusals_told, who_answers
from kith.cli.shelves import stop

if TYPE_CHECKING:
    from kith.science.outcomes import DataSet, Finding

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dataset(
    folder: Annotated[Path, typer.Argument(help="Where to write; it is made when it is not there.")],
    first: Annotated[str, typer.Option("--from", help="The first day, YYYY-MM-DD.")],
    last: Annotated[str, typer.Option("--to", help="The last day, YYYY-MM-DD; it must be over.")],
    by: Annotated[str, typer.Option(help="The login name of the programme manager who answers for it.")],
) -> None:
    """Write referrals, contacts and scores of a period, and what breaks which rule.

    kith dataset out --from 2026-01-01 --to 2026-03-31 --by cleo

    Ids are pseudonyms; gender and ethnicity are as people told them, and so may be words of their own. The rows are of
    people: keep the folder where the record is kept, and send it only to whoever collects it by law. Rows of more than
    twenty people need a second person: the manager asks on the page “Rows that leave”, the privacy officer decides.
    """
    from kith.cli.serving import prepare

    period = (_day(first), _day(last))
    prepare()
    from kith.care.actions.collecting import collect_data_set
    from kith.care.actions.files_out import note_files
    from kith.science.outcomes import validate

    with refusals_told():
        data = collect_data_set(period_from=period[0], period_to=period[1], by=who_answers(by), at=datetime.now(UTC))
    findings = validate(data)
    with refusals_told():
        files = note_files(kind="data_set", folder=folder, by=who_answers(by), at=datetime.now(UTC))
    write(folder, data, findings)
    for line in report(findings):
        typer.echo(line)
    typer.echo(f"The files are deleted on {files.until:%d %B %Y, %H:%M} UTC. Hand them over before.")


def write(folder: Path, data: DataSet, findings: Sequence[Finding]) -> None:
    """referrals.csv, contacts.csv, scores.csv, and validation.csv with a row for each rule and row that breaks it."""
    from kith.science.outcomes import ContactRow, ReferralRow, ScoreRow

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, kind, rows in (
            ("referrals", ReferralRow, data.referrals),
            ("contacts", ContactRow, data.contacts),
            ("scores", ScoreRow, data.scores),
        ):
            _table(folder / f"{name}.csv", [one.name for one in fields(kind)], map(astuple, rows))
        broken = (
            (one.rule.id, one.rule.severity, one.rule.table, one.rule.wrong, one.rule.do, referral)
            for one in findings
            for referral in one.broken
        )
        _table(folder / "validation.csv", ["rule", "severity", "table", "wrong", "do", "referral_id"], broken)
    except OSError as error:
        stop(f"{folder}: nothing can be written; found {error.strerror or error}. Choose another folder.")


def report(findings: Sequence[Finding]) -> list[str]:
    """What is wrong, how often, and what to do; then whether it may be sent."""
    broken = [one for one in findings if one.broken]
    lines = [
        f"{one.rule.severity} {one.rule.id}: {one.rule.wrong}: {len(one.broken)} of {one.rows} {one.rule.table}. "
        f"{one.rule.do}"
        for one in broken
    ]
    errors = sum(len(one.broken) for one in broken if one.rule.severity == "error")
    kept = len(findings) - len(broken)
    end = "Correct the errors before it is sent." if errors else "It can be sent."
    return [*lines, f"{kept} of {len(findings)} rules are kept; {errors} errors. {end}"]


def _table(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula; what is not known is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"A day is written YYYY-MM-DD; found {text!r}. Write it so.")
