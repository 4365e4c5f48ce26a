"""Ben draws Ana's family and her home with her: change by change, taken back, kept in versions, shared or not."""

from __future__ import annotations

import ast
import inspect
import json
from typing import Any

import pytest

from kith.care.actions import draw_family
from kith.care.actions.family_words import FAULTS
from kith.care.models import AuditEvent, BadInput, FamilyPicture, Stale, WrongMoment
from kith.care.models.families import draft_or_newest
from kith.care.permissions import NotYours
from kith.care.queries.family_pictures import FamilyDrawn, HomeDrawn, family_picture, my_family
from kith.care.queries.my_download import my_download
from kith.science.families import checking, ecomap
from tests.people import People

ROSA = {"name": "Mum", "kinship": "parent", "whom": "p1", "couple": "married", "born": 1962}


def mark(people: People, kind: str = "genogram") -> str:
    now = draft_or_newest(people.ana, kind)
    return now.mark if now is not None else ""


def given(people: People, kind: str = "genogram", by: str = "ben") -> dict[str, Any]:
    people.later(minutes=1)
    return {
        "client": people.ana, "kind": kind, "shown": mark(people, kind), "by": people.sees(by), "at": people.at
    }  # fmt: skip


def draw(people: People, part: str = "people", row: int | None = None, **values: Any) -> FamilyPicture:
    kind = "ecomap" if part in ("household", "systems") else "genogram"
    return draw_family.change_family_picture(part=part, row=row, values=values, **given(people, kind))


def drawn(people: People, kind: str = "genogram", version: str = "") -> Any:
    return family_picture(
        viewer=people.sees("ben"), client_id=people.ana.pk, kind=kind, at=people.at, version=version
    ).drawn


def test_people_are_added_by_how_they_are_related_and_the_persons_own_name_is_not_copied(people: People) -> None:
    draw(people, **ROSA)
    row = draw(people, name="Dad", kinship="parent", whom="p1", couple="divorced")
    found = drawn(people)
    assert isinstance(found, FamilyDrawn)
    assert [person.name for person in found.people] == [people.ana.given_name, "Mum", "Dad"]
    assert [(union.partners, union.kind) for union in found.unions] == [(("p2", "p3"), "divorced")]
    assert found.places["p1"][0] == found.places["p2"][0] + 1
    assert people.ana.given_name not in json.dumps(row.content)
    assert AuditEvent.objects.filter(event="family_picture.changed").count() == 2


def test_a_row_is_changed_and_removed_with_its_lines(people: People) -> None:
    draw(people, **ROSA)
    draw(people, "bonds", one="p1", other="p2", kind="conflict")
    draw(people, "people", 1, name="Rosa", gender="woman", has_died=True)
    found = drawn(people)
    assert (found.people[1].name, found.people[1].died, found.bonds[0].kind) == ("Rosa", "unknown", "conflict")
    draw_family.remove_from_family_picture(part="people", row=1, **given(people))
    found = drawn(people)
    assert (len(found.people), found.bonds, found.children) == (1, (), ())


def test_changes_are_taken_back_one_by_one_to_the_version_that_was_kept(people: People) -> None:
    draw(people, **ROSA)
    draw_family.keep_family_picture(is_shared=False, **given(people))
    draw(people, name="Leo", kinship="sibling", whom="p1")
    draw(people, name="Tom", kinship="sibling", whom="p1")
    draw_family.undo_family_picture(**given(people))
    assert [person.name for person in drawn(people).people][1:] == ["Mum", "Leo"]
    draw_family.undo_family_picture(**given(people))
    assert [person.name for person in drawn(people).people][1:] == ["Mum"]
    with pytest.raises(WrongMoment):
        draw_family.undo_family_picture(**given(people))
    assert FamilyPicture.objects.count() == 1


def test_a_version_that_was_kept_stays_as_it_was(people: People) -> None:
    draw(people, **ROSA)
    kept = draw_family.keep_family_picture(is_shared=False, **given(people))
    draw(people, name="Leo", kinship="sibling", whom="p1")
    assert [person.name for person in drawn(people, version=str(kept.pk)).people][1:] == ["Mum"]
    kept.refresh_from_db()
    assert kept.before == {}
    draw_family.keep_family_picture(is_shared=False, **given(people))
    with pytest.raises(WrongMoment, match="changed since"):
        draw_family.keep_family_picture(is_shared=False, **given(people))


def test_ana_reads_what_was_shared_and_nothing_before(people: People) -> None:
    ana = people.sees("ana")
    draw(people, **ROSA)
    draw_family.keep_family_picture(is_shared=False, **given(people))
    assert my_family(viewer=ana, at=people.at).pictures == ()
    assert my_download(viewer=ana, at=people.at).content["family_pictures_shared"] == []
    draw_family.keep_family_picture(is_shared=True, **given(people))
    draw(people, name="Leo", kinship="sibling", whom="p1")
    (seen,) = my_family(viewer=ana, at=people.at).pictures
    assert isinstance(seen.drawn, FamilyDrawn)
    assert [person.name for person in seen.drawn.people][1:] == ["Mum"]
    assert len(my_download(viewer=ana, at=people.at).content["family_pictures_shared"]) == 1


def test_what_cannot_be_names_people_and_row_and_changes_nothing(people: People) -> None:
    draw(people, **ROSA)
    draw(people, "people", 0, born=1990)
    with pytest.raises(BadInput) as refused:
        draw(people, "people", 1, name="Mum", born=1999)
    assert "older than a parent" in refused.value.what
    assert refused.value.found == f"Row 1 of children: {people.ana.given_name}, Mum."
    assert drawn(people).people[1].born == 1962


@pytest.mark.parametrize(
    ("part", "row", "values", "field"),
    [
        ("people", None, {"name": " "}, "name"),
        ("people", None, {"name": "Leo", "born": 19}, "born"),
        ("people", None, {"name": "Leo", "kinship": "sibling"}, "kinship"),
        ("people", None, {"name": "Leo", "whom": "p9"}, "row"),
        ("people", 7, {"name": "Leo"}, "row"),
        ("bonds", None, {"one": "p1", "other": "", "kind": "close"}, "row"),
        ("bonds", None, {"one": "p1", "other": "p1", "kind": "close"}, "row"),
        ("nothing", None, {}, "row"),
        ("systems", None, {"name": "Work", "tie": ""}, "row"),
        ("household", None, {"members": "Leo\nLeo"}, "row"),
        ("household", None, {"members": "\n".join("abcdefghijkl")}, "members"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(
    people: People, part: str, row: int | None, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        draw(people, part, row, **values)
    assert refused.value.field == field
    assert not FamilyPicture.objects.exists()


def test_twins_share_a_birth_until_one_of_them_is_removed(people: People) -> None:
    draw(people, name="Eva", kinship="child", whom="p1")
    draw(people, name="Noa", kinship="child", whom="p1")
    draw(people, "children", 1, one="p3", other="p1", kind="biological", twin_of="p2")
    assert len({link.twins for link in drawn(people).children} - {None}) == 1
    draw_family.remove_from_family_picture(part="people", row=1, **given(people))
    assert [link.twins for link in drawn(people).children] == [None]


def test_the_person_it_is_about_is_not_removed(people: People) -> None:
    draw(people, **ROSA)
    with pytest.raises(BadInput, match="Row 1 is the person"):
        draw_family.remove_from_family_picture(part="people", row=0, **given(people))


def test_a_home_keeps_whose_tie_it_is_when_somebody_is_renamed_and_when_somebody_leaves(people: People) -> None:
    draw(people, "household", household="The flat", members="Eva\nNoa")
    draw(people, "systems", name="School", tie="strong", flow="both", whose=["1", "2"])
    draw(people, "household", household="The flat", members="Evi\nNoa")
    found = drawn(people, "ecomap")
    assert isinstance(found, HomeDrawn)
    assert (found.members[1:], found.systems[0].whose) == (("Evi", "Noa"), ("Evi", "Noa"))
    draw(people, "household", household="The flat", members="Noa")
    assert drawn(people, "ecomap").systems[0].whose == ("Noa",)
    draw_family.remove_from_family_picture(part="systems", row=0, **given(people, "ecomap"))
    assert drawn(people, "ecomap").systems == ()


def test_two_who_draw_at_once_lose_nothing(people: People) -> None:
    act = given(people)
    draw(people, **ROSA)
    with pytest.raises(Stale):
        draw_family.change_family_picture(part="people", row=None, values={"name": "Leo"}, **act)
    assert len(drawn(people).people) == 2


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_neither_draw_nor_read(people: People, name: str) -> None:
    with pytest.raises(NotYours):
        draw_family.change_family_picture(part="people", row=None, values={"name": "Leo"}, **given(people, by=name))
    with pytest.raises(NotYours):
        family_picture(viewer=people.sees(name), client_id=people.ana.pk, kind="genogram", at=people.at)


def test_every_fault_of_a_drawing_has_words() -> None:
    said: set[str] = set()
    for module in (checking, ecomap):
        for call in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "FamilyFault":
                said |= {str(call.args[1].value)} if isinstance(call.args[1], ast.Constant) else set()
    assert len(said) > 20
    assert said | {"A tie belongs to nobody in the household"} == set(FAULTS)
