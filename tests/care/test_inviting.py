"""Inviting somebody without an account: made by those who work with the person, answered only by whoever holds it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kith.care.actions import inviting, measure, safety, schedule
from kith.care.models import (
    Alert,
    AuditEvent,
    BadInput,
    Draft,
    Invitation,
    Measurement,
    MeasureRequest,
    Stale,
    WrongMoment,
)
from kith.care.models.inviting import hash_of
from kith.care.permissions import NotYours, invited, stranger, viewer_of_invitation
from tests.people import People, a_client

ASKED = inviting.Asked(("phq9",))


def a_link(people: People, **changes: Any) -> inviting.Made:
    given: dict[str, Any] = {"client": people.ana, "asked": ASKED, "key": uuid.uuid4(), "agreed_word": "heron"}
    return inviting.invite_by_link(**{"by": people.sees("ben"), "at": people.at} | given | changes)


def opened(people: People, made: inviting.Made, fact: str = "heron") -> Invitation | None:
    return inviting.open_invitation(
        address=hash_of(made.token), second_fact=fact, by=stranger(request_id="r"), at=people.at
    )


def answer(people: People, invitation: Invitation, value: float = 1, item: str = "mood", **changes: Any) -> Draft:
    given = {"instrument": "phq9", "item": item, "value": value, "key": uuid.UUID(int=5), "version": 0}
    return inviting.answer_invited(
        **{"invitation": invitation, "by": invited(invitation), "at": people.at} | given | changes
    )


def events() -> set[str]:
    return set(AuditEvent.objects.values_list("event", flat=True))


def test_a_link_keeps_no_address_and_no_fact_that_can_be_read(people: People) -> None:
    made = a_link(people, asked=inviting.Asked(("phq9",), "parent", "Mila Petrova"))
    row = Invitation.objects.get()
    assert made.token not in str(Invitation.objects.values().get())
    assert row.second_fact.startswith("argon2")
    assert row.invited_name == "Mila Petrova"
    assert row.expires_at == people.at + timedelta(days=7)
    assert "invitation.made" in events()


@pytest.mark.parametrize("name", ["dev", "eve", "cleo", "dan", "ada", "ana"])
def test_others_cannot_invite_anybody_about_ana(people: People, name: str) -> None:
    for act in (
        lambda: a_link(people, by=people.sees(name)),
        lambda: inviting.hand_over_tablet(client=people.ana, asked=ASKED, by=people.sees(name), at=people.at),
    ):
        with pytest.raises(NotYours):
            act()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"days": 31}, "31 days"),
        ({"days": 0}, "0 days"),
        ({"asked": inviting.Asked(())}, "0 measures"),
        ({"asked": inviting.Asked(("goal-rating",))}, "Goals are rated"),
        ({"asked": inviting.Asked(("no-such",))}, "no instrument"),
        ({"asked": inviting.Asked(("phq9",), "neighbour")}, "who answers"),
        ({"agreed_word": "abc"}, "3 letters"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(people: People, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput) as refused:
        a_link(people, **changes)
    assert told in str(refused.value)
    assert not Invitation.objects.exists()


def test_without_a_year_of_birth_a_word_must_be_agreed(people: People) -> None:
    people.ana.date_of_birth = ""
    people.ana.save()
    with pytest.raises(BadInput, match="no year of birth"):
        a_link(people, agreed_word="")


def test_a_form_sent_twice_makes_one_link(people: People) -> None:
    key = uuid.uuid4()
    a_link(people, key=key)
    with pytest.raises(WrongMoment, match="shown only once"):
        a_link(people, key=key)
    assert Invitation.objects.count() == 1


def test_only_whoever_holds_it_answers(people: People) -> None:
    invitation, other = opened(people, a_link(people)), opened(people, a_link(people))
    assert invitation is not None
    assert other is not None
    for name in ("ben", "ana", "dev", "ada"):
        with pytest.raises(NotYours):
            answer(people, invitation, by=people.sees(name))
    for by in (invited(other), stranger()):
        with pytest.raises(NotYours):
            answer(people, invitation, by=by)
    assert not Draft.objects.exists()
    answer(people, invitation)
    assert Draft.objects.get().invitation == invitation


def test_whoever_holds_it_can_do_nothing_else(people: People) -> None:
    invitation = opened(people, a_link(people))
    assert invitation is not None
    by: dict[str, Any] = {"by": invited(invitation), "at": people.at}
    for act in (
        lambda: measure.answer_question(
            client=people.ana, instrument="phq9", item="mood", value=1, key=uuid.uuid4(), version=0, **by
        ),
        lambda: safety.raise_concern(client=people.ana, level="high", words="x", **by),
        lambda: inviting.withdraw_invitation(invitation=invitation, **by),
        lambda: inviting.give_tablet_back(invitation=invitation, **by),
    ):
        with pytest.raises(NotYours):
            act()


@pytest.mark.parametrize("end", ["expired", "withdrawn", "used"])
def test_nothing_is_answered_after_the_end(people: People, end: str) -> None:
    invitation = opened(people, a_link(people))
    assert invitation is not None
    draft = answer(people, invitation)
    if end == "expired":
        people.later(days=7)
    elif end == "withdrawn":
        inviting.withdraw_invitation(invitation=invitation, by=people.sees("ben"), at=people.at)
    else:
        send(people, invitation, draft.version)
    with pytest.raises(WrongMoment):
        answer(people, invitation, version=draft.version)
    still = viewer_of_invitation(invitation.pk, at=people.at)
    assert (still is not None) == (end == "used")


def send(people: People, invitation: Invitation, version: int, **changes: Any) -> Measurement:
    given = {"instrument": "phq9", "key": uuid.UUID(int=5), "version": version, "language": "en"}
    return inviting.send_invited(
        **{"invitation": invitation, "by": invited(invitation), "at": people.at} | given | changes
    )


def test_answers_sent_by_a_link_are_accounted_to_whoever_made_it(people: People) -> None:
    invitation = opened(people, a_link(people, asked=inviting.Asked(("phq9",), "teacher")))
    assert invitation is not None
    sent = send(people, invitation, answer(people, invitation).version)
    assert (sent.mode, sent.respondent, sent.sender.username) == ("link", "teacher", "ben")
    assert "invitation.used" in events()


def test_answers_by_a_link_settle_what_was_asked_on_a_schedule(people: People) -> None:
    schedule.set_schedule(
        client=people.ana,
        asking=schedule.Asking("phq9", "weekly", people.at.date()),
        by=people.sees("ben"),
        at=people.at,
    )
    made = a_link(people, asked=inviting.Asked(("phq9",), "self", "Ana"))
    invitation = opened(people, made)
    assert invitation is not None
    sent = send(people, invitation, answer(people, invitation).version)
    request = MeasureRequest.objects.get()
    assert (request.state, request.measurement_id, request.decided_by.username) == ("answered", sent.pk, "ben")
    connection.check_constraints()


def test_an_answer_that_asks_for_help_raises_its_alert_before_it_is_sent(people: People) -> None:
    invitation = opened(people, a_link(people))
    assert invitation is not None
    answer(people, invitation, 2, "self_harm")
    alert = Alert.objects.get()
    assert (alert.owner.username, alert.level) == ("ben", "high")
    assert alert.steps.get().invitation == invitation


def test_a_stale_page_does_not_overwrite(people: People) -> None:
    invitation = opened(people, a_link(people))
    assert invitation is not None
    answer(people, invitation, 3)
    with pytest.raises(Stale):
        answer(people, invitation, 0)
    assert Draft.objects.get().content["answers"] == {"mood": 3}


def test_a_link_is_withdrawn_once_and_only_by_those_who_work_with_ana(people: People) -> None:
    made = a_link(people)
    for name in ("dev", "ana", "eve"):
        with pytest.raises(NotYours):
            inviting.withdraw_invitation(invitation=made.invitation, by=people.sees(name), at=people.at)
    inviting.withdraw_invitation(invitation=made.invitation, by=people.sees("ben"), at=people.at)
    assert opened(people, made) is None
    assert "invitation.withdrawn" in events()
    with pytest.raises(WrongMoment):
        inviting.withdraw_invitation(invitation=made.invitation, by=people.sees("ben"), at=people.at)


def test_a_tablet_lasts_an_hour_and_has_no_address(people: People) -> None:
    tablet = inviting.hand_over_tablet(client=people.ana, asked=ASKED, by=people.sees("ben"), at=people.at)
    assert viewer_of_invitation(tablet.pk, at=people.at) is not None
    assert opened(people, inviting.Made(tablet, tablet.token_hash)) is None
    people.later(minutes=60)
    assert viewer_of_invitation(tablet.pk, at=people.at) is None


def test_a_tablet_given_back_keeps_what_was_sent_and_the_alert_and_nothing_else(people: People) -> None:
    asked = inviting.Asked(("phq9", "gad7"))
    tablet = inviting.hand_over_tablet(client=people.ana, asked=asked, by=people.sees("ben"), at=people.at)
    sent = send(people, tablet, answer(people, tablet, 2, "self_harm").version)
    answer(people, tablet, 1, "nervous", instrument="gad7", key=uuid.UUID(int=6))
    inviting.give_tablet_back(invitation=tablet, by=invited(tablet), at=people.at)
    assert (sent.mode, sent.sender.username) == ("kiosk", "ben")
    assert Alert.objects.exists()
    assert not Draft.objects.exists()
    with pytest.raises(WrongMoment):
        answer(people, tablet, 1, "worry", instrument="gad7", key=uuid.UUID(int=6))
    assert "invitation.tablet_given_back" in events()


def test_a_link_of_somebody_elses_opens_nothing_of_anas(people: People) -> None:
    zoe = a_client(people, "zoe", "Zoe", "Lund", "dev")
    theirs = opened(people, a_link(people, client=zoe, by=people.sees("dev")))
    ours = opened(people, a_link(people))
    assert theirs is not None
    assert ours is not None
    with pytest.raises(NotYours):
        answer(people, ours, by=invited(theirs))
