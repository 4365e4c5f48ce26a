"""The caseload page: words before numbers, the act as a button, filters in the address, nobody else's people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.care.actions import deliver, safety
from kith.web.practitioner.clocks import clock_words, is_late
from tests.people import START, People, a_client, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import (
    Screen,
    a_group_with_ana,
    a_session,
    assert_no_prediction,
    checked_in,
    events_of,
    many_clients,
    queries_of,
)


def test_ben_reads_who_needs_something_and_what(people: People) -> None:
    a_client(people, "omar", "Omar", "Haddad")
    checked_in(people, people.ana, 14, self_harm=2)
    text = Screen(people, "ben").text("caseload")
    assert "2 people, 1 needs something today." in text
    assert "Open alert, owned by Ben Okafor" in text
    assert "contact due in 4 h" in text
    assert "Say that you have it in hand, then make contact." in text
    assert "Also: Waiting." in text
    assert "Waiting since this week" in text
    assert "Book the assessment." in text
    assert text.index("Ana Petrova") < text.index("Omar Haddad")
    assert f"{people.ana.number} · born 1990" in text
    assert_no_prediction(text)


def test_an_overdue_contact_is_said_and_marked(people: People) -> None:
    checked_in(people, people.ana, 14, self_harm=3)
    people.later(hours=7)
    text = Screen(people, "ben").text("caseload")
    assert "contact overdue by 3 h" in text
    assert 'class="case late"' in text


@pytest.mark.parametrize(
    ("state", "minutes", "words", "late"),
    [
        ("raised", 120, "contact due in 2 h", False),
        ("seen", 30, "contact due in 30 minutes", False),
        ("seen", -1, "contact overdue by 1 minute", True),
        ("raised", -180, "contact overdue by 3 h", True),
        ("raised", -60 * 72, "contact overdue by 3 days", True),
        ("contacted", -180, "contact made", False),
    ],
)
def test_the_clock_in_words(state: str, minutes: int, words: str, late: bool) -> None:
    due = START + timedelta(minutes=minutes)
    assert (clock_words(state, due, START), is_late(state, due, START)) == (words, late)


def test_each_kind_of_row_has_its_button(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    checked_in(people, people.ana, 12)
    a_session(people, agreed)
    deliver.book_session(
        plan=agreed, starts_at=people.at + timedelta(days=6), minutes=50, setting="clinic",
        practitioner=people.accounts["ben"].pk, by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    ben = Screen(people, "ben")
    assert "Tue 13 Jan" not in ben.text("caseload")
    assert "Mon 12 Jan, 11:02" in ben.text("caseload")
    checked_in(people, people.ana, 20)
    off_track = ben.text("caseload")
    assert "Reliably worse than at the start" in off_track
    assert f"/care/people/{people.ana.pk}/review/" in off_track
    assert "Off track" in off_track


def test_the_filters_live_in_the_address_and_can_be_taken_away(people: People) -> None:
    a_client(people, "omar", "Omar", "Haddad")
    checked_in(people, people.ana, 14, self_harm=2)
    ben = Screen(people, "ben")
    filtered = ben.text("caseload", reason="alert_open", q="petr")
    assert "Ana Petrova" in filtered
    assert "Omar Haddad" not in filtered
    assert 'href="?q=petr"' in filtered
    assert "Nobody fits these filters" in ben.text("caseload", q="nobody like this")
    assert "Omar Haddad" in ben.text("caseload", reason="<script>")


def test_an_empty_list_says_when_people_appear(people: People) -> None:
    assert "Nobody is on your list" in Screen(people, "dev").text("caseload")


def test_what_a_name_holds_is_never_markup(people: People) -> None:
    a_client(people, "eve2", "<script>alert(1)</script>", "Ⅴ&Co")
    text = Screen(people, "ben").text("caseload")
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_eve_sees_whose_people_they_are(people: People) -> None:
    assert "with Ben Okafor" in Screen(people, "eve").text("caseload")
    assert "with Ben Okafor" not in Screen(people, "ben").text("caseload")


def test_who_supervises_reads_why_and_gets_no_button_to_a_page_of_the_practitioner(people: People) -> None:
    ben, eve = (Screen(people, name).text("caseload") for name in ("ben", "eve"))
    assert "Book the assessment." in ben
    assert "Book the assessment." in eve
    assert f"/care/people/{people.ana.pk}/assess/" in ben
    assert f"/care/people/{people.ana.pk}/assess/" not in eve


def test_finn_gets_a_name_and_a_way_to_say_that_he_is_worried(people: People) -> None:
    a_group_with_ana(people)
    checked_in(people, people.ana, 14, self_harm=2)
    text = Screen(people, "finn").text("caseload")
    assert "Ana Petrova" in text
    assert f"/care/people/{people.ana.pk}/concern/" in text
    assert f'/care/people/{people.ana.pk}/"' not in text
    assert "<svg" not in text.split('class="case-course"')[1].split("</div>")[0]
    assert "alert" not in text.split('class="cases"')[1].split("</ul>")[0].lower()


def test_one_look_is_one_event(people: People) -> None:
    ben = Screen(people, "ben")
    [event] = events_of(people.ana.pk, lambda: ben.get("caseload"))
    assert (event.event, event.allowed) == ("caseload.seen", True)


def test_cleo_is_told_that_her_roles_do_not_include_it(people: People) -> None:
    assert Screen(people, "cleo").get("caseload").status_code == 403


def test_the_page_costs_the_same_at_three_and_at_thirty(people: People) -> None:
    many_clients(people, 2)
    safety.raise_concern(client=people.ana, level="high", words="Afraid.", by=people.sees("ben"), at=people.at)
    ben = Screen(people, "ben")
    few = queries_of(lambda: ben.text("caseload"))
    many_clients(people, 27, first=2)
    fresh = Screen(people, "ben")  # the log-in of January has lapsed
    assert queries_of(lambda: fresh.text("caseload")) == few


def test_every_word_can_be_translated(people: People) -> None:
    a_client(people, "omar", "Omar", "Haddad")
    many_clients(people, 2)
    assert pseudo.untranslated(Screen(people, "ben").pseudo("caseload")) == []
    assert pseudo.untranslated(Screen(people, "eve").pseudo("caseload")) == []
    assert pseudo.untranslated(Screen(people, "dev").pseudo("caseload")) == []
