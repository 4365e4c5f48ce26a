"""What is asked for: people who wait, and practitioners with the hours they have free."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from kith.science.documents import did_you_mean, fault
from kith.science.groups.request import Amount, Place, Word
from kith.science.sources import Language, LibraryValue, Sentence

Format = Literal["in person", "at home", "video", "phone"]

MOST_PEOPLE: Final = 400
MOST_PRACTITIONERS: Final = 150


class Seeker(LibraryValue):
    """Somebody who waits for a practitioner. What is left out is not known, and then it neither binds nor counts.

    `must` and `wishes` are the person's own words about the practitioner, such as gender: woman; a `must` binds, a
    wish counts. `community` is a wish too: somebody who says that they know this community, faith or way of life from
    within. Languages and formats stand in the order in which the person would like them.
    """

    id: Word
    slots: Annotated[tuple[Word, ...], Field(min_length=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = ("in person",)
    needs: tuple[Word, ...] = ()
    intervention: Word | None = None
    must: dict[Word, Word] = {}
    wishes: dict[Word, Word] = {}
    community: Word | None = None
    knows: tuple[Word, ...] = ()
    apart: tuple[Word, ...] = ()
    is_urgent: bool = False
    weeks_waited: Amount = 0
    place: Place | None = None
    furthest_km: Amount | None = None
    not_now: Sentence | None = None


class Opening(LibraryValue):
    """An hour of the week that a practitioner has free, and how the two could meet then."""

    slot: Word
    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = ("in person",)


class Practitioner(LibraryValue):
    """A practitioner with free hours. `room` is how many more people they may take; `load` is the weight of the
    caseload now (see `weight_of`), `full_load` that of a full one: as many as they may take, each of weight 1.

    `about` is what they say of themselves, and `communities` which ones, or faiths or ways of life, they say they know
    from within.
    """

    id: Word
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    openings: tuple[Opening, ...]
    room: Annotated[int, Field(ge=0, le=200)]
    trained: tuple[Word, ...] = ()
    offers: tuple[Word, ...] = ()
    about: dict[Word, Word] = {}
    communities: tuple[Word, ...] = ()
    load: Amount = 0
    full_load: Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)] | None = None
    place: Place | None = None

    @model_validator(mode="after")
    def _hours(self) -> Practitioner:
        slots = [opening.slot for opening in self.openings]
        for i, slot in enumerate(slots):
            if slot in slots[:i]:
                at = ("openings", i, "slot")
                raise fault("One hour stands twice", slot, "each free hour once, with all its formats", at=at)
        return self


class Request(LibraryValue):
    """Everybody who waits and everybody who could see them. Faults: names that lead nowhere or stand twice."""

    people: Annotated[tuple[Seeker, ...], Field(min_length=1, max_length=MOST_PEOPLE)]
    practitioners: Annotated[tuple[Practitioner, ...], Field(min_length=1, max_length=MOST_PRACTITIONERS)]

    @model_validator(mode="after")
    def _names(self) -> Request:
        people, staff = [one.id for one in self.people], [one.id for one in self.practitioners]
        for key, names in (("people", people), ("practitioners", staff)):
            for i, name in enumerate(names):
                if name in names[:i]:
                    raise fault(f"Two {key} share one id", name, "an id of its own for each", at=(key, i, "id"))
        for i, person in enumerate(self.people):
            for key in ("knows", "apart"):
                for name in getattr(person, key):
                    if name not in staff:
                        at = ("people", i, key)
                        raise fault("There is no such practitioner", name, did_you_mean(name, staff), at=at)
        self._check_words(people)
        return self

    def _check_words(self, people: list[str]) -> None:
        """A wish about something no practitioner says of themselves is a slip of the pen more often than a wish."""
        known = {name for one in self.practitioners for name in one.about}
        for i in range(len(people)):
            for key in ("must", "wishes"):
                for name in getattr(self.people[i], key):
                    if name not in known:
                        what = "No practitioner says this of themselves"
                        raise fault(what, name, did_you_mean(name, known), at=("people", i, key))
