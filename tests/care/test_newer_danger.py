"""An answer about danger counts until something newer is known: an open alert, or one that was raised since."""

from __future__ import annotations

import pytest

from kith.care.actions import choose, correct, safety
from kith.care.models import Alert, BadInput, Measurement
from kith.care.models.safety import ALERT_OUTCOMES
from kith.care.queries.choosing_together import choosing_together
from kith.care.queries.options_shown import OptionsShown
from kith.care.queries.planning import planning
from kith.care.queries.planning_facts import planning_facts
from tests.care.choosing import CALM, facts_asked, phq9_taken
from tests.people import People
from tests.web.practitioner.screens import Screen, checked_in

DANGERS = {"danger_to_self", "danger_from_others"}


def offered(people: People) -> OptionsShown:
    return planning(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).offered


def known(people: People, **changes: object) -> None:
    phq9_taken(people)
    facts_asked(people, **changes)
    people.later(hours=1)


def worried(people: People) -> Alert:
    return safety.raise_concern(
        client=people.ana, level="high", words="She gave her cat away.", by=people.sees("dan"), at=people.at
    )


def closed(people: People, alert: Alert) -> None:
    given = {"by": people.sees("ben"), "at": people.later(hours=1)}
    safety.see_alert(alert=alert, **given)
    safety.contact_about_alert(alert=alert, note="Rang.", **given)
    safety.review_safety_for_alert(alert=alert, note="Looked at it together.", **given)
    safety.close_alert(alert=alert, outcome=ALERT_OUTCOMES[0], note="", **given)
    people.later(hours=1)


def overtaken(found: OptionsShown) -> set[str | None]:
    return {one.circumstance for one in found.lacking if one.why == "overtaken"}


def test_without_an_alert_a_no_of_these_days_counts(people: People) -> None:
    known(people)
    found = offered(people)
    assert not found.is_refused
    assert found.options
    assert found.newer.at is None


def test_while_an_alert_is_open_no_no_counts_not_even_one_given_after_it(people: People) -> None:
    known(people)
    alert = worried(people)
    found = offered(people)
    assert found.is_refused
    assert not found.options
    assert overtaken(found) == DANGERS
    assert (found.newer.is_open, found.newer.alert, found.newer.at) == (True, alert.pk, people.at)
    people.later(hours=1)
    facts_asked(people)
    assert overtaken(offered(people)) == DANGERS


def test_after_it_is_closed_it_is_asked_again_once(people: People) -> None:
    known(people)
    closed(people, worried(people))
    found = offered(people)
    assert overtaken(found) == DANGERS
    assert not found.newer.is_open
    facts_asked(people)
    assert not offered(people).is_refused


def test_an_answer_between_the_alert_and_its_closing_counts(people: People) -> None:
    known(people)
    alert = worried(people)
    people.later(hours=1)
    facts_asked(people)
    closed(people, alert)
    assert not offered(people).is_refused


def test_a_yes_counts_beside_an_open_alert_and_stands_above_everything(people: People) -> None:
    known(people, circumstances={**CALM, "danger_to_self": True})
    worried(people)
    found = offered(people)
    assert overtaken(found) == {"danger_from_others"}
    facts_asked(people, circumstances={"danger_to_self": True, "danger_from_others": True})
    found = offered(people)
    assert not found.is_refused
    assert set(found.dangers_first) == DANGERS


def test_a_questionnaire_newer_than_the_answer_says_so_until_it_is_withdrawn(people: People) -> None:
    known(people)
    checked_in(people, people.ana, 12, self_harm=2)
    assert overtaken(offered(people)) == DANGERS
    correct.withdraw_measurement(
        measurement=Measurement.objects.order_by("-taken_at", "-pk").first(),
        reason="wrong_person",
        words="It was her sister's.",
        by=people.sees("ben"),
        at=people.later(minutes=5),
    )
    assert overtaken(offered(people)) == DANGERS  # the alert stays open until a person closes it
    closed(people, Alert.objects.get())
    assert not offered(people).is_refused


def test_the_form_says_that_the_answer_does_not_count_any_more(people: People) -> None:
    known(people)
    assert "does not count any more" not in Screen(people, "ben").text("plan_facts", people.ana.pk)
    worried(people)
    assert (
        planning_facts(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).overtaken
        == offered(people).newer.overtaken
    )
    assert "no on 5 Jan; does not count any more" in Screen(people, "ben").text("plan_facts", people.ana.pk)


def test_the_plan_page_says_which_alert_and_leads_to_it(people: People) -> None:
    known(people)
    calm = Screen(people, "ben").text("plan", people.ana.pk)
    assert "An alert" not in calm
    alert = worried(people)
    text = Screen(people, "ben").text("plan", people.ana.pk)
    assert "An alert is open, last raised on 5 January 2026, 10:02" in text
    assert text.count(f"{alert.pk}") >= 3  # the head, and both dangers
    assert "Choose this" not in text
    closed(people, alert)
    assert "An alert was raised on 5 January 2026, 10:02, after the answer." in Screen(people, "ben").text(
        "plan", people.ana.pk
    )


def test_together_the_page_goes_first_to_being_safe_and_says_neither_why_nor_who(people: People) -> None:
    known(people)
    screen = Screen(people, "ben")
    calm = screen.text("choose_together", people.ana.pk)
    assert "data-card=" in calm
    assert "being safe" not in calm
    alert = worried(people)
    page = choosing_together(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at, matters={})
    assert (page.is_refused, page.in_danger, page.offered) == (True, True, ())
    text = screen.text("choose_together", people.ana.pk)
    main = text[text.index("<main") : text.index("</main>")]
    assert "First we talk about being safe" in main
    assert "data-card=" not in main
    for word in ("alert", str(alert.pk), "Dan Price", "her cat", "concern", "worried", "danger"):
        assert word not in main, word


def test_a_choice_made_in_the_meantime_asks_for_a_reason(people: People) -> None:
    known(people)
    worried(people)
    with pytest.raises(BadInput) as refused:
        choose.keep_choice(
            client=people.ana,
            outcome="plan",
            protocol="behavioural-activation",
            decision=choose.Decision("Small steps."),
            by=people.sees("ben"),
            at=people.at,
        )
    assert refused.value.field == "override_reason"


def test_what_is_kept_of_the_day_names_neither_alert_nor_danger(people: People) -> None:
    known(people)
    worried(people)
    row = choose.keep_choice(
        client=people.ana,
        outcome="not_decided",
        protocol="",
        decision=choose.Decision("Not today."),
        by=people.sees("ben"),
        at=people.at,
    )
    assert row.table["is_refused"]
    assert "alert" not in str(row.table)
    assert "danger" not in str(row.table)
