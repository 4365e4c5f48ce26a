"""The limits of confidentiality: explained, written down, renewed when the words change."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import kith
from kith.care.actions.explain import explain_limits
from kith.care.models import AuditEvent, BadInput, LimitsTalk
from kith.care.models.explaining import LIMITS_VERSION
from kith.care.permissions import NotYours, Refused
from kith.care.queries import limits
from kith.care.queries.my_download import my_download
from kith.care.queries.session import session_page
from tests.people import People, a_booked_session, an_agreed_plan

WORDS = Path(kith.__file__ or "").parent / "web/templates/web/parts/limits.html"
# A changed text is a new version, so that it is explained again: change both lines together.
VERSION, DIGEST = "2026-11", "98af9046f4bc058f"


def explain(people: People, understood: str = "own_words", by: str = "ben") -> LimitsTalk:
    return explain_limits(
        client=people.ana,
        understood=understood,
        language="ar",
        words="What if my brother asks?",
        by=people.sees(by),
        at=people.at,
    )


def is_due(people: People) -> bool:
    return limits.limits(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at).is_due


def test_a_talk_is_kept_with_version_language_and_person_and_audited(people: People) -> None:
    assert is_due(people)
    talk = explain(people)
    assert (talk.text_version, talk.language, talk.recorded_by) == (LIMITS_VERSION, "ar", people.accounts["ben"])
    assert AuditEvent.objects.get(event="limits.explained").object_id == str(talk.pk)
    assert "brother" not in str(AuditEvent.objects.values())
    assert not is_due(people)


def test_not_understood_yet_or_other_words_by_now_it_is_due_again(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    explain(people, "not_yet")
    assert is_due(people)
    people.later(minutes=1)
    explain(people, "with_help")
    assert not is_due(people)
    monkeypatch.setattr(limits, "LIMITS_VERSION", "2027-03")
    assert is_due(people)


@pytest.mark.parametrize("who", ["dev", "cleo", "finn", "eve", "dan", "pia"])
def test_others_do_not_write_it_down(people: People, who: str) -> None:
    with pytest.raises(Refused):
        explain(people, by=who)
    with pytest.raises(Refused):
        limits.limits(viewer=people.sees(who), client_id=people.ana.pk, at=people.at)


def test_a_talk_says_how_it_was_understood(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        explain(people, "")
    assert refused.value.field == "understood"


def test_the_person_reads_it_at_any_time_and_finds_it_in_their_copy(people: People) -> None:
    explain(people, by="ana")
    page = limits.my_limits(viewer=people.sees("ana"), at=people.at)
    assert [talk.is_by_person for talk in page.talks] == [True]
    copy = my_download(viewer=people.sees("ana"), at=people.at).content["limits_explained"]
    assert [row["words"] for row in copy] == ["What if my brother asks?"]
    with pytest.raises(NotYours):
        limits.my_limits(viewer=people.sees("ben"), at=people.at)


def test_before_a_session_it_is_asked_for_and_never_blocks(people: People) -> None:
    session = a_booked_session(people, an_agreed_plan(people, people.ana))
    shown = session_page(viewer=people.sees("ben"), session_id=session.pk, at=people.at)
    assert shown.limits_are_due
    explain(people)
    assert not session_page(viewer=people.sees("ben"), session_id=session.pk, at=people.at).limits_are_due


def test_words_that_change_are_a_new_version() -> None:
    assert (LIMITS_VERSION, hashlib.sha256(WORDS.read_bytes()).hexdigest()[:16]) == (VERSION, DIGEST)
