"""`kith groups`: puts people who wait into groups that could run, by rules that always hold and aims that count."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from kith.cli.shelves import stop
from kith.science.documents import LibraryError, check, read_document

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Put people into groups, and see why.")

EXAMPLE = """\
# Groups that could run. A leader holds eight people at most, so a group of nine or more needs two.
groups:
  - id: tuesday
    slot: tue 10:00
    language: en
    smallest: 2
    largest: 4
    leaders: [finn]
    streams: [low mood]
    offers: [step-free]
    starts_in_weeks: 2
  - id: thursday
    slot: thu 18:00
    language: en
    smallest: 2
    largest: 4
    leaders: [finn]
    starts_in_weeks: 4
# People who wait. What is left out is not known.
people:
  - {id: ana, slots: [tue 10:00, thu 18:00], languages: [en], stream: low mood, severity: 14, weeks_waited: 9,
     attributes: {gender: woman}, style: quiet, prefers: [tuesday]}
  - {id: bea, slots: [tue 10:00, thu 18:00], languages: [en, ar], stream: low mood, severity: 12, weeks_waited: 4,
     attributes: {gender: woman}, style: lively}
  - {id: carl, slots: [tue 10:00, thu 18:00], languages: [en], stream: low mood, severity: 19, weeks_waited: 7,
     attributes: {gender: man}, style: firm}
  - {id: dima, slots: [thu 18:00], languages: [en], stream: worry, severity: 18, weeks_waited: 2,
     attributes: {gender: man}, style: quiet}
  - {id: eve, slots: [tue 10:00], languages: [ar], stream: low mood, severity: 11, weeks_waited: 12,
     attributes: {gender: woman}}
# Rules across people.
apart: [[ana, carl]]
never_alone: [gender]
"""
_IMPOSSIBLE = 1
_MOST_SECONDS = 3600.0


@app.command()
def compose(
    file: Annotated[Path, typer.Argument(help="A YAML or JSON file: groups, people, and who must be apart.")],
    pins: Annotated[
        Path | None, typer.Option(help="A YAML or JSON file of people who stay: `person: group`, or `person: null`.")
    ] = None,
    pin: Annotated[
        list[str] | None, typer.Option("--pin", help="person=group keeps somebody there, person=- in no group.")
    ] = None,
    seconds: Annotated[
        float, typer.Option(min=0, max=_MOST_SECONDS, help="How long to look for better; 0 for the first one.")
    ] = 15.0,
    seed: Annotated[int, typer.Option(min=0, help="The same seed composes the same groups.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compose groups from a waiting list: every rule holds, as few as can be are left over, and the aims are met best.

    kith groups compose waiting.yaml --pin ana=tuesday --json

    `kith groups example` prints a file to begin with; all keys are in docs/reference/group-requests.md. Nobody is
    placed against a rule: who cannot be placed is left over and told why. When no composition keeps the pins, it says
    which rules stand in the way and ends with exit code 1.
    """
    from kith.cli.groups_words import as_text, as_values
    from kith.science.groups import PinFault, Request
    from kith.science.groups import compose as compose_groups

    try:
        request = check(read_document(file), Request)
        kept = _pins_in(pins) | dict(_pin(one) for one in pin or ())
        plan = compose_groups(request, pins=kept, seed=seed, seconds=seconds, clock=time.monotonic)
    except (LibraryError, PinFault) as problem:
        stop(str(problem))
    if as_json:
        typer.echo(json.dumps(as_values(plan, request), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        typer.echo(as_text(plan, request))
    if plan.status == "cannot":
        raise typer.Exit(_IMPOSSIBLE)


@app.command()
def example() -> None:
    """Print a small request to begin with."""
    typer.echo(EXAMPLE, nl=False)


@app.command()
def invent(
    people: Annotated[int, typer.Option(min=1, max=400, help="How many people wait.")] = 120,
    groups: Annotated[int, typer.Option(min=1, max=60, help="How many groups could run.")] = 12,
    seed: Annotated[int, typer.Option(min=0, help="The same seed invents the same people.")] = 1,
) -> None:
    """Print an invented waiting list as JSON, to try `kith groups compose` on."""
    from kith.simulation.waiting_lists import invent_waiting_list

    request = invent_waiting_list(seed=seed, people=people, groups=groups)
    typer.echo(request.model_dump_json(exclude_defaults=True))


def _pins_in(file: Path | None) -> dict[str, str | None]:
    if file is None:
        return {}
    document = read_document(file)
    pins = document.data
    if not isinstance(pins, dict):
        raise document.problem((), "Pins are not a mapping", type(pins).__name__, "lines like `ana: tuesday`")
    for name, place in pins.items():
        if place is not None and not isinstance(place, str):
            raise document.problem((name,), "A pin names no group", repr(place)[:40], "a group's id, or null")
    return dict(pins)


def _pin(written: str) -> tuple[str, str | None]:
    name, sign, place = written.partition("=")
    if not sign or not name.strip() or not place.strip():
        stop(f"A pin cannot be read; found {written[:60]!r}. Write person=group, or person=- for no group.")
    return name.strip(), None if place.strip() == "-" else place.strip()
