"""Those who care: asked after their own yes, heard at once, and apart from the client, who reads what they share."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from kith.care.actions import carer_plan, caring, inviting, measure, paper, safety, schedule
from kith.care.models import Alert, BadInput, Carer, CarerLoad, Invitation, Measurement, WrongMoment
from kith.care.models.knowledge import may_fill_in
from kith.care.permissions import NotYours, invited
from kith.care.queries.carers import CarerShown, carers, my_carers
from kith.care.queries.inviting import inviting as invite_page
from kith.care.queries.my_download import my_download
from kith.care.queries.my_record import my_record
from tests.people import People

MIA = caring.Named("Mia Petrova", "sibling", "client", "Mornings, no messages")
LIGHT = dict.fromkeys(("tired", "nights", "alone", "on_call", "lost_pay"), 0) | dict.fromkeys(
    ("time_off", "know_how", "own_life", "good_moments"), 3
)
HEAVY = dict.fromkeys(("tired", "nights", "alone", "on_call", "lost_pay"), 2) | dict.fromkeys(
    ("time_off", "know_how", "own_life", "good_moments"), 1
)


def mia(people: People, *, says_yes: bool = True) -> Carer:
    carer = caring.name_carer(client=people.ana, named=MIA, by=people.sees("ben"), at=people.at)
    return caring.hear_carer(carer=carer, says_yes=True, by=people.sees("ben"), at=people.at) if says_yes else carer


def a_link(people: People, carer: Carer, word: str = "heron") -> Invitation:
    key = uuid.uuid4()
    return caring.invite_carer(carer=carer, agreed_word=word, key=key, by=people.sees("ben"), at=people.at).invitation


def answers(people: People, link: Invitation, given: dict[str, int], afraid: int = 0) -> CarerLoad:
    act: dict[str, Any] = {"invitation": link, "instrument": "carer-load", "key": uuid.uuid4()}
    act |= {"by": invited(link), "at": people.at}
    for version, (item, value) in enumerate({**given, "afraid_at_home": afraid}.items()):
        draft = inviting.answer_invited(**act, item=item, value=value, version=version)
    act["key"] = uuid.UUID(draft.content["key"])
    sent = inviting.send_invited(**act, version=draft.version, language="en")
    assert isinstance(sent, CarerLoad)
    assert inviting.send_invited(**act, version=draft.version, language="en") == sent
    return sent


def seen(people: People, name: str = "ben") -> CarerShown:
    (one,) = carers(viewer=people.sees(name), client_id=people.ana.pk, at=people.at).now
    return one


def test_a_carer_is_asked_after_their_own_yes_and_the_next_act_is_said(people: People) -> None:
    carer = mia(people, says_yes=False)
    assert seen(people).act == "ask"
    with pytest.raises(WrongMoment):
        a_link(people, carer)
    caring.hear_carer(carer=carer, says_yes=True, by=people.sees("ben"), at=people.at)
    assert seen(people).act == "invite"
    link = a_link(people, carer)
    assert seen(people).act == "wait"
    assert answers(people, link, LIGHT).found["total"] == 0
    assert not Measurement.objects.exists(), "the client's own measures hold nothing of it"
    assert (seen(people).act, seen(people, "eve").act, seen(people, "dan").act) == ("plan", "plan", "plan")
    people.later(days=28)
    assert seen(people).act == "again"
    answers(people, a_link(people, carer), HEAVY)
    assert [load.total for load in seen(people).loads] == [0, 16]
    assert seen(people).act == "relief"
    assert not Alert.objects.exists()


def test_fear_raises_an_alert_that_no_page_of_the_client_tells_of(people: People) -> None:
    carer = mia(people)
    answers(people, a_link(people, carer), LIGHT, afraid=1)
    alert = Alert.objects.get()
    assert seen(people).act == "alone"
    safety.see_alert(alert=alert, by=people.sees("ben"), at=people.at)
    ana = people.sees("ana")
    events = {look.event for look in my_record(viewer=ana, at=people.at).looks}
    told = my_download(viewer=ana, at=people.at).content["who_looked"]
    silent = ("carer", "invitation", "answers", "alert", "person.carer")
    assert not [event for event in events if event.startswith(silent)]
    assert not [row for row in told if row["what"].startswith(silent)]
    safety.raise_concern(client=people.ana, level="high", words="Low", by=people.sees("ben"), at=people.at)
    safety.see_alert(alert=alert, by=people.sees("ben"), at=people.at)
    assert "alert.seen" in {look.event for look in my_record(viewer=ana, at=people.at).looks}


def test_the_client_reads_a_plan_only_while_it_is_shared(people: People) -> None:
    link = a_link(people, mia(people))
    act: dict[str, Any] = {"invitation": link, "by": invited(link), "at": people.at}
    with pytest.raises(BadInput):
        carer_plan.keep_carer_plan(is_shared=True, **act)
    carer_plan.write_carer_plan(part="break", words=" Thursday, swimming ", **act)
    assert seen(people).plan is None
    carer_plan.keep_carer_plan(is_shared=False, **act)
    assert seen(people).plan.lines == (("break", "Thursday, swimming"),)  # type: ignore[union-attr]
    ana = people.sees("ana")
    assert not my_carers(viewer=ana, at=people.at).plans
    assert not my_download(viewer=ana, at=people.at).content["plans_of_carers_shared"]
    carer_plan.keep_carer_plan(is_shared=True, **act | {"at": people.later(minutes=1)})
    (shared,) = my_carers(viewer=ana, at=people.at).plans
    assert (shared.name, shared.lines) == ("Mia Petrova", (("break", "Thursday, swimming"),))
    carer_plan.stop_being_asked(**act | {"at": people.later(minutes=1)})
    assert not my_carers(viewer=ana, at=people.at).plans
    with pytest.raises(WrongMoment):
        carer_plan.write_carer_plan(part="ring", words="Tom", **act)


@pytest.mark.parametrize("name", ["dev", "cleo", "ana", "pia", "finn"])
def test_nobody_else_reads_who_cares(people: People, name: str) -> None:
    mia(people)
    with pytest.raises(NotYours):
        carers(viewer=people.sees(name), client_id=people.ana.pk, at=people.at)


def test_a_word_that_the_client_knows_is_refused_and_the_link_stands_on_no_other_page(people: People) -> None:
    carer = mia(people)
    for word in ("1990", "1990-04-12", "ab"):
        with pytest.raises(BadInput):
            a_link(people, carer, word)
    first = a_link(people, carer)
    a_link(people, carer)
    first.refresh_from_db()
    assert first.state(people.at) == "withdrawn"
    assert not invite_page(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).rows
    assert may_fill_in("carer-load") == ("self",)
    asked = inviting.Asked(("carer-load",), "carer", "Mia")
    with pytest.raises(BadInput, match="Those who care"):
        inviting.invite_by_link(
            client=people.ana, asked=asked, key=uuid.uuid4(), agreed_word="heron", by=people.sees("ben"), at=people.at
        )


@pytest.mark.parametrize(("respondent", "is_kept"), [("carer", False), ("parent", False), ("self", True)])
def test_a_carers_answers_come_into_the_clients_record_on_no_other_way(
    people: People, respondent: str, is_kept: bool
) -> None:
    """A client who cares for somebody answers for themselves; nobody enters a carer's answers beside the link."""
    on_paper = paper.PaperForm("carer-load", dict(LIGHT), people.at.date(), respondent)
    ways: list[Any] = [
        lambda act: paper.enter_paper_form(form=on_paper, **act),
        lambda act: measure.submit_measurement(
            instrument="carer-load", answers=dict(LIGHT), language="en", respondent=respondent, **act
        ),
    ]
    for way in ways:
        act = {"client": people.ana, "key": uuid.uuid4(), "by": people.sees("ben"), "at": people.at}
        if is_kept:
            assert way(act).respondent == "self"
            continue
        with pytest.raises(BadInput, match="stay apart from this record"):
            way(act)
        asking = schedule.Asking("carer-load", "monthly", people.at.date(), respondent)
        with pytest.raises(BadInput, match="not made for that respondent"):
            schedule.set_schedule(client=people.ana, asking=asking, by=people.sees("ben"), at=people.at)
    assert Measurement.objects.exists() == is_kept


def test_another_links_holder_writes_nothing_into_a_carers_plan(people: People) -> None:
    link = a_link(people, mia(people))
    asked = inviting.Asked(("phq9",), "self")
    other = inviting.hand_over_tablet(client=people.ana, asked=asked, by=people.sees("ben"), at=people.at)
    for held, by in ((link, other), (other, other)):
        with pytest.raises(NotYours):
            carer_plan.write_carer_plan(invitation=held, part="break", words="Mine", by=invited(by), at=people.at)
