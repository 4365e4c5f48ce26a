"""Reaching somebody: within what they said is safe, with a plan, and never as a way to end care."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kith.care.actions import reach_out, refer
from kith.care.actions.reach_out import Decided, Try
from kith.care.models import BadInput, Outreach, OutreachTry, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.caseload import Case, caseload
from kith.care.queries.outreach import outreach as outreach_page
from tests.people import People

STOP = Decided("stop", "Eve", "She asked us to wait for her.")


@pytest.fixture
def outreach(people: People) -> Outreach:
    """Ben begins to try to reach Ana, who may be rung and texted from 9 to 18, and wants no message left."""
    rule(people, "sms", may_leave_message=False)
    return reach_out.begin_outreach(client=people.ana, reason="not_met_yet", by=people.sees("ben"), at=people.at)


def rule(people: People, channel: str, **more: Any) -> None:
    given = refer.SafeContact(channel, "+44 20 7946 0000", **more)
    refer.set_contact_rule(client=people.ana, rule=given, by=people.sees("ana"), at=people.at)


def attempt(people: People, outreach: Outreach, channel: str, outcome: str, **more: Any) -> OutreachTry:
    what = Try(channel, outcome, people.at, **more)
    return reach_out.record_try(outreach=outreach, what=what, by=people.sees("ben"), at=people.at)


def refused(people: People, outreach: Outreach, channel: str, outcome: str, **more: Any) -> BadInput:
    with pytest.raises(BadInput) as problem:
        attempt(people, outreach, channel, outcome, **more)
    assert not outreach.tries.exists()
    return problem.value


def case(people: People) -> Case:
    (found,) = caseload(viewer=people.sees("ben"), at=people.at).cases
    return found


def test_a_message_is_never_left_where_the_rule_forbids_it_and_hanging_up_is_written_down(
    people: People, outreach: Outreach
) -> None:
    problem = refused(people, outreach, "phone", "message_left")
    assert problem.field == "outcome"
    assert "never leave a message" in problem.found
    assert "What went wrong" in problem.instead
    assert attempt(people, outreach, "phone", "no_message").outcome == "no_message"


def test_the_newest_rule_counts(people: People, outreach: Outreach) -> None:
    people.later(minutes=5)
    rule(people, "phone", may_leave_message=True)
    assert attempt(people, outreach, "phone", "message_left").outcome == "message_left"


@pytest.mark.parametrize(
    ("channel", "tried", "is_open"),
    [
        ("sms", "phone", True),
        ("sms", "sms", True),
        ("sms", "email", False),
        ("phone", "sms", False),
        ("email", "phone", False),
        ("email", "email", True),
        ("none", "phone", False),
    ],
)
def test_only_the_way_that_the_rule_names_is_open(people: People, channel: str, tried: str, is_open: bool) -> None:
    rule(people, channel)
    row = reach_out.begin_outreach(client=people.ana, reason="fell_silent", by=people.sees("ben"), at=people.at)
    outcome = "no_answer" if tried == "phone" else "message_left"
    if is_open:
        attempt(people, row, tried, outcome)
    else:
        assert refused(people, row, tried, outcome).field == "channel"


def test_where_nobody_has_asked_a_call_may_be_made_and_no_word_be_left(people: People) -> None:
    row = reach_out.begin_outreach(client=people.ana, reason="fell_silent", by=people.sees("ben"), at=people.at)
    assert "Nobody has asked" in refused(people, row, "phone", "message_left").found
    assert "Nobody has asked" in refused(people, row, "sms", "message_left").found
    attempt(people, row, "phone", "no_answer")


@pytest.mark.parametrize("channel", ["letter", "visit"])
def test_a_letter_and_a_visit_need_somebody_to_have_asked(people: People, outreach: Outreach, channel: str) -> None:
    assert refused(people, outreach, channel, "message_left").field == "is_safe_checked"
    attempt(people, outreach, channel, "message_left", is_safe_checked=True)


def test_nobody_rings_outside_the_hours(people: People, outreach: Outreach) -> None:
    people.later(hours=12)
    assert refused(people, outreach, "phone", "no_answer").field == "tried_at"
    people.later(hours=12)
    attempt(people, outreach, "phone", "no_answer")


def test_only_reaching_them_ends_it_and_care_goes_on_either_way(people: People, outreach: Outreach) -> None:
    attempt(people, outreach, "phone", "not_now")
    outreach.refresh_from_db()
    assert outreach.ended_at is None
    attempt(people, outreach, "phone", "reached", next_on=people.at.date() + timedelta(days=2))
    outreach.refresh_from_db()
    assert outreach.ending == "reached"
    with pytest.raises(WrongMoment):
        attempt(people, outreach, "phone", "no_answer")
    episode = people.ana.newest_episode()
    assert episode is not None
    assert episode.state == "waiting"


def test_stopping_is_decided_by_more_than_one_and_ends_no_care(people: People, outreach: Outreach) -> None:
    acting: dict[str, Any] = {"outreach": outreach, "by": people.sees("ben"), "at": people.at}
    for missing in ("together_with", "reason"):
        with pytest.raises(BadInput) as problem:
            reach_out.decide_outreach(what=replace(STOP, **{missing: " "}), **acting)
        assert problem.value.field == missing
    reach_out.decide_outreach(what=STOP, **acting)
    outreach.refresh_from_db()
    assert outreach.ending == "stopped"
    episode = people.ana.newest_episode()
    assert episode is not None
    assert episode.state == "waiting"
    assert [one.id for one in case(people).reasons] == ["waiting"]


def test_the_caseload_says_when_to_try_again_and_after_six_tries_to_decide(people: People, outreach: Outreach) -> None:
    assert case(people).why.id == "outreach_due"
    attempt(people, outreach, "phone", "no_answer")
    assert case(people).why.id == "waiting"  # the rules wait two days
    people.later(days=2)
    assert case(people).why.facts == {"tries": 1, "days": 2, "other_way": 0, "decide": 0}
    attempt(people, outreach, "phone", "no_answer")
    people.later(days=4)
    assert case(people).why.facts["other_way"] == 1
    for _ in range(3):
        attempt(people, outreach, "phone", "no_answer")
    planned = {"next_on": people.at.date() + timedelta(days=3), "next_channel": "phone"}
    with pytest.raises(BadInput, match="as many tries as the rules foresee"):
        attempt(people, outreach, "phone", "no_answer", **planned)
    attempt(people, outreach, "phone", "no_answer")
    assert case(people).why.facts["decide"] == 1
    go_on = Decided("go_on", "Eve", "Her sister says she would like it.", planned["next_on"])
    reach_out.decide_outreach(outreach=outreach, what=go_on, by=people.sees("ben"), at=people.later(minutes=1))
    assert case(people).why.id == "waiting"
    people.later(days=3)
    assert case(people).why.id == "outreach_due"
    assert case(people).why.facts["decide"] == 0


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"next_on": date(2026, 1, 5), "next_channel": "phone"}, "next_on"),
        ({"next_on": date(2027, 1, 5), "next_channel": "phone"}, "next_on"),
        ({"next_on": date(2026, 1, 8)}, "next_channel"),
        ({"next_on": date(2026, 1, 8), "next_channel": "email"}, "next_channel"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(
    people: People, outreach: Outreach, more: dict[str, Any], field: str
) -> None:
    assert refused(people, outreach, "phone", "no_answer", **more).field == field


def test_one_outreach_at_a_time(people: People, outreach: Outreach) -> None:
    with pytest.raises(WrongMoment, match="begun already"):
        reach_out.begin_outreach(client=people.ana, reason="fell_silent", by=people.sees("ben"), at=people.at)
    with pytest.raises(BadInput):
        reach_out.begin_outreach(client=people.ana, reason="bored", by=people.sees("ben"), at=people.at)


def test_a_supervisor_reads_it_and_sees_no_address(people: People, outreach: Outreach) -> None:
    page = outreach_page(viewer=people.sees("eve"), client_id=people.ana.pk, at=people.at)
    assert page.contact is None
    assert not page.may_write
    with pytest.raises(NotYours):
        outreach_page(viewer=people.sees("dev"), client_id=people.ana.pk, at=people.at)
