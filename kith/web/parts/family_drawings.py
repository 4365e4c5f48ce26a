"""Genograms and ecomaps as pictures, in translated words: for those who draw them, and for whom they are about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith import pictures
from kith.care.queries.family_pictures import Drawn, FamilyDrawn, HomeDrawn

GENDERS = {
    "woman": lazy("Woman"),
    "man": lazy("Man"),
    "other": lazy("Another gender"),
    "not said": lazy("Gender not said"),
}
COUPLES = {
    "married": lazy("Married"),
    "together": lazy("Live together"),
    "separated": lazy("Separated"),
    "divorced": lazy("Divorced"),
}
CHILDREN = {
    "biological": lazy("Child by birth"),
    "adopted": lazy("Adopted child"),
    "fostered": lazy("Fostered child"),
}
BONDS = {
    "very close": lazy("Very close, perhaps too close"),
    "close": lazy("Close"),
    "conflict": lazy("Conflict"),
    "cut off": lazy("No contact any more"),
    "harm": lazy("Harm or violence, by the first towards the second"),
}
TIES = {
    "strong": lazy("Strong"),
    "weak": lazy("Weak or uncertain"),
    "stressful": lazy("Stressful"),
}
FLOWS = {
    "to household": lazy("Gives energy"),
    "from household": lazy("Takes energy"),
    "both": lazy("Gives and takes energy"),
    "none": lazy("Neither"),
}
NOTES = {
    "illness": lazy("Serious illness, of mind or body"),
    "substance_use": lazy("Trouble with alcohol or drugs"),
    "lost_work": lazy("Lost their work"),
    "lives_far_away": lazy("Lives far away"),
    "cares_for_others": lazy("Cares for somebody"),
}
BETWEEN = {
    "very close": lazy("%(one)s and %(other)s are very close"),
    "close": lazy("%(one)s and %(other)s are close"),
    "conflict": lazy("there is conflict between %(one)s and %(other)s"),
    "harm": lazy("%(one)s harms %(other)s"),
    "cut off": lazy("%(one)s and %(other)s have no contact any more"),
}


def drawing_of(drawn: Drawn) -> pictures.Drawing:
    """The picture at both widths, with the sentence that says the same."""
    return _family(drawn) if isinstance(drawn, FamilyDrawn) else _home(drawn)


def years_of(person: Any) -> str:
    """Born and died with a dash between; a question mark for a year that is not known of somebody who has died."""
    if person.died is None:
        return "" if person.born is None else f"{person.born}–"
    return f"{person.born or '?'}–{person.died_in or '?'}"


def home_name(drawn: HomeDrawn) -> str:
    """What the household is called."""
    return drawn.household or _("Home")


def _family(drawn: FamilyDrawn) -> pictures.Drawing:
    lines = pictures.FamilyLines(
        tuple(pictures.CoupleLine(*union.partners, union.kind) for union in drawn.unions),
        tuple(pictures.ChildLine(link.child, link.of, link.kind, link.twins) for link in drawn.children),
        tuple(pictures.BondLine(bond.from_, bond.to, bond.kind) for bond in drawn.bonds),
    )
    signs = {
        "index": _("The person this is about"),
        "dead": _("Has died"),
        "twins": _("Twins"),
        **GENDERS,
        **NOTES,
        **COUPLES,
        **CHILDREN,
        **BONDS,
        "harm": _("Harm or violence, by and towards"),
    }
    words = pictures.GenogramWords({name: str(said) for name, said in signs.items()}, _("Nobody is named yet."))
    index = next(person.name for person in drawn.people if person.is_index)
    title = _("The family of %(name)s") % {"name": index}
    people = [_relative(person, *drawn.places[person.id]) for person in drawn.people]
    return pictures.genogram(people, lines, words=words, title=title, sentence=_family_sentence(drawn, index))


def _relative(person: Any, row: int, step: float) -> pictures.Relative:
    return pictures.Relative(
        person.id,
        person.name,
        row,
        step,
        person.gender,
        years_of(person),
        is_dead=person.died is not None,
        is_index=person.is_index,
        is_ill="illness" in person.notes,
        uses_substances="substance_use" in person.notes,
        notes=tuple(str(NOTES.get(note, note)) for note in person.notes if note not in ("illness", "substance_use")),
    )


def _family_sentence(drawn: FamilyDrawn, index: str) -> str:
    others, rows = len(drawn.people) - 1, len({row for row, _step in drawn.places.values()})
    said = [
        ngettext("%(name)s with %(count)d other", "%(name)s with %(count)d others", others)
        % {"name": index, "count": others},
        ngettext("%(count)d generation", "%(count)d generations", rows) % {"count": rows},
    ]
    said += [
        str(BETWEEN[bond.kind]) % {"one": drawn.name(bond.from_), "other": drawn.name(bond.to)} for bond in drawn.bonds
    ]
    return "; ".join(said) + "."


def _home(drawn: HomeDrawn) -> pictures.Drawing:
    name = home_name(drawn)
    boxes = [pictures.SystemBox(one.name, one.tie, one.flow, ", ".join(one.whose)) for one in drawn.systems]
    words = pictures.EcomapWords(
        strong=str(TIES["strong"]),
        weak=str(TIES["weak"]),
        stressful=str(TIES["stressful"]),
        flow=_("Where energy and resources go"),
        empty=_("No school, work, friends or services are named yet."),
    )
    told = "; ".join(map(_tie, drawn.systems)) or _("nothing is named yet")
    sentence = _("Around %(home)s: %(told)s.") % {"home": name, "told": told}
    title = _("What surrounds %(home)s") % {"home": name}
    return pictures.ecomap(name, drawn.members, boxes, words=words, title=title, sentence=sentence)


def _tie(system: Any) -> str:
    whose = f" ({', '.join(system.whose)})" if system.whose else ""
    flow = "" if system.flow == "none" else f", {str(FLOWS[system.flow]).lower()}"
    return f"{system.name}{whose}, {str(TIES[system.tie]).lower()}{flow}"
