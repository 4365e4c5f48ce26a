"""An instrument on one page: for somebody in the room, or copied from paper."""

from __future__ import annotations

import uuid

import pytest

from kith.care.models import Alert, Measurement
from kith.care.models.knowledge import library
from tests.people import PHQ9_LOW, People, a_client
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, checked_in

CALM = "2 2 2 1 1 2 1 1 0 1"


@pytest.fixture
def ben(people: People) -> Screen:
    return Screen(people, "ben")


def test_every_instrument_of_the_library_has_a_page(people: People, ben: Screen) -> None:
    for name in library().instruments:
        assert 'name="key"' in ben.text("measure", people.ana.pk, name)


def test_answers_from_paper_are_scored_and_told_in_the_words_of_the_trade(people: People) -> None:
    checked_in(people, people.ana, 20)
    people.later(days=14)
    ben = Screen(people, "ben")
    sent = ben.post("measure", people.ana.pk, "phq9", in_order=CALM, respondent="self", key=str(uuid.uuid4()))
    with ben.now():
        text = ben.browser.get(sent.url).content.decode()
    assert "Moderate" in text
    assert "Down by 8 since the start (20)." in text
    assert "Reliable improvement" in text
    assert "reliable change 6 points" in text
    assert "NHS Talking Therapies manual" in text


def test_an_answer_that_asks_for_help_is_told_at_once_with_a_way_there(people: People, ben: Screen) -> None:
    typed = {f"q_{name}": str(value) for name, value in PHQ9_LOW.items()} | {"q_self_harm": "2"}
    sent = ben.post("measure", people.ana.pk, "phq9", key=str(uuid.uuid4()), **typed)
    with ben.now():
        text = ben.browser.get(sent.url).content.decode()
    alert = Alert.objects.get()
    assert "These answers raised an alert" in text
    assert f"/care/alerts/{alert.pk}/" in text


def test_calm_answers_raise_nothing(people: People, ben: Screen) -> None:
    ben.post("measure", people.ana.pk, "phq9", in_order=CALM, key=str(uuid.uuid4()))
    assert not Alert.objects.exists()


def test_a_dash_and_a_blank_are_no_answer_and_never_zero(people: People, ben: Screen) -> None:
    ben.post("measure", people.ana.pk, "phq9", in_order="- - - - 1 1 1 1 0 -", key=str(uuid.uuid4()))
    row = Measurement.objects.get()
    assert row.answers["interest"] is None
    assert row.scores.get(scale="total").value is None
    with ben.now():
        text = ben.browser.get(f"/care/people/{people.ana.pk}/measure/phq9/?done={row.pk}").content.decode()
    assert "No score" in text


@pytest.mark.parametrize(
    ("line", "told"),
    [("1 2 3", "3 answers"), ("1 2 x 1 1 1 1 1 0 1", "x"), ("9 1 1 1 1 1 1 1 0 1", "9")],
)
def test_a_line_that_does_not_fit_stays_typed_with_its_fault(people: People, ben: Screen, line: str, told: str) -> None:
    answer = ben.post("measure", people.ana.pk, "phq9", in_order=line, respondent="carer", key=str(uuid.uuid4()))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{line}"' in text
    assert told in text
    assert '<option value="carer" selected>' in text
    assert not Measurement.objects.exists()


def test_sending_twice_keeps_once(people: People, ben: Screen) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert ben.post("measure", people.ana.pk, "phq9", in_order=CALM, key=key).status_code == 302
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_find_nothing_there(people: People, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("measure", people.ana.pk, "phq9").status_code == 404
    assert screen.post("measure", people.ana.pk, "phq9", in_order=CALM).status_code == 404
    assert not Measurement.objects.exists()


def test_a_result_of_somebody_else_is_not_shown_here(people: People, ben: Screen) -> None:
    other = a_client(people, "zoe", "Zoe", "Lund")
    checked_in(people, other, 12, "zoe")
    theirs = Measurement.objects.get()
    assert ben.get("measure", people.ana.pk, "phq9", done=str(theirs.pk)).status_code == 404


def test_an_instrument_that_is_not_in_the_library_is_not_there(people: People, ben: Screen) -> None:
    assert ben.get("measure", people.ana.pk, "no-such").status_code == 404


def test_every_word_of_ours_can_be_translated(people: People, ben: Screen) -> None:
    ben.post("measure", people.ana.pk, "phq9", in_order=CALM, key=str(uuid.uuid4()))
    ben.get("measure", people.ana.pk, "phq9")  # takes the toast away
    assert pseudo.untranslated(ben.pseudo("measure", people.ana.pk, "phq9")) == []
    result = f"/care/people/{people.ana.pk}/measure/phq9/?done={Measurement.objects.get().pk}"
    with ben.now():
        assert pseudo.untranslated(pseudo.read(ben.browser, result)) == []
