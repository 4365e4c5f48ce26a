"""Rows, order and places: by hand, against other algorithms, and unmoved where somebody is added."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression, linprog

from kith.science.families import ChildLink, Family, Place, Union, crossings, family_places, generations, seats
from kith.science.families.placing import _kept_apart
from tests.families import THREE_GENERATIONS, families, family_of, person


def test_three_generations_by_hand() -> None:
    # No gender is said, so couples stand as written: Rosa left of João, her sister left of her, his other partner at
    # his far side. Children follow the file, Ben stands beside Ana, cousin and half-brother below their own parents.
    assert seats(THREE_GENERATIONS) == (
        ("gran", "grandpa"),
        ("aunt", "rosa", "joao", "carla"),
        ("cousin", "leo", "ana", "ben", "marta", "tiago"),
        ("eva", "noa"),
    )
    places = family_places(THREE_GENERATIONS)
    assert crossings(THREE_GENERATIONS, places) == 0


def test_rows_by_hand() -> None:
    # Ben's parents are known, his grandparents are not: they stand one row above him and not at the top.
    family = family_of("ana mum gran ben dad", "ana+ben", "ana<mum mum<gran ben<dad")
    assert generations(family) == {"ana": 2, "mum": 1, "gran": 0, "ben": 2, "dad": 1}
    assert generations(family_of("ana friend mum", children="ana<mum")) == {"ana": 1, "friend": 1, "mum": 0}
    assert generations(family_of("ana mum", "ana+mum", "ana<mum")) is None


def lowest_rows(family: Family) -> float:
    """The least total height of all lines from parents to children that any rows can have, by linear programming."""
    ids = list(family.ids)
    cost, above, same = np.zeros(len(ids)), [], []
    for link in family.children:
        for parent in link.of:
            row = np.zeros(len(ids))
            row[ids.index(parent)], row[ids.index(link.child)] = 1, -1
            above.append(row)
        cost -= above[-1]
    for union in family.unions:
        row = np.zeros(len(ids))
        row[ids.index(union.partners[0])], row[ids.index(union.partners[1])] = 1, -1
        same.append(row)
    if not above:
        return 0.0
    equal = {"A_eq": np.array(same), "b_eq": np.zeros(len(same))} if same else {}
    found = linprog(cost, A_ub=np.array(above), b_ub=-np.ones(len(above)), bounds=(0, None), **equal)
    return round(found.fun)


@settings(deadline=None)
@given(families())
def test_rows_hold_partners_together_and_lines_are_as_short_as_can_be(family: Family) -> None:
    rows = generations(family)
    assert rows is not None
    assert min(rows.values()) >= 0
    assert all(rows[union.partners[0]] == rows[union.partners[1]] for union in family.unions)
    assert all(rows[parent] < rows[link.child] for link in family.children for parent in link.of)
    height = sum(rows[link.child] - rows[link.of[0]] for link in family.children)
    assert height == lowest_rows(family)


@settings(deadline=None)
@given(families())
def test_everybody_has_one_seat_at_least_a_step_from_the_next(family: Family) -> None:
    rows, places = seats(family), family_places(family)
    assert sorted(id for row in rows for id in row) == sorted(family.ids)
    for n, row in enumerate(rows):
        steps = [places[id].step for id in row]
        assert all(places[id].row == n for id in row)
        assert all(b - a >= 1 - 1e-5 for a, b in pairwise(steps))
    assert min(place.step for place in places.values()) == 0
    assert family_places(family) == places


@settings(deadline=None)
@given(families(most=16), st.data())
def test_somebody_who_is_added_at_the_end_changes_the_order_of_nobody_else(family: Family, data: st.DataObject) -> None:
    near = data.draw(st.sampled_from(family.ids))
    newcomer = person("newcomer", gender=data.draw(st.sampled_from(["man", "woman", "not said"])))
    kind = data.draw(st.sampled_from(["partner", "child of one", "child of a couple"]))
    change: dict[str, object] = {"people": (*family.people, newcomer)}
    if kind == "partner":
        change["unions"] = (*family.unions, Union(partners=(near, "newcomer"), kind="together"))
    else:
        assume(kind == "child of one" or family.unions)
        of = (near,) if kind == "child of one" else data.draw(st.sampled_from(family.unions)).partners
        change["children"] = (*family.children, ChildLink(child="newcomer", of=of))
    grown = family.model_copy(update=change)
    before, after = seats(family), seats(grown)
    if generations(family) == {id: row for id, row in generations(grown).items() if id != "newcomer"}:
        kept = tuple(tuple(id for id in row if id != "newcomer") for row in after)
        assert kept[: len(before)] == before


def test_the_check_of_order_sees_a_family_that_moves() -> None:
    # An older sibling is not added at the end: the order of birth goes before the order of the file.
    family = family_of("ana mum", children="ana<mum")
    older = family.model_copy(
        update={
            "people": (person("ana", is_index=True, born=1990), *family.people[1:], person("leo", born=1980)),
            "children": (*family.children, ChildLink(child="leo", of=("mum",))),
        }
    )
    assert seats(older)[1] == ("leo", "ana")


def test_children_stand_below_the_middle_of_their_parents() -> None:
    family = family_of("ana leo eva mum dad", "mum+dad", "ana<mum+dad leo<mum+dad eva<mum+dad")
    steps = {id: place.step for id, place in family_places(family).items()}
    assert steps["mum"] + steps["dad"] == 2 * steps["leo"]
    assert (steps["ana"], steps["leo"], steps["eva"]) == (0, 1, 2)


def test_both_sides_of_a_couple_with_grandparents_do_not_cross() -> None:
    family = family_of(
        "ana ben leo mum dad gran grandpa aunt father mother uncle nana eva",
        "ana+ben mum+dad father+mother gran+grandpa",
        "ana<mum+dad leo<mum+dad mum<gran+grandpa aunt<gran+grandpa ben<father+mother uncle<father+mother "
        "father<nana eva<ana+ben",
    )
    assert crossings(family, family_places(family)) == 0


def test_crossings_are_counted_by_the_ends_of_lines() -> None:
    family = family_of("a b c d", children="c<a d<b")
    straight = {"a": Place(0, 0), "b": Place(0, 1), "c": Place(1, 0), "d": Place(1, 1)}
    assert crossings(family, straight) == 0
    assert crossings(family, {**straight, "c": Place(1, 2)}) == 1


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_a_row_put_right_is_the_isotonic_regression_of_scipy(wanted: list[float]) -> None:
    steps = np.arange(len(wanted))
    theirs = isotonic_regression(np.array(wanted) - steps).x + steps
    np.testing.assert_allclose(_kept_apart(wanted), theirs, atol=1e-9)
