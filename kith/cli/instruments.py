"""`kith instruments`: which there are and whose text may be shown; as FHIR; and bringing one's own."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from kith.cli.shelves import instrument_folders, own_folder, stop
from kith.science.documents import LibraryError
from kith.science.instruments import AnswerProblem, Instrument, read_cases

app = typer.Typer(add_completion=False, no_args_is_help=True, help="See which instruments there are; bring your own.")

_TEXT = {"packaged": "text packaged", "imported": "text imported", "none": "no text"}


def _today() -> date:
    return datetime.now(tz=UTC).date()


@app.command("list")
def list_instruments(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    library: Annotated[Path | None, typer.Option(help="Another library folder.")] = None,
) -> None:
    """List the instruments: their rights, whether their questions can be shown and by which right, worked cases."""
    try:
        rows = _described(library, _today())
    except LibraryError as error:
        stop(str(error))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        languages = ", ".join(row["languages"])
        line = f"{row['id']:<22} {row['short']:<20} class {row['class']:<4} {_TEXT[row['text']]:<14} {languages:<8}"
        typer.echo(f"{line} {row['cases']:>3} cases{_by_right(row['right'])}")
    classes = Counter(row["class"] for row in rows)
    texts = Counter(row["text"] for row in rows)
    counted = ", ".join(f"{classes[name]} of class {name}" for name in ("own", "A", "A*", "B", "C") if classes[name])
    shown = ", ".join(f"{texts[name]} with {_TEXT[name]}" for name in ("packaged", "imported", "none") if texts[name])
    typer.echo(f"{len(rows)} instruments: {counted}; {shown.replace('with no text', 'without text')}.")


@app.command()
def fhir(
    instrument: Annotated[str, typer.Argument(help="The instrument, for example phq9.")],
    language: Annotated[str | None, typer.Option(help="The main language; the others stand beside it.")] = None,
) -> None:
    """Print an instrument as a FHIR R4 Questionnaire. Text is in it only where it may be passed on."""
    from kith.science.fhir import FhirProblem, questionnaire
    from kith.science.library import Library

    try:
        library = Library.open(own=own_folder())
        resource = questionnaire(library.instrument(instrument), library.wordings[instrument], language)
    except (LibraryError, FhirProblem) as problem:
        stop(str(problem))
    typer.echo(json.dumps(resource, ensure_ascii=False, indent=2))


# Unknown options are kept as answers, as in `kith score`.
@app.command(context_settings={"ignore_unknown_options": True})
def answers(
    instrument: Annotated[str, typer.Argument(help="The instrument, for example phq9.")],
    answers: Annotated[list[str], typer.Argument(help="The answers in order, with - for a blank.")],
) -> None:
    """Print answers and their scores as a FHIR bundle: an example for whoever connects another system."""
    from kith.cli.examples import example_bundle

    try:
        bundle = example_bundle(instrument, answers, datetime.now(tz=UTC))
    except (LibraryError, AnswerProblem) as problem:
        stop(str(problem))
    typer.echo(json.dumps(bundle, ensure_ascii=False, indent=2))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A FHIR Questionnaire (JSON), or a wording file with a right (YAML).")],
    to: Annotated[Path | None, typer.Option(help="Another folder than the library of this installation.")] = None,
    name: Annotated[str | None, typer.Option(help="The id of a new instrument; else from its name.")] = None,
    direction: Annotated[
        str, typer.Option(help="higher_is_worse or higher_is_better; a Questionnaire does not say.")
    ] = "higher_is_worse",
    own: Annotated[bool, typer.Option("--own", help="This service wrote the questions itself.")] = False,
    right: Annotated[
        Path | None, typer.Option(help="A file with `right:`, to keep the text of a Questionnaire.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over what was imported before.")] = False,
) -> None:
    """Bring a licensed text or another's Questionnaire into this installation's own library."""
    from kith.cli.importing import Choices, bring
    from kith.science.fhir import FhirProblem

    choices = Choices(name=name, direction=direction, own=own, right=right, replace=replace, on=_today())
    try:
        for line in bring(file, to or own_folder(), choices):
            typer.echo(line)
    except (LibraryError, FhirProblem) as problem:
        stop(f"Nothing was imported.\n{problem}")


def _described(folder: Path | None, on: date) -> list[dict[str, Any]]:
    from kith.science.library import Library

    library = Library.open(folder, own_folder() if folder is None else None)
    folders = instrument_folders(folder)
    rows = []
    for name, instrument in library.instruments.items():
        held = library.text(name, on)
        right = held.right
        rows.append(
            {
                "id": name,
                "title": instrument.title,
                "short": instrument.short,
                "version": instrument.version,
                "class": instrument.licence.rights,
                "ship_text": instrument.licence.ship_text,
                "text": held.where,
                "right": None if right is None else {**right.model_dump(mode="json"), "is_valid": right.is_valid(on)},
                "respondents": list(instrument.respondents),
                "items": len(instrument.items),
                "scales": len(instrument.scales),
                "cases": len(read_cases(folders[name], instrument)) if (folders[name] / "cases.yaml").exists() else 0,
                "languages": sorted({*library.wordings[name], *held.languages}),
                "serves": list(instrument.serves),
                "provenance": dict(sorted(_provenance(instrument).items())),
                "review": instrument.review.status,
            }
        )
    return rows


def _provenance(instrument: Instrument) -> Counter[str]:
    """How many of its figures are verified, recalled, computed, or our convention."""
    facts = (*instrument.cutoffs, *instrument.norms, *instrument.flags, *instrument.patterns, *instrument.change)
    bands = [band.provenance for scale in instrument.scales for band in scale.bands]
    return Counter(
        [*(fact.provenance for fact in facts), *bands, *(one.missing.provenance for one in instrument.scales)]
    )


def _by_right(right: dict[str, Any] | None) -> str:
    if right is None:
        return ""
    until = right["valid_until"] or "no end"
    return f", by right of {right['holder']}, {'until' if right['is_valid'] else 'ENDED'} {until}"
