"""Signed evidence on pages: what changed since somebody signed, who may sign, and what the evidence pages say of it."""

from __future__ import annotations

import re

import pytest

from kith.care.models import EvidenceSignOff
from kith.care.models.evidence import evidence_now
from tests.care.test_sign_evidence import QUESTION, sign, signed_earlier
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

WORDS = "Read the abstract and table 2."


def plain(html: str) -> str:
    """The words of a page with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_question_that_nobody_signed_is_said_to_be_so(people: People) -> None:
    text = plain(Screen(people, "ben").text("evidence_signing", QUESTION))
    assert "Nobody here has signed it" in text
    assert "there is nothing to compare with" in text
    assert "A supervisor of your service can sign it." in text
    assert "Nobody of this service has signed it yet" in Screen(people, "ben").text("evidence_question", QUESTION)


def test_a_supervisor_signs_on_the_page_and_others_read_it(people: People) -> None:
    eve = Screen(people, "eve")
    assert "Sign this version" in eve.text("evidence_signing", QUESTION)
    present = evidence_now(QUESTION)[1]
    assert eve.post("evidence_signing", QUESTION, sum=present, words=WORDS).status_code == 302
    assert EvidenceSignOff.objects.get().words == WORDS
    text = plain(Screen(people, "ben").text("evidence_signing", QUESTION))
    for words in ("Signed off", "Eve Lindqvist", WORDS, "Nothing. It is as it was signed."):
        assert words in text
    assert "Sign this version" not in eve.text("evidence_signing", QUESTION)
    assert "Eve Lindqvist" in Screen(people, "ben").text("evidence_question", QUESTION)


def test_the_evidence_pages_say_changed_not_signed_off_where_it_is_true(people: People) -> None:
    ben = Screen(people, "ben")
    pages = (("evidence",), ("evidence_question", QUESTION), ("evidence_signing", QUESTION))
    assert all("Changed, not signed off" not in ben.text(*page) for page in pages)
    signed_earlier(people)
    ben = Screen(people, "ben")  # a day later
    assert all(ben.text(*page).count("Changed, not signed off") == 1 for page in pages)
    listed = plain(ben.text("evidence_changes"))
    assert "Changed since it was signed (1)" in listed
    assert "Version 0.9 signed on" in listed
    assert "Changed, not signed off" not in ben.text("evidence_question", "panic-cbt")


def test_what_changed_is_read_figure_by_figure(people: People) -> None:
    signed_earlier(people)
    text = plain(Screen(people, "ben").text("evidence_signing", QUESTION))
    for words in (
        "A comparison changed: care-as-usual",
        "The interval no longer includes no effect.",
        "−0.1 to 0.8 (worked out from open data)",
        "0.542 to 0.824 (worked out from open data)",
        "The first reading",
    ):
        assert words in text


def test_studies_and_pooled_results_stand_with_a_change(people: People) -> None:
    earlier = signed_earlier(people)
    later = EvidenceSignOff(
        **{one: getattr(earlier, one) for one in ("service", "question", "version", "words", "signed_by")},
        content=earlier.content
        | {"trials": [["care-as-usual", name, 0.5, 0.1] for name in ("Abas 2018", "Lund 2020", "Fann 2015")]},
        sum="2" * 64,
        signed_at=people.later(days=1),
        made_at=people.at,
    )
    later.save(force_insert=True)
    text = plain(Screen(people, "ben").text("evidence_signing", QUESTION))
    assert "Studies that are gone: 3" in text
    assert "Abas 2018; Lund 2020; Fann 2015" in text or "Abas 2018; Fann 2015; Lund 2020" in text
    assert "0.5 (0.5 to 0.5; studies: 3)" in text
    assert "not pooled, too few studies (0)" in text


def test_what_cannot_be_signed_comes_back_with_what_was_typed(people: People) -> None:
    eve, present = Screen(people, "eve"), evidence_now(QUESTION)[1]
    stale = eve.post("evidence_signing", QUESTION, sum="0" * 64, words=WORDS)
    assert stale.status_code == 409
    assert "has changed since this page was opened" in stale.content.decode()
    assert WORDS in stale.content.decode()
    assert present in stale.content.decode()  # the form is now for what is shown
    assert eve.post("evidence_signing", QUESTION, sum=present, words="").status_code == 422
    sign(people)
    assert eve.post("evidence_signing", QUESTION, sum=present, words=WORDS).status_code == 409
    assert EvidenceSignOff.objects.count() == 1


@pytest.mark.parametrize("who", ["ben", "cleo", "finn", "dan"])
def test_nobody_else_can_sign(people: People, who: str) -> None:
    screen = Screen(people, who)
    assert screen.get("evidence_changes").status_code == 200
    assert "Sign this version" not in screen.text("evidence_signing", QUESTION)
    refused = screen.post("evidence_signing", QUESTION, sum=evidence_now(QUESTION)[1], words=WORDS)
    assert refused.status_code == 403
    assert not EvidenceSignOff.objects.exists()


def test_a_client_and_an_unknown_question_find_nothing(people: People) -> None:
    assert Screen(people, "ana").get("evidence_changes").status_code == 403
    assert Screen(people, "ana").get("evidence_signing", QUESTION).status_code == 403
    assert Screen(people, "eve").get("evidence_signing", "no-such-question").status_code == 404


def test_every_word_of_the_pages_can_be_translated(people: People) -> None:
    eve = Screen(people, "eve")
    assert not pseudo.untranslated(eve.pseudo("evidence_signing", QUESTION))
    signed_earlier(people)
    eve = Screen(people, "eve")  # a day later
    for page in (("evidence_changes",), ("evidence_signing", QUESTION), ("evidence",), ("evidence_question", QUESTION)):
        assert not pseudo.untranslated(eve.pseudo(*page)), page
