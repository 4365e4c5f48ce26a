"""What cannot be in a genogram or an ecomap, said about the row that it was found in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.models import BadInput
from kith.science.families import Ecomap, Family, FamilyFault

IN_ORDER = gettext_lazy("Look at the years of both, and leave out what you are not sure of.")
FAULTS: dict[str, tuple[Any, Any]] = {
    "Two people share one id": (
        gettext_lazy("Somebody would be there twice."),
        gettext_lazy("Open the page anew and try again."),
    ),
    "A family has one index person": (
        gettext_lazy("The picture would not say whom it is about."),
        gettext_lazy("Open the page anew and try again."),
    ),
    "A family has more people than a page can show": (
        gettext_lazy("There would be more people than a page can show."),
        gettext_lazy("Keep those who matter most here. Remove somebody first."),
    ),
    "There is no person of this id": (
        gettext_lazy("A line would lead to nobody."),
        gettext_lazy("Choose people who are in the picture."),
    ),
    "Somebody is their own partner": (
        gettext_lazy("Somebody would be their own partner."),
        gettext_lazy("Choose two different people."),
    ),
    "A couple is there twice": (
        gettext_lazy("These two would be a couple twice."),
        gettext_lazy("Change the row of this couple to how it is between them now."),
    ),
    "One person is both parents": (
        gettext_lazy("One person would be both parents."),
        gettext_lazy("Choose another person, or leave the second parent open."),
    ),
    "The parents of a child are no couple here": (
        gettext_lazy("The two parents are not a couple in the picture."),
        gettext_lazy("Add them under couples first, also when they never lived together or have parted."),
    ),
    "A child has more than two parents of one kind": (
        gettext_lazy("This child has a row of this kind already."),
        gettext_lazy("Change that row, or choose adopted or fostered."),
    ),
    "Somebody is their own ancestor": (
        gettext_lazy("Somebody would be their own ancestor."),
        gettext_lazy("Choose the parents again: one of them descends from this child."),
    ),
    "A twin has nobody beside them": (
        gettext_lazy("A twin would have nobody beside them."),
        gettext_lazy("Choose with whom they were born."),
    ),
    "Twins have different parents": (
        gettext_lazy("Twins would have different parents."),
        gettext_lazy("Give both the same parents first."),
    ),
    "Twins are born in different years": (gettext_lazy("Twins would be born in different years."), IN_ORDER),
    "A bond leads to oneself": (
        gettext_lazy("A tie would lead from somebody to themselves."),
        gettext_lazy("Choose two different people."),
    ),
    "A bond is there twice": (
        gettext_lazy("This tie is there already."),
        gettext_lazy("Change that row, or leave it as it is."),
    ),
    "Somebody died before they were born": (gettext_lazy("Somebody would die before they were born."), IN_ORDER),
    "A note is there twice": (gettext_lazy("A note would be there twice."), gettext_lazy("Choose each note once.")),
    "A child is older than a parent": (gettext_lazy("A child would be older than a parent."), IN_ORDER),
    "A child is born after a parent died": (gettext_lazy("A child would be born long after a parent died."), IN_ORDER),
    "A couple parted before it began": (gettext_lazy("A couple would part before it began."), IN_ORDER),
    "A couple that lasts has an end": (
        gettext_lazy("A couple that is together would have an end."),
        gettext_lazy("Choose separated or divorced, or leave the last year out."),
    ),
    "A couple began before a partner was born": (
        gettext_lazy("A couple would begin before a partner was born."),
        IN_ORDER,
    ),
    "A couple began after a partner died": (gettext_lazy("A couple would begin after a partner died."), IN_ORDER),
    "A family cannot be drawn in generations": (
        gettext_lazy("The family could not be drawn in generations."),
        gettext_lazy("Somebody has a child with their own ancestor: write the child under one parent, and add a tie."),
    ),
    "A family has more generations than a page can show": (
        gettext_lazy("There would be more generations than a page can show."),
        gettext_lazy("Keep the six that matter most."),
    ),
    "Two systems share one id": (
        gettext_lazy("Something would be there twice."),
        gettext_lazy("Open the page anew and try again."),
    ),
    "A member is there twice": (
        gettext_lazy("Two people of the household have the same name."),
        gettext_lazy("Give one of them another name, for example how they are related."),
    ),
    "A tie belongs to nobody in the household": (
        gettext_lazy("A tie would belong to nobody in the household."),
        gettext_lazy("Choose from those who live there."),
    ),
    "An ecomap has more systems than a page can show": (
        gettext_lazy("There would be more around the household than a page can show."),
        gettext_lazy("Keep the twelve that matter most. Remove one first."),
    ),
}
"""What each fault of the drawing means to whoever draws, and what to do; the keys are the checks' own sentences."""

PLACES: dict[str, Any] = {
    "people": gettext_lazy("Row %(row)d of people: %(who)s."),
    "unions": gettext_lazy("Row %(row)d of couples: %(who)s."),
    "children": gettext_lazy("Row %(row)d of children: %(who)s."),
    "bonds": gettext_lazy("Row %(row)d of ties: %(who)s."),
    "members": gettext_lazy("Row %(row)d of the household: %(who)s."),
    "systems": gettext_lazy("Row %(row)d of what surrounds the household: %(who)s."),
}
"""Where a fault was found."""


def fault_refused(fault: FamilyFault, drawn: Family | Ecomap) -> BadInput:
    """The refusal of a change that cannot be, naming the people and the row."""
    what, instead = FAULTS[fault.what]
    part = str(fault.at[0])
    if len(fault.at) == 1:
        return BadInput(str(what), _("It was found in the picture as a whole."), str(instead), "row")
    row = int(fault.at[1])
    who = _who(part, row, drawn)
    found = str(PLACES[part]) % {"row": row + 1, "who": who}
    return BadInput(str(what), found, str(instead), "row")


def _who(part: str, row: int, drawn: Family | Ecomap) -> str:
    if isinstance(drawn, Ecomap):
        return drawn.members[row] if part == "members" else drawn.systems[row].name
    names: Mapping[str, str] = {person.id: person.name for person in drawn.people}
    ids = {
        "people": lambda: [drawn.people[row].id],
        "unions": lambda: [*drawn.unions[row].partners],
        "children": lambda: [drawn.children[row].child, *drawn.children[row].of],
        "bonds": lambda: [drawn.bonds[row].from_, drawn.bonds[row].to],
    }[part]()
    return ", ".join(names.get(id, id) for id in ids)
