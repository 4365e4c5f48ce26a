"""Escalation on the record: it goes on once, is written down, and closes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.care.actions import countersign, deliver, escalate, review, rota, safety, set_up, worry
from kith.care.models import Alert, AlertStep, AuditEvent, Concern, OutboxMessage, WrongMoment
from kith.care.permissions import NotAllowed
from tests.people import People, a_booked_session, an_agreed_plan


def run(people: People) -> int:
    return escalate.escalate_overdue_alerts(by=set_up.founder(people.service.pk), at=people.at)


def raised(people: People, level: str = "imminent") -> Alert:
    return safety.raise_concern(client=people.ana, level=level, words="Goodbye", by=people.sees("eve"), at=people.at)


def test_nobody_has_seen_it_and_it_goes_on_once(people: People) -> None:
    alert = raised(people)
    assert alert.owner.username == "ben"
    people.later(minutes=4)
    assert run(people) == 0
    people.later(minutes=1)
    assert (run(people), run(people)) == (1, 0)
    alert.refresh_from_db()
    step = AlertStep.objects.get(step="escalated")
    assert (alert.owner.username, step.from_owner.username, step.to_owner.username) == ("dan", "ben", "dan")
    assert (step.reason, step.person, alert.state) == ("unseen", None, "raised")
    assert AuditEvent.objects.filter(event="alert.escalated").count() == 1
    assert OutboxMessage.objects.filter(to_user=alert.owner, template="alert_waiting").exists()


def test_only_the_installation_reads_the_clocks(people: People) -> None:
    with pytest.raises(NotAllowed):
        escalate.escalate_overdue_alerts(by=people.sees("ben"), at=people.at)


def test_who_goes_on_leave_hands_on_in_the_same_moment(people: People) -> None:
    alert = raised(people, "moderate")
    rota.record_own_absence(starts=people.at, ends=None, by=people.sees("ben"), at=people.at)
    alert.refresh_from_db()
    assert alert.owner.username == "dan"
    assert run(people) == 0


def test_a_week_with_a_hole_is_not_published(people: People) -> None:
    by, dan = people.sees("cleo"), people.accounts["dan"]
    monday = rota.week_of(people.service, people.at) + timedelta(days=7)
    start, end = rota.week_bounds(people.service, monday)
    days = [start + timedelta(days=n) for n in range(7)]
    rows = [
        rota.plan_shift(person=dan, starts=d, ends=d + timedelta(days=1), is_backup=False, by=by, at=people.at)
        for d in days[:-1]
    ]
    with pytest.raises(WrongMoment):
        rota.publish_week(service=people.service, monday=monday, by=by, at=people.at)
    rota.plan_shift(person=dan, starts=days[-1], ends=end, is_backup=False, by=by, at=people.at)
    assert rota.publish_week(service=people.service, monday=monday, by=by, at=people.at) == 7
    with pytest.raises(WrongMoment):
        rota.withdraw_shift(shift=rows[2], by=by, at=people.at)
    with pytest.raises(NotAllowed):
        rota.publish_week(service=people.service, monday=monday, by=people.sees("ben"), at=people.at)


def test_whoever_raised_it_does_not_close_it(people: People) -> None:
    alert = raised(people)
    for name in ("eve", "dan"):
        given = {"by": people.sees(name), "at": people.at}
        if name == "eve":
            safety.see_alert(alert=alert, **given)
            safety.contact_about_alert(alert=alert, note="Rang", **given)
            safety.review_safety_for_alert(alert=alert, note="Looked", **given)
            with pytest.raises(WrongMoment):
                safety.close_alert(alert=alert, outcome="plan_renewed", note="", **given)
        else:
            assert safety.close_alert(alert=alert, outcome="plan_renewed", note="", **given).state == "closed"
    people.later(days=1)
    ending = {"client": people.ana, "ending": "completed", "note": ""}
    with pytest.raises(WrongMoment):
        review.end_episode(**ending, by=people.sees("ben"), at=people.at)
    countersign.countersign_ending(client=people.ana, words="Talked", by=people.sees("eve"), at=people.at)
    review.end_episode(**ending, by=people.sees("ben"), at=people.at)


def test_a_missed_meeting_of_somebody_in_danger_raises_an_alert(people: People) -> None:
    raised(people, "moderate")
    session = a_booked_session(people, an_agreed_plan(people, people.ana))
    deliver.record_attendance(
        session=session, client=people.ana, status="did_not_attend", minutes=None, reason="",
        by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    assert AlertStep.objects.filter(flag="missed_meeting").count() == 1
    assert Alert.objects.get().level == "high"


def test_anybody_tells_a_concern_and_duty_finds_whose_it_is(people: People) -> None:
    told = worry.tell_concern(about="Ana, tall", level="high", words="Afraid", by=people.sees("ada"), at=people.at)
    assert told.owner.username == "dan"
    people.later(hours=1)
    assert run(people) == 1
    alert = worry.link_concern(concern=told, client=people.ana, by=people.sees("dan"), at=people.at)
    row = Concern.objects.get()
    assert (row.state, row.words, row.about, alert.client_id) == ("linked", "", "", people.ana.pk)
    with pytest.raises(WrongMoment):
        worry.close_concern(concern=row, reason="x", by=people.sees("eve"), at=people.at)
