"""H07: what one of a couple or family told in confidence is repeated in nothing that anybody else reads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import gather, look_back, run_group, set_up, share, together
from kith.care.models import BadInput, Group, Session
from tests.care.family_scenes import a_couple, alone
from tests.people import People, a_client

SECRET = "I am thinking of leaving him"
RETOLD = "We hear of thinking, and of how she leaves."


@pytest.fixture
def couple(people: People) -> Group:
    """Ana and Bo with Finn."""
    return a_couple(people, a_client(people, "bo", "Bo", "Moss"))


@pytest.fixture
def told(people: People, couple: Group) -> Session:
    """Ana told Finn something in confidence; the couple met afterwards, and Finn records it."""
    for client in (people.ana, couple.memberships.exclude(client=people.ana).get().client):
        alone(people, couple, client)
    together.keep_confidence(group=couple, client=people.ana, words=SECRET, by=people.sees("finn"), at=people.at)
    met = gather.book_meeting(
        group=couple, starts_at=people.at + timedelta(days=1), minutes=50, by=people.sees("finn"), at=people.at
    )
    people.later(days=1, hours=2)
    return met


def recorded(people: People, met: Session, themes: str = "Evenings", note: str = "Calm") -> None:
    marks = [(one.client_id, "attended") for one in met.group.memberships.all()]  # type: ignore[union-attr]
    by = people.sees("finn")
    gather.record_meeting(meeting=met, register=marks, themes=themes, note=note, by=by, at=people.at)


def summed_up(people: People, met: Session, words: str) -> None:
    act: dict[str, Any] = {"by": people.sees("finn"), "at": people.at}
    together.write_joint_summary(group=met.group, words=words, is_offered=True, **act)


def filed_for_bo(people: People, met: Session, words: str) -> None:
    bo = met.group.memberships.exclude(client=people.ana).get().client  # type: ignore[union-attr]
    act: dict[str, Any] = {"by": people.sees("finn"), "at": people.at}
    gather.write_group_entry(meeting=met, client=bo, words=words, is_released=True, **act)


def decided(people: People, met: Session, words: str) -> None:
    share.write_decision(meeting=met, kind="decision", words=words, by=people.sees("finn"), at=people.at)


def noted(people: People, met: Session, words: str) -> None:
    share.note_here_and_now(meeting=met, themes=["trust"], words=words, by=people.sees("finn"), at=people.at)


def looked_back(people: People, met: Session, words: str) -> None:
    recorded(people, met)
    seen = look_back.LookBack(words, "", "")
    look_back.write_debrief(meeting=met, seen=seen, by=people.sees("finn"), at=people.at)


WRITERS = [
    summed_up, filed_for_bo, decided, noted, looked_back,
    lambda people, met, words: recorded(people, met, note=words),
    lambda people, met, words: recorded(people, met, themes=words),
]  # fmt: skip


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("words", [SECRET, RETOLD, f"It went well.\nThen we heard: {SECRET.lower()}, which was hard."])
def test_nothing_that_others_read_repeats_a_confidence(people: People, told: Session, write: Any, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        write(people, told, words)
    assert "in confidence" in refused.value.found
    assert "Ana" not in str(refused.value), "It is not said whose it is."


@pytest.mark.parametrize("write", WRITERS)
def test_other_words_are_kept(people: People, told: Session, write: Any) -> None:
    """The control: what comes close to nothing is saved."""
    write(people, told, "We walk once on Friday after supper.")


@pytest.mark.parametrize("write", WRITERS)
def test_without_the_check_the_repeated_words_would_be_kept(
    people: People, told: Session, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (gather, share, look_back, together):
        monkeypatch.setattr(room, "check_repeats_no_confidence", lambda *_, **__: None)
    write(people, told, SECRET)


def test_a_colleague_who_did_not_hear_it_may_not_repeat_it_either(people: People, told: Session) -> None:
    founder = set_up.founder(people.service.pk)
    people.accounts["fay"] = set_up.open_account(
        service=people.service, username="fay", display_name="Fay Lund", roles=["facilitator"], password=None,
        by=founder, at=people.at,
    )  # fmt: skip
    run_group.lead_group(group=told.group, staff=people.accounts["fay"], by=people.sees("finn"), at=people.at)
    with pytest.raises(BadInput):
        together.write_joint_summary(
            group=told.group, words=SECRET, is_offered=False, by=people.sees("fay"), at=people.at
        )


def test_her_own_record_may_hold_what_she_told_herself(people: People, told: Session) -> None:
    act: dict[str, Any] = {"by": people.sees("finn"), "at": people.at}
    entry = gather.write_group_entry(meeting=told, client=people.ana, words=SECRET, is_released=True, **act)
    assert entry.client == people.ana
