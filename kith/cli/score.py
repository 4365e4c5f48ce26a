"""`kith score`: the scores, bands and flags of one set of answers."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kith.cli.shelves import instrument_called, instrument_folders, stop
from kith.science.documents import LibraryError
from kith.science.instruments import AnswerProblem, Instrument, Scored, Wording, read_wordings
from kith.science.instruments import score as score_answers

app = typer.Typer(add_completion=False)
_BLANKS = ("-", "")
_MET = {True: "yes", False: "no", None: "open, because of blanks"}


# Unknown options are kept as answers: -1 is a wrong answer, and the message should be about the question.
@app.command(context_settings={"ignore_unknown_options": True})
def score(
    instrument: Annotated[str, typer.Argument(help="The instrument, for example phq9.")],
    answers: Annotated[list[str], typer.Argument(help="The answers in order, with - for a blank.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    library: Annotated[Path | None, typer.Option(help="Another library folder.")] = None,
) -> None:
    """Score one set of answers.

    kith score phq9 2 2 1 0 3 1 0 2 1 --json
    """
    try:
        rules = instrument_called(instrument, library)
        scored = score_answers(rules, [as_number(text, place) for place, text in enumerate(answers, start=1)])
        if as_json:
            typer.echo(json.dumps(as_values(rules, scored), ensure_ascii=False))
        else:
            _show(rules, scored, read_wordings(instrument_folders(library)[instrument], rules).get("en"))
    except (AnswerProblem, LibraryError) as problem:
        stop(str(problem))


def as_values(instrument: Instrument, scored: Scored) -> dict[str, Any]:
    """A result as plain values. What could not be scored is null and has its reason."""
    values: dict[str, Any] = {
        "instrument": instrument.id,
        "version": instrument.version,
        "scores": {name: one.value for name, one in scored.scores.items()},
        "bands": {name: one.band for name, one in scored.scores.items()},
        "flags": list(scored.flags),
    }
    extra = {
        "reasons": {name: one.reason for name, one in scored.scores.items() if one.reason},
        "prorated": [name for name, one in scored.scores.items() if one.prorated],
        "unknown_flags": list(scored.unknown_flags),
        "patterns": dict(scored.patterns),
    }
    return values | {name: value for name, value in extra.items() if value}


def as_number(text: str, place: int) -> float | None:
    """A typed answer as a number; None for a blank. Raises `AnswerProblem` for anything else."""
    if text in _BLANKS:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        what, instead = f"Answer {place} is not a number", "Give a number, or - for a blank."
        raise AnswerProblem(what, repr(text[:40]), instead) from None


def _show(instrument: Instrument, scored: Scored, wording: Wording | None) -> None:
    rows = [_row(name, one.value, one.range[1], one.band, wording) for name, one in scored.scores.items()]
    notes = [one.reason for one in scored.scores.values() if one.reason]
    notes += [f"{name}: made up for blanks from the other answers" for name, s in scored.scores.items() if s.prorated]
    notes += [f"{_pattern(name, wording)}: {_MET[is_met]}" for name, is_met in scored.patterns.items()]
    urgency = {flag.id: flag.urgency.replace("_", " ") for flag in instrument.flags}
    flags = [f"Act on this, {urgency[name]}: {_flag(name, wording)}" for name in scored.flags]
    flags += [f"Not known, because its question is blank: {_flag(name, wording)}" for name in scored.unknown_flags]
    if sys.stdout.isatty():
        _show_table(f"{instrument.short} {instrument.version}", rows, notes, flags)
        return
    typer.echo(f"{instrument.short} {instrument.version}")
    for line in ([f"{name}: {value}{f', {band}' if band else ''}" for name, value, band in rows]) + notes + flags:
        typer.echo(line)


def _row(name: str, value: float | None, highest: float, band: str | None, wording: Wording | None) -> tuple[str, ...]:
    words = wording.scales[name] if wording else None
    said = words.bands[band].practitioner if words and band else band or ""
    shown = "no score" if value is None else f"{value:g} of {highest:g}"
    return (words.name if words else name, shown, said)


def _pattern(name: str, wording: Wording | None) -> str:
    return wording.patterns[name] if wording else name


def _flag(name: str, wording: Wording | None) -> str:
    return wording.flags[name] if wording else name


def _show_table(title: str, rows: list[tuple[str, ...]], notes: list[str], flags: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("Scale", "Score", "Band", title=title)
    for row in rows:
        table.add_row(*row)
    console = Console(highlight=False)
    console.print(table)
    for note in notes:
        console.print(note, markup=False)
    for flag in flags:
        console.print(flag, style="bold", markup=False)
