"""The rota's page: read by everybody who works here, planned by the manager, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

from kith.care.actions import rota
from kith.care.models import Absence, DutyShift
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


def test_everybody_who_works_here_reads_it_and_the_manager_plans(people: People) -> None:
    for name in ("ben", "eve", "dan", "finn"):
        text = Screen(people, name).text("rota")
        assert "Nobody is planned in this week." in text
        assert "Put somebody on duty" not in text
    assert "Put somebody on duty" in Screen(people, "cleo").text("rota")
    assert Screen(people, "ben").post("rota", act="publish").status_code == 403


def test_a_shift_is_planned_and_shown(people: People) -> None:
    cleo, dan = Screen(people, "cleo"), people.accounts["dan"]
    sent = {"act": "plan", "person": str(dan.pk), "week": "2026-03-09", "is_backup": "on"}
    answer = cleo.post("rota", **sent, starts="2026-03-10T20:00", ends="2026-03-11T08:00")
    assert answer.status_code == 302
    assert DutyShift.objects.get().is_backup
    page = cleo.text("rota", week="2026-03-09")
    assert dan.display_name in page
    assert "Draft, does not count yet" in page


def test_what_was_typed_stays_when_it_is_refused(people: People) -> None:
    cleo = Screen(people, "cleo")
    sent = {"act": "plan", "person": str(people.accounts["dan"].pk), "starts": "2026-03-10T20:00"}
    answer = cleo.post("rota", **sent, ends="tomorrow")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "2026-03-10T20:00" in text
    assert "This is not a day with an hour" in text
    assert "“To” is empty" in cleo.post("rota", **sent).content.decode()
    assert not DutyShift.objects.exists()


def test_a_week_with_a_hole_says_when(people: People) -> None:
    cleo = Screen(people, "cleo")
    monday = rota.week_of(people.service, people.at) + timedelta(days=7)
    starts, _ends = rota.week_bounds(people.service, monday)
    rota.plan_shift(
        person=people.accounts["dan"],
        starts=starts,
        ends=starts + timedelta(days=1),
        is_backup=False,
        by=people.sees("cleo"),
        at=people.at,
    )
    answer = cleo.post("rota", act="publish", week=monday.isoformat())
    assert answer.status_code == 409
    assert "The week was not published." in answer.content.decode()


def test_i_am_away_and_back(people: People) -> None:
    ben = Screen(people, "ben")
    assert ben.post("my_absence", act="away", starts=f"{people.at:%Y-%m-%dT%H:%M}", ends="").status_code == 302
    away = Absence.objects.get()
    assert away.person == people.accounts["ben"]
    assert "Back again" in ben.text("rota")
    assert "Back again" not in Screen(people, "eve").text("rota")
    people.later(minutes=5)
    assert ben.post("my_absence", act="back", absence=str(away.pk)).status_code == 302
    assert "Nobody." in ben.text("rota")


def test_a_form_that_is_not_ours_is_absent(people: People) -> None:
    cleo = Screen(people, "cleo")
    assert cleo.post("rota", act="sell").status_code == 404
    assert cleo.post("rota", act="take_off", shift="everything").status_code == 404


def test_a_week_of_another_time_is_this_week(people: People) -> None:
    for week in ("0001-01-01", "9999-12-31", "soon"):
        assert Screen(people, "ben").get("rota", week=week).status_code == 200


def test_a_rota_that_has_not_begun_is_announced(people: People) -> None:
    monday = rota.week_of(people.service, people.at) + timedelta(days=7)
    starts, _ends = rota.week_bounds(people.service, monday)
    given = {"by": people.sees("cleo"), "at": people.at}
    for n in range(7):
        begin = starts + timedelta(days=n)
        rota.plan_shift(
            person=people.accounts["dan"], starts=begin, ends=begin + timedelta(days=1), is_backup=False, **given
        )
    rota.publish_week(service=people.service, monday=monday, **given)
    assert "The rota begins on" in Screen(people, "ben").text("caseload")


def test_no_word_is_untranslated(people: People) -> None:
    for name in ("cleo", "ben"):
        assert pseudo.untranslated(Screen(people, name).pseudo("rota")) == []
