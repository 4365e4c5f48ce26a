"""Pages of the reference that are printed from the code itself: who may see what, states and their moves, audit events.

`python -m kith.cli.policy docs/reference` writes them; a test fails while one of them is stale.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MADE = "<!-- Printed by `python -m kith.cli.policy docs/reference`. Change the code, not this page. -->"
CARE = Path(__file__).resolve().parent.parent / "care"


def access() -> str:
    """The table of policy.yaml as people read it."""
    import yaml

    from kith.care.permissions.policy import FILE

    table = yaml.safe_load(FILE.read_text("utf-8"))
    columns = table["columns"]
    lines = [
        "# Who may see and do what",
        "",
        MADE,
        "",
        "`R` read, `W` write, `l` limited, `S:` when its author has shared it, `C:` with the client's consent or proxy "
        "grant, `J:` with a just-in-time grant, `B:` in an emergency override, `$` totals only, `X` two people, `-` "
        "never: it looks as if it did not exist.",
        "",
        "| | " + " | ".join(columns) + " |",
        "|---|" + "---|" * len(columns),
    ]
    for row in table["resources"].values():
        lines.append(f"| {row['name']} | " + " | ".join(str(row.get(column, "-")) for column in columns) + " |")
    lines += ["", "## Columns", ""]
    lines += [f"- **{column}**: {about['name']}" for column, about in columns.items()]
    lines += [
        "",
        "## What a role may do that concerns no client in particular",
        "",
        "| Function | Roles |",
        "|---|---|",
    ]
    lines += [f"| {name} | {', '.join(roles)} |" for name, roles in table["functions"].items()]
    lines += ["", "## Every address", "", "| Page | Of | GET | POST |", "|---|---|---|---|"]
    for name, row in table["pages"].items():
        lines.append(f"| {name} | {row.get('of', '-')} | {row.get('GET', '-')} | {row.get('POST', '-')} |")
    return "\n".join([*lines, ""])


def states() -> str:
    """The state tables, as tables and as diagrams."""
    from kith.care.models.states import TABLES

    lines = ["# States and the moves between them", "", MADE, ""]
    for table in TABLES:
        lines += [f"## {table.noun}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {table.start}"]
        lines += [f"    {now} --> {then}" for now, moves in table.moves.items() for then in moves]
        lines += [f"    {state} --> [*]" for state, moves in table.moves.items() if not moves]
        lines += ["```", "", "| From | To |", "|---|---|"]
        lines += [f"| {now} | {', '.join(moves) or 'nowhere: it is the end'} |" for now, moves in table.moves.items()]
        lines.append("")
    return "\n".join(lines)


def audit_events() -> str:
    """Every event that the code writes, and where."""
    found: dict[str, set[str]] = {}
    for room in ("actions", "queries", "permissions"):
        for file in sorted((CARE / room).glob("*.py")):
            for event in events_in(file.read_text("utf-8")):
                found.setdefault(event, set()).add(f"{room}/{file.name}")
    lines = [
        "# Audit events",
        "",
        MADE,
        "",
        "Each event says who, whose, what, when, by which rule and in which request; never what was said. A name with "
        "`{…}` is completed by the state it leads to.",
        "",
        "| Event | Written by |",
        "|---|---|",
    ]
    lines += [f"| {event} | {', '.join(sorted(places))} |" for event, places in sorted(found.items())]
    return "\n".join([*lines, ""])


def events_in(source: str) -> Iterator[str]:
    """Names of events in calls of `trace`, `note_seen` and `append_event`."""
    tree = ast.parse(source)
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = {word.arg: word.value for word in node.keywords}
            place = {"trace": 0, "note_seen": 1}.get(node.func.id)
            if place is not None and len(node.args) > place:
                yield from _texts(node.args[place], named)
            elif node.func.id == "append_event" and "event" in given:
                yield from _texts(given["event"], named)


def _texts(node: ast.expr, named: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in named:
        yield named[node.id]
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, named)
        yield from _texts(node.orelse, named)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values)


def coverage() -> str:
    """What the library spans, line by line."""
    from kith.science.library import Library, coverage_page

    lines = [
        "# What the library spans",
        "",
        MADE,
        "",
        "Each line of what Kith is for, with the interventions behind it and what they bring. `kith library coverage` "
        "prints the same and fails where a cell is empty. Nothing here is a finding about benefit: that is in each "
        "intervention's evidence.",
        "",
    ]
    return "\n".join([*lines, coverage_page(Library.open().coverage()), ""])


def evidence() -> str:
    """Which intervention rests on which evidence."""
    from kith.science.findings import evidence_page
    from kith.science.library import Library

    lines = [
        "# What each intervention rests on",
        "",
        MADE,
        "",
        "The questions of `kith/library/evidence` that name it, how many comparisons they hold, and how many of these "
        "have an estimate that was read at its source or worked out. The last column has questions that share a line "
        "and a problem with it and are about other help: they are no evidence for it. `kith evidence show ID` prints a "
        "question ([method](../methods/evidence-library.md)).",
        "",
    ]
    return "\n".join([*lines, evidence_page(Library.open().protocol_evidence()), ""])


def pathways() -> str:
    """What each pathway of stepped care says."""
    from kith.cli.pathway_pages import pathways as page

    return page(MADE)


PAGES = {
    "access.md": access,
    "states.md": states,
    "audit-events.md": audit_events,
    "coverage.md": coverage,
    "evidence.md": evidence,
    "pathways.md": pathways,
}


def write(folder: Path) -> None:
    """Print every page into a folder, and the pictures beside them."""
    from kith.cli.pathway_pages import pathway_files

    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), "utf-8")
    (folder / "pathways").mkdir(exist_ok=True)
    for name, picture in pathway_files().items():
        (folder / name).write_text(picture, "utf-8")


def main(arguments: list[str]) -> None:
    """From the command line: the folder to write into."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    django.setup()
    write(Path(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
