"""Worries: told without any record, answered by those who answer concerns, and closed by somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import worry
from kith.care.models import Alert, AlertStep, AuditEvent, BadInput, Concern, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.worries import answer_concern, my_worry, worry_page
from tests.people import People, a_client, a_service

TOLD: dict[str, Any] = {"about": "Ana, tall", "level": "high", "words": "She gave her things away"}


def told(people: People, by: str = "finn") -> Concern:
    return worry.tell_concern(**TOLD, by=people.sees(by), at=people.at)


def events(name: str) -> int:
    return AuditEvent.objects.filter(event=name).count()


@pytest.mark.parametrize("name", ["ben", "cleo", "dev", "eve", "finn", "dan", "ada", "pia"])
def test_everybody_who_works_here_tells_one(people: People, name: str) -> None:
    row = told(people, name)
    assert (row.state, row.owner.username) == ("raised", "dan")
    assert events("concern.raised") == 1


def test_a_client_has_their_own_verb_and_it_stands_in_no_record(people: People) -> None:
    with pytest.raises(NotAllowed):
        told(people, "ana")
    worry.tell_concern_as_client(client=people.ana, **TOLD, by=people.sees("ana"), at=people.at)
    assert Concern.objects.count() == 1
    assert not Alert.objects.exists()
    with pytest.raises(NotYours):
        worry.tell_concern_as_client(client=people.ana, **TOLD, by=people.sees("ben"), at=people.at)


def test_asking_for_contact_is_the_persons_own_alert(people: People) -> None:
    given: dict[str, Any] = {"client": people.ana, "level": "imminent", "at": people.at}
    alert = worry.ask_for_contact(**given, words="I am not well", by=people.sees("ana"))
    assert (alert.level, AlertStep.objects.get().flag) == ("imminent", "asked_for_contact")
    assert events("alert.raised") == 1
    with pytest.raises(NotYours):
        worry.ask_for_contact(**given, words="He is not well", by=people.sees("ben"))
    with pytest.raises(BadInput):
        worry.ask_for_contact(**given, words=" ", by=people.sees("ana"))


@pytest.mark.parametrize("missing", ["about", "level", "words"])
def test_what_is_missing_is_named_and_nothing_is_kept(people: People, missing: str) -> None:
    with pytest.raises(BadInput):
        worry.tell_concern(**(TOLD | {missing: ""}), by=people.sees("finn"), at=people.at)
    assert not Concern.objects.exists()


@pytest.mark.parametrize("name", ["ben", "cleo", "finn", "ada", "ana"])
def test_only_those_who_answer_concerns_see_take_link_or_close_one(people: People, name: str) -> None:
    row, given = told(people), {"by": people.sees(name), "at": people.at}
    for verb, more in (
        (worry.see_concern, {}),
        (worry.link_concern, {"client": people.ana}),
        (worry.close_concern, {"reason": "Nobody"}),
    ):
        with pytest.raises(NotAllowed):
            verb(concern=row, **more, **given)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        answer_concern(viewer=people.sees(name), concern_id=row.pk, at=people.at)
    assert worry_page(viewer=people.sees("finn"), at=people.at).waiting == ()


def test_duty_of_another_service_finds_nothing(people: People) -> None:
    row, others = told(people), a_service("Hill Service")
    with pytest.raises(NotYours):
        answer_concern(viewer=others.sees("dan"), concern_id=row.pk, at=people.at)


def test_it_is_seen_once_and_closed_by_somebody_else_with_a_reason(people: People) -> None:
    row = told(people, "dan")
    worry.see_concern(concern=row, by=people.sees("dan"), at=people.at)
    assert events("concern.seen") == 1
    with pytest.raises(WrongMoment):
        worry.see_concern(concern=row, by=people.sees("dan"), at=people.at)
    with pytest.raises(WrongMoment):
        worry.close_concern(concern=row, reason="Nobody here", by=people.sees("dan"), at=people.at)
    with pytest.raises(BadInput):
        worry.close_concern(concern=row, reason=" ", by=people.sees("eve"), at=people.at)
    worry.close_concern(concern=row, reason="Nobody here. Told the police.", by=people.sees("eve"), at=people.at)
    assert events("concern.closed") == 1
    with pytest.raises(WrongMoment):
        worry.link_concern(concern=row, client=people.ana, by=people.sees("dan"), at=people.at)


def test_linking_makes_it_the_alert_of_a_person_whom_the_answerer_may_answer_for(people: People) -> None:
    zed = a_client(people, "zed", "Zed", "Quist", practitioner="dev")
    row = told(people)
    with pytest.raises(NotYours):
        worry.link_concern(concern=row, client=zed, by=people.sees("eve"), at=people.at)  # Eve supervises Ben only
    alert = worry.link_concern(concern=row, client=people.ana, by=people.sees("dan"), at=people.at)
    assert (alert.client_id, events("concern.linked")) == (people.ana.pk, 1)


def test_the_search_finds_only_people_the_viewer_may_answer_for(people: People) -> None:
    a_client(people, "zed", "Zed", "Quist", practitioner="dev")
    row = told(people)

    def found(name: str, asked: str) -> list[str]:
        page = answer_concern(viewer=people.sees(name), concern_id=row.pk, at=people.at, name=asked)
        return [one.name for one in page.found]

    assert found("dan", "quist") == ["Zed Quist"]
    assert found("eve", "quist") == []
    assert found("eve", "PETROVA") == ["Ana Petrova"]
    assert found("dan", people.ana.number) == ["Ana Petrova"]
    assert found("dan", "q") == []  # one letter would list nearly everybody


def test_the_form_of_a_client_is_nobody_elses(people: People) -> None:
    page = my_worry(viewer=people.sees("ana"), at=people.at)
    assert [one.name for one in page.on_duty.people] == ["Dan Price"]
    with pytest.raises(NotYours):
        my_worry(viewer=people.sees("ben"), at=people.at)
