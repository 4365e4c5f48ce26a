"""A matching as it is handed over: who sees whom, why, and what is in the way of those without anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kith.science.matching.fitting import Barred, Way


@dataclass(frozen=True)
class WishUnmet:
    """A wish that is not met: nobody who could see the person meets it, or those who do were needed elsewhere."""

    name: str
    value: str
    why: Literal["nobody", "needed elsewhere"]


@dataclass(frozen=True)
class Match:
    """A person and the practitioner proposed for them, with what speaks for it. `others` could see them too."""

    id: str
    practitioner: str
    way: Way
    language: str
    is_first_language: bool
    is_kept: bool
    is_known: bool
    met: tuple[tuple[str, str], ...]
    unmet: tuple[WishUnmet, ...]
    others: tuple[str, ...]
    weeks_waited: float


@dataclass(frozen=True)
class Unmatched:
    """A person without anybody: what keeps each practitioner from seeing them.

    `fitting` could see them but are full or needed elsewhere. `one_step` are those whom one single thing keeps away:
    the first place to look for a remedy.
    """

    id: str
    is_kept: bool
    is_urgent: bool
    weeks_waited: float
    barred: tuple[tuple[str, tuple[Barred, ...]], ...]
    fitting: tuple[str, ...]
    one_step: tuple[tuple[str, Barred], ...]


@dataclass(frozen=True)
class Load:
    """What a practitioner takes on, and the share of a full caseload that they then have (None where not known)."""

    id: str
    taken: int
    room_left: int
    share: float | None


@dataclass(frozen=True)
class Matching:
    """What came out. `cost` is what is left of wishes, formats, ways and loads; no matching as good before has less."""

    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    loads: tuple[Load, ...]
    cost: float
