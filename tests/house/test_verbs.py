"""Every write says who and when; every read says who is looking."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ACTIONS = Path("kith/care/actions")
QUERIES = Path("kith/care/queries")


def functions(source: str) -> Iterator[ast.FunctionDef]:
    """The functions at the top of a module."""
    return (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))


def ill_formed_actions(source: str) -> list[str]:
    """Actions that can be called without naming their arguments, or that do not end in `by=` and `at=`."""
    return [
        function.name
        for function in functions(source)
        if any(isinstance(decorator, ast.Name) and decorator.id == "action" for decorator in function.decorator_list)
        and not is_well_formed(function.args)
    ]


def is_well_formed(arguments: ast.arguments) -> bool:
    """True if all is keyword-only and what must be given ends in `by` and `at`; what may be left out can follow."""
    required = [
        name.arg for name, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if not default
    ]
    has_positional = bool(arguments.posonlyargs or arguments.args or arguments.vararg)
    return not has_positional and required[-2:] == ["by", "at"]


READS = {"objects", "filter", "exclude", "order_by", "first", "get_queryset", "_default_manager"}


def reads_the_record(function: ast.FunctionDef) -> bool:
    """True if the function asks the database; one that only turns a value it was given into another does not."""
    attributes = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    return bool(attributes & READS) or any(name.endswith("_set") for name in attributes)


def blind_queries(source: str) -> list[str]:
    """Public functions that read the record without being told who is looking."""
    return [
        function.name
        for function in functions(source)
        if not function.name.startswith("_")
        and reads_the_record(function)
        and "viewer" not in {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    ]


def test_every_action_ends_in_by_and_at(root: Path) -> None:
    found = {
        path.name: names for path in (root / ACTIONS).rglob("*.py") if (names := ill_formed_actions(path.read_text()))
    }
    assert not found, f"Make every argument keyword-only; the required ones end in `by` and `at`: {found}"


def test_every_query_is_told_who_looks(root: Path) -> None:
    found = {path.name: names for path in (root / QUERIES).rglob("*.py") if (names := blind_queries(path.read_text()))}
    assert not found, f"Take `viewer`, or make the function private to its module: {found}"


@pytest.mark.parametrize(
    "signature",
    ["client, *, by, at", "*, by, at, client", "*, client, at", "*clients, by, at", "*, at, by", "*, by, at=None", ""],
)
def test_an_ill_formed_action_is_found(signature: str) -> None:
    assert ill_formed_actions(f"@action\ndef refer({signature}): ...") == ["refer"]


def test_a_well_formed_action_is_fine() -> None:
    source = "@action\ndef refer(*, client, by, at, reason=''): ...\ndef plain(x): ..."
    assert not ill_formed_actions(source)


def test_a_blind_query_is_found() -> None:
    reading = "return Client.objects.filter(pk=1)"
    related = "return client.goal_set.all()"
    source = f"def caseload(*, at): {reading}\ndef page(*, viewer, at): {reading}\ndef _row(x): {reading}\n"
    assert blind_queries(f"{source}def goals(client): {related}\n") == ["caseload", "goals"]


def test_a_function_that_reads_nothing_is_fine() -> None:
    assert not blind_queries("def title_of(kind): return library().titles[kind]")
