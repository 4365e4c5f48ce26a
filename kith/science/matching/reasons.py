"""Why each person has this practitioner, or nobody: facts that a page or a terminal puts into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kith.science.matching.fitting import Way, bars, meets, wishes_of
from kith.science.matching.request import Practitioner, Request, Seeker
from kith.science.matching.result import Load, Match, Unmatched, WishUnmet


def match_of(
    request: Request, person: Seeker, practitioner: Practitioner, way: Way, keep: Mapping[str, str | None]
) -> Match:
    """A match with what speaks for it and which wishes it leaves open."""
    fitting = [one for one in request.practitioners if not bars(person, one)]
    met = tuple(wish for wish in wishes_of(person) if meets(practitioner, wish))
    language = next(one for one in person.languages if one in practitioner.languages)
    return Match(
        id=person.id,
        practitioner=practitioner.id,
        way=way,
        language=language,
        is_first_language=language == person.languages[0],
        is_kept=person.id in keep,
        is_known=practitioner.id in person.knows,
        met=met,
        unmet=tuple(WishUnmet(*wish, _why(wish, fitting)) for wish in wishes_of(person) if wish not in met),
        others=tuple(one.id for one in fitting if one.id != practitioner.id),
        weeks_waited=person.weeks_waited,
    )


def _why(wish: tuple[str, str], fitting: list[Practitioner]) -> Literal["nobody", "needed elsewhere"]:
    return "needed elsewhere" if any(meets(one, wish) for one in fitting) else "nobody"


def unmatched_of(request: Request, person: Seeker, keep: Mapping[str, str | None]) -> Unmatched:
    """What keeps every practitioner from seeing a person, and where a single thing does."""
    barred = tuple((one.id, bars(person, one)) for one in request.practitioners)
    return Unmatched(
        id=person.id,
        is_kept=person.id in keep,
        is_urgent=person.is_urgent,
        weeks_waited=person.weeks_waited,
        barred=barred,
        fitting=tuple(name for name, found in barred if not found),
        one_step=tuple((name, found[0]) for name, found in barred if len(found) == 1),
    )


def load_of(practitioner: Practitioner, taken: int) -> Load:
    """What a practitioner takes on, against what they have room for."""
    share = None if practitioner.full_load is None else (practitioner.load + taken) / practitioner.full_load
    return Load(practitioner.id, taken, practitioner.room - taken, share)
