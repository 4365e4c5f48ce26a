"""A family that somebody joins or leaves, change by change."""

from __future__ import annotations

import pytest

from kith.science.families import Family, NoPlaceForKin, Relative, family_faults, joined, without


def person(id: str) -> Relative:
    return Relative(id=id, name=id.title(), is_index=id == "ana")


def ana_and_her_parents() -> Family:
    family = joined(Family(people=(person("ana"),)), person("rosa"), "parent", "ana", "divorced")
    return joined(family, person("joao"), "parent", "ana", "divorced")


def test_two_parents_become_a_couple_with_their_child() -> None:
    family = ana_and_her_parents()
    assert [(union.partners, union.kind) for union in family.unions] == [(("rosa", "joao"), "divorced")]
    assert [(link.child, link.of) for link in family.children] == [("ana", ("rosa", "joao"))]
    assert family_faults(family) == []


def test_a_sibling_has_the_same_parents_and_a_child_belongs_to_the_only_couple() -> None:
    family = joined(ana_and_her_parents(), person("leo"), "sibling", "ana", "together")
    family = joined(family, person("ben"), "partner", "ana", "married")
    family = joined(family, person("eva"), "child", "ana", "together")
    assert [link.of for link in family.children if link.child in ("leo", "eva")] == [("rosa", "joao"), ("ana", "ben")]
    assert family_faults(family) == []


def test_with_two_couples_a_child_belongs_to_the_one_person_until_somebody_says_more() -> None:
    family = joined(Family(people=(person("ana"),)), person("ben"), "partner", "ana", "divorced")
    family = joined(family, person("kim"), "partner", "ana", "together")
    assert joined(family, person("eva"), "child", "ana", "together").children[0].of == ("ana",)


def test_a_third_parent_and_a_sibling_without_parents_have_no_place() -> None:
    with pytest.raises(NoPlaceForKin):
        joined(ana_and_her_parents(), person("leo"), "parent", "ana", "together")
    with pytest.raises(NoPlaceForKin):
        joined(Family(people=(person("ana"),)), person("leo"), "sibling", "ana", "together")


def test_whoever_leaves_takes_couples_and_ties_along_and_children_stay_with_the_other() -> None:
    left = without(joined(ana_and_her_parents(), person("leo"), "sibling", "ana", "together"), "joao")
    assert left.ids == ("ana", "rosa", "leo")
    assert left.unions == ()
    assert [(link.child, link.of) for link in left.children] == [("ana", ("rosa",)), ("leo", ("rosa",))]
    assert family_faults(left) == []
