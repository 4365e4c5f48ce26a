"""`kith evidence`: what is published about which help, where each figure is from, and what changed between versions."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli.shelves import stop
from kith.science.documents import LibraryError

if TYPE_CHECKING:
    from kith.science.findings import EvidenceDocument, Finding, NoFinding
    from kith.science.library import Library

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Look into the evidence, check it, compare versions."
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Folder = Annotated[Path | None, typer.Option("--library", help="Another library folder.")]
FIGURES = ("studies", "people", "estimate", "interval", "prediction", "i2", "tau2")


@app.command("list")
def list_(
    problem: Annotated[str | None, typer.Option(help="Only about this problem, as in depression.")] = None,
    modality: Annotated[str | None, typer.Option(help="Only about this modality or line, as in cbt or T1.")] = None,
    library: Folder = None,
    json_: AsJson = False,
) -> None:
    """List the questions with what they are about and how many comparisons they hold."""
    found = [
        one
        for one in _read(library).evidence.values()
        if problem in (None, *one.problems) and modality in (None, one.modality, *one.modalities)
    ]
    if json_:
        _print([_brief(one) for one in found])
        return
    for one in found:
        typer.echo(f"{one.id}  {one.title}; comparisons: {len(one.rows)}, claims: {len(one.claims)}")
    typer.echo(f"Questions: {len(found)}")


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a question, as in depression-cbt.")],
    library: Folder = None,
    json_: AsJson = False,
) -> None:
    """Show a question: each comparison with its figures, how each is known, and what is not known and why."""
    from kith.cli.evidence_pages import page

    try:
        document = _open(library).evidence[name]
    except LibraryError as error:
        stop(str(error))
    if json_:
        _print(document.model_dump(mode="json"))
    else:
        typer.echo(page(document))


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="Another library folder.")] = None,
    json_: AsJson = False,
) -> None:
    """Read every question and follow what it names. Exit code 1 when something is wrong.

    Says too how many figures are known how, which claims are not to be repeated, and which interventions rest on none.
    """
    library = _open(folder)
    problems = library.check_evidence()
    keys = ("file", "line", "what", "found", "instead")
    said: dict[str, Any] = {"problems": [{key: getattr(one, key) for key in keys} for one in problems]}
    if not problems:
        said |= _counts(library)
    if json_:
        _print(said)
    else:
        typer.echo("\n".join(map(str, problems)) if problems else _counts_in_words(said))
    if problems:
        raise typer.Exit(1)


@app.command()
def coverage(library: Folder = None, json_: AsJson = False) -> None:
    """Print which intervention rests on which evidence; one that rests on none says so."""
    from kith.science.findings import evidence_page

    lines = _read(library).protocol_evidence()
    if json_:
        _print([asdict(one) for one in lines])
    else:
        typer.echo(evidence_page(lines))


@app.command()
def answer(
    problem: Annotated[str, typer.Argument(help="The problem, as in depression.")],
    modality: Annotated[str, typer.Argument(help="The modality or line, as in cbt or T1.")],
    library: Folder = None,
    json_: AsJson = False,
) -> None:
    """The finding that answers best for a problem and a modality, and people out of 100 where figures are checked."""
    from kith.science.evidence import EvidenceProblem, out_of_100
    from kith.science.findings import NoFinding, evidence_for

    found = evidence_for(_read(library), problem, modality)
    counts, refused = None, None
    if not isinstance(found, NoFinding):
        try:
            counts = asdict(out_of_100(found))
        except EvidenceProblem as problem_of_it:
            refused = str(problem_of_it)
    if json_:
        _print(_answer(found) | {"out_of_100": counts, "out_of_100_reason": refused})
    else:
        typer.echo(_answer_in_words(found, counts, refused))


@app.command()
def recompute(
    table: Annotated[
        Path, typer.Argument(help="A CSV file of trials; rows that name a file of this name are worked out.")
    ],
    library: Folder = None,
    json_: AsJson = False,
) -> None:
    """Work out every computed row again from its table, and say what moved. Exit code 1 when something did."""
    from kith.cli.csv_rows import UnreadableTable
    from kith.cli.evidence_versions import recomputed, recomputed_in_words
    from kith.science.evidence import EvidenceProblem

    try:
        found = recomputed(_read(library).evidence.values(), table)
    except (UnreadableTable, EvidenceProblem) as problem:
        stop(str(problem))
    if not found:
        stop(f"No row is computed from this table. Found: {table.name}. Give the file that a `calculation` names.")
    if json_:
        _print([{"document": name, "row": row, "moved": [asdict(one) for one in moved]} for name, row, moved in found])
    else:
        typer.echo(recomputed_in_words(found))
    if any(moved for _, _, moved in found):
        raise typer.Exit(1)


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="The earlier version: a library, a folder of questions, or one file.")],
    new: Annotated[Path, typer.Argument(help="The later version.")],
    json_: AsJson = False,
) -> None:
    """Say what changed between two versions, and what it does to the answers. Exit code 1 when something did.

    Whoever answers for the evidence of a service reads the same on the page “Signed evidence”, and signs it there.
    """
    from kith.cli.evidence_versions import as_json, as_text, read_versions
    from kith.science.evidence import EvidenceProblem, differences

    try:
        found = differences(read_versions(old), read_versions(new))
    except (LibraryError, EvidenceProblem) as problem:
        stop(str(problem))
    if json_:
        _print(as_json(found))
    else:
        typer.echo(as_text(found))
    if found:
        raise typer.Exit(1)


@app.command("import")
def import_(
    table: Annotated[
        Path, typer.Argument(help="A CSV file of trials; rows that name a file of this name are worked out.")
    ],
    into: Annotated[
        Path | None, typer.Option(help="Write the questions into this folder; else into the installation's own.")
    ] = None,
    library: Folder = None,
    json_: AsJson = False,
) -> None:
    """Work out every computed row anew from a table, and write the questions with their figures and their studies.

    The packaged questions are left as they are: the new ones are written into the installation's own folder, whose
    questions stand in place of those of the same id. Pages say “changed, not signed off” until somebody signs there.
    """
    from kith.cli.csv_rows import UnreadableTable
    from kith.cli.evidence_import import import_table, imported_in_words
    from kith.cli.shelves import own_folder
    from kith.science.evidence import EvidenceProblem
    from kith.science.library import Library

    own = own_folder()
    opened = Library.open(own=own) if library is None else _read(library)
    try:
        found = import_table(opened, table, own / "evidence" if into is None else into)
    except (LibraryError, UnreadableTable, EvidenceProblem) as problem:
        stop(str(problem))
    if not found:
        stop(f"No row is computed from this table. Found: {table.name}. Give the file that a `calculation` names.")
    if json_:
        _print([asdict(one) for one in found])
    else:
        typer.echo(imported_in_words(found))


def _open(folder: Path | None) -> Library:
    from kith.science.library import Library

    try:
        return Library.open(folder)
    except LibraryError as error:
        stop(str(error))


def _read(folder: Path | None) -> Library:
    """The library, after every question in it could be read."""
    library = _open(folder)
    try:
        list(library.evidence.values())
    except LibraryError as error:
        stop(str(error))
    return library


def _brief(one: EvidenceDocument) -> dict[str, Any]:
    kept = ("id", "version", "title", "modality", "modalities", "problems", "protocols")
    known = {key: value for key, value in one.model_dump(mode="json").items() if key in kept}
    return known | {"rows": len(one.rows), "claims": len(one.claims), "review": one.review.status}


def _counts(library: Library) -> dict[str, Any]:
    documents = list(library.evidence.values())
    figures = [getattr(row, name) for one in documents for row in one.rows for name in FIGURES]
    known = Counter(figure.provenance or "missing, with a reason" for figure in figures)
    return {
        "questions": len(documents),
        "comparisons": sum(len(one.rows) for one in documents),
        "figures": dict(sorted(known.items())),
        "not_to_be_repeated": [
            f"{one.id}: {claim.id}" for one in documents for claim in one.claims if "do not repeat" in claim.status
        ],
        "without_evidence": [one.protocol for one in library.protocol_evidence() if not one.documents],
        "awaiting_review": sum(one.review.status != "reviewed" for one in documents),
    }


def _counts_in_words(said: dict[str, Any]) -> str:
    lines = [
        f"Nothing is wrong in {said['questions']} questions with {said['comparisons']} comparisons.",
        "Figures: " + ", ".join(f"{count} {name}" for name, count in said["figures"].items()) + ".",
        f"Awaiting clinical review: {said['awaiting_review']}.",
        "Interventions without evidence here: " + (", ".join(said["without_evidence"]) or "none") + ".",
        "Not to be repeated:",
    ]
    return "\n".join([*lines, *(f"  {one}" for one in said["not_to_be_repeated"])])


def _answer(found: Finding | NoFinding) -> dict[str, Any]:
    from kith.science.findings import NoFinding

    if isinstance(found, NoFinding):
        return {"problem": found.problem, "modality": found.modality, "finding": None, "reason": found.reason}
    return {
        "problem": found.problem,
        "modality": found.modality,
        "finding": found.row.model_dump(mode="json"),
        "document": found.document,
        "source": found.source.model_dump(mode="json"),
        "others": found.others,
        "is_reviewed": found.is_reviewed,
    }


def _answer_in_words(found: Finding | NoFinding, counts: dict[str, Any] | None, refused: str | None) -> str:
    from kith.cli.evidence_pages import row_lines
    from kith.science.findings import NoFinding

    if isinstance(found, NoFinding):
        why = {"no_document": "no question is about both", "no_row": "the question holds no comparison"}[found.reason]
        return f"Nothing is written down for {found.problem} and {found.modality}: {why}."
    lines = [f"{found.document} ({found.others} other comparisons)", *row_lines(found.row)]
    lines.append(f"  source: {found.source.cite}")
    lines.append("  review: " + ("reviewed" if found.is_reviewed else "awaiting clinical review"))
    if counts is None:
        return "\n".join([*lines, f"No picture of people: {refused}"])
    span = f"{counts['with_help_low']} to {counts['with_help_high']}"
    ahead = counts["new_place"]
    new_place = f"; in a new place {ahead[0]} to {ahead[1]}" if ahead else "; in a new place not known"
    lines.append(f"Out of 100: {counts['without_help']} without, {counts['with_help']} with ({span}{new_place}).")
    return "\n".join([*lines, f"  counted as: {counts['better']}; {counts['conversion']}"])


def _print(found: object) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False, default=str))
