"""Somebody stands by a question of the evidence: who may, in which version, and what a later version does to it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kith.care.actions.sign_evidence import sign_evidence
from kith.care.models import AuditEvent, BadInput, EvidenceSignOff, Stale, WrongMoment
from kith.care.models.evidence import evidence_now
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.evidence_signing import evidence_change, evidence_changes
from kith.science.evidence import sum_of
from tests.people import People, a_service

QUESTION = "depression-cbt"


def sign(people: People, who: str = "eve", **more: Any) -> EvidenceSignOff:
    given = {"question": QUESTION, "sum_": evidence_now(QUESTION)[1], "words": "Read the abstract again."} | more
    return sign_evidence(**given, by=people.sees(who), at=people.at)


def signed_earlier(people: People, **changes: Any) -> EvidenceSignOff:
    """What Eve signed when the first comparison still had other figures."""
    row = sign(people)
    content = copy.deepcopy(row.content)
    content["document"]["rows"][0] |= changes or {"interval": {"ends": [-0.1, 0.8], "provenance": "computed"}}
    earlier = EvidenceSignOff(
        service=row.service,
        question=QUESTION,
        version="0.9",
        content=content,
        sum="1" * 64,
        words="The first reading",
        signed_by=row.signed_by,
        signed_at=people.later(days=1),
        made_at=people.at,
    )
    earlier.save(force_insert=True)
    return earlier


def test_a_supervisor_signs_the_whole_version_and_it_is_written_down(people: People) -> None:
    row = sign(people)
    version, present = evidence_now(QUESTION)
    assert (row.sum, row.version, row.signed_by.username) == (present, version.document.version, "eve")
    assert row.content["document"]["id"] == QUESTION
    assert sum_of(version) == present
    event = AuditEvent.objects.get(event="evidence.signed")
    assert (event.object_kind, event.object_id, event.clients) == ("evidencesignoff", str(row.pk), [])
    page = evidence_change(viewer=people.sees("ben"), question=QUESTION)
    assert (page.signing.state, page.differences, page.may_sign) == ("signed", (), False)
    assert page.signing.signed_by == row.signed_by.display_name


@pytest.mark.parametrize("who", ["ben", "cleo", "ana", "finn"])
def test_nobody_else_signs(people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        sign(people, who)
    assert not EvidenceSignOff.objects.exists()


def test_what_was_not_shown_is_not_signed(people: People) -> None:
    with pytest.raises(Stale):
        sign(people, sum_="0" * 64)
    with pytest.raises(NotYours):
        sign(people, question="no-such-question")
    for words in (" ", "x" * 401):
        with pytest.raises(BadInput):
            sign(people, words=words)
    assert not EvidenceSignOff.objects.exists()


def test_one_version_is_signed_once(people: People) -> None:
    sign(people)
    with pytest.raises(WrongMoment):
        sign(people)
    assert EvidenceSignOff.objects.count() == 1


def test_a_question_that_changed_is_unsigned_and_can_be_signed_again(people: People) -> None:
    signed_earlier(people)
    page = evidence_change(viewer=people.sees("eve"), question=QUESTION)
    assert (page.signing.state, page.signing.version, page.may_sign) == ("changed", "0.9", True)
    assert page.differences is not None
    (found,) = page.differences
    assert (found.kind, found.step, [one.key for one in found.changes]) == ("row", "changed", ["interval"])
    assert [one.says for one in found.crossings] == ["no longer includes no effect"]
    people.later(days=1)
    sign(people)
    assert evidence_change(viewer=people.sees("eve"), question=QUESTION).signing.state == "signed"
    assert EvidenceSignOff.objects.count() == 3


def test_a_form_that_is_no_longer_known_is_said_and_not_compared(people: People) -> None:
    signed_earlier(people, measure="no such measure")
    page = evidence_change(viewer=people.sees("eve"), question=QUESTION)
    assert (page.signing.state, page.differences) == ("changed", None)


def test_every_question_stands_in_one_place(people: People) -> None:
    page = evidence_changes(viewer=people.sees("ben"))
    assert (page.changed, page.signed) == ((), ())
    every = len(page.never)
    assert every > 50
    signed_earlier(people)
    page = evidence_changes(viewer=people.sees("ben"))
    assert [one.document.id for one in page.changed] == [QUESTION]
    assert (len(page.never), page.signed) == (every - 1, ())


def test_another_service_has_not_signed(people: People) -> None:
    sign(people)
    assert evidence_change(viewer=people.sees("eve"), question=QUESTION).signing.state == "signed"
    assert evidence_change(viewer=a_service("Hill Service").sees("eve"), question=QUESTION).signing.state == "never"
