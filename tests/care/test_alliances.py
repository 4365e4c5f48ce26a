"""Working together: marks after each meeting, a signal before the next one, a repair note that answers it."""

from __future__ import annotations

import uuid

import pytest

from kith.care.actions import consent, fill_in, measure
from kith.care.models import MeasureSchedule, Plan
from kith.care.permissions import Refused
from kith.care.queries.alliances import REPAIR_SHEET, alliance_of
from kith.care.queries.caseload import caseload
from kith.care.queries.my_together import my_together
from kith.care.queries.outcomes import outcomes
from kith.care.queries.session import session_page
from kith.care.queries.story import story
from kith.science.change import AllianceSignal
from tests.people import People, a_booked_session, an_agreed_plan

ITEMS = ("open_talk", "on_my_side", "direction", "made_sense", "own_say")
NOTE = {
    "sort": "spoke_up",
    "about": ["tasks"],
    "said": "You did not listen.",
    "my_part": "I hurried.",
    "mended": "partly",
    "supervision": True,
}


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


def rate(people: People, mark: float, instrument: str = "session-alliance") -> None:
    """Ana rates today's meeting, a week after the one before."""
    items = ITEMS if instrument == "session-alliance" else ("heard", "what_matters", "way_of_working", "overall")
    answers = dict.fromkeys(items, mark) | ({"rough_moment": 0.0} if items is ITEMS else {})
    people.later(days=7)
    measure.submit_measurement(
        client=people.ana,
        instrument=instrument,
        key=uuid.uuid4(),
        answers=answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )


def signal(people: People) -> AllianceSignal | None:
    return alliance_of(viewer=people.sees("ben"), client=people.ana, at=people.at)


def reasons(people: People) -> list[str]:
    return [reason.id for reason in caseload(viewer=people.sees("ben"), at=people.at).cases[0].reasons]


def repair(people: People, agreed: Plan, *, is_together: bool = True) -> None:
    filled = fill_in.Filled(REPAIR_SHEET, NOTE, is_together=is_together)
    fill_in.fill_in_sheet(plan=agreed, filled=filled, key=uuid.uuid4(), by=people.sees("ben"), at=people.at)


def test_a_fall_of_one_point_is_seen_though_the_mark_is_high(people: People, agreed: Plan) -> None:
    rate(people, 10)
    assert signal(people) == AllianceSignal(people.at.date(), 10.0, None, ())
    assert "strained" not in reasons(people)
    rate(people, 9)
    found = signal(people)
    assert found is not None
    assert (found.fall, found.reasons) == (1.0, ("fell",))
    assert "strained" in reasons(people)


def test_each_measure_of_it_speaks_by_its_own_limits(people: People, agreed: Plan) -> None:
    rate(people, 6, "session-feedback")
    found = signal(people)
    assert found is not None
    assert (found.latest, found.reasons) == (24.0, ())
    rate(people, 5, "session-feedback")
    found = signal(people)
    assert found is not None
    assert found.reasons == ("low",)


def test_it_stands_on_the_page_before_the_session(people: People, agreed: Plan) -> None:
    rate(people, 5)
    session = a_booked_session(people, agreed)
    page = session_page(viewer=people.sees("ben"), session_id=session.pk, at=people.at)
    assert page.alliance is not None
    assert page.alliance.reasons == ("low",)


def test_a_repair_note_answers_it_until_the_next_mark(people: People, agreed: Plan) -> None:
    rate(people, 5)
    repair(people, agreed)
    assert signal(people) is None
    assert "strained" not in reasons(people)
    rate(people, 4)
    assert "strained" in reasons(people)


@pytest.mark.parametrize("is_together", [True, False])
def test_the_person_sees_the_note_only_if_it_was_written_together(
    people: People, agreed: Plan, is_together: bool
) -> None:
    repair(people, agreed, is_together=is_together)
    assert ("A strain between us" in str(my_together(viewer=people.sees("ana"), at=people.at))) == is_together


def test_the_story_shows_it_only_with_the_persons_yes(people: People, agreed: Plan) -> None:
    rate(people, 9)

    def shown() -> set[str]:
        return {course.instrument for course in story(viewer=people.sees("ana"), at=people.at).courses}

    def say(is_given: bool) -> None:
        consent.decide_consent(
            client=people.ana,
            purpose="alliance",
            is_given=is_given,
            text_version="1.0",
            by=people.sees("ana"),
            at=people.later(minutes=1),
        )

    assert shown() == set()
    say(True)
    assert shown() == {"session-alliance"}
    say(False)
    assert shown() == set()


def test_those_outside_and_the_manager_see_no_mark_of_anybody(people: People, agreed: Plan) -> None:
    rate(people, 4)
    for who in ("dev", "cleo", "finn"):
        assert alliance_of(viewer=people.sees(who), client=people.ana, at=people.at) is None
    session = a_booked_session(people, agreed)
    with pytest.raises(Refused):
        session_page(viewer=people.sees("cleo"), session_id=session.pk, at=people.at)
    assert "alliance" not in str(outcomes(viewer=people.sees("cleo"), at=people.at))


def test_unwanted_effects_are_asked_of_everybody_from_the_fourth_week(people: People, agreed: Plan) -> None:
    row = MeasureSchedule.objects.get(instrument="negative-effects")
    assert (row.rhythm, row.plan, (row.starts_on - people.at.date()).days) == ("monthly", agreed, 28)
