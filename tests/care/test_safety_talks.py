"""Talks about safety: kept as said, answered by contact at the right speed, followed up, and never a level or a sum."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import follow_up, safety, set_up
from kith.care.actions.talk_about_safety import Said, hold_safety_talk, raise_overdue_follow_ups, review_safety_plan
from kith.care.models import (
    Alert,
    AlertStep,
    AuditEvent,
    BadInput,
    FollowUp,
    FollowUpTry,
    SafetyPlan,
    SafetyPlanReview,
    SafetyTalk,
    WrongMoment,
)
from kith.care.permissions import NotAllowed, NotYours
from tests.people import People, a_client

NO = {"wish": "no", "thoughts": "no", "acts": "no", "now": "no"}
PLAN = {"coping": ["Walk to the river"]}


def talk(people: People, name: str = "ben", /, key: uuid.UUID | None = None, **answers: str) -> SafetyTalk:
    """Ben asks Ana; every topic that decides is a no unless said otherwise."""
    said = Said({**NO, **answers}, {"needs": "Somebody to sit with her", "told": "Her sister"})
    return hold_safety_talk(client=people.ana, said=said, key=key or uuid.uuid4(), by=people.sees(name), at=people.at)


def last_event() -> AuditEvent:
    event = AuditEvent.objects.order_by("-sequence").first()
    assert event is not None
    return event


@pytest.mark.parametrize(
    ("answers", "level", "hours"),
    [
        ({"wish": "yes"}, "moderate", 168),
        ({"thoughts": "yes", "method": "yes", "intention": "no", "plan": "no"}, "high", 72),
        ({"acts": "earlier"}, "high", 72),
        ({"acts": "recent"}, "imminent", 72),
        ({"thoughts": "yes", "plan": "yes"}, "imminent", 72),
        ({"now": "yes"}, "imminent", 72),
        ({"wish": "not_said"}, "moderate", 72),
        ({"now": "not_said"}, "high", 72),
    ],
)
def test_the_alert_has_the_speed_of_the_answers_and_contact_is_made_again(
    people: People, answers: dict[str, str], level: str, hours: int
) -> None:
    talk(people, **answers)
    alert = Alert.objects.get()
    assert (alert.level, alert.owner.username) == (level, "ben")
    waits = alert.contact_due_at - people.at
    longest = {"moderate": timedelta(hours=36), "high": timedelta(hours=4), "imminent": timedelta(minutes=30)}
    assert timedelta(0) < waits <= longest[level]
    assert FollowUp.objects.get().due_at == people.at + timedelta(hours=hours)
    assert last_event().event == "safety_talk.kept"


def test_every_no_raises_nothing_and_is_kept_all_the_same(people: People) -> None:
    row = talk(people)
    assert row.call == {"row": "as_planned", "urgency": None, "left_open": []}
    assert not Alert.objects.exists()
    assert not FollowUp.objects.exists()


def test_what_is_kept_holds_no_level_of_danger_and_no_sum(people: People) -> None:
    row = SafetyTalk.objects.get(pk=talk(people, thoughts="yes", plan="yes").pk)
    assert row.words == {"needs": "Somebody to sit with her", "told": "Her sister"}
    assert set(row.call) == {"row", "urgency", "left_open"}
    assert not [field.name for field in SafetyTalk._meta.fields if field.name in {"score", "total", "level", "risk"}]


def test_alert_follow_up_and_talk_are_kept_together_or_not_at_all(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("the line went dead")

    monkeypatch.setattr("kith.care.actions.talk_about_safety.ask_for_follow_up", breaks)
    with pytest.raises(RuntimeError):
        talk(people, now="yes")
    assert not SafetyTalk.objects.exists()
    assert not Alert.objects.exists()


def test_the_same_form_sent_twice_is_kept_once(people: People) -> None:
    key = uuid.uuid4()
    assert talk(people, key=key, now="yes").pk == talk(people, key=key, now="yes").pk
    assert AlertStep.objects.filter(step="raised").count() == 1


def test_the_key_of_somebody_elses_talk_tells_nothing(people: People) -> None:
    row = talk(people)
    other = a_client(people, "gus", "Gus", "Hale")
    with pytest.raises(NotYours):
        hold_safety_talk(client=other, said=Said(NO), key=row.key, by=people.sees("ben"), at=people.at)


def test_a_correction_points_at_the_one_before_and_can_only_make_contact_sooner(people: People) -> None:
    first = talk(people, acts="earlier")
    people.later(hours=1)

    def correct(row: SafetyTalk, **answers: str) -> SafetyTalk:
        return hold_safety_talk(
            client=people.ana, said=Said({**NO, **answers}), key=uuid.uuid4(), replaces=row,
            by=people.sees("ben"), at=people.at,
        )  # fmt: skip

    second = correct(first, acts="no", wish="yes")
    assert Alert.objects.get().level == "high"
    assert AlertStep.objects.filter(step="raised").count() == 1
    correct(second, acts="recent")
    assert Alert.objects.get().level == "imminent"
    with pytest.raises(WrongMoment, match="corrected"):
        correct(first)
    assert SafetyTalk.objects.count() == 3
    assert second.replaces == first


@pytest.mark.parametrize(
    "said", [Said(), Said({"wish": "not_asked"}), Said({"wish": "perhaps"}), Said({"acts": "yes"})]
)
def test_nothing_and_what_is_no_answer_are_refused(people: People, said: Said) -> None:
    with pytest.raises(BadInput):
        hold_safety_talk(client=people.ana, said=said, key=uuid.uuid4(), by=people.sees("ben"), at=people.at)
    assert not SafetyTalk.objects.exists()


@pytest.mark.parametrize("name", ["ana", "cleo", "dev", "finn", "ada", "pia"])
def test_who_does_not_care_for_the_person_keeps_no_talk(people: People, name: str) -> None:
    with pytest.raises(NotYours):
        talk(people, name)


@pytest.mark.parametrize("name", ["ben", "eve", "dan"])
def test_practitioner_supervisor_and_duty_keep_one(people: People, name: str) -> None:
    assert talk(people, name).author == people.accounts[name]


def tries(
    people: People, name: str = "ben", /, is_reached: bool = True, note: str = "Rang, she is at her sister's"
) -> Any:
    return follow_up.record_follow_up(
        follow_up=FollowUp.objects.get(), is_reached=is_reached, note=note, by=people.sees(name), at=people.at
    )


def test_only_reaching_the_person_ends_a_follow_up(people: People) -> None:
    talk(people, acts="earlier")
    people.later(hours=20)
    tries(people, is_reached=False, note="No answer")
    assert FollowUp.objects.get().reached_at is None
    assert last_event().event == "follow_up.not_reached"
    people.later(hours=2)
    tries(people, "dan")
    assert FollowUp.objects.get().reached_at == people.at
    assert last_event().event == "follow_up.reached"
    assert FollowUpTry.objects.count() == 2
    with pytest.raises(WrongMoment):
        tries(people)


def test_a_follow_up_without_words_or_by_others_is_refused(people: People) -> None:
    talk(people, acts="earlier")
    with pytest.raises(BadInput):
        tries(people, note="  ")
    for name in ("ana", "cleo", "dev", "finn"):
        with pytest.raises(NotYours):
            tries(people, name)
    assert not FollowUpTry.objects.exists()


def test_the_earlier_moment_counts_when_two_are_asked_for(people: People) -> None:
    talk(people, wish="yes")
    people.later(hours=1)
    talk(people, acts="earlier")
    assert FollowUp.objects.get().due_at == people.at + timedelta(hours=72)
    people.later(hours=1)
    talk(people, wish="yes")
    assert FollowUp.objects.get().due_at == people.at + timedelta(hours=71)


def watch(people: People) -> list[Alert]:
    return raise_overdue_follow_ups(by=set_up.founder(people.service.pk), at=people.at)


def close(people: People) -> None:
    given: dict[str, Any] = {"by": people.sees("ben"), "at": people.at}
    alert = Alert.objects.get()
    safety.see_alert(alert=alert, **given)
    safety.contact_about_alert(alert=alert, note="Spoke in the room", **given)
    safety.review_safety_for_alert(alert=alert, note="Looked together", **given)
    safety.close_alert(alert=alert, outcome="plan_renewed", note="", **given)


def test_a_follow_up_that_nobody_made_raises_an_alert_once(people: People) -> None:
    talk(people, acts="earlier")
    close(people)
    people.later(hours=71)
    assert watch(people) == []
    people.later(hours=1)
    assert [alert.level for alert in watch(people)] == ["high"]
    alert = Alert.objects.get(state="raised")
    assert alert.owner.username == "ben"
    assert AlertStep.objects.filter(flag="follow_up_overdue").count() == 1
    people.later(hours=1)
    watch(people)
    assert AlertStep.objects.filter(flag="follow_up_overdue").count() == 1


def test_a_follow_up_that_was_made_raises_nothing(people: People) -> None:
    talk(people, acts="earlier")
    close(people)
    people.later(hours=70)
    tries(people)
    people.later(hours=10)
    assert watch(people) == []
    assert not Alert.objects.exclude(state="closed").exists()


def test_only_the_installation_watches(people: People) -> None:
    with pytest.raises(NotAllowed):
        raise_overdue_follow_ups(by=people.sees("ben"), at=people.at)


def plan(people: People, name: str = "ana", **more: Any) -> SafetyPlan:
    return safety.write_safety_plan(
        client=people.ana, steps=PLAN, reasons_for_living="Ines", by=people.sees(name), at=people.at, **more
    )


def test_a_safety_plan_written_while_an_alert_is_open_asks_for_contact_within_three_days(people: People) -> None:
    plan(people)
    assert not FollowUp.objects.exists()
    safety.raise_concern(client=people.ana, level="high", words="Quiet", by=people.sees("ben"), at=people.at)
    plan(people, "ben")
    row = FollowUp.objects.get()
    assert (row.reason, row.due_at) == ("safety_plan", people.at + timedelta(hours=72))


def test_agreements_are_kept_with_their_version(people: People) -> None:
    means = [{"what": "My tablets", "who": "Ines", "until": "2026-02-01"}]
    first = plan(people, agreements={"means": means, "copies": ["Ines"]})
    assert SafetyPlan.objects.get(pk=first.pk).agreements == {"means": means, "copies": ["Ines"], "may_know": []}


@pytest.mark.parametrize("name", ["ana", "ben"])
def test_a_look_that_finds_the_plan_fitting_puts_the_next_one_off(people: People, name: str) -> None:
    row = plan(people)
    people.later(days=91)
    review = review_safety_plan(plan=row, by=people.sees(name), at=people.at)
    assert review.review_on == (people.at + safety.SAFETY_PLAN_REVIEW).date()
    assert last_event().event == "safety_plan.reviewed"


def test_an_old_version_is_not_reviewed_and_not_by_others(people: People) -> None:
    row = plan(people)
    for name in ("dev", "cleo", "finn", "dan"):
        with pytest.raises(NotYours):
            review_safety_plan(plan=row, by=people.sees(name), at=people.at)
    plan(people)
    with pytest.raises(WrongMoment):
        review_safety_plan(plan=row, by=people.sees("ben"), at=people.at)
    assert not SafetyPlanReview.objects.exists()
