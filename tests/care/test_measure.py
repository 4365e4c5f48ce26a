"""Measuring: answers are kept once, scored, and acted on in the same transaction."""

from __future__ import annotations

import uuid

import pytest

from kith.care.actions import measure
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
