"""What is picked by time is picked the same on every database, also when two rows share a moment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CARE = Path("kith/care")
MOMENTS = ("_at", "_on", "starts", "ends", "waiting_since")
# What takes one row of many, or lets the last of several stand.
PICKS = {"first", "last", "[]", "dict"}
DECIDES = ("models", "actions", "permissions")  # rooms in which every order counts


def is_moment(key: ast.expr) -> bool:
    """Whether an order ends in a moment, which two rows can share."""
    words = ast.unparse(key).strip("f'")
    name = words.lstrip("-").rpartition("__")[2].rpartition("}")[2]
    return name == "at" or name.endswith(MOMENTS)


def steps_after(node: ast.AST, above: dict[ast.AST, ast.AST]) -> Iterator[str]:
    """What is done with the ordered rows within the same expression, from the inside out."""
    while True:
        outer = above.get(node)
        if isinstance(outer, ast.Attribute):
            yield outer.attr
        elif isinstance(outer, ast.Subscript) and outer.value is node:
            yield "[]"
        elif isinstance(outer, ast.Call) and isinstance(outer.func, ast.Name):
            yield outer.func.id
        elif isinstance(outer, ast.comprehension) and isinstance(above[outer], ast.DictComp):
            yield "dict"
            return
        elif not isinstance(outer, ast.Call):
            return
        node = outer


def unsure_picks(source: str, *, every: bool = False) -> list[str]:
    """Orders that end in a moment and decide which row counts; with `every`, all that end in one."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return [
        f"line {node.lineno}: {ast.unparse(node.args[-1])}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "order_by"
        and node.args
        and is_moment(node.args[-1])
        and (every or PICKS & set(steps_after(node, above)))
    ]


def test_an_order_by_time_that_decides_has_a_second_key(root: Path) -> None:
    """The way out: end the order in "pk" (or "-pk"), or in a key that no two rows share."""
    found = {
        str(path.relative_to(root)): unsure
        for path in sorted((root / CARE).rglob("*.py"))
        if "migrations" not in path.parts
        and (unsure := unsure_picks(path.read_text(encoding="utf-8"), every=path.parent.name in DECIDES))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        'rows.order_by("-written_at").first()',
        'rows.order_by("-written_at", "-made_at").first()',
        'rows.order_by("session__starts_at").values_list("pk", flat=True).last()',
        'rows.order_by(f"{path}starts_at").first()',
        'rows.order_by("-done_at")[:5]',
        'dict(rows.order_by("decided_at").values_list("client_id", "signal"))',
        '{row.client_id: row for row in rows.order_by("asked_at")}',
    ],
)
def test_a_pick_that_two_rows_could_win_is_found(source: str) -> None:
    assert len(unsure_picks(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'rows.order_by("-written_at", "-pk").first()',
        'rows.order_by("number").last()',
        'list(rows.order_by("written_at"))',
        'first(rows.order_by("name"))',
    ],
)
def test_a_pick_that_one_row_wins_is_fine(source: str) -> None:
    assert unsure_picks(source) == []
    assert unsure_picks('list(rows.order_by("written_at"))', every=True)
