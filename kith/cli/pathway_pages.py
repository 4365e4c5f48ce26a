"""Pathways of stepped care for the reference: a picture of each, and its rules, printed from the tables."""

from __future__ import annotations

from kith import pictures
from kith.science.library import Library
from kith.science.pathways import SteppedCareTable

FOLDER = "pathways"
_INK, _GROUND = "#16211e", '<rect width="100%" height="100%" rx="18" fill="#f8f6f1"/>'  # it stands in a file
KINDS = {
    "person_first": "A person first",
    "start": "Begin here",
    "direct": "Begin higher at once",
    "wait": "While waiting",
    "hold": "Go on",
    "step_up": "Step up",
    "step_down": "Step down",
    "finish": "Finish",
}


def pathway_svg(table: SteppedCareTable) -> str:
    """The picture of one pathway as a file, with a ground of its own."""
    drawing = pictures.pathway_picture(
        [pictures.PathwayStep(one.step, one.name, one.what) for one in table.steps],
        [
            pictures.PathwayRule(number, row.kind, row.from_step, row.step)
            for number, row in enumerate(table.rows, start=1)
        ],
        pictures.PathwayWords(KINDS, "Here now"),
        here=None,
        title=table.title,
        sentence="The steps from the highest down. Each number is a rule in the list below.",
    )
    picture = drawing.wide.replace('font-family="inherit"', 'font-family="system-ui, sans-serif"')
    return picture.replace("currentColor", _INK).replace("</desc>", f"</desc>{_GROUND}", 1) + "\n"


def pathways(made: str) -> str:
    """The page: each pathway with its picture and its rules."""
    lines = [
        "# Pathways of stepped care",
        "",
        made,
        "",
        "Each row is a suggestion to two people who decide. A row whose facts are not all known is neither applied nor "
        "dropped: the page of a person says which fact is missing. Every row was tried with a case for which it must "
        "apply and one for which it must not. All of it awaits clinical review.",
        "",
    ]
    for name, table in sorted(Library.open().pathways.items()):
        lines += [f"## {table.title}", "", table.purpose, ""]
        until = f" until {table.valid_to}" if table.valid_to is not None else ""
        lines += [f"Version {table.version}, in force from {table.valid_from}{until}.", ""]
        lines += [
            f"![{table.title}]({FOLDER}/{name}.svg)",
            "",
            "| | Kind | Step | Suggestion | Source |",
            "|---|---|---|---|---|",
        ]
        cited = {source.id: source.cite for source in table.sources}
        lines += [
            f"| {number} | {KINDS[row.kind]} | {row.step or ''} | {row.then} | {cited[row.source]} ({row.provenance}) |"
            for number, row in enumerate(table.rows, start=1)
        ]
        lines.append("")
    return "\n".join(lines)


def pathway_files() -> dict[str, str]:
    """The pictures by their place under docs/reference."""
    return {f"{FOLDER}/{name}.svg": pathway_svg(table) for name, table in Library.open().pathways.items()}
