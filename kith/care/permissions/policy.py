"""The policy as frozen values, read once from policy.yaml and checked while reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONDITIONS = ("C", "J", "B", "S")
FILE = Path(__file__).with_name("policy.yaml")


@dataclass(frozen=True)
class Permit:
    """One entry of a cell: `verb` R or W, perhaps limited, perhaps under a condition."""

    verb: str
    is_limited: bool = False
    condition: str = ""


@dataclass(frozen=True)
class Page:
    """What one method of one address needs: public | signed_in | invitation | function NAME | a verb and a resource.

    A verb and a resource may follow `led` or `supervised`: then one person's part in it is asked for as well.
    """

    needs: str
    of: str

    @property
    def verb(self) -> str:
        """R or W, or nothing when no client's record is concerned."""
        return next((word for word in self.needs.split() if word in {"R", "W"}), "")

    @property
    def resource(self) -> str:
        """The row of the matrix."""
        return self.needs.split()[-1] if self.verb else ""

    @property
    def function(self) -> str:
        """The name of the function, where one is needed."""
        return self.needs.split()[1] if self.needs.startswith("function ") else ""


@dataclass(frozen=True)
class Policy:
    """The whole table."""

    columns: dict[str, dict[str, str]]
    names: dict[str, str]
    cells: dict[tuple[str, str], tuple[Permit, ...]]
    totals: frozenset[tuple[str, str]]
    two_people: frozenset[tuple[str, str]]
    functions: dict[str, tuple[str, ...]]
    pages: dict[str, dict[str, Page]]

    def permits(self, resource: str, column: str, verb: str) -> tuple[Permit, ...]:
        """What a column may do with a resource, conditions unresolved."""
        if resource not in self.names:
            raise KeyError(f"The policy has no row {resource!r}. Rows: {', '.join(self.names)}.")
        return tuple(permit for permit in self.cells.get((resource, column), ()) if permit.verb == verb)

    def columns_with(self, verb: str, resource: str) -> frozenset[str]:
        """The columns that may do this at all, conditions unresolved."""
        return frozenset(column for column in self.columns if self.permits(resource, column, verb))

    def asks_for_a_grant(self, verb: str, resource: str) -> bool:
        """Whether some column may do this only with a live grant."""
        permits = (permit for column in self.columns for permit in self.permits(resource, column, verb))
        return any(permit.condition in {"C", "J", "B"} for permit in permits)


def parse_cell(text: str) -> tuple[Permit, ...]:
    """'R Wl C:R' -> permits. Raises ValueError on anything the legend does not know."""
    permits = []
    for token in text.split():
        condition, _, letters = token.rpartition(":")
        if (condition and condition not in CONDITIONS) or letters not in {"R", "W", "Rl", "Wl", "RW"}:
            raise ValueError(
                f"The policy has a cell “{text}”; “{token}” is unknown. Write R, W, Rl or Wl, after C:, J:, B: or S:."
            )
        permits += [Permit(letter, "l" in letters, condition) for letter in letters.replace("l", "")]
    return tuple(permits)


def build(table: dict[str, Any]) -> Policy:
    """Check and freeze a table read from YAML."""
    columns = table["columns"]
    cells, totals, two_people, names = {}, set(), set(), {}
    for resource, row in table["resources"].items():
        names[resource] = row["name"]
        for column, text in ((key, value) for key, value in row.items() if key != "name"):
            if column not in columns:
                raise ValueError(
                    f"Row {resource} has a column {column} that is not defined. Columns: {', '.join(columns)}."
                )
            if text == "$":
                totals.add((resource, column))
            elif text == "X":
                two_people.add((resource, column))
            else:
                cells[resource, column] = parse_cell(text)
    pages = {
        name: {method: Page(needs, row.get("of", "")) for method, needs in row.items() if method != "of"}
        for name, row in table["pages"].items()
    }
    functions = {name: tuple(roles) for name, roles in table["functions"].items()}
    return Policy(columns, names, cells, frozenset(totals), frozenset(two_people), functions, pages)


@cache
def policy() -> Policy:
    """The policy of this release."""
    return build(yaml.safe_load(FILE.read_text("utf-8")))
