"""An alert is walked step by step by people; nothing closes it before contact and a look at the safety plan."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from kith.care.actions import consent, escalate, measure, rota, safety, set_up
from kith.care.models import Alert, AuditEvent
from kith.care.models.duty import DutyShift
from kith.care.models.states import ALERT
from tests.people import People, a_client
from tests.web.practitioner.screens import Screen, a_group_with_ana, assert_no_prediction, checked_in, events_of

ASKED = "Thoughts that you would be better off dead or of hurting yourself in some way"


def raised(people: People, self_harm: int = 2) -> Alert:
    checked_in(people, people.ana, 14, self_harm=self_harm)
    return Alert.objects.get()


def state_of(alert: Alert) -> str:
    alert.refresh_from_db()
    return alert.state


def test_ben_reads_what_was_asked_and_answered_and_what_to_do(people: People) -> None:
    alert = raised(people)
    text = Screen(people, "ben").text("alert", alert.pk)
    for words in (
        "Ana Petrova", "Ben Okafor owns this alert", "contact due in 4 h", "Raised by an answer",
        ASKED, "More than half the days", "I have it in hand", "The duty person calls within four hours",
        "An answer is a reason to talk, not a measure of risk.",
    ):  # fmt: skip
        assert words in text, words
    assert "14" not in text.split("What happened so far")[1].split("</table>")[0]  # the answer, never a total
    assert_no_prediction(text.replace("not a measure of risk", ""))


def test_only_the_next_step_is_offered_all_the_way_to_the_end(people: People) -> None:
    alert = raised(people)
    ben = Screen(people, "ben")
    way = [
        ("seen", {}, ["seen"]),
        ("contacted", {"note": "Called at ten. She is with her sister."}, ["contacted"]),
        ("planned", {"note": "Went through all six."}, ["contacted", "planned"]),
        ("closed", {"outcome": "plan_renewed", "note": ""}, ["contacted", "closed"]),
    ]
    for step, fields, offered in way:
        text = ben.text("alert", alert.pk)
        found = [name for name in ("seen", "contacted", "planned", "closed") if f'name="step" value="{name}"' in text]
        assert found == offered
        people.later(minutes=10)
        assert ben.post("alert", alert.pk, step=step, **fields).status_code == 302
        assert state_of(alert) == step
    text = ben.text("alert", alert.pk)
    assert 'name="step"' not in text
    assert "This alert is closed" in text
    assert "Called at ten. She is with her sister." in text
    assert "Safety plan renewed together" in text


@pytest.mark.parametrize("before", [[], ["seen"], ["seen", "contacted"]])
def test_it_cannot_be_closed_before_contact_and_a_look_at_the_plan(people: People, before: list[str]) -> None:
    alert = raised(people)
    ben = Screen(people, "ben")
    for step in before:
        ben.post("alert", alert.pk, step=step, note="Spoke with her.")
    answer = ben.post("alert", alert.pk, step="closed", outcome="safe_and_supported", note="Fine.")
    assert answer.status_code == 422
    assert "cannot become" in answer.content.decode()
    assert state_of(alert) == (before[-1] if before else "raised")


def test_a_table_with_a_shortcut_would_be_noticed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control: with a move from raised to closed, what the test above asserts no longer holds."""
    alert = raised(people)
    monkeypatch.setitem(ALERT.moves, "raised", ("seen", "closed"))
    Screen(people, "ben").post("alert", alert.pk, step="closed", outcome="safe_and_supported", note="Fine.")
    assert state_of(alert) == "closed"


@pytest.mark.parametrize("step", ["cancel", "cancelled", "deleted", "raised", ""])
def test_there_is_no_way_to_cancel_it(people: People, step: str) -> None:
    alert = raised(people)
    assert Screen(people, "ben").post("alert", alert.pk, step=step, note="By mistake.").status_code == 422
    assert state_of(alert) == "raised"


def test_contact_needs_words_and_what_was_typed_is_kept(people: People) -> None:
    alert = raised(people)
    ben = Screen(people, "ben")
    ben.post("alert", alert.pk, step="seen")
    answer = ben.post("alert", alert.pk, step="contacted", note="   ")
    assert answer.status_code == 422
    assert "Write how you reached the person" in answer.content.decode()
    for step, note in (("contacted", "Spoke."), ("planned", "")):
        ben.post("alert", alert.pk, step=step, note=note)
    answer = ben.post("alert", alert.pk, step="closed", note="A long sentence that nobody wants to type twice.")
    assert "A long sentence that nobody wants to type twice." in answer.content.decode()
    assert "Say how it ended" in answer.content.decode()


def test_it_is_handed_to_a_colleague_who_may_act_and_the_clock_does_not_stop(people: People) -> None:
    alert = raised(people)
    due = alert.contact_due_at
    ben = Screen(people, "ben")
    assert "Dan Price" in ben.text("alert", alert.pk)
    assert ben.post("alert", alert.pk, step="handed_over", to=people.accounts["dev"].pk).status_code == 404
    answer = ben.post("alert", alert.pk, step="handed_over", to=people.accounts["dan"].pk, note="I am in a session.")
    assert answer.status_code == 302
    alert.refresh_from_db()
    assert (alert.owner.username, alert.contact_due_at, alert.state) == ("dan", due, "raised")
    assert "I am in a session." in Screen(people, "dan").text("alert", alert.pk)


@pytest.mark.parametrize("name", ["dev", "ana", "cleo", "finn", "ada"])
def test_nobody_else_sees_or_moves_it(people: People, name: str) -> None:
    alert = raised(people)
    screen = Screen(people, name)
    assert screen.get("alert", alert.pk).status_code == 404
    assert screen.post("alert", alert.pk, step="seen").status_code == 404
    assert state_of(alert) == "raised"


def test_a_refusal_is_one_event_and_so_is_a_look(people: People) -> None:
    alert = raised(people)
    ben, dev = Screen(people, "ben"), Screen(people, "dev")
    [looked] = events_of(people.ana.pk, lambda: ben.get("alert", alert.pk))
    [refused] = events_of(people.ana.pk, lambda: dev.get("alert", alert.pk))
    assert (looked.event, looked.object_id, looked.allowed) == ("alert.page_seen", str(alert.pk), True)
    assert (refused.event, refused.allowed) == ("record.refused", False)
    before = AuditEvent.objects.count()
    ben.post("alert", alert.pk, step="seen")
    assert [event.event for event in AuditEvent.objects.order_by("sequence")[before:]] == ["alert.seen"]


def test_an_alert_from_half_done_answers_says_what_it_is_about(people: People) -> None:
    answers = {"self_harm": 1}
    measure.save_answers(
        client=people.ana,
        instrument="phq9",
        key=uuid4(),
        answers=answers,
        version=0,
        by=people.sees("ana"),
        at=people.at,
    )
    text = Screen(people, "ben").text("alert", Alert.objects.get().pk)
    assert "Thoughts of death or of hurting themselves" in text
    assert "end of the next working day" in text


def test_whoever_may_not_read_answers_sees_the_question_only(people: People) -> None:
    """Positive control beside it: Ben, who may, sees what was answered."""
    alert = raised(people)
    from kith.care.queries import alerts

    seen = alerts.alert_page(viewer=people.sees("ben"), alert_id=alert.pk, at=people.at)
    assert seen.steps[0].answer.answered == "More than half the days"
    sent = people.ana.measurement_set.get()
    hidden = alerts._flagged("thoughts_of_self_harm", sent, False, "en")[1]
    assert (hidden.asked, hidden.answered) == (ASKED, "")


def test_finn_can_say_that_he_is_worried_and_sees_no_record(people: People) -> None:
    a_group_with_ana(people)
    finn = Screen(people, "finn")
    text = finn.text("raise_concern", people.ana.pk)
    assert "Dan Price" in text
    for hidden in (people.ana.number, "1990", "Safety plan", "PHQ"):
        assert hidden not in text
    assert finn.post("raise_concern", people.ana.pk, level="", words="").status_code == 422
    assert finn.post("raise_concern", people.ana.pk, level="high", words="She gave her things away.").status_code == 302
    alert = Alert.objects.get()
    assert (alert.level, alert.owner.username) == ("high", "ben")
    assert finn.get("alert", alert.pk).status_code == 404
    assert "She gave her things away." in Screen(people, "ben").text("alert", alert.pk)


def test_a_concern_that_is_refused_keeps_what_was_typed(people: People) -> None:
    answer = Screen(people, "ben").post("raise_concern", people.ana.pk, level="", words="She sounded different.")
    assert answer.status_code == 422
    assert "She sounded different." in answer.content.decode()
    assert not Alert.objects.exists()


def test_a_break_glass_reader_sees_the_alert_and_no_form(people: People) -> None:
    alert = raised(people)
    consent.open_in_emergency(
        client=people.ana, reason="Ana is at our door, unwell", by=people.sees("dev"), at=people.at
    )
    dev = Screen(people, "dev")
    text = dev.text("alert", alert.pk)
    assert 'name="step"' not in text
    assert dev.post("alert", alert.pk, step="seen").status_code == 404


def test_another_persons_alert_is_not_reached_through_ana(people: People) -> None:
    omar = a_client(people, "omar", "Omar", "Haddad", practitioner="dev")
    safety.raise_concern(client=omar, level="high", words="Afraid.", by=people.sees("dev"), at=people.at)
    assert Screen(people, "ben").get("alert", Alert.objects.get().pk).status_code == 404


def test_what_the_clock_did_is_told_with_its_limit_and_names_no_client_as_the_doer(people: People) -> None:
    alert = safety.raise_concern(
        client=people.ana, level="imminent", words="Goodbye", by=people.sees("eve"), at=people.at
    )
    people.later(minutes=6)
    escalate.escalate_overdue_alerts(by=set_up.founder(people.service.pk), at=people.at)
    row = Screen(people, "dan").text("alert", alert.pk).split("Went on to somebody else")[1].split("</tr>")[0]
    assert 'from <span translate="no">Ben Okafor</span> to <span translate="no">Dan Price</span>' in row
    assert "Nobody had said that they have it in hand." in row
    assert "the clock" in row
    assert "Ana Petrova" not in row


def test_who_raised_a_concern_gets_no_form_to_close_it_and_is_told_why(people: People) -> None:
    alert = safety.raise_concern(client=people.ana, level="high", words="Quiet", by=people.sees("ben"), at=people.at)
    ben, dan = Screen(people, "ben"), Screen(people, "dan")
    for step, fields in (("seen", {}), ("contacted", {"note": "Rang"}), ("planned", {"note": "Looked"})):
        assert ben.post("alert", alert.pk, step=step, **fields).status_code == 302
    closing = 'name="step" value="closed"'
    text = ben.text("alert", alert.pk)
    assert closing not in text
    assert "A colleague closes this one" in text
    assert closing in dan.text("alert", alert.pk)  # the control: somebody else has the form
    assert ben.post("alert", alert.pk, step="closed", outcome="plan_renewed", note="").status_code == 422
    assert state_of(alert) == "planned"


def test_the_rota_says_who_is_on_duty_and_not_the_role_alone(people: People) -> None:
    dan = Screen(people, "ben").text("raise_concern", people.ana.pk)
    assert "Dan Price" in dan.split("On duty now")[1].split("</div>")[0]
    shift = {"person": people.accounts["dan"], "is_backup": False, "by": people.sees("cleo"), "at": people.at}
    rota.plan_shift(starts=people.at + timedelta(hours=1), ends=people.at + timedelta(hours=2), **shift)
    DutyShift.objects.update(published_at=people.at, starts=people.at - timedelta(hours=2), ends=people.at)
    people.later(minutes=1)
    text = Screen(people, "ben").text("raise_concern", people.ana.pk)
    assert "Nobody is on duty now" in text
    assert "Cleo Marsh" in text
