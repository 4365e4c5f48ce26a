"""How often something hard happens, where somebody has counted; None where nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kith.science.protocols import Harm, Protocol
from kith.science.sources import Source


@dataclass(frozen=True)
class HowOften:
    """So many of a hundred people, who they were, and where it was counted. `provenance` says whether it was read."""

    low: float
    high: float
    who: str
    source: str
    provenance: str

    @property
    def is_checked(self) -> bool:
        """Whether somebody has read it at its source: only then a picture is made of it."""
        return self.provenance == "verified"


def how_often(harm: Harm, sources: Iterable[Source]) -> HowOften | None:
    """What was counted of one harm, with its source in words."""
    told = harm.how_often
    if told is None:
        return None
    cited = {source.id: source.cite for source in sources}
    return HowOften(told.least_of_100, told.most_of_100, told.who, cited.get(told.source, told.source), told.provenance)


def counted_harms(protocol: Protocol) -> dict[str, HowOften]:
    """By the words of each harm that was counted."""
    found = {harm.text: how_often(harm, protocol.sources) for harm in protocol.harms}
    return {words: told for words, told in found.items() if told is not None}
