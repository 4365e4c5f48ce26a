"""Prints the keys of each kind of document into the reference page, so that the page cannot fall behind the models."""

import re
from collections.abc import Mapping
from typing import Any

from kith.science.library.schema import schema

__all__ = ["fill_tables"]

_BLOCK = re.compile(r"(<!-- keys: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHARED = {"Source", "Review"}  # described once at the head of the page


def fill_tables(page: str) -> str:
    """The page with every block between `<!-- keys: KIND -->` and `<!-- end -->` printed anew from the models.

    >>> "| `stop_if` | text | yes |" in fill_tables("<!-- keys: practice -->\\n<!-- end -->")
    True
    """
    return _BLOCK.sub(lambda block: f"{block[1]}{_keys(block[2])}\n{block[3]}", page)


def _keys(kind: str) -> str:
    whole = schema(kind)
    needed = set(whole.get("required", ()))
    rows = [
        f"| `{name}` | {_value(value)} | {'yes' if name in needed else 'no'} |"
        for name, value in whole["properties"].items()
    ]
    parts = [_part(name, part) for name, part in whole.get("$defs", {}).items() if name not in _SHARED]
    return "\n".join(["| key | value | needed |", "|---|---|---|", *rows, "", *sorted(parts)])


def _part(name: str, part: Mapping[str, Any]) -> str:
    needed = set(part.get("required", ()))
    keys = ", ".join(f"`{key}`" + ("" if key in needed else "?") for key in part.get("properties", {}))
    told = " ".join(str(part.get("description", "")).partition("\n\n")[0].split())
    return f"- **{name}**: {keys}. {told}"


def _value(value: Mapping[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "anyOf" in value or "oneOf" in value:
        members = value.get("anyOf") or value["oneOf"]
        return " or ".join(_value(member) for member in members if member.get("type") != "null")
    if "enum" in value:
        return ", ".join(str(word) for word in value["enum"])
    if "const" in value:
        return str(value["const"])
    if value.get("type") == "array":
        return "list of " + _value(value.get("items", {}))
    if value.get("format") == "date":
        return "day, as in 2026-03-02"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    return words.get(str(value.get("type", "")), "mapping")
