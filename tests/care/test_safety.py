"""Alerts: raised for exactly the answers that the rule names, owned by somebody, and closed only step by step."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from kith.care.actions import measure, safety
from kith.care.models import Alert, AlertStep, BadInput, Refusal, Score, WrongMoment
from kith.care.models.knowledge import library
from kith.care.models.safety import ALERT_OUTCOMES
from kith.care.models.states import ALERT
from kith.science.instruments import score
from tests.people import PHQ9_LOW, People
from tests.safety.results import keep

ITEMS = ("interest", "mood", "sleep", "energy", "appetite", "self_worth", "concentration", "movement", "self_harm")
EVERY_SET = np.array(list(itertools.product(range(4), repeat=9)), dtype=np.int8)
Rule = Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]


def rule_says(sets: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The rule in one line: any answer to the ninth question other than “not at all”."""
    return np.asarray(sets[:, 8] >= 1)


def decided(sets: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """What the product's own scoring flags, set by set. The decision sees only the ninth answer and the total."""
    phq9 = library().instruments["phq9"]
    found = np.zeros(len(sets), dtype=bool)
    for number, answers in enumerate(sets.tolist()):
        found[number] = "thoughts_of_self_harm" in score(phq9, dict(zip(ITEMS, answers, strict=True))).flags
    return found


def shortcut(sets: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The positive control: looking at the total alone."""
    return np.asarray(sets.sum(axis=1) >= 10)


@pytest.mark.slow
def test_every_possible_set_of_answers_raises_an_alert_exactly_when_the_rule_says() -> None:
    assert len(EVERY_SET) == 4**9
    wrong = int((decided(EVERY_SET) != rule_says(EVERY_SET)).sum())
    keep("ninth question", sets=len(EVERY_SET), wrong=wrong)
    assert wrong == 0


def test_looking_at_the_total_alone_would_be_wrong() -> None:
    missed = rule_says(EVERY_SET) & ~shortcut(EVERY_SET)
    assert missed.sum() > 10_000


def send(people: People, answers: Mapping[str, float | None], key: uuid.UUID | None = None) -> Any:
    return measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=key or uuid.uuid4(),
        answers=answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )


@pytest.mark.parametrize("ninth", range(4))
@pytest.mark.parametrize("others", range(4))
def test_an_alert_is_in_the_record_whenever_the_ninth_answer_asks_for_it(
    people: People, ninth: int, others: int
) -> None:
    send(people, dict.fromkeys(ITEMS, others) | {"self_harm": ninth})
    assert Alert.objects.filter(client=people.ana).count() == (1 if ninth else 0)
    if ninth:
        alert = Alert.objects.get()
        assert alert.owner.username == "ben"
        assert alert.contact_due_at > people.at


def test_answers_that_are_too_few_for_a_score_still_raise_the_alert(people: People) -> None:
    send(people, {"self_harm": 2})
    assert Alert.objects.exists()
    assert Score.objects.get(scale="total").value is None


def test_an_answer_that_was_skipped_raises_nothing(people: People) -> None:
    send(people, dict(PHQ9_LOW) | {"self_harm": None})
    assert not Alert.objects.exists()


def test_a_check_in_that_is_left_after_the_ninth_answer_has_raised_its_alert(people: People) -> None:
    measure.save_answers(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers={"self_harm": 1},
        version=0,
        by=people.sees("ana"),
        at=people.at,
    )
    assert Alert.objects.get().state == "raised"


def test_the_same_check_in_raises_one_alert_however_often_it_arrives(people: People) -> None:
    key, answers = uuid.uuid4(), dict(PHQ9_LOW) | {"self_harm": 1}
    measure.save_answers(
        client=people.ana, instrument="phq9", key=key, answers=answers, version=0, by=people.sees("ana"), at=people.at
    )
    first = send(people, answers, key)
    people.later(hours=3)
    assert send(people, answers, key).pk == first.pk
    assert Alert.objects.count() == 1
    assert AlertStep.objects.filter(step="raised").count() == 1


def test_answers_that_arrive_late_raise_an_alert_whose_clock_starts_on_arrival(people: People) -> None:
    late = measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=dict(PHQ9_LOW) | {"self_harm": 3},
        language="en",
        by=people.sees("ana"),
        at=people.at,
        device_says=people.at - timedelta(days=900),
    )
    alert = Alert.objects.get()
    assert late.taken_at == alert.raised_at == people.at
    assert alert.contact_due_at > people.at


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 4, 1.5])
def test_what_is_no_answer_is_refused_whole(people: People, value: float) -> None:
    with pytest.raises(BadInput):
        send(people, dict(PHQ9_LOW) | {"self_harm": value})
    assert not Score.objects.exists()


def test_nobody_can_cancel_an_alert() -> None:
    assert not {"cancelled", "dismissed", "deleted"} & set(ALERT.states)
    to_closing = {state for state, moves in ALERT.moves.items() if "closed" in moves}
    assert to_closing == {"planned"}
    assert {state for state, moves in ALERT.moves.items() if "planned" in moves} == {"contacted"}


@pytest.mark.parametrize("closer", ["ben", "dan"])
def test_closing_needs_contact_a_look_at_the_plan_and_an_outcome(people: People, closer: str) -> None:
    alert = safety.raise_concern(
        client=people.ana, level="high", words="Very quiet", by=people.sees("eve"), at=people.at
    )
    given: dict[str, Any] = {"by": people.sees(closer), "at": people.at}

    def is_closed() -> bool:
        try:
            safety.close_alert(alert=Alert.objects.get(), outcome=ALERT_OUTCOMES[0], note="", **given)
        except Refusal:
            return False
        return True

    assert not is_closed()
    safety.see_alert(alert=alert, **given)
    assert not is_closed()
    with pytest.raises(BadInput):
        safety.contact_about_alert(alert=alert, note=" ", **given)
    safety.contact_about_alert(alert=alert, note="Rang, safe at her sister's", **given)
    assert not is_closed()
    safety.review_safety_for_alert(alert=alert, note="Looked together", **given)
    with pytest.raises(BadInput):
        safety.close_alert(alert=alert, outcome="", note="", **given)
    assert is_closed()
    assert [step.step for step in AlertStep.objects.order_by("at", "made_at", "step")]


def test_news_sends_an_alert_back_to_its_beginning(people: People) -> None:
    given: dict[str, Any] = {"by": people.sees("ben"), "at": people.at}
    alert = safety.raise_concern(client=people.ana, level="high", words="Quiet", **given)
    safety.see_alert(alert=alert, **given)
    safety.contact_about_alert(alert=alert, note="Rang", **given)
    safety.review_safety_for_alert(alert=alert, note="Looked", **given)
    send(people, dict(PHQ9_LOW) | {"self_harm": 3})
    with pytest.raises(WrongMoment):
        safety.close_alert(alert=alert, outcome=ALERT_OUTCOMES[0], note="", **given)
    assert Alert.objects.get().state == "raised"


def test_an_alert_always_has_an_owner_who_works_here(people: People) -> None:
    people.accounts["ben"].is_active = False
    people.accounts["ben"].save()
    send(people, dict(PHQ9_LOW) | {"self_harm": 1})
    assert Alert.objects.get().owner.username == "dan"
