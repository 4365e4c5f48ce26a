"""`kith randomise`: lists of allocations that nobody can foresee, and minimisation of one person at a time."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from kith.cli.allocation_file import (
    Allocation,
    Drawing,
    UnreadableAllocation,
    check_allocation,
    read_allocation,
    write_allocation,
)
from kith.cli.csv_rows import UnreadableTable, id_in, read_rows
from kith.cli.shelves import stop
from kith.science.trials import Minimised, Placed, Spread, TrialProblem, minimise, most_strata, usual_blocks

app = typer.Typer(
    help="Draw who is allocated to what: lists made before a trial starts, or one person at a time.",
    no_args_is_help=True,
)
_SEED_BITS = 128  # a seed that somebody could try out would give the list away
FEWEST_FOR_SIMPLE = 200
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Arms = Annotated[list[str], typer.Option("--arm", help="An arm of the trial; give it twice or more.")]


@app.command("list")
def draw_list(
    file: Annotated[Path, typer.Argument(help="A new file for the lists. Whoever enrols people must not read it.")],
    people: Annotated[int, typer.Option(min=1, help="How many may come; with strata, in one stratum.")],
    arm: Arms,
    ratio: Annotated[list[int] | None, typer.Option(help="The share of each arm, in their order.")] = None,
    block: Annotated[list[int] | None, typer.Option(help="A block size; several are mixed at random.")] = None,
    stratum: Annotated[list[str] | None, typer.Option(help="A factor and its levels: site=north,south")] = None,
    is_simple: Annotated[bool, typer.Option("--simple", help="Without blocks, each person by an own draw.")] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="Repeat a list; leave it out for a new one.")] = None,
    key: Annotated[str | None, typer.Option(help="The key of the seal; drawn at random where left out.")] = None,
    as_json: Json = False,
) -> None:
    """Draw lists of allocations into a new file, and print only their seal.

    kith randomise list allocation.json --people 60 --arm group --arm usual --stratum site=north,south

    Publish the seal before the first person joins. Keep the file with somebody who enrols nobody.
    """
    try:
        drawing = Drawing(
            people=people,
            arms=tuple(arm),
            ratio=tuple(ratio) if ratio else None,
            blocks=() if is_simple else tuple(block) if block else usual_blocks(arm, ratio or None),
            strata={name: tuple(levels.split(",")) for name, levels in _pairs(stratum or [], "site=north,south")},
            seed=secrets.randbits(_SEED_BITS) if seed is None else seed,
        )
        _check_simple(drawing, is_simple, block)
        allocation = Allocation(drawing, key or secrets.token_hex(16), drawing.lists())
        sealed = allocation.seal
        write_allocation(file, allocation)
    except (TrialProblem, UnreadableAllocation) as problem:
        stop(str(problem))
    found = {
        "file": str(file),
        "seal": sealed,
        "lists": [{"stratum": dict(one.stratum), "places": len(one.arms)} for one in allocation.lists],
        "cautions": _cautions(drawing, is_seed_given=seed is not None),
    }
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else _in_words(found))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A file that `kith randomise list` wrote.")],
    seal: Annotated[str | None, typer.Option(help="The seal that was published.")] = None,
    as_json: Json = False,
) -> None:
    """Say whether lists are those that were sealed, and those that their seed draws."""
    try:
        allocation = read_allocation(file)
        check_allocation(file, allocation, seal)
    except (TrialProblem, UnreadableAllocation) as problem:
        stop(str(problem))
    if as_json:
        typer.echo(json.dumps({"seal": allocation.seal, "is_unchanged": True, "is_published": seal is not None}))
    else:
        typer.echo(f"Unchanged. Seal: {allocation.seal}")


@app.command()
def reveal(
    file: Annotated[Path, typer.Argument(help="A file that `kith randomise list` wrote.")],
    place: Annotated[int, typer.Option(min=1, help="Which person of the stratum this is, from 1.")],
    level: Annotated[list[str] | None, typer.Option(help="A level of the person: site=north")] = None,
    as_json: Json = False,
) -> None:
    """Show one arm, after the person has joined and has been written down. What was revealed is never taken back."""
    try:
        allocation = read_allocation(file)
        check_allocation(file, allocation, None)
        wanted = dict(_pairs(level or [], "site=north"))
        fitting = [one for one in allocation.lists if dict(one.stratum) == wanted]
        if not fitting:
            raise UnreadableAllocation(
                f"{file.name}: there is no list for this person; found levels {wanted}. The lists are for "
                f"{'; '.join(str(dict(one.stratum)) for one in allocation.lists[:4])}."
            )
        arm = fitting[0].arm_of(place)
    except (TrialProblem, UnreadableAllocation) as problem:
        stop(str(problem))
    typer.echo(json.dumps({"stratum": wanted, "place": place, "arm": arm}, ensure_ascii=False) if as_json else arm)


@app.command("minimise")
def minimise_one(
    file: Annotated[Path, typer.Argument(help="A CSV file of everybody who has an arm: their levels and the arm.")],
    arm: Arms,
    level: Annotated[list[str], typer.Option(help="A level of the new person: sex=F; once for each factor.")],
    weight: Annotated[list[str] | None, typer.Option(help="How much a factor counts: site=2; 1 if left out.")] = None,
    column: Annotated[str, typer.Option(help="The column that says the arm.")] = "arm",
    spread: Annotated[Spread, typer.Option(help="How far arms are apart in a level.")] = "range",
    probability: Annotated[float, typer.Option(help="With which the arm that balances best is taken.")] = 0.8,
    first: Annotated[int, typer.Option(min=0, help="How many people come first with equal chances.")] = 10,
    seed: Annotated[int | None, typer.Option(min=0, help="Repeat a draw; leave it out for a new one.")] = None,
    as_json: Json = False,
) -> None:
    """Allocate one person so that the arms stay alike in what matters, with a share of chance (Pocock and Simon).

    kith randomise minimise people.csv --arm A --arm B --level sex=F --level severity=severe --level site=2

    Everything that an audit needs is printed: the imbalance, the probabilities, the number drawn and the seed.
    """
    drawn_from = secrets.randbits(_SEED_BITS) if seed is None else seed
    try:
        levels = dict(_pairs(level, "sex=F"))
        found = minimise(
            levels,
            _placed(file, list(levels), column),
            tuple(arm),
            np.random.default_rng(drawn_from),
            spread=spread,
            weights={name: _number(value, name) for name, value in _pairs(weight or [], "site=2")},
            preferred_with=probability,
            first_at_random=first,
        )
    except (TrialProblem, UnreadableTable, UnreadableAllocation) as problem:
        stop(str(problem))
    typer.echo(json.dumps(_values(found, drawn_from), ensure_ascii=False, indent=2) if as_json else _said(found))


def _placed(file: Path, factors: Sequence[str], column: str) -> list[Placed]:
    return [
        Placed({name: id_in(cells[name], name, file, line) for name in factors}, cells[column])
        for line, cells in read_rows(file, [*factors, column])
    ]


def _pairs(written: Sequence[str], example: str) -> list[tuple[str, str]]:
    pairs = [tuple(part.strip() for part in one.split("=", 1)) for one in written]
    for one, pair in zip(written, pairs, strict=True):
        if len(pair) != 2 or not all(pair) or [other[0] for other in pairs].count(pair[0]) > 1:
            raise UnreadableAllocation(
                f"A factor has a name, an equals sign and what it is, once each; found {one!r}. Write {example}"
            )
    return [(pair[0], pair[1]) for pair in pairs]


def _number(written: str, name: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise UnreadableAllocation(
            f"A weight is a number; found {written!r} for {name!r}. Write {name}=2, for example."
        ) from None


def _check_simple(drawing: Drawing, is_simple: bool, block: list[int] | None) -> None:
    if is_simple and (block or drawing.strata or drawing.ratio):
        raise UnreadableAllocation(
            "Simple randomisation takes no blocks, strata or ratio; found --simple with one of them. Leave one out."
        )


def _cautions(drawing: Drawing, *, is_seed_given: bool) -> list[str]:
    cautions = []
    if is_seed_given:
        cautions.append("The seed was given: whoever knows it knows the list.")
    if not drawing.blocks and drawing.people < FEWEST_FOR_SIMPLE:
        cautions.append(f"Below {FEWEST_FOR_SIMPLE} people simple randomisation often leaves arms of unlike size.")
    if len(drawing.blocks) == 1:
        cautions.append("There is one block size: whoever finds it out knows the last places of each block.")
    strata = int(np.prod([len(levels) for levels in drawing.strata.values()])) if drawing.strata else 1
    if strata > 1 and strata > most_strata(drawing.people, max(drawing.blocks)):
        cautions.append(
            f"There are {strata} strata. If {drawing.people} people come in all, that is too many to stay balanced "
            "(a rule of thumb, not verified): fewer factors, or minimise."
        )
    return cautions


def _in_words(found: dict[str, Any]) -> str:
    lists = [
        f"  {', '.join(f'{name} {level}' for name, level in one['stratum'].items()) or 'everybody'}: "
        f"{one['places']} places"
        for one in found["lists"]
    ]
    return "\n".join(
        [
            f"Written to {found['file']}. Whoever enrols people must not read it.",
            f"Seal, to publish before the first person joins: {found['seal']}",
            *lists,
            *found["cautions"],
        ]
    )


def _values(found: Minimised, seed: int) -> dict[str, Any]:
    return {
        "arm": found.arm,
        "imbalance": dict(found.imbalance),
        "preferred": list(found.preferred),
        "probabilities": dict(found.probabilities),
        "drawn": found.drawn,
        "is_still_at_random": found.is_still_at_random,
        "seed": str(seed),
    }


def _said(found: Minimised) -> str:
    left = ", ".join(
        f"{arm} {found.imbalance[arm]:g} (probability {found.probabilities[arm]:.2f})" for arm in found.imbalance
    )
    first = ["One of the first people: every arm had one chance."] if found.is_still_at_random else []
    return "\n".join([f"Allocated to {found.arm}", f"Imbalance that each arm would leave: {left}", *first])
