"""Who may be slipping away: a rule over what has happened, read by the list of people and by nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

from kith.care.actions import deliver, engage, reach_out
from kith.care.models import Plan
from kith.care.queries import matching, slipping
from kith.care.queries.caseload import Case, caseload
from kith.care.queries.options_today import options_today
from kith.care.queries.planning import planning
from kith.care.queries.staff_looking import open_as_staff
from tests.care.allocating_scenes import act, asks, brings, waits
from tests.care.choosing import facts_asked, phq9_taken
from tests.people import People, an_agreed_plan
from tests.web.practitioner.screens import Screen, a_session, checked_in

QUERIES = Path(slipping.__file__).parent
MAY_READ_IT = {"reasons_to_act.py", "situations.py"}


def case(people: People) -> Case:
    return next(
        one for one in caseload(viewer=people.sees("ben"), at=people.at).cases if one.client_id == people.ana.pk
    )


def is_slipping(people: People) -> bool:
    return "slipping" in [one.id for one in case(people).reasons]


def missed(people: People, agreed: Plan, *statuses: str) -> None:
    for status in statuses:
        a_session(people, agreed, status)


def test_two_missed_in_a_row_and_not_one(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    missed(people, agreed, "attended", "did_not_attend")
    assert not is_slipping(people)
    missed(people, agreed, "did_not_attend")
    found = case(people)
    assert found.why.id == "slipping"
    assert found.why.facts == {"missed": 2, "days": 0, "promises": 0}
    text = Screen(people, "ben").text("caseload")
    assert "May be slipping away: 2 meetings missed in a row" in text
    assert f"/people/{people.ana.pk}/outreach/" in text or "Write down a try" in text


def test_what_we_cancelled_does_not_count_and_a_word_that_they_cannot_come_ends_the_row(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    missed(people, agreed, "did_not_attend", "cancelled", "did_not_attend")
    assert is_slipping(people)
    missed(people, agreed, "apologised")
    assert not is_slipping(people)
    missed(people, agreed, "did_not_attend")
    assert not is_slipping(people)


def test_four_weeks_without_a_word_and_nothing_booked(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    missed(people, agreed, "attended")
    people.later(days=28, hours=-3)
    assert not is_slipping(people)
    people.later(days=1)
    assert case(people).reasons[0].facts == {"missed": 0, "days": 28, "promises": 0}
    checked_in(people, people.ana, 12)
    assert not is_slipping(people)


def test_a_meeting_that_is_booked_is_contact_to_come(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    missed(people, agreed, "attended")
    people.later(days=40)
    assert is_slipping(people)
    deliver.book_session(
        plan=agreed,
        starts_at=people.at.replace(hour=15),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts["ben"].pk,
        **act(people, "ben"),
    )
    assert not is_slipping(people)


def test_a_promise_that_was_not_kept_in_time(people: People) -> None:
    engage.tell_barriers(client=people.ana, kinds=("childcare",), words="", **act(people, "ana"))
    engage.choose_remedies(client=people.ana, chosen=("bring_along",), **act(people, "ana"))
    people.later(days=14)
    assert not is_slipping(people)
    people.later(minutes=1)
    assert next(one for one in case(people).reasons if one.id == "slipping").facts["promises"] == 1


def test_where_somebody_tries_already_that_stands_instead(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    missed(people, agreed, "did_not_attend", "did_not_attend")
    assert is_slipping(people)
    reach_out.begin_outreach(client=people.ana, reason="fell_silent", **act(people, "ben"))
    assert not is_slipping(people)
    assert "outreach_due" in [one.id for one in case(people).reasons]


def test_it_enters_no_options_no_matching_and_no_queue(people: People) -> None:
    phq9_taken(people)
    facts_asked(people)
    agreed = an_agreed_plan(people, people.ana)
    omar = waits(people, "Omar")
    brings(people, "dev")
    asks(people, omar)
    client, access = open_as_staff(people.sees("ben"), people.ana.pk, "W", "plan", at=people.at)

    def options() -> object:
        return options_today(viewer=people.sees("ben"), client=client, access=access, at=people.at).answer

    def queue() -> object:
        found = matching.matching_of(viewer=people.sees("cleo"), at=people.at, keep={})
        return list(found.waiting), found.result

    missed(people, agreed, "attended", "attended")
    assert not is_slipping(people)
    calm = options(), queue()
    for session in agreed.sessions.all():
        deliver.record_attendance(
            session=session, client=people.ana, status="did_not_attend", minutes=None, reason="", **act(people, "ben")
        )
    assert is_slipping(people)
    assert (options(), queue()) == calm
    assert planning(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).offered.options


def test_only_the_list_of_people_knows_the_rule() -> None:
    readers = {
        file.name
        for file in [*QUERIES.glob("*.py"), *QUERIES.parent.joinpath("actions").glob("*.py")]
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "kith.care.queries.slipping"
    }
    assert readers == MAY_READ_IT
