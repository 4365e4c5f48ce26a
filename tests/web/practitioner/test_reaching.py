"""Before a first meeting and reaching somebody, as Ben sees them: what to do next, and what is not safe is refused."""

from __future__ import annotations

from kith.care.actions import engage, refer
from kith.care.models import Outreach, OutreachTry
from tests.people import People, a_client
from tests.web.practitioner.screens import Screen


def test_the_page_says_what_to_do_next_at_each_step(people: People) -> None:
    ben, ana = Screen(people, "ben"), people.ana.pk
    assert "Ask what is in the way" in ben.text("engagement", ana)
    assert ben.post("engagement", ana, what="barriers", kinds=["cost"]).status_code == 302
    assert "Offer something against what is in the way" in ben.text("engagement", ana)
    barrier = people.ana.barrier_set.get()
    ben.post("engagement", ana, what="offer", barrier=barrier.pk, kind="fare_paid")
    remedy = people.ana.remedy_set.get()
    ben.post("engagement", ana, what="answer", remedy=remedy.pk, answer="accepted")
    assert "Do what was promised" in ben.text("engagement", ana)
    assert "1 thing is promised before the first meeting" in ben.text("caseload")
    ben.post("engagement", ana, what="done", remedy=remedy.pk)
    ben.post("engagement", ana, what="first_contact", who="woman", step="Sleep", benefit="")
    text = ben.text("engagement", ana)
    assert "Book the first meeting as they would like it" in text
    assert "A woman" in text


def test_ids_of_somebody_else_lead_nowhere(people: People) -> None:
    bo = a_client(people, "bo", "Bo", "Moss")
    (barrier,) = engage.tell_barriers(client=bo, kinds=("cost",), by=people.sees("ben"), at=people.at)
    sent = {"what": "offer", "barrier": barrier.pk, "kind": "fare_paid"}
    assert Screen(people, "ben").post("engagement", people.ana.pk, **sent).status_code == 404


def test_a_forbidden_message_is_refused_in_three_parts_and_nothing_typed_is_lost(people: People) -> None:
    rule = refer.SafeContact("phone", "020 7946 0000", note="Her sister shares it")
    refer.set_contact_rule(client=people.ana, rule=rule, by=people.sees("ana"), at=people.at)
    ben, ana = Screen(people, "ben"), people.ana.pk
    ben.post("outreach", ana, what="begin", reason="not_met_yet")
    text = ben.text("outreach", ana)
    assert "Never leave a message" in text
    assert "Her sister shares it" in text
    sent = {"what": "try", "channel": "phone", "outcome": "message_left", "note": "It rang for long"}
    answer = ben.post("outreach", ana, **sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    for words in ("is not within what is safe", "never leave a message", "Hang up without a word", "It rang for long"):
        assert words in page
    assert not OutreachTry.objects.exists()
    assert ben.post("outreach", ana, **(sent | {"outcome": "no_message"})).status_code == 302
    text = ben.text("outreach", ana)
    assert "Try again from Wednesday 7 January" in text
    assert "It rang for long" in text


def test_stopping_asks_with_whom_and_says_that_care_goes_on(people: People) -> None:
    ben, ana = Screen(people, "ben"), people.ana.pk
    ben.post("outreach", ana, what="begin", reason="fell_silent")
    alone = ben.post("outreach", ana, what="decide", decision="stop", reason="No word")
    assert alone.status_code == 422
    assert "Nobody decides this alone" in alone.content.decode()
    ben.post("outreach", ana, what="decide", decision="stop", reason="No word", together_with="Eve")
    assert Outreach.objects.get().ending == "stopped"
    assert "Stopped trying, care went on" in ben.text("outreach", ana)


def test_eve_reads_and_has_no_form(people: People) -> None:
    text = Screen(people, "eve").text("outreach", people.ana.pk).split("<main")[1]
    assert "Their practitioner knows what is safe" in text
    assert "Begin: has not come yet" not in text


def test_a_form_of_nobody_is_refused(people: People) -> None:
    ben = Screen(people, "ben")
    for page in ("engagement", "outreach"):
        assert ben.post(page, people.ana.pk, what="dance").status_code == 422
