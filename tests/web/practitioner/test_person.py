"""The page of one person: the story, the strip that keeps them safe, and nothing that a viewer may not see."""

from __future__ import annotations

import pytest

from kith.care.actions import consent, deliver, finish, refer
from kith.care.models import Alert, AuditEvent
from tests.people import People, a_booked_session, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import (
    Screen,
    a_session,
    assert_no_prediction,
    checked_in,
    events_of,
    queries_of,
)


def a_story(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    checked_in(people, people.ana, 18)
    session = a_session(people, agreed)
    what = deliver.WhatHappened("She laughed twice.", goals=tuple(agreed.goals.all()))
    deliver.record_session(session=session, client=people.ana, what=what, by=people.sees("ben"), at=people.at)
    checked_in(people, people.ana, 12)


def test_ben_reads_the_story(people: People) -> None:
    a_story(people)
    text = Screen(people, "ben").text("person", people.ana.pk)
    for words in (
        "Ana Petrova", "12 April 1990", people.ana.number,
        "PHQ-9 was 18 on 5 Jan and is 12 since 6 Jan.",
        "Reliable improvement, not yet recovered",
        "Cut-off 10", "Talking Therapies", "Show the numbers",
        "Cook for my daughter again", "She laughed twice.", "1 of 12 sessions",
        "No rule agreed yet. Until there is one, leave no message.",
    ):  # fmt: skip
        assert words in text, words
    assert_no_prediction(text)


def test_every_link_of_the_thread_has_its_target(people: People) -> None:
    a_story(people)
    text = Screen(people, "ben").text("person", people.ana.pk)
    targets = {part.split('"')[0] for part in text.split('href="#')[1:]} - {"main"}
    assert len(targets) >= 3
    assert all(f'id="{target}"' in text for target in targets)


def test_the_whole_thread_is_one_picture_and_its_gaps_are_named(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    text = Screen(people, "ben").text("person", people.ana.pk)
    for gap in ("this goal has no measure", "no technique yet", "no work set for it", "serves no named problem"):
        assert gap in text
    session = a_booked_session(people, agreed)
    diary = deliver.Work("activity-diary", "To see the week.", None)
    use = finish.Use("monitoring", (agreed.goals.get(),), (0,), ("phq9",))
    what = deliver.WhatHappened("We looked.", techniques=("monitoring",))
    finish.finish_session(
        session=session, client=people.ana, done=finish.Finished("attended", 50, "", what, (diary,), (use,)),
        draft_version=0, by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    text = Screen(people, "ben").text("person", people.ana.pk)
    for gap in ("this goal has no measure", "no technique yet", "no work set for it"):
        assert gap not in text
    assert 'id="measure-phq9"' in text
    assert text.count('href="#technique-cbt-depression-monitoring"') >= 4  # from goal, session, work and measure
    assert "no checklist is filled in far enough to judge" in text
    targets = {part.split('"')[0] for part in text.split('href="#')[1:]} - {"main"}
    assert all(f'id="{target}"' in text for target in targets)


def test_the_buttons_lead_along_the_way(people: People) -> None:
    text = Screen(people, "ben").text("person", people.ana.pk)
    for end in ("assess/", "formulate/", "plan/", "book/", "review/", "measure/phq9/", "safety-plan/", "concern/"):
        assert f'"/care/people/{people.ana.pk}/{end}"' in text
    assert "No score yet" in text


def test_the_ways_on_stand_under_headings_in_the_order_of_care(people: People) -> None:
    text = Screen(people, "ben").text("person", people.ana.pk)
    ways = text.split('id="ways-title"')[1].split("</nav>")[0]
    headings = ("Understand", "Plan and review", "Meet", "Between meetings", "With others", "Safety")
    places = [ways.index(f">{heading}</h3>") for heading in headings]
    assert places == sorted(places)
    assert ways.count("<a ") == 25
    assert places[1] < ways.index("/review/") < places[2]
    assert ways.index("/safety-talk/") > places[5]


def test_a_heading_without_a_way_on_is_not_shown(people: People) -> None:
    text = Screen(people, "eve").text("person", people.ana.pk)
    ways = text.split('id="ways-title"')[1].split("</nav>")[0]
    assert "Understand" in ways
    assert "<ul></ul>" not in ways
    assert ">Plan and review</h3>" not in ways


def test_never_leave_a_message_is_said_where_it_holds(people: People) -> None:
    rule = refer.SafeContact("phone", "+44 20 7946 0000", may_leave_message=False)
    refer.set_contact_rule(client=people.ana, rule=rule, by=people.sees("ben"), at=people.at)
    assert "Never leave a message" in Screen(people, "ben").text("person", people.ana.pk)
    rule = refer.SafeContact("phone", "+44 20 7946 0000", may_leave_message=True)
    refer.set_contact_rule(client=people.ana, rule=rule, by=people.sees("ben"), at=people.later(minutes=1))
    assert "Never leave a message" not in Screen(people, "ben").text("person", people.ana.pk)


def test_an_open_alert_stands_above_all_with_its_clock(people: People) -> None:
    checked_in(people, people.ana, 12, self_harm=2)
    text = Screen(people, "ben").text("person", people.ana.pk)
    assert "An alert is open" in text
    assert "contact due in 4 h" in text
    assert text.index("An alert is open") < text.index("The course so far")
    assert f"/care/alerts/{Alert.objects.get().pk}/" in text


@pytest.mark.parametrize("page", ["person", "safety_plan", "raise_concern"])
@pytest.mark.parametrize("name", ["dev", "ada", "pia", "cleo", "finn"])
def test_nobody_else_gets_a_page_about_ana(people: People, page: str, name: str) -> None:
    screen = Screen(people, name)
    answers = []
    [event] = events_of(people.ana.pk, lambda: answers.append(screen.get(page, people.ana.pk)))
    assert answers[0].status_code == 404
    assert (event.event, event.allowed) == ("record.refused", False)
    assert "Ana" not in answers[0].content.decode()


def test_a_place_in_the_team_opens_what_the_test_above_finds_closed(people: People) -> None:
    """Positive control: were Dev in the care team, the same requests would answer with the pages."""
    people.ana.carerelationship_set.create(
        staff=people.accounts["dev"], kind="practitioner", starts=people.at, made_at=people.at
    )
    for page in ("person", "safety_plan", "raise_concern"):
        assert "Ana Petrova" in Screen(people, "dev").text(page, people.ana.pk)


def test_dev_gets_the_same_answer_for_ana_as_for_nobody(people: People) -> None:
    dev = Screen(people, "dev")
    ana = dev.get("person", people.ana.pk).content.decode().replace(str(people.ana.pk), "ID")
    nobody = dev.get("person", people.site.pk).content.decode().replace(str(people.site.pk), "ID")
    assert ana == nobody


def test_ana_is_not_shown_the_colleagues_view_of_herself(people: People) -> None:
    assert Screen(people, "ana").get("person", people.ana.pk).status_code == 404


def test_one_look_is_one_event(people: People) -> None:
    a_story(people)
    ben = Screen(people, "ben")
    [event] = events_of(people.ana.pk, lambda: ben.get("person", people.ana.pk))
    assert (event.event, event.actor_id) == ("person.seen", people.accounts["ben"].pk)
    assert AuditEvent.objects.order_by("-sequence").first() == event


def test_without_leave_for_notes_there_is_no_note(people: People) -> None:
    """Dev may read scores and appointments by Ana's leave, and nothing she did not name."""
    a_story(people)
    checked_in(people, people.ana, 12, self_harm=1)
    consent.give_grant(
        client=people.ana, grantee=people.accounts["dev"], kind="proxy", resources=["scores", "appointments"],
        ends=people.at.replace(month=6), reason="My brother", by=people.sees("ana"), at=people.at,
    )  # fmt: skip
    text = Screen(people, "dev").text("person", people.ana.pk)
    assert "Session 1" in text
    for hidden in ("She laughed", "Cook for", "An alert is open", "Safety plan", "Formulation", "/assess/", "/book/"):
        assert hidden not in text, hidden
    assert "She laughed" in Screen(people, "ben").text("person", people.ana.pk)


def test_eve_gets_no_button_to_write_the_record(people: People) -> None:
    a_story(people)
    text = Screen(people, "eve").text("person", people.ana.pk)
    assert "She laughed" in text
    for act in ("assess", "formulate", "plan", "book", "review"):
        assert f'/{people.ana.pk}/{act}/"' not in text


def test_a_note_is_never_markup(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    session = a_session(people, agreed)
    what = deliver.WhatHappened("<img src=x onerror=alert(1)>")
    deliver.record_session(session=session, client=people.ana, what=what, by=people.sees("ben"), at=people.at)
    assert "<img src=x" not in Screen(people, "ben").text("person", people.ana.pk)


def test_the_page_costs_the_same_after_three_sessions_and_after_twelve(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)

    def sessions(how_many: int) -> None:
        for _ in range(how_many):
            checked_in(people, people.ana, 15)
            a_session(people, agreed)

    sessions(3)
    few = queries_of(lambda: Screen(people, "ben").text("person", people.ana.pk))
    sessions(9)
    assert queries_of(lambda: Screen(people, "ben").text("person", people.ana.pk)) == few


def test_every_word_can_be_translated(people: People) -> None:
    a_story(people)
    checked_in(people, people.ana, 12, self_harm=2)
    ben = Screen(people, "ben")
    assert pseudo.untranslated(ben.pseudo("person", people.ana.pk)) == []
    ben.post("safety_plan", people.ana.pk, coping="Walk")
    ben.get("person", people.ana.pk)  # takes the toast away, which was made before the made-up language was spoken
    assert pseudo.untranslated(ben.pseudo("safety_plan", people.ana.pk)) == []
    assert pseudo.untranslated(ben.pseudo("raise_concern", people.ana.pk)) == []
    alert = Alert.objects.get()
    assert pseudo.untranslated(ben.pseudo("alert", alert.pk)) == []
    for step in ("seen", "contacted", "planned"):
        ben.post("alert", alert.pk, step=step, note="Spoke.")
    ben.get("alert", alert.pk)
    assert pseudo.untranslated(ben.pseudo("alert", alert.pk)) == []
