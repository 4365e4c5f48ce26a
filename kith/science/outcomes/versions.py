"""Which code worked a number out: the version of the package and a fingerprint of all the code it hangs on.

Two runs whose fingerprints are alike counted by the same rules; whoever has the package of that version can read them.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Final

from kith import __version__

DIGITS: Final = 12  # of a SHA-256: enough that no two definitions are ever mistaken for each other
DISCLOSED: Final = tuple(
    f"disclosure.{one}" for one in ("breakdowns", "counts", "fitting", "limits", "periods", "tables")
)
EVERYWHERE: Final = (
    "outcomes.programme",
    "outcomes.programme_values",
    "outcomes.published",
    "outcomes.rates",
    *DISCLOSED,
)
DEFINED_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "funnel": (*EVERYWHERE, "outcomes.funnel"),
    "waits": (*EVERYWHERE, "outcomes.funnel", "outcomes.waits"),
    "outcomes": (*EVERYWHERE, "outcomes.funnel", "outcomes.recovery", "change.counting"),
    "attendance": (*EVERYWHERE, "outcomes.funnel"),
    "alerts": EVERYWHERE,
    "capacity": (*EVERYWHERE, "outcomes.capacity", "matching.weights"),
    "change": (*DISCLOSED, "outcomes.change_size"),
    "comparators": ("outcomes.comparators",),
    "rules": (*EVERYWHERE, "outcomes.funnel", "outcomes.last_values"),
    "wider": (*EVERYWHERE, "outcomes.funnel", "outcomes.wider"),
    "kinds": (*EVERYWHERE, "outcomes.kinds"),
    "qalys": (
        *DISCLOSED,
        "outcomes.published",
        "outcomes.rates",
        "outcomes.funnel",
        "economics.course_qalys",
        "economics.qalys",
        "economics.utilities",
    ),
    "months": (*EVERYWHERE, "outcomes.recovery", "outcomes.trends", "outcomes.limits", "change.counting"),
    "sites": (*EVERYWHERE, "outcomes.recovery", "outcomes.limits", "change.counting"),
    "equity": (*EVERYWHERE, "outcomes.funnel", "outcomes.recovery", "outcomes.signal_accuracy", "change.counting"),
    "missing": (*EVERYWHERE, "outcomes.capacity", "outcomes.funnel"),
}
"""The files that each part of a snapshot is worked out by. A change in one of them is a change of all its numbers."""


def version_of(*written: str) -> str:
    """The version of the package and the fingerprint of definitions, as `0.1.0+9f86d081884c`.

    >>> version_of("a") == version_of("a"), version_of("a") == version_of("b"), version_of("a", "b") == version_of("ab")
    (True, False, False)
    """
    found = hashlib.sha256()
    for one in written:
        found.update(hashlib.sha256(one.encode()).digest())
    return f"{__version__}+{found.hexdigest()[:DIGITS]}"


def without_remarks(source: str) -> str:
    r"""Python as it is compiled: comments, docstrings and layout taken away, which change no number.

    >>> without_remarks("def f(x):\n    '''Twice.'''\n    return x  *  2  # plain\n")
    'def f(x):\n    return x * 2'
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_remark(one)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def _is_remark(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


@cache
def part_versions() -> Mapping[str, str]:
    """The version of each part of a snapshot, as the code stands that runs now."""
    return {
        part: version_of(*(without_remarks(inspect.getsource(import_module(f"kith.science.{one}"))) for one in files))
        for part, files in DEFINED_IN.items()
    }
