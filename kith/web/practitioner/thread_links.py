"""Names and places of the parts of a golden thread, and links between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

Link = dict[str, str]
Key = UUID | str
Names = Mapping[Key, tuple[str, str]]  # part -> (its place on the page, what it is called)


def links(wanted: Iterable[Key | None], names: Names) -> list[Link]:
    """Links to the parts that are on the page."""
    return [{"url": f"#{names[key][0]}", "label": names[key][1]} for key in wanted if key is not None and key in names]
