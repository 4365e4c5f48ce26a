"""`kith sociogram`: who chooses whom in a group, counted, compared between occasions, and drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from kith.cli.choices_csv import ONE_OCCASION, Asked, ChoiceColumns, read_choices
from kith.cli.csv_rows import UnreadableTable
from kith.cli.shelves import stop
from kith.cli.sociogram_words import as_text, as_values, change_as_text, change_as_values, sentence_of
from kith.pictures import Node, SociogramWords, places, ties
from kith.pictures import sociogram as draw_sociogram
from kith.science.groups import Choices, Sociometry, shift, sociometry

_WORDS = SociogramWords(
    mutual="Choose each other",
    one_way="Chooses, and is not chosen back",
    star="Chosen more often than chance would bring",
    unchosen="Chosen by nobody",
    empty="Nobody has been asked yet.",
)


def sociogram(
    file: Annotated[Path, typer.Argument(help="A CSV file: one row a choice, with the columns from and to.")],
    by: Annotated[str, typer.Option("--from", help="The column that says who chooses.")] = "from",
    to: Annotated[str, typer.Option(help="The column that says who is chosen.")] = "to",
    valence: Annotated[
        str | None, typer.Option(help="A column that says choice or rejection: + or -. Ask for rejections with care.")
    ] = None,
    occasion: Annotated[str | None, typer.Option(help="A column that says on which occasion it was.")] = None,
    members: Annotated[
        str | None, typer.Option(help="Members, separated by commas; needed for those in no row.")
    ] = None,
    not_asked: Annotated[str | None, typer.Option(help="Members who were absent, or did not want to choose.")] = None,
    choices: Annotated[int | None, typer.Option(min=1, help="How many choices each was allowed.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Write a sociogram to this SVG file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure who chooses whom in a group, beside what chance alone would bring.

    kith sociogram choices.csv --choices 3 --json

    A row with nobody under `to` names a member who chose nobody. What cannot be worked out is null, with its reason.
    The result is for those who lead the group; members do not see it.
    """
    try:
        found = read_choices(
            file, ChoiceColumns(by, to, valence, occasion), Asked(_names(members), _names(not_asked), choices)
        )
    except UnreadableTable as problem:
        stop(str(problem))
    if not found:
        stop(f"{file.name}: no choice to count; found column names and no rows. Add a row for each choice.")
    measured = {when: sociometry(one) for when, one in found.items()}
    if picture is not None:
        _write(picture, _drawn(found, measured))
    changes = [(one, other, shift(found[one], found[other])) for one, other in pairwise(found)]
    if as_json:
        typer.echo(json.dumps(_values(measured, changes), ensure_ascii=False, indent=2, allow_nan=False))
        return
    for when, one in measured.items():
        typer.echo("\n".join([*([f"Occasion: {when}"] if when else []), as_text(one), ""]))
    for one_day, other_day, change in changes:
        typer.echo(f"From {one_day} to {other_day}\n{change_as_text(change)}\n")


def _names(written: str | None) -> list[str]:
    return [name.strip() for name in (written or "").split(",") if name.strip()]


def _values(measured: Mapping[str, Sociometry], changes: list[tuple[str, str, Any]]) -> dict[str, Any]:
    if list(measured) == [ONE_OCCASION]:
        return as_values(measured[ONE_OCCASION])
    return {
        "occasions": {when: as_values(one) for when, one in measured.items()},
        "changes": [{"from": one, "to": other, **change_as_values(change)} for one, other, change in changes],
    }


def _drawn(found: Mapping[str, Choices], measured: Mapping[str, Sociometry]) -> str:
    """The last occasion; every earlier one is placed first, so that members stay near where they stood."""
    at: dict[str, tuple[float, float]] = {}
    for choices in found.values():
        at = places(choices.members, ties(sorted(choices.choices)), before=at)
    when, choices = list(found.items())[-1]
    nodes = [
        Node(one.id, one.id, "unchosen" if one.is_isolate else "star" if one.is_star else "member")
        for one in measured[when].members
    ]
    return draw_sociogram(
        nodes,
        ties(sorted(choices.choices)),
        at,
        words=_WORDS,
        title=f"Who chooses whom{f', {when}' if when else ''}",
        sentence=sentence_of(measured[when]),
    ).wide


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        stop(f"{path}: the picture cannot be written; found {error.strerror or error}. Choose another with --picture.")
