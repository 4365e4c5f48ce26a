"""`kith genogram`: a family from a file, checked, and drawn as a genogram."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from kith.cli.shelves import stop
from kith.pictures import BondLine, ChildLine, CoupleLine, Drawing, FamilyLines, GenogramWords, Relative, as_file
from kith.pictures import genogram as draw_genogram
from kith.science.documents import LibraryError
from kith.science.families import Family, family_places, read_family
from kith.science.families import Relative as Person

_OWN_SIGNS: Final = ("illness", "substance_use")
_WORDS: Final = GenogramWords(
    signs={
        "index": "The person this is about",
        "woman": "Woman",
        "man": "Man",
        "other": "Another gender",
        "not said": "Gender not said",
        "dead": "Has died",
        "illness": "Serious illness, of mind or body",
        "substance_use": "Trouble with alcohol or drugs",
        "married": "Married",
        "together": "Live together",
        "separated": "Separated",
        "divorced": "Divorced",
        "biological": "Child by birth",
        "adopted": "Adopted child",
        "fostered": "Fostered child",
        "twins": "Twins",
        "very close": "Very close, perhaps too close",
        "close": "Close",
        "conflict": "Conflict",
        "harm": "Harm or violence, by and towards",
        "cut off": "No contact any more",
    },
    empty="Nobody is named yet.",
)
_BETWEEN: Final = {
    "very close": "{one} and {other} are very close",
    "close": "{one} and {other} are close",
    "conflict": "there is conflict between {one} and {other}",
    "harm": "{one} harms {other}",
    "cut off": "{one} and {other} have no contact any more",
}


def genogram(
    file: Annotated[Path, typer.Argument(help="A YAML file: people, unions, children and bonds.")],
    picture: Annotated[Path | None, typer.Option(help="Write the SVG to this file, not to the screen.")] = None,
    narrow: Annotated[bool, typer.Option("--narrow", help="Draw it for a phone.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the checked values and places as JSON.")] = False,
) -> None:
    """Draw a family as a genogram, after checking that it can be.

    kith genogram family.yaml --picture family.svg

    What is unknown is left out, and null in JSON. The file holds what one person told about others: keep it as you
    keep their record.
    """
    try:
        family = read_family(file)
    except LibraryError as problem:
        stop(str(problem))
    drawing = family_drawing(family)
    text = as_file(drawing.narrow if narrow else drawing.wide)
    if picture is not None:
        write_picture(picture, text)
    if as_json:
        typer.echo(json.dumps(_values(family, drawing.sentence), ensure_ascii=False, indent=2, allow_nan=False))
    elif picture is None:
        typer.echo(text, nl=False)


def write_picture(path: Path, text: str) -> None:
    """Write a picture to a file, or end the command and say why not."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        stop(f"{path}: the picture cannot be written; found {error.strerror or error}. Choose another with --picture.")


def family_drawing(family: Family) -> Drawing:
    """The genogram of a family at both widths."""
    places = family_places(family)
    index = next(person for person in family.people if person.is_index)
    lines = FamilyLines(
        tuple(CoupleLine(*union.partners, union.kind) for union in family.unions),
        tuple(ChildLine(link.child, link.of, link.kind, link.twins) for link in family.children),
        tuple(BondLine(bond.from_, bond.to, bond.kind) for bond in family.bonds),
    )
    people = [_relative(person, places[person.id].row, places[person.id].step) for person in family.people]
    title = f"The family of {index.name}"
    return draw_genogram(people, lines, words=_WORDS, title=title, sentence=sentence_of(family, index))


def _relative(person: Person, row: int, step: float) -> Relative:
    return Relative(
        person.id,
        person.name,
        row,
        step,
        person.gender,
        _years(person),
        is_dead=person.died is not None,
        is_index=person.is_index,
        is_ill="illness" in person.notes,
        uses_substances="substance_use" in person.notes,
        notes=tuple(note.replace("_", " ").capitalize() for note in person.notes if note not in _OWN_SIGNS),
    )


def _years(person: Person) -> str:
    """Born and died with a dash between; a question mark for a year that is not known of somebody who has died."""
    if person.died is None:
        return "" if person.born is None else f"{person.born}–"
    return f"{person.born or '?'}–{person.died_in or '?'}"


def sentence_of(family: Family, index: Person) -> str:
    """How many people in how many generations, and what is between them, in one sentence."""
    rows = len({place.row for place in family_places(family).values()})
    others = len(family.people) - 1
    said = [f"{index.name} with {others} {'other' if others == 1 else 'others'} in {rows} "
            f"{'generation' if rows == 1 else 'generations'}"]  # fmt: skip
    for bond in family.bonds:
        names = {"one": family.person(bond.from_).name, "other": family.person(bond.to).name}
        said.append(_BETWEEN[bond.kind].format(**names))
    return "; ".join(said) + "."


def _values(family: Family, sentence: str) -> dict[str, Any]:
    places = family_places(family)
    found: dict[str, Any] = family.model_dump(mode="json", by_alias=True)
    for person in found["people"]:
        person |= {"row": places[person["id"]].row, "step": places[person["id"]].step}
    return {**found, "sentence": sentence}
