"""The caseload: every reason has a case and a counter-case, the most urgent stands first, and length costs nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kith.care.actions import consent, gather, safety
from kith.care.models import AuditEvent
from kith.care.permissions import Access, NotAllowed, access_to
from kith.care.queries.caseload import caseload
from kith.care.queries.courses_of_scores import Judgement, ScoreCourse, ScorePoint
from kith.care.queries.reasons_to_act import (
    ALL,
    CarerDue,
    KnownHarm,
    OpenAlert,
    OpenFollowUp,
    OpenOutreach,
    RunningPlan,
    Situation,
)
from kith.care.queries.sight import Sight
from kith.care.queries.slipping import Slipping
from kith.science.change import AllianceSignal
from kith.science.groups import GettingOn, getting_on
from tests.people import STAFF, People, a_client, a_service, an_agreed_plan
from tests.web.practitioner.screens import a_group_with_ana, a_session, checked_in, many_clients, queries_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOBODYS = Access(frozenset())
QUIET = Situation(NOW, NOW.date(), state="in_treatment", treated_since=date(2026, 2, 24))


def judged(
    status: str, category: str = "unchanged", day: date = date(2026, 2, 26), since: date | None = None
) -> ScoreCourse:
    judgement = Judgement(10, 6, "manual", True, status, (), day, category, True, False, since=since)
    points = (ScorePoint(day, 1, 12.0, "Moderate", "", False),)
    return ScoreCourse(UUID(int=1), "phq9", "self", "1", "PHQ-9", 0, 27, True, (), points, judgement)


def running(attended: int = 0, since_review: int = 0) -> RunningPlan:
    return RunningPlan(uuid4(), "cbt-depression", 12, 6, attended, since_review, NOW)


def contact(days: int) -> OpenFollowUp:
    return OpenFollowUp(uuid4(), NOW + timedelta(days=days), NOW.date() + timedelta(days=days))


def tried(next_in: int, *, decide: bool = False) -> OpenOutreach:
    today = NOW.date()
    last = today - timedelta(days=9)
    return OpenOutreach(3, last, last, today + timedelta(days=next_in), other_way=True, is_decision_due=decide)


def beside(days: int, *, met: int = 1) -> GettingOn:
    """They met so often, the last time so many days ago."""
    last = NOW.date() - timedelta(days=days)
    return getting_on([last] * met, begun_on=last, today=NOW.date(), is_reviewed=False)


ALERT = OpenAlert(uuid4(), "raised", "Ben", NOW, NOW + timedelta(hours=4))
AGAIN: dict[str, Any] = {
    "course": judged("off_track", since=date(2026, 2, 19)),
    "reviewed_on": date(2026, 2, 19),
    "reviewed_signal": "off_track",
}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "alert_open": ({"alert": ALERT}, {"alert": None}),
    "follow_up_due": ({"follow_up": contact(0)}, {"follow_up": contact(1)}),
    "case_discussion": (AGAIN, {**AGAIN, "discussed_on": date(2026, 2, 26)}),
    "harm_suggested": ({"harm": KnownHarm(suggested_at=NOW)}, {"harm": KnownHarm(worse_written_on=NOW.date())}),
    "off_track": ({"course": judged("off_track")}, {"course": judged("watch")}),
    "deteriorated": (
        {"course": judged("on_track", "deteriorated")},
        {"course": judged("on_track", "deteriorated"), "harm": KnownHarm(worse_written_on=date(2026, 2, 26))},
    ),
    "strained": (
        {"alliance": AllianceSignal(NOW.date(), 9.0, 1.0, ("fell",))},
        {"alliance": AllianceSignal(NOW.date(), 9.0, 0.5, ())},
    ),
    "slipping": (
        {"slipping": Slipping(NOW, days=29)},
        {"slipping": Slipping(NOW, days=29), "outreach": tried(0)},
    ),
    "missed_session": (
        {"last_attendance": (NOW - timedelta(days=2), "did_not_attend")},
        {"last_attendance": (NOW - timedelta(days=2), "apologised")},
    ),
    "outreach_due": ({"outreach": tried(0)}, {"outreach": tried(1)}),
    "promised": ({"promised": (NOW,)}, {"promised": ()}),
    "follow_up_coming": ({"follow_up": contact(1)}, {"follow_up": contact(0)}),
    "safety_plan_review": (
        {"safety_plan_review_on": NOW.date()},
        {"safety_plan_review_on": NOW.date() + timedelta(days=1)},
    ),
    "carer_due": ({"carers": (CarerDue("again", NOW.date()),)}, {"carers": ()}),
    "review_due": ({"plan": running(6, 6)}, {"plan": running(6, 5)}),
    "overdue_measure": (
        {"course": judged("on_track", day=NOW.date() - timedelta(days=15))},
        {"course": judged("on_track", day=NOW.date() - timedelta(days=14))},
    ),
    "unread_work": ({"unread": ((NOW, uuid4()),)}, {"unread": ()}),
    "peer_quiet": ({"befriending": beside(28)}, {"befriending": beside(27)}),
    "peer_review": ({"befriending": beside(7, met=3)}, {"befriending": beside(7, met=2)}),
    "plan_ending": ({"plan": running(10)}, {"plan": running(9)}),
    "ready_to_finish": ({"course": judged("recovered", "recovered")}, {"course": judged("recovered", "unchanged")}),
    "waiting": (
        {"state": "waiting", "waiting_since": date(2026, 2, 2)},
        {"state": "in_treatment", "waiting_since": date(2026, 2, 2)},
    ),
    "nothing_due": ({}, {"unread": ((NOW, uuid4()),)}),
}


def ids(now: Situation) -> list[str]:
    return [reason.id for reason in now.reasons()]


def test_every_reason_of_the_table_is_tried_here() -> None:
    assert tuple(CASES) == ALL


@pytest.mark.parametrize("name", ALL)
def test_a_reason_holds_when_it_should(name: str) -> None:
    assert ids(replace(QUIET, **CASES[name][0])) == [name]


@pytest.mark.parametrize("name", ALL)
def test_a_reason_does_not_hold_just_before(name: str) -> None:
    assert name not in ids(replace(QUIET, **CASES[name][1]))


def test_treatment_without_any_score_is_overdue_too() -> None:
    now = replace(QUIET, treated_since=date(2026, 2, 10))
    assert ids(now) == ["overdue_measure"]
    assert now.reasons()[0].facts == {"days": 20, "scores": 0}


def test_a_try_that_is_due_says_how_many_there_were_and_for_how_long_there_was_none() -> None:
    (reason,) = replace(QUIET, outreach=tried(0)).reasons()
    assert reason.facts == {"tries": 3, "days": 9, "other_way": 1, "decide": 0}


def test_after_as_many_tries_as_the_rules_foresee_the_decision_does_not_wait_for_a_day() -> None:
    assert ids(replace(QUIET, outreach=tried(5, decide=True))) == ["outreach_due"]


@pytest.mark.parametrize("status", ["off_track", "recovered"])
def test_a_review_answers_a_signal_until_the_next_score(status: str) -> None:
    course = judged(status, "recovered")
    assert ids(replace(QUIET, course=course, reviewed_on=date(2026, 2, 25))) != ["nothing_due"]
    assert ids(replace(QUIET, course=course, reviewed_on=date(2026, 2, 26))) == ["nothing_due"]


@pytest.mark.parametrize(
    "changes",
    [
        {"reviewed_signal": "on_track"},
        {"reviewed_on": None},
        {"course": judged("off_track", since=date(2026, 2, 26))},
        {"discussed_on": date(2026, 3, 1)},
    ],
)
def test_only_a_second_signal_in_a_row_goes_to_a_discussion(changes: dict[str, Any]) -> None:
    assert ids(replace(QUIET, **AGAIN)) == ["case_discussion"]
    assert ids(replace(QUIET, **(AGAIN | changes))) == ["off_track"]


def test_all_reasons_are_kept_in_order_of_urgency() -> None:
    now = replace(QUIET, alert=ALERT, plan=running(10, 10), unread=((NOW, uuid4()),))
    assert ids(now) == ["alert_open", "review_due", "unread_work", "plan_ending"]


def reasons_of(people: People, viewer: str) -> dict[str, list[str]]:
    page = caseload(viewer=people.sees(viewer), at=people.at)
    return {case.name: [reason.id for reason in case.reasons] for case in page.cases}


def test_ben_sees_his_people_the_most_urgent_first(people: People) -> None:
    a_client(people, "omar", "Omar", "Haddad")
    checked_in(people, people.ana, 14, self_harm=2)
    assert reasons_of(people, "ben") == {"Ana Petrova": ["alert_open", "waiting"], "Omar Haddad": ["waiting"]}


def test_the_alert_that_is_due_first_stands_first(people: People) -> None:
    omar = a_client(people, "omar", "Omar", "Haddad")
    safety.raise_concern(client=people.ana, level="moderate", words="Quiet.", by=people.sees("ben"), at=people.at)
    safety.raise_concern(client=omar, level="imminent", words="Said goodbye.", by=people.sees("ben"), at=people.at)
    assert list(reasons_of(people, "ben")) == ["Omar Haddad", "Ana Petrova"]


def test_the_whole_way_of_a_person_shows_in_the_reasons(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    checked_in(people, people.ana, 12)
    a_session(people, agreed)
    assert reasons_of(people, "ben") == {"Ana Petrova": ["nothing_due"]}
    checked_in(people, people.ana, 20)
    a_session(people, agreed, "did_not_attend")
    people.later(days=15)
    assert reasons_of(people, "ben") == {
        "Ana Petrova": ["off_track", "deteriorated", "missed_session", "overdue_measure"]
    }


def test_dev_sees_nobody_and_cleo_is_told_kindly(people: People) -> None:
    assert reasons_of(people, "dev") == {}
    with pytest.raises(NotAllowed):
        caseload(viewer=people.sees("cleo"), at=people.at)


def test_eve_sees_the_people_of_ben_with_his_name(people: People) -> None:
    a_client(people, "omar", "Omar", "Haddad", practitioner="dev")
    page = caseload(viewer=people.sees("eve"), at=people.at)
    assert [(case.name, case.practitioner) for case in page.cases] == [("Ana Petrova", "Ben Okafor")]
    assert page.shows_practitioners


def test_dan_on_duty_sees_only_those_with_an_open_alert(people: People) -> None:
    omar = a_client(people, "omar", "Omar", "Haddad")
    assert reasons_of(people, "dan") == {}
    raised = safety.raise_concern(client=omar, level="high", words="Afraid.", by=people.sees("ben"), at=people.at)
    assert list(reasons_of(people, "dan")) == ["Omar Haddad"]
    for step in (
        lambda: safety.see_alert(alert=raised, by=people.sees("dan"), at=people.at),
        lambda: safety.contact_about_alert(alert=raised, note="Spoke.", by=people.sees("dan"), at=people.at),
        lambda: safety.review_safety_for_alert(alert=raised, note="", by=people.sees("dan"), at=people.at),
        lambda: safety.close_alert(alert=raised, outcome="plan_renewed", note="", by=people.sees("dan"), at=people.at),
    ):
        step()
    assert reasons_of(people, "dan") == {}


def test_finn_sees_the_members_of_his_group_and_nothing_of_their_record(people: People) -> None:
    group = a_group_with_ana(people)
    meeting = gather.book_meeting(
        group=group, starts_at=people.at + timedelta(days=2), minutes=90, by=people.sees("finn"), at=people.at
    )
    checked_in(people, people.ana, 14, self_harm=1)
    people.later(minutes=1)
    [case] = caseload(viewer=people.sees("finn"), at=people.at).cases
    assert case.is_limited
    assert (case.course, case.situation.alert, case.practitioner) == (None, None, "")
    assert case.situation.next_session == meeting.starts_at


def test_another_service_sees_nobody(people: People) -> None:
    elsewhere = a_service("Other Service", at=people.at)
    assert list(reasons_of(elsewhere, "ben")) == ["Ana Petrova"]
    assert caseload(viewer=elsewhere.sees("ben"), at=elsewhere.at).cases[0].client_id == elsewhere.ana.pk


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"reason": "alert_open"}, ["Zoë Müller"]),
        ({"name": "zoe mul"}, ["Zoë Müller"]),
        ({"status": "recovered"}, []),
        ({"name": "xx"}, []),
    ],
)
def test_filters_keep_the_counts_of_the_whole_list(people: People, asked: dict[str, str], found: list[str]) -> None:
    zoe = a_client(people, "zoe", "Zoë", "Müller")
    safety.raise_concern(client=zoe, level="high", words="Afraid.", by=people.sees("ben"), at=people.at)
    page = caseload(viewer=people.sees("ben"), at=people.at, **asked)
    assert [case.name for case in page.cases] == found
    assert (page.people, page.for_today, page.counts["alert_open"]) == (2, 1, 1)


def test_the_decision_for_a_list_is_the_decision_for_each(people: People) -> None:
    """The caseload decides for all at once; it must never differ from what a single page decides."""
    omar = a_client(people, "omar", "Omar", "Haddad", practitioner="dev")
    consent.open_in_emergency(client=people.ana, reason="At our door, unwell", by=people.sees("dev"), at=people.at)
    consent.block_account(
        client=omar, user=people.accounts["dan"], reason="Cousins", by=people.sees("dev"), at=people.at
    )
    elsewhere = a_service("Other Service", at=people.at)
    clients = [people.ana, omar, elsewhere.ana]
    for name in (*STAFF, "ana", "omar"):
        viewer = people.sees(name)
        sight = Sight(viewer=viewer, clients=[client.pk for client in clients], at=people.at)
        for client in clients:
            assert sight.accesses.get(client.pk, NOBODYS) == access_to(viewer, client, at=people.at), name
    assert Sight(viewer=people.sees("dev"), clients=[people.ana.pk], at=people.at).readable("scores") == [people.ana.pk]


def test_one_look_is_one_event_that_names_those_who_were_shown(people: People) -> None:
    before = AuditEvent.objects.count()
    caseload(viewer=people.sees("ben"), at=people.at)
    [event] = AuditEvent.objects.order_by("sequence")[before:]
    assert (event.event, event.clients) == ("caseload.seen", [str(people.ana.pk)])


def test_the_list_costs_the_same_at_three_and_at_thirty(people: People) -> None:
    many_clients(people, 2)
    few = queries_of(lambda: caseload(viewer=people.sees("ben"), at=people.at))
    many_clients(people, 27, first=2)
    many = queries_of(lambda: caseload(viewer=people.sees("ben"), at=people.at))
    assert few == many
