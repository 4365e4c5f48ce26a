"""What a review looked at and tries is kept with the decision, and so are the moments of its signal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kith.care.actions import deliver, discuss, gather, own_view, review
from kith.care.actions.looking_into import Looked, Try
from kith.care.models import AuditEvent, BadInput, CaseDiscussion, OwnView, Plan, Review, ReviewTry, WrongMoment
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours
from kith.care.queries.caseload import Case, caseload
from kith.care.queries.my_download import my_download
from kith.care.queries.my_review import my_review
from kith.care.queries.off_track import discussing, people_off_track
from kith.care.queries.person import person
from kith.care.queries.reviewing import reviewing
from tests.people import People, a_client, an_agreed_plan
from tests.web.practitioner.screens import a_group_with_ana, a_session, checked_in


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


@pytest.fixture
def off_track(people: People, agreed: Plan) -> Plan:
    """Ana got reliably worse between two check-ins, a day apart."""
    checked_in(people, people.ana, 12)
    a_session(people, agreed)
    checked_in(people, people.ana, 20)
    return agreed


def decided(people: People, agreed: Plan, by: str = "ben", **changes: Any) -> Review:
    page = reviewing(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    given: dict[str, Any] = {
        "decision": "go_on",
        "reason": "It takes time.",
        "client_says": "",
        "seen_then": page.seen_then,
        "looked": Looked(signal=page.looking.seen),
    }
    return review.decide_review(plan=agreed, by=people.sees(by), at=people.at, **(given | changes))


def case_of(people: People, name: str = "ben") -> Case:
    return next(
        case for case in caseload(viewer=people.sees(name), at=people.at).cases if case.client_id == people.ana.pk
    )


def test_areas_and_tries_stand_beside_the_decision(people: People, agreed: Plan) -> None:
    goal = agreed.goals.get()
    looked = Looked(
        {"alliance": "  I had missed her anger. ", "events": ""},
        (Try("alliance", "repair", "", goal), Try("events", "", "Ring the landlord")),
    )
    row = decided(people, agreed, looked=looked)
    assert row.looked_at == {"alliance": "I had missed her anger.", "events": ""}
    assert row.tools_version == library().support_tools.version
    kept = {one.area: one for one in ReviewTry.objects.all()}
    assert (kept["alliance"].tool, kept["alliance"].technique, kept["alliance"].goal) == ("repair", "repair", goal)
    assert kept["alliance"].protocol == "short-term-psychodynamic"
    assert (kept["events"].tool, kept["events"].words, kept["events"].goal) == ("", "Ring the landlord", None)
    assert AuditEvent.objects.filter(event="review.decided").count() == 1


@pytest.mark.parametrize(
    "looked",
    [
        Looked({"weather": ""}),
        Looked({}, (Try("weather", "", "Sun"),)),
        Looked({}, (Try("alliance", "smaller-step"),)),
        Looked({}, (Try("alliance", "", "  "),)),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_kept(people: People, agreed: Plan, looked: Looked) -> None:
    with pytest.raises(BadInput) as refused:
        decided(people, agreed, looked=looked)
    assert all((refused.value.what, refused.value.found, refused.value.instead, refused.value.field))
    assert not Review.objects.exists()
    assert not ReviewTry.objects.exists()


def test_another_persons_goal_is_refused(people: People, agreed: Plan) -> None:
    other = an_agreed_plan(people, a_client(people, "con", "Con", "Ray"))
    with pytest.raises(BadInput, match="another person"):
        decided(people, agreed, looked=Looked({}, (Try("alliance", "repair", "", other.goals.get()),)))
    assert not Review.objects.exists()


def test_who_saw_the_signal_and_when_is_kept_with_the_decision(people: People, off_track: Plan) -> None:
    arrived = people.at
    seen = people.later(hours=3)
    person(viewer=people.sees("eve"), client_id=people.ana.pk, at=people.at)
    opened = people.later(hours=20)
    row = decided(people, off_track)
    assert (row.signal, row.signal_at, row.seen_at, row.opened_at) == ("off_track", arrived, seen, opened)
    assert row.seen_by == people.accounts["eve"]
    told = reviewing(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).looking.told[0]
    assert told.hours_to_action == 23


def test_a_look_before_the_score_came_does_not_count_as_seen(people: People, agreed: Plan) -> None:
    checked_in(people, people.ana, 12)
    a_session(people, agreed)
    person(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    people.later(hours=1)
    checked_in(people, people.ana, 20)
    people.later(hours=1)
    assert decided(people, agreed).seen_at == people.at


def test_on_track_there_is_no_moment_to_keep(people: People, agreed: Plan) -> None:
    checked_in(people, people.ana, 18)
    a_session(people, agreed)
    checked_in(people, people.ana, 12)
    row = decided(people, agreed)
    assert (row.signal, row.signal_at, row.seen_at) == ("on_track", None, None)


def test_the_review_is_due_before_the_next_session_and_within_a_week(people: People, off_track: Plan) -> None:
    judged_on = people.at.date()
    assert case_of(people).situation.review_due_on == judged_on + timedelta(days=7)
    deliver.book_session(
        plan=off_track,
        starts_at=people.at + timedelta(days=3),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"),
        at=people.at,
    )
    assert case_of(people).situation.review_due_on == judged_on + timedelta(days=3)
    assert case_of(people, "eve").situation.review_due_on == judged_on + timedelta(days=3)
    decided(people, off_track)
    assert case_of(people).situation.review_due_on is None


def test_a_session_that_took_place_without_a_review_leaves_it_overdue(people: People, off_track: Plan) -> None:
    a_session(people, off_track)
    due = case_of(people).situation.review_due_on
    assert due == people.at.date()
    people.later(days=2)
    assert case_of(people).situation.review_due_on == due


def test_a_second_signal_in_a_row_goes_to_a_case_discussion(people: People, off_track: Plan) -> None:
    assert case_of(people).why.id == "off_track"
    decided(people, off_track)
    assert case_of(people).why.id not in {"off_track", "case_discussion"}
    a_session(people, off_track)
    checked_in(people, people.ana, 21)
    for name in ("ben", "eve"):
        assert case_of(people, name).why.id == "case_discussion"
    assert [row.case.client_id for row in people_off_track(viewer=people.sees("eve"), at=people.at).to_discuss] == [
        people.ana.pk
    ]
    discuss.hold_discussion(plan=off_track, agreed="Twice a week until May.", by=people.sees("eve"), at=people.at)
    assert case_of(people).why.id == "off_track"
    page = people_off_track(viewer=people.sees("eve"), at=people.at)
    assert (len(page.to_discuss), len(page.to_review)) == (0, 1)


def test_a_better_score_in_between_begins_anew(people: People, off_track: Plan) -> None:
    decided(people, off_track)
    for total in (11, 20):
        a_session(people, off_track)
        checked_in(people, people.ana, total)
    assert case_of(people).why.id == "off_track"


def test_a_review_of_a_course_on_track_is_no_first_signal(people: People, agreed: Plan) -> None:
    checked_in(people, people.ana, 12)
    a_session(people, agreed)
    decided(people, agreed)
    a_session(people, agreed)
    checked_in(people, people.ana, 20)
    assert case_of(people).why.id == "off_track"


def test_a_discussion_is_kept_and_audited(people: People, off_track: Plan) -> None:
    row = discuss.hold_discussion(plan=off_track, agreed=" Twice a week. ", by=people.sees("eve"), at=people.at)
    assert (row.agreed, row.author) == ("Twice a week.", people.accounts["eve"])
    assert AuditEvent.objects.filter(event="discussion.held", object_id=str(row.pk)).count() == 1
    looking = discussing(viewer=people.sees("eve"), client_id=people.ana.pk, at=people.at).looking
    assert looking.discussions[0].agreed == "Twice a week."


@pytest.mark.parametrize("name", ["ben", "dev", "ana", "cleo", "finn"])
def test_only_the_supervisor_records_a_discussion(people: People, off_track: Plan, name: str) -> None:
    with pytest.raises(NotYours):
        discuss.hold_discussion(plan=off_track, agreed="More often", by=people.sees(name), at=people.at)
    with pytest.raises(NotYours):
        discussing(viewer=people.sees(name), client_id=people.ana.pk, at=people.at)
    assert not CaseDiscussion.objects.exists()


def test_a_discussion_needs_words_and_a_plan_that_runs(people: People, off_track: Plan) -> None:
    with pytest.raises(BadInput) as refused:
        discuss.hold_discussion(plan=off_track, agreed=" ", by=people.sees("eve"), at=people.at)
    assert refused.value.field == "agreed"
    decided(people, off_track, decision="change")
    off_track.refresh_from_db()
    with pytest.raises(WrongMoment):
        discuss.hold_discussion(plan=off_track, agreed="More often", by=people.sees("eve"), at=people.at)
    assert not CaseDiscussion.objects.exists()


def said(people: People, by: str = "ana", **changes: Any) -> OwnView:
    given: dict[str, Any] = {"areas": ["support"], "stay": "The walks", "change": " Less homework "}
    return own_view.say_own_view(client=people.ana, by=people.sees(by), at=people.at, **(given | changes))


def test_the_clients_view_waits_for_the_next_review(people: People, agreed: Plan) -> None:
    view = said(people)
    assert view.said == {"areas": ["support"], "stay": "The walks", "change": "Less homework"}
    assert AuditEvent.objects.filter(event="own_view.said", object_id=str(view.pk)).count() == 1
    waiting = reviewing(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).looking.own_view
    assert waiting is not None
    assert waiting.titles == ("The people around you",)
    row = decided(people, agreed)
    assert row.own_view == view
    assert reviewing(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).looking.own_view is None
    mine = my_review(viewer=people.sees("ana"), at=people.at)
    assert [one.is_answered for one in mine.views] == [True]


@pytest.mark.parametrize(
    "changes",
    [{"areas": [], "stay": " ", "change": ""}, {"areas": ["weather"]}, {"stay": "x" * 2001}, {"change": "x" * 2001}],
)
def test_a_view_that_says_nothing_or_too_much_is_refused(people: People, agreed: Plan, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        said(people, **changes)
    assert all((refused.value.what, refused.value.found, refused.value.instead))
    assert not OwnView.objects.exists()


@pytest.mark.parametrize("name", ["ben", "eve", "dev", "cleo"])
def test_nobody_says_it_for_the_client(people: People, agreed: Plan, name: str) -> None:
    with pytest.raises(NotYours):
        said(people, by=name)
    assert not OwnView.objects.exists()


def test_after_the_care_there_is_no_review_to_write_for(people: People, agreed: Plan) -> None:
    decided(people, agreed, decision="end", ending=review.Ending("completed"))
    with pytest.raises(WrongMoment):
        said(people)


def test_the_client_reads_the_same_in_plain_words(people: People, agreed: Plan) -> None:
    goal = agreed.goals.get()
    decided(people, agreed, looked=Looked({"alliance": "I was late twice."}, (Try("alliance", "repair", "", goal),)))
    told = my_review(viewer=people.sees("ana"), at=people.at).reviews[0]
    assert (told.decision, told.reason) == ("go_on", "It takes time.")
    assert [(one.title_for_client, one.found) for one in told.looked] == [
        ("How the two of us work together", "I was late twice.")
    ]
    assert told.tries[0].in_plain_words == "We take time to put right what came between us."
    assert told.tries[0].goal == goal.words


def test_all_of_it_is_in_the_clients_download(people: People, off_track: Plan) -> None:
    said(people)
    decided(people, off_track, looked=Looked({"events": "A court day."}, (Try("events", "", "Ask for advice"),)))
    discuss.hold_discussion(plan=off_track, agreed="Twice a week.", by=people.sees("eve"), at=people.at)
    content = my_download(viewer=people.sees("ana"), at=people.at).content
    assert content["reviews"][0]["looked_at"] == {"events": "A court day."}
    assert content["review_tries"][0]["words"] == "Ask for advice"
    assert content["own_views"][0]["said"]["stay"] == "The walks"
    assert content["case_discussions"][0]["agreed"] == "Twice a week."


def test_the_day_of_a_meeting_is_the_day_where_the_service_is(people: People, off_track: Plan) -> None:
    late_at_night = people.at + timedelta(hours=12)
    here = replace(case_of(people).situation, next_session=late_at_night)
    there = replace(here, zone=ZoneInfo("Pacific/Auckland"))
    assert here.review_due_on == people.at.date() + timedelta(days=7)
    assert there.review_due_on == people.at.date() + timedelta(days=1)


def test_a_new_score_does_not_put_the_review_off(people: People, off_track: Plan) -> None:
    due = case_of(people).situation.review_due_on
    people.later(days=4)
    checked_in(people, people.ana, 21)
    assert case_of(people).situation.review_due_on == due
    page = reviewing(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    assert page.looking.due_on == due


def test_a_meeting_of_the_group_counts_as_the_next_session(people: People, off_track: Plan) -> None:
    group = a_group_with_ana(people)
    gather.book_meeting(
        group=group, starts_at=people.at + timedelta(days=2), minutes=90, by=people.sees("finn"), at=people.at
    )
    due = people.at.date() + timedelta(days=2)
    assert case_of(people).situation.review_due_on == due
    page = reviewing(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    assert page.looking.due_on == due
