"""The forms of a genogram and an ecomap: one for each kind of row. Whether a row can be is the action's to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.family_pictures import FamilyDrawn, FamilyPicturePage, HomeDrawn
from kith.web.parts.family_drawings import BONDS, CHILDREN, COUPLES, FLOWS, GENDERS, NOTES, TIES
from kith.web.practitioner.fields import any_of, line, number, one_of, tick, words

KINSHIPS = {
    "": lazy("Not drawn yet"),
    "parent": lazy("Mother or father of"),
    "child": lazy("Child of"),
    "sibling": lazy("Brother or sister of"),
    "partner": lazy("Partner of, now or once"),
}
PICK = ("", lazy("Choose"))


class RowForm(forms.Form):
    """One row; `part` says of what. What has many answers stands below the others, in the whole width."""

    wide = ("notes", "whose", "members")

    def __init__(self, part: str, fields: dict[str, forms.Field], data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{part}_%s")
        self.part = part
        self.fields |= fields


def form_of(page: FamilyPicturePage, part: str, row: int | None, data: Any = None) -> RowForm:
    """The form of a part: for a new row, or filled with the row of this number."""
    made = _FIELDS[part](page.drawn, row)
    return RowForm(part, made, data)


def _people(drawn: FamilyDrawn, row: int | None) -> dict[str, forms.Field]:
    old = drawn.people[row] if row is not None else None
    given: dict[str, forms.Field] = {}
    if old is None or not old.is_index:
        hint = _("A nickname or how they are related is enough, for example Grandma.")
        given["name"] = line(_("Name"), hint, initial=old.name if old else "", most=60)
    if old is None:
        given["kinship"] = one_of(_("How they are related"), list(KINSHIPS.items()), as_list=True)
        given["whom"] = one_of(_("To whom"), _everybody(drawn), as_list=True, initial=drawn.people[0].id)
        hint = _("For a partner, and for a second parent.")
        given["couple"] = one_of(_("If a couple"), list(COUPLES.items()), hint, as_list=True, initial="together")
    given["gender"] = one_of(
        _("Gender"), list(GENDERS.items()), as_list=True, initial=old.gender if old else "not said"
    )
    given["born"] = number(_("Born in"), initial=old.born if old else None)
    given["died"] = number(_("Died in"), initial=old.died_in if old else None)
    given["has_died"] = tick(_("Has died, the year is not known"), initial=bool(old and old.died == "unknown"))
    given["notes"] = any_of(_("What matters here"), list(NOTES.items()), initial=old.notes if old else ())
    return given


def _unions(drawn: FamilyDrawn, row: int | None) -> dict[str, forms.Field]:
    old = drawn.unions[row] if row is not None else None
    one, other = old.partners if old else ("", "")
    return {
        "one": _who(drawn, _("One of them"), one),
        "other": _who(drawn, _("The other"), other),
        "kind": one_of(_("How it is now"), list(COUPLES.items()), as_list=True, initial=old.kind if old else "married"),
        "since": number(_("Since"), initial=old.since if old else None),
        "until": number(_("Until, if they parted"), initial=old.until if old else None),
    }


def _children(drawn: FamilyDrawn, row: int | None) -> dict[str, forms.Field]:
    old = drawn.children[row] if row is not None else None
    of = (*old.of, "") if old else ("", "")
    twins = [link.child for link in drawn.children if old and old.twins and link.twins == old.twins and link != old]
    return {
        "one": _who(drawn, _("Child"), old.child if old else ""),
        "other": _who(drawn, _("A parent"), of[0]),
        "third": _who(drawn, _("The other parent"), of[1], nobody=_("Not known, or not drawn")),
        "kind": one_of(
            _("How they are a child"), list(CHILDREN.items()), as_list=True, initial=old.kind if old else "biological"
        ),
        "twin_of": _who(drawn, _("Twin of"), "".join(twins[:1]), nobody=_("Nobody")),
    }


def _bonds(drawn: FamilyDrawn, row: int | None) -> dict[str, forms.Field]:
    old = drawn.bonds[row] if row is not None else None
    return {
        "one": _who(drawn, _("One of them"), old.from_ if old else ""),
        "other": _who(drawn, _("The other"), old.to if old else ""),
        "kind": one_of(
            _("How it is between them"), list(BONDS.items()), as_list=True, initial=old.kind if old else "close"
        ),
    }


def _household(drawn: HomeDrawn, row: int | None) -> dict[str, forms.Field]:
    return {
        "household": line(_("Name of the home"), _("For example: Ana's home"), initial=drawn.household, most=60),
        "members": words(
            _("Who else lives there"),
            _("One name on each line. Nicknames are enough."),
            rows=4,
            initial="\n".join(drawn.members[1:]),
        ),
    }


def _systems(drawn: HomeDrawn, row: int | None) -> dict[str, forms.Field]:
    old = drawn.systems[row] if row is not None else None
    owners = [(str(place), name) for place, name in enumerate(drawn.members)]
    whose = [place for place, name in owners if old and name in old.whose]
    hint = _("For example school, work, faith, friends, a clinic, money")
    given: dict[str, forms.Field] = {
        "name": line(_("Who or what"), hint, initial=old.name if old else "", most=60),
        "tie": one_of(_("How the tie is"), list(TIES.items()), as_list=True, initial=old.tie if old else "strong"),
        "flow": one_of(_("Energy"), list(FLOWS.items()), as_list=True, initial=old.flow if old else "none"),
    }
    if len(owners) > 1:
        given["whose"] = any_of(_("Whose tie, if not everybody's"), owners, initial=whose)
    return given


_FIELDS: dict[str, Any] = {
    "people": _people,
    "unions": _unions,
    "children": _children,
    "bonds": _bonds,
    "household": _household,
    "systems": _systems,
}


def _everybody(drawn: FamilyDrawn) -> list[tuple[str, Any]]:
    return [(person.id, person.name) for person in drawn.people]


def _who(drawn: FamilyDrawn, label: Any, initial: str, nobody: Any = "") -> forms.ChoiceField:
    first: tuple[str, Any] = ("", nobody) if nobody else PICK
    return one_of(label, [first, *_everybody(drawn)], as_list=True, initial=initial)
