"""What clients answer fits the library: the instruments' items and ranges, the worksheets' fields, the boxes."""

from __future__ import annotations

import pytest

from kith.science.library import Library
from kith.science.worksheets import check_entry
from kith.simulation import SyntheticService
from kith.simulation.happenings import Formulated, GroupFormed, Measured, PlanAgreed, SessionHeld, WorkDone, WorkSet


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.open()


RANGES = {
    "phq9": (9, 3),
    "gad7": (7, 3),
    "goal-rating": (1, 10),
    "session-feedback": (4, 10),
    "daily-check-in": (4, 10),
}


def test_every_answer_is_in_range_and_every_item_is_answered_once(service: SyntheticService) -> None:
    for measured in (h for h in service.happenings if isinstance(h, Measured)):
        items, top = RANGES[measured.instrument]
        assert len(dict(measured.answers)) == len(measured.answers) == items
        assert all(value is None or 0 <= value <= top for _, value in measured.answers)


def test_goal_ratings_say_which_goal(service: SyntheticService) -> None:
    for measured in (h for h in service.happenings if isinstance(h, Measured)):
        assert (measured.goal is not None) == (measured.instrument == "goal-rating")


def test_items_are_those_of_the_librarys_instruments(service: SyntheticService, library: Library) -> None:
    asked = {
        (h.instrument, tuple(item for item, _ in h.answers)) for h in service.happenings if isinstance(h, Measured)
    }
    assert {instrument for instrument, _ in asked} == set(RANGES)
    for instrument, items in asked:
        known = library.instrument(instrument)
        assert {item.id for item in known.items if item.scored and item.required} <= set(items)
        assert set(items) <= {item.id for item in known.items}


def test_what_was_written_in_worksheets_is_accepted_by_the_library(service: SyntheticService, library: Library) -> None:
    sheets = {h.key: h.worksheet for h in service.happenings if isinstance(h, WorkSet)}
    assert set(sheets.values()) == {"thought-record", "activity-diary", "exposure-record"}
    for done in (h for h in service.happenings if isinstance(h, WorkDone)):
        assert (done.done == "not") == (not done.answers)
        assert (done.done == "full") == (done.obstacle is None)
        if done.answers:
            check_entry(library.worksheet(sheets[done.work]), done.answers, finished=True)


def test_formulations_fill_the_boxes_of_their_template(service: SyntheticService, library: Library) -> None:
    formulated = [h for h in service.happenings if isinstance(h, Formulated)]
    assert {h.template for h in formulated} == {"five-ps", "maintenance-cycle"}
    for happening in formulated:
        assert set(happening.boxes) == {box.id for box in library.formulation(happening.template).boxes}


def test_plans_and_groups_follow_protocols_of_the_library(service: SyntheticService, library: Library) -> None:
    plans = [h for h in service.happenings if isinstance(h, PlanAgreed)]
    named = {plan.protocol for plan in plans} | {h.protocol for h in service.happenings if isinstance(h, GroupFormed)}
    named |= {option for plan in plans for option in plan.options_considered}
    assert named <= set(library.protocols)
    assert all(plan.protocol in plan.options_considered for plan in plans)
    assert all(plan.format in library.protocol(plan.protocol).format for plan in plans)


def test_techniques_are_those_of_the_plans_protocol(service: SyntheticService, library: Library) -> None:
    protocols = {h.client: h.protocol for h in service.happenings if isinstance(h, PlanAgreed)}
    for held in (h for h in service.happenings if isinstance(h, SessionHeld) and h.minutes):
        assert held.techniques
        assert set(held.techniques) <= {
            technique.id for technique in library.protocol(protocols[held.client]).techniques
        }
