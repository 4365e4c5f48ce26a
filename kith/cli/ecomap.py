"""`kith ecomap`: a household and the systems around it from a file, checked, and drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from kith.cli.genogram import write_picture
from kith.cli.shelves import stop
from kith.pictures import Drawing, EcomapWords, SystemBox, as_file
from kith.pictures import ecomap as draw_ecomap
from kith.science.documents import LibraryError
from kith.science.families import Ecomap, System, read_ecomap

_WORDS: Final = EcomapWords(
    strong="Strong",
    weak="Weak or uncertain",
    stressful="Stressful",
    flow="Where energy and resources go",
    empty="No school, work, friends or services are named yet.",
)
_FLOWS: Final = {
    "to household": ", gives energy",
    "from household": ", takes energy",
    "both": ", gives and takes energy",
    "none": "",
}


def ecomap(
    file: Annotated[Path, typer.Argument(help="A YAML file: household, members and systems.")],
    picture: Annotated[Path | None, typer.Option(help="Write the SVG to this file, not to the screen.")] = None,
    narrow: Annotated[bool, typer.Option("--narrow", help="Draw it for a phone.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the checked values as JSON.")] = False,
) -> None:
    """Draw a household and what surrounds it as an ecomap, after checking that it can be.

    kith ecomap household.yaml --picture ecomap.svg
    """
    try:
        found = read_ecomap(file)
    except LibraryError as problem:
        stop(str(problem))
    drawing = ecomap_drawing(found)
    text = as_file(drawing.narrow if narrow else drawing.wide)
    if picture is not None:
        write_picture(picture, text)
    if as_json:
        values = {**found.model_dump(mode="json"), "sentence": drawing.sentence}
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False))
    elif picture is None:
        typer.echo(text, nl=False)


def ecomap_drawing(found: Ecomap) -> Drawing:
    """The ecomap of a household at both widths."""
    boxes = [SystemBox(system.name, system.tie, system.flow, ", ".join(system.whose)) for system in found.systems]
    title, sentence = f"What surrounds {found.household}", _sentence(found)
    return draw_ecomap(found.household, found.members, boxes, words=_WORDS, title=title, sentence=sentence)


def _sentence(found: Ecomap) -> str:
    """Each system with its tie and which way energy flows, in one sentence."""
    said = "; ".join(map(_tie, found.systems)) or "nothing is named yet"
    return f"Around {found.household}: {said}."


def _tie(system: System) -> str:
    whose = f" ({', '.join(system.whose)})" if system.whose else ""
    return f"{system.name}{whose}, {system.tie}{_FLOWS[system.flow]}"
