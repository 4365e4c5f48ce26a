"""What is asked for: people waiting, groups that could run, who must be apart, and how much each aim counts."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, StringConstraints, model_validator

from kith.science.documents import did_you_mean, fault
from kith.science.sources import Language, LibraryValue, Sentence

Word = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
"""A name that a service gives: of a person, a group, a slot, a need. Any letters, as the service writes them."""

Amount = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]
Place = tuple[
    Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False)],
    Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False)],
]
"""Kilometres east and north of any one point; only distances between places are used."""

MOST_PEOPLE: Final = 400
MOST_GROUPS: Final = 60
# One leader holds up to eight people, from nine on two are needed (science of groups, recalled and ours).
MEMBERS_PER_LEADER: Final = 8


class Aims(LibraryValue):
    """How much one unit of each soft aim counts. The defaults are a convention of ours; methods/group-composition."""

    severity: Amount = 1.0
    lone: Amount = 2.0
    waiting: Amount = 1.0
    preference: Amount = 1.0
    distance: Amount = 0.5
    diversity: Amount = 0.5


class Candidate(LibraryValue):
    """Somebody who waits for a group. What is left out is not known, and then it neither binds nor counts."""

    id: Word
    slots: Annotated[tuple[Word, ...], Field(min_length=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    needs: tuple[Word, ...] = ()
    stream: Word | None = None
    severity: Annotated[float, Field(ge=-10_000, le=10_000, allow_inf_nan=False)] | None = None
    attributes: dict[Word, Word | None] = {}
    style: Word | None = None
    weeks_waited: Amount = 0
    prefers: tuple[Word, ...] = ()
    place: Place | None = None
    furthest_km: Amount | None = None
    not_now: Sentence | None = None


class Offer(LibraryValue):
    """A group that could run, in one slot and one language, with its leaders."""

    id: Word
    slot: Word
    language: Language
    smallest: Annotated[int, Field(ge=1, le=100)]
    largest: Annotated[int, Field(ge=1, le=100)]
    leaders: Annotated[tuple[Word, ...], Field(min_length=1)]
    streams: tuple[Word, ...] = ()
    offers: tuple[Word, ...] = ()
    starts_in_weeks: Amount = 0
    place: Place | None = None

    @model_validator(mode="after")
    def _room(self) -> Offer:
        if self.smallest > self.largest:
            found = f"smallest {self.smallest}, largest {self.largest}"
            raise fault("A group is larger at its smallest than at its largest", found, "smallest up to largest")
        return self


class Request(LibraryValue):
    """Everything that a composition is worked out from. Raises faults for names that lead nowhere or stand twice."""

    groups: Annotated[tuple[Offer, ...], Field(min_length=1, max_length=MOST_GROUPS)]
    people: Annotated[tuple[Candidate, ...], Field(min_length=1, max_length=MOST_PEOPLE)]
    apart: tuple[tuple[Word, Word], ...] = ()
    never_alone: tuple[Word, ...] = ()
    rather_not_alone: tuple[Word, ...] = ()
    members_per_leader: Annotated[int, Field(ge=1, le=100)] = MEMBERS_PER_LEADER
    aims: Aims = Aims()

    @model_validator(mode="after")
    def _names(self) -> Request:
        people, groups = [one.id for one in self.people], [one.id for one in self.groups]
        for key, names in (("people", people), ("groups", groups)):
            for i, name in enumerate(names):
                if name in names[:i]:
                    raise fault(f"Two {key} share one id", name, "an id of its own for each", at=(key, i, "id"))
        for i, pair in enumerate(self.apart):
            for name in pair:
                if name not in people:
                    raise fault("There is no such person", name, did_you_mean(name, people), at=("apart", i))
            if pair[0] == pair[1]:
                raise fault("Somebody is to be apart from themselves", pair[0], "two people", at=("apart", i))
        for i, person in enumerate(self.people):
            for name in person.prefers:
                if name not in groups:
                    at = ("people", i, "prefers")
                    raise fault("There is no such group", name, did_you_mean(name, groups), at=at)
        self._check_attributes()
        return self

    def _check_attributes(self) -> None:
        """An attribute nobody has is a slip of the pen, and a rule about it would protect nobody."""
        known = {name for person in self.people for name in person.attributes}
        for key in ("never_alone", "rather_not_alone"):
            for i, name in enumerate(getattr(self, key)):
                if name not in known:
                    raise fault("Nobody has this attribute", name, did_you_mean(name, known), at=(key, i))

    def seats(self, group: Offer) -> int:
        """How many people a group may hold: its largest size, or what its leaders can hold when that is less."""
        return min(group.largest, self.members_per_leader * len(set(group.leaders)))
