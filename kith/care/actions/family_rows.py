"""The rows of a genogram or an ecomap: what one change makes of what was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.care.models import BadInput
from kith.care.queries.family_drawn import SELF, content_of, family_of
from kith.science.families import Family, Relative, joined, next_id, without

Content = Mapping[str, Any]
GENOGRAM_PARTS = ("people", "unions", "children", "bonds")


def row_changed(
    kind: str, before: Content, name: str, part: str, row: int | None, values: Mapping[str, Any]
) -> dict[str, Any]:
    """The content with a row more, or with the row of this number changed. Raises what pydantic and kinship raise."""
    if kind == "genogram":
        family = family_of(before, name)
        if part == "people":
            return content_of(_person(family, row, values, name))
        changed = {**_dump(family), part: _put(_rows(family, part), row, _line(part, values))}
        if part == "children":
            _put_twins(changed["children"], values)
        return content_of(Family.model_validate(changed))
    if part == "household":
        return _household(before, values)
    _check_part(part, ("systems",))
    row_of = {"tie": values.get("tie"), "flow": values.get("flow") or "none", "name": values.get("name", "")}
    row_of["whose"] = sorted({int(place) for place in values.get("whose", ())} & set(range(1 + len(before["members"]))))
    row_of["id"] = before["systems"][row]["id"] if row is not None else _free(before["systems"])
    return {**before, "systems": _put(list(before["systems"]), row, row_of)}


def row_removed(kind: str, before: Content, name: str, part: str, row: int) -> dict[str, Any]:
    """The content without a row."""
    if kind == "ecomap":
        _check_part(part, ("systems",))
        return {**before, part: _left(list(before[part]), row)}
    family = family_of(before, name)
    if part != "people":
        return content_of(Family.model_validate({**_dump(family), part: _left(_rows(family, part), row)}))
    _left(_rows(family, part), row)
    if family.people[row].id == SELF:
        raise BadInput(
            _("Nobody was removed."),
            _("Row %(row)d is the person whom the picture is about.") % {"row": row + 1},
            _("Remove others, or change this row."),
            "row",
        )
    return content_of(without(family, family.people[row].id))


def _person(family: Family, row: int | None, values: Mapping[str, Any], name: str) -> Family:
    _row_of(family.people, row)
    is_self = row is not None and family.people[row].id == SELF
    person = Relative.model_validate(
        {
            "id": family.people[row].id if row is not None else next_id(family),
            "name": name if is_self else values.get("name", ""),
            "gender": values.get("gender") or "not said",
            "born": values.get("born"),
            "died": values.get("died") or ("unknown" if values.get("has_died") else None),
            "is_index": is_self,
            "notes": tuple(values.get("notes", ())),
        }
    )
    if row is None:
        whom, kinship = values.get("whom") or SELF, values.get("kinship") or None
        _check_part(whom, family.ids)
        return joined(family, person, kinship, whom, values.get("couple") or "together")
    people = tuple(person if place == row else one for place, one in enumerate(family.people))
    return family.model_copy(update={"people": people})


def _line(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    one, other, kind = values.get("one") or "", values.get("other") or "", values.get("kind") or ""
    if part == "unions":
        return {"partners": (one, other), "kind": kind, "since": values.get("since"), "until": values.get("until")}
    if part == "bonds":
        return {"from": one, "to": other, "kind": kind}
    _check_part(part, ("children",))
    of = tuple(filter(None, (other, values.get("third"))))
    return {"child": one, "of": of, "kind": kind or "biological", "twins": None}


def _put_twins(links: list[dict[str, Any]], values: Mapping[str, Any]) -> None:
    """Those of one birth share a word; a word that is left with one person goes."""
    pair = {str(values[name]) for name in ("one", "twin_of") if values.get(name)}
    if len(pair) > 1:
        words = [link["twins"] for link in links if link["child"] in pair and link.get("twins")]
        for link in links:
            if link["child"] in pair:
                link["twins"] = words[0] if words else "birth_of_" + min(pair)
    for link in links:
        if sum(other.get("twins") == link.get("twins") for other in links) == 1:
            link["twins"] = None


def _household(before: Content, values: Mapping[str, Any]) -> dict[str, Any]:
    """The home and who lives there. Where as many stay, a name may have changed; else the ties of who left end."""
    members = [line.strip() for line in values.get("members", "").splitlines() if line.strip()]
    household = values.get("household", "").strip()
    old = list(before["members"])
    if len(household) > 60 or len(members) > 11 or any(len(one) > 60 for one in members):
        raise BadInput(
            _("Nothing was changed."),
            _("A name has more than 60 characters, or there are more than twelve people."),
            _("Write short names, one on each line, of those who matter most here."),
            "members",
        )
    moved = {0: 0} | {
        place + 1: (place if len(old) == len(members) else members.index(one)) + 1
        for place, one in enumerate(old)
        if len(old) == len(members) or one in members
    }
    systems = [
        {**row, "whose": [moved[place] for place in row["whose"] if place in moved]} for row in before["systems"]
    ]
    return {"household": household, "members": members, "systems": systems}


def _dump(family: Family) -> dict[str, Any]:
    return family.model_dump(by_alias=True)


def _rows(family: Family, part: str) -> list[dict[str, Any]]:
    _check_part(part, GENOGRAM_PARTS)
    return list(_dump(family)[part])


def _put(rows: list[dict[str, Any]], row: int | None, new: dict[str, Any]) -> list[dict[str, Any]]:
    _row_of(rows, row)
    return [*rows, new] if row is None else [*rows[:row], new, *rows[row + 1 :]]


def _left(rows: list[dict[str, Any]], row: int) -> list[dict[str, Any]]:
    _row_of(rows, row)
    return [*rows[:row], *rows[row + 1 :]]


def _row_of(rows: Any, row: int | None) -> None:
    if row is not None and not 0 <= row < len(rows):
        raise BadInput(
            _("Nothing was changed."),
            _("There is no row %(row)d.") % {"row": row + 1},
            _("Open the page anew and choose a row that is there."),
            "row",
        )


def _check_part(part: str, known: Any) -> None:
    if part not in known:
        raise BadInput(
            _("Nothing was changed."), _("It is not clear what to change."), _("Use the buttons of the page."), "row"
        )


def _free(systems: Any) -> str:
    numbers = [int(row["id"][1:]) for row in systems]
    return f"s{max(numbers, default=0) + 1}"
