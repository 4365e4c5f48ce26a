"""`kith match`: proposes a practitioner, an hour and a format for people who wait, and says why."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli.shelves import stop
from kith.science.documents import LibraryError, check, read_document

if TYPE_CHECKING:
    from kith.science.matching import Match, Matching, Unmatched

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Propose who could see whom, and see why.")

EXAMPLE = """\
# Practitioners with the hours they have free. `room` is how many more people they may take.
practitioners:
  - id: ben
    languages: [en]
    openings: [{slot: tue 10:00}, {slot: thu 18:00, formats: [in person, video]}]
    room: 2
    trained: [cbt-depression]
    offers: [step-free]
    about: {gender: man}
    load: 14
    full_load: 20
  - id: eve
    languages: [en, ar]
    openings: [{slot: tue 10:00, formats: [video]}]
    room: 1
    trained: [cbt-depression, interpersonal-therapy]
    about: {gender: woman}
    load: 9
    full_load: 20
# People who wait. What is left out is not known; `must` binds, `wishes` count.
people:
  - {id: ana, slots: [tue 10:00], languages: [ar, en], formats: [video, in person], weeks_waited: 9,
     wishes: {gender: woman}}
  - {id: bo, slots: [thu 18:00], languages: [en], intervention: cbt-depression, needs: [step-free], weeks_waited: 4}
  - {id: carl, slots: [tue 10:00], languages: [en], formats: [in person], must: {gender: woman}, weeks_waited: 2}
"""


@app.command()
def propose(
    file: Annotated[Path, typer.Argument(help="A YAML or JSON file: people who wait, and practitioners.")],
    keep: Annotated[
        list[str] | None, typer.Option(help="person=practitioner keeps the two together, person=- leaves them out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Propose a practitioner for each person who waits: no rule is broken, and a person decides.

    kith match propose waiting.yaml --keep ana=eve --json

    `kith match example` prints a file to begin with; rules and aims are in docs/methods/matching.md.
    """
    from kith.science.matching import KeepFault, Request, match

    try:
        request = check(read_document(file), Request)
        found = match(request, keep=dict(_kept(one) for one in keep or ()))
    except (LibraryError, KeepFault) as problem:
        stop(str(problem))
    typer.echo(json.dumps(as_values(found), ensure_ascii=False, indent=2) if as_json else as_text(found))


@app.command()
def example() -> None:
    """Print a small file to begin with."""
    typer.echo(EXAMPLE, nl=False)


def as_values(found: Matching) -> dict[str, Any]:
    """A matching as plain values for JSON; what is not known is null."""
    return {
        "matches": [{**asdict(one), "reasons": reasons_of(one)} for one in found.matches],
        "unmatched": [{**asdict(one), "reasons": why_nobody(one)} for one in found.unmatched],
        "loads": [asdict(load) for load in found.loads],
        "cost": found.cost,
    }


def as_text(found: Matching) -> str:
    """A matching in words, one person a line with the reasons below."""
    lines = [f"{len(found.matches)} of {len(found.matches) + len(found.unmatched)} people have somebody."]
    for one in found.matches:
        lines += ["", f"{one.id}: {one.practitioner}, {one.way.slot}, {one.way.format}"]
        lines += [f"  - {reason}" for reason in reasons_of(one)]
    for left in found.unmatched:
        lines += ["", f"{left.id}: nobody yet"]
        lines += [f"  - {reason}" for reason in why_nobody(left)]
    loads = [f"  {load.id}: {load.taken} more, room for {load.room_left}{_share(load.share)}" for load in found.loads]
    return "\n".join([*lines, "", "Practitioners", *loads])


def reasons_of(one: Match) -> list[str]:
    """Why this practitioner, one sentence each."""
    others = "nobody else could" if not one.others else f"so could {', '.join(one.others)}"
    said = ["was kept here"] if one.is_kept else []
    said.append(f"speaks {one.language}, is free then; {others}")
    said += ["they know each other"] if one.is_known else []
    said += [] if one.is_first_language else [f"{one.language} is not the language the person would like best"]
    said += [] if one.way.kilometres is None else [f"{one.way.kilometres:.1f} km away"]
    said += [f"as wished, {name}: {value}" for name, value in one.met]
    whys = {"nobody": "nobody who could see them is", "needed elsewhere": "those who are, are needed elsewhere"}
    return said + [f"not as wished, {wish.name}: {wish.value} ({whys[wish.why]})" for wish in one.unmet]


def why_nobody(left: Unmatched) -> list[str]:
    """What is in the way, and what one thing would open a way."""
    if left.is_kept:
        return ["was left out on request"]
    said = [f"could see them, but has no room or hour left: {', '.join(left.fitting)}"] if left.fitting else []
    said += [f"only one thing keeps them from {name}: {bar.found}" for name, bar in left.one_step]
    if said:
        return said
    return [f"{name}: {'; '.join(bar.found for bar in barred)}" for name, barred in left.barred]


def _share(share: float | None) -> str:
    return "" if share is None else f", {share:.0%} of a full caseload"


def _kept(written: str) -> tuple[str, str | None]:
    name, sign, practitioner = (part.strip() for part in written.partition("="))
    if not sign or not name or not practitioner:
        stop(f"What to keep cannot be read; found {written[:60]!r}. Write person=practitioner, or person=- for nobody.")
    return name, None if practitioner == "-" else practitioner
