"""Every sentence of a refusal goes through gettext, so that it can be read in every language of the pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOMS = ("kith/care", "kith/web")
SAY = {"_", "gettext", "gettext_lazy"}
COUNT = {"ngettext", "ngettext_lazy"}
SENTENCES = ("what", "found", "instead")
LETTER = re.compile(r"[^\W\d_]")
Scope = ast.Module | ast.FunctionDef


@dataclass(frozen=True)
class Words:
    """Looks up, inside one module, whether what is said came from gettext."""

    module: ast.Module

    def are_said(self, said: ast.expr | None, scope: Scope) -> bool:
        """True for a call of gettext, filled in or not, and for what was chosen, unpacked or handed on from one."""
        match said:
            case ast.Call(func=ast.Name(id=name), args=given) if name in SAY | COUNT:
                return all(_is_text(one) for one in given[: 2 if name in COUNT else 1])
            case ast.Call(func=ast.Name(id="str"), args=[inner]):
                return self.are_said(inner, scope)
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[_, otherwise]):
                return self.are_said(table, scope) and self.are_said(otherwise, scope)
            case (
                ast.Call(func=ast.Name(id="next" | "iter"), args=[inner])
                | ast.Call(func=ast.Attribute(value=inner, attr="items"))
            ):
                return self.are_said(inner, scope)
            case ast.Attribute(attr="errors"):  # what a form of Django says went through gettext there
                return True
            case ast.BinOp(left=left, op=ast.Mod(), right=values):
                return self.are_said(left, scope) and not _has_plain_words(values)
            case ast.IfExp(body=one, orelse=other):
                return self.are_said(one, scope) and self.are_said(other, scope)
            case ast.Tuple(elts=several) | ast.Dict(values=several):
                return all(self.are_said(one, scope) for one in several)
            case ast.Subscript(value=table):
                return self.are_said(table, scope)
            case ast.Name(id=name):
                return self._is_said_under(name, scope)
        return False

    def _is_said_under(self, name: str, scope: Scope) -> bool:
        handed = list(self._handed_to(scope, name)) if isinstance(scope, ast.FunctionDef) else []
        bound = [(value, scope) for value in _bound(scope, name)]
        if not handed and not bound and scope is not self.module:
            bound = [(value, self.module) for value in _bound(self.module, name)]
        every = [*handed, *bound]
        return bool(every) and all(self.are_said(value, where) for value, where in every)

    def _handed_to(self, function: ast.FunctionDef, name: str) -> Iterator[tuple[ast.expr | None, Scope]]:
        """What the calls of a function in this module give for one of its arguments."""
        names = [one.arg for one in function.args.args]
        if name not in names:
            return
        for call, scope in calls(self.module):
            if isinstance(call.func, ast.Name) and call.func.id == function.name:
                yield _given(call, name, names.index(name)), scope


def calls(node: ast.AST, scope: Scope | None = None) -> Iterator[tuple[ast.Call, Scope]]:
    """Every call of a module, with the function it is made in."""
    scope = node if isinstance(node, Scope) else scope
    if isinstance(node, ast.Call) and scope is not None:
        yield node, scope
    for child in ast.iter_child_nodes(node):
        yield from calls(child, scope)


def _bound(scope: Scope, name: str) -> Iterator[ast.expr]:
    """What a name is set to, alone or as one of several, directly in a module or anywhere in a function."""
    for node in ast.walk(scope) if isinstance(scope, ast.FunctionDef) else scope.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names = {one.id for target in targets if target for one in ast.walk(target) if isinstance(one, ast.Name)}
        if name in names and isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield node.value


def _given(call: ast.Call, name: str, place: int) -> ast.expr | None:
    by_name = {word.arg: word.value for word in call.keywords}
    return call.args[place] if place < len(call.args) else by_name.get(name)


def _is_text(said: ast.expr) -> bool:
    """A whole text: gettext cannot look up what is put together at run time."""
    return isinstance(said, ast.Constant) and isinstance(said.value, str)


def _has_plain_words(values: ast.expr) -> bool:
    """Words that are filled into a sentence without being translated themselves; positions instead of names too."""
    if isinstance(values, ast.Name):
        return False
    filled = values.values if isinstance(values, ast.Dict) else [None]
    parts = [part for one in filled for part in (one.values if isinstance(one, ast.JoinedStr) else [one])]
    return any(part is None or (isinstance(part, ast.Constant) and LETTER.search(str(part.value))) for part in parts)


def refusals(trees: list[ast.Module]) -> set[str]:
    """The names of the classes of refusals: Refusal and all that derive from it."""
    known, before = {"Refusal"}, 0
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while len(known) > before:
        before = len(known)
        known |= {one.name for one in classes if {getattr(base, "id", "") for base in one.bases} & known}
    return known


def plain_sentences(source: str, names: set[str]) -> list[str]:
    """The sentences of refusals in a module that did not go through gettext."""
    module = ast.parse(source)
    words = Words(module)
    return [
        f"line {call.lineno}, {part}"
        for call, scope in calls(module)
        if isinstance(call.func, ast.Name) and call.func.id in names
        for place, part in enumerate(SENTENCES)
        if not words.are_said(_given(call, part, place), scope)
    ]


def test_every_sentence_of_a_refusal_can_be_translated(root: Path) -> None:
    sources = {path: path.read_text() for room in ROOMS for path in sorted((root / room).rglob("*.py"))}
    names = refusals([ast.parse(source) for source in sources.values()])
    assert {"BadInput", "WrongMoment", "Stale", "UnreadableKey", "UnreadableEnvelope"} <= names
    found = {
        str(path.relative_to(root)): plain for path, said in sources.items() if (plain := plain_sentences(said, names))
    }
    assert not found, f"Say them through gettext, with named places for what changes: {found}"


FINE = 'BadInput(_("Not kept."), {}, _("Write it."), "words")'


@pytest.mark.parametrize(
    "found",
    [
        '"It is empty."',
        'f"It has {count} words."',
        '_(f"It has {count} words.")',
        '_("It has %s words.") % count()',
        '_("It has %s words.") % (count,)',
        '_("It is %(state)s.") % {"state": "closed"}',
        '_("It is %(state)s.") % {"state": f"closed {day}"}',
        '_("It is empty.") if empty else "It is full."',
        '"It is " + _("empty")',
        "sentence",
        "problem.found",
        "TABLE[kind]",
    ],
)
def test_a_plain_sentence_is_found(found: str) -> None:
    source = f'TABLE = {{"a": "It is empty."}}\ndef act(sentence):\n    raise {FINE.format(found)}\nact("It is empty.")'
    assert plain_sentences(source, {"BadInput"}) == ["line 3, found"]


def test_a_sentence_that_is_missing_is_found() -> None:
    assert plain_sentences('BadInput(_("Not kept."), found=_("Empty."))', {"BadInput"}) == ["line 1, instead"]


@pytest.mark.parametrize(
    "found",
    [
        '_("It is empty.")',
        '_("It has %(count)s words.") % {"count": count}',
        'ngettext("It has %(count)s word.", "It has %(count)s words.", n) % {"count": n}',
        '_("It was closed on %(day)s.") % {"day": date_format(day, "DATE_FORMAT")}',
        '_("It is empty.") if empty else _("It is full.")',
        "sentence",
        "unpacked",
        "str(TABLE[kind]) % values",
        "str(form.errors[field][0])",
    ],
)
def test_a_sentence_of_gettext_is_fine(found: str) -> None:
    table = 'TABLE = {"a": gettext_lazy("It is empty.")}\n'
    act = f'def act(sentence):\n    other, unpacked = _("One."), _("Two.")\n    raise {FINE.format(found)}\n'
    assert plain_sentences(f'{table}{act}act(_("It is empty."))', {"BadInput"}) == []


def test_a_refusal_of_another_name_counts_too() -> None:
    tree = ast.parse("class Stale(Refusal): ...\nclass VeryStale(Stale): ...\nclass Other(ValueError): ...")
    assert refusals([tree]) == {"Refusal", "Stale", "VeryStale"}
