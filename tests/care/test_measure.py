"""Measuring: answers are kept once, scored, and acted on in the same transaction."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from kith.care.actions import measure, safety
from kith.care.models import Alert, BadInput, Measurement
from kith.care.permissions import NotYours
from tests.people import PHQ9_LOW, People


def answered(people: People, **changes: int | float | None) -> dict[str, float | None]:
    return dict(PHQ9_LOW) | changes


def test_ana_sends_a_check_in_and_sees_no_alert_when_nothing_is_wrong(people: People) -> None:
    sent = measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=answered(people),
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    assert sent.scores.get(scale="total").value == 8
    assert not Alert.objects.exists()


def test_dev_cannot_measure_ana(people: People) -> None:
    with pytest.raises(NotYours):
        measure.submit_measurement(
            client=people.ana,
            instrument="phq9",
            key=uuid.uuid4(),
            answers=answered(people),
            language="en",
            by=people.sees("dev"),
            at=people.at,
        )
    assert not Measurement.objects.exists()


def test_an_item_nine_answer_raises_an_alert_owned_by_ben(people: People) -> None:
    measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=answered(people, self_harm=1),
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    alert = Alert.objects.get()
    assert (alert.owner.username, alert.state, alert.level) == ("ben", "raised", "moderate")


def test_not_a_number_is_refused_and_nothing_is_kept(people: People) -> None:
    with pytest.raises(BadInput, match="not a real number"):
        measure.submit_measurement(
            client=people.ana,
            instrument="phq9",
            key=uuid.uuid4(),
            answers=answered(people, self_harm=float("nan")),
            language="en",
            by=people.sees("ana"),
            at=people.at,
        )
    assert not Measurement.objects.exists()


def test_sending_a_check_in_whose_alert_was_closed_meanwhile_does_not_raise_it_again(people: People) -> None:
    key, ana = uuid.uuid4(), people.sees("ana")
    risky = answered(people, self_harm=1)
    measure.save_answers(client=people.ana, instrument="phq9", key=key, answers=risky, version=0, by=ana, at=people.at)
    close(people)
    sent = {"client": people.ana, "instrument": "phq9", "language": "en", "by": ana}
    measure.submit_measurement(key=key, answers=risky, at=people.later(minutes=5), **sent)
    assert Alert.objects.get().state == "closed"
    measure.submit_measurement(key=uuid.uuid4(), answers=risky, at=people.later(minutes=5), **sent)
    assert Alert.objects.exclude(state="closed").count() == 1


def test_news_after_contact_was_made_starts_a_new_clock(people: People) -> None:
    sent = {"client": people.ana, "instrument": "phq9", "language": "en", "by": people.sees("ana")}
    measure.submit_measurement(key=uuid.uuid4(), answers=answered(people, self_harm=3), at=people.at, **sent)
    ben = people.sees("ben")
    alert = safety.see_alert(alert=Alert.objects.get(), by=ben, at=people.later(hours=1))
    safety.contact_about_alert(alert=alert, note="We spoke by phone.", by=ben, at=people.later(hours=1))
    raised_again = people.later(days=1)
    measure.submit_measurement(key=uuid.uuid4(), answers=answered(people, self_harm=3), at=raised_again, **sent)
    alert.refresh_from_db()
    assert (alert.state, alert.contact_due_at - raised_again) == ("raised", timedelta(hours=4))


def close(people: People) -> None:
    ben, alert = people.sees("ben"), Alert.objects.get()
    safety.see_alert(alert=alert, by=ben, at=people.later(minutes=1))
    safety.contact_about_alert(alert=alert, note="We spoke by phone.", by=ben, at=people.later(minutes=1))
    safety.review_safety_for_alert(alert=alert, note="Looked at it together.", by=ben, at=people.later(minutes=1))
    safety.close_alert(alert=alert, outcome="safe_and_supported", note="", by=ben, at=people.later(minutes=1))
