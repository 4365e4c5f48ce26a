"""A drawn start: each allowed day with one chance, before any has come, once; and what the scores then say."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from kith.care.actions import draw_start as drawing
from kith.care.actions import measure
from kith.care.actions.draw_start import Window, draw_start
from kith.care.models import AuditEvent, BadInput, SingleCase, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.single_cases import single_cases
from tests.people import PHQ9_LOW, People, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

ZONE = ZoneInfo("Europe/London")


def today_of(people: People) -> date:
    return people.at.astimezone(ZONE).date()


def window(
    people: People, *, begins: int = 0, first: int = 4, last: int = 23, ends: int = 29, every: int = 1
) -> Window:
    days = (today_of(people) + timedelta(days=each) for each in (begins, first, last, ends))
    return Window(*days, every=every)


def draw(people: People, by: str = "ben", **days: int) -> SingleCase:
    return draw_start(
        client=people.ana, instrument="phq9", window=window(people, **days), by=people.sees(by), at=people.at
    )


def answered(people: People, day: date, total: int) -> None:
    """Ana fills in a PHQ-9 at noon of the day that adds up to `total`."""
    names = [name for name in PHQ9_LOW if name != "self_harm"]
    whole, more = divmod(total, len(names))
    answers: dict[str, float | None] = {name: whole + (place < more) for place, name in enumerate(names)}
    answers["self_harm"] = 0
    measure.submit_measurement(
        client=people.ana, instrument="phq9", key=uuid.uuid4(), answers=answers, language="en",
        by=people.sees("ana"), at=datetime.combine(day, time(12), ZONE),
    )  # fmt: skip


@pytest.fixture
def planned(people: People) -> People:
    """Ana with an agreed plan."""
    an_agreed_plan(people, people.ana)
    return people


def test_the_day_is_one_of_those_allowed_and_the_draw_is_written_down_before_it(planned: People) -> None:
    row = draw(planned)
    assert row.starts_on in row.allowed
    assert len(row.allowed) == 20
    assert today_of(planned) < row.starts_on
    event = AuditEvent.objects.get(event="single_case.drawn")
    assert (event.object_id, event.clients) == (str(row.pk), [str(planned.ana.pk)])


def test_each_allowed_day_has_one_chance(planned: People, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(drawing.secrets, "randbelow", lambda below: asked.append(below) or below - 1)
    row = draw(planned, last=25, every=7)
    assert [(day - row.first_on).days for day in row.allowed] == [0, 7, 14, 21]
    assert (asked, row.starts_on) == ([4], row.allowed[3])


def test_a_day_is_drawn_once_and_never_changed(planned: People) -> None:
    row = draw(planned)
    with pytest.raises(WrongMoment, match="No day was drawn"):
        draw(planned)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        SingleCase.objects.filter(pk=row.pk).update(starts_on=row.first_on)
    planned.later(days=31)
    assert draw(planned).pk != row.pk


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"first": 0}, "first_on"),
        ({"begins": 4}, "begins_on"),
        ({"last": 4}, "last_on"),
        ({"last": 5, "every": 7}, "last_on"),
        ({"ends": 23}, "ends_on"),
        ({"begins": -400}, "ends_on"),
    ],
)
def test_days_out_of_order_are_refused_with_what_to_do(planned: People, days: dict[str, int], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        draw(planned, **days)
    assert refused.value.field == field
    assert refused.value.found
    assert refused.value.instead
    assert not SingleCase.objects.exists()


def test_without_a_plan_nothing_is_drawn(people: People) -> None:
    with pytest.raises(WrongMoment, match="No day was drawn"):
        draw(people)


def test_only_those_who_write_the_plan_draw_and_only_those_who_read_scores_look(planned: People) -> None:
    for who in ("dev", "cleo", "finn", "ana"):
        with pytest.raises(NotYours):
            draw(planned, by=who)
    for who in ("dev", "cleo", "finn"):
        with pytest.raises(NotYours):
            single_cases(viewer=planned.sees(who), client_id=planned.ana.pk, at=planned.at)
    assert single_cases(viewer=planned.sees("eve"), client_id=planned.ana.pk, at=planned.at).may_draw is False


def test_the_table_refuses_a_start_that_was_not_in_the_draw(planned: People) -> None:
    row = draw(planned)
    row.pk, row.starts_on = uuid.uuid4(), row.ends_on
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def measured(people: People, row: SingleCase, *, fall: int) -> None:
    """A score a day: about 18 before the drawn day, and lower by `fall` from then on."""
    for place in range((row.ends_on - row.begins_on).days + 1):
        day = row.begins_on + timedelta(days=place)
        answered(people, day, 18 + place % 3 - (fall if day >= row.starts_on else 0))
    people.at = datetime.combine(row.ends_on + timedelta(days=1), time(9), ZONE)


def test_a_change_on_the_drawn_day_is_found_and_none_is_found_where_there_was_none(
    planned: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing.secrets, "randbelow", lambda below: below // 2)
    row = draw(planned)
    page = Screen(planned, "ben").text("single_cases", planned.ana.pk)
    assert "The answer is read after" in page
    measured(planned, row, fall=8)
    (found,) = single_cases(viewer=planned.sees("ben"), client_id=planned.ana.pk, at=planned.at).cases
    assert found.test is not None
    assert found.test.p == found.test.smallest_p == 1 / 20
    assert 7 < found.test.difference < 9
    page = Screen(planned, "ben").text("single_cases", planned.ana.pk)
    assert "Of the 20 days that could have been drawn, 1 show a difference as large or larger" in page
    assert "would seldom do that (p = 0.050)" in page
    planned.later(days=1)
    flat = draw(planned)
    measured(planned, flat, fall=0)
    found = single_cases(viewer=planned.sees("ben"), client_id=planned.ana.pk, at=planned.at).cases[0]
    assert found.test is not None
    assert found.test.p > 0.05
    assert "could well do that" in Screen(planned, "ben").text("single_cases", planned.ana.pk)


def test_a_side_without_a_score_is_said_and_not_judged(planned: People) -> None:
    row = draw(planned)
    answered(planned, row.begins_on, 18)
    planned.at = datetime.combine(row.ends_on + timedelta(days=1), time(9), ZONE)
    (found,) = single_cases(viewer=planned.sees("ben"), client_id=planned.ana.pk, at=planned.at).cases
    assert (found.test, found.has_gaps) == (None, True)
    assert "Chance cannot be judged" in Screen(planned, "ben").text("single_cases", planned.ana.pk)


def test_the_page_draws_and_says_what_is_missing(planned: People) -> None:
    ben = Screen(planned, "ben")
    assert "No day was drawn yet" in ben.text("single_cases", planned.ana.pk)
    days = window(planned)
    sent = {name: getattr(days, name).isoformat() for name in ("begins_on", "first_on", "last_on", "ends_on")}
    short = ben.post("single_cases", planned.ana.pk, instrument="phq9", every="1", **(sent | {"last_on": ""}))
    assert short.status_code == 422
    assert "One of the days is missing" in short.content.decode()
    assert ben.post("single_cases", planned.ana.pk, instrument="", every="1", **sent).status_code == 422
    assert ben.post("single_cases", planned.ana.pk, instrument="phq9", every="1", **sent).status_code == 302
    again = ben.post("single_cases", planned.ana.pk, instrument="phq9", every="1", **sent)
    assert again.status_code == 409
    assert "Keep the day that was drawn" in again.content.decode()
    assert SingleCase.objects.count() == 1
    assert Screen(planned, "ana").get("single_cases", planned.ana.pk).status_code in {403, 404}


def test_every_word_of_the_page_can_be_translated(planned: People) -> None:
    empty = Screen(planned, "ben").pseudo("single_cases", planned.ana.pk)
    row = draw(planned)
    answered(planned, row.begins_on, 18)
    waiting = Screen(planned, "ben").pseudo("single_cases", planned.ana.pk)
    # The name of the measure stands over its column as it is.
    assert [word for page in (empty, waiting) for word in pseudo.untranslated(page) if word != "PHQ-9"] == []
