"""The page of a couple or family, and the page of each of them."""

from __future__ import annotations

from kith.care.models import Group, JointSummary
from tests.care.test_together import SECRET, bo, couple
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

__all__ = ["bo", "couple"]  # fixtures


def test_finn_asks_alone_seals_a_confidence_and_offers_a_summary(people: People, couple: Group) -> None:
    finn = Screen(people, "finn")
    assert "Each one alone, and what all agree to" in finn.text("group", couple.pk)
    assert "No meeting together can be booked yet" in finn.text("together", couple.pk)
    for place in couple.memberships.all():
        sent = {"what": "alone", "client": place.client_id, "answer": "safe"}
        assert finn.post("together", couple.pk, **sent).status_code == 302
    assert "No meeting together can be booked yet" not in finn.text("together", couple.pk)
    ana = people.ana.pk
    assert finn.post("together", couple.pk, what="told", client=ana, words=SECRET).status_code == 302
    assert SECRET in finn.text("together", couple.pk)
    assert SECRET not in finn.text("group", couple.pk)
    assert finn.post("together", couple.pk, what="offer", words="We eat together.").status_code == 302
    hers = Screen(people, "ana")
    page = hers.text("my_groups")
    assert "Is this right for you?" in page
    assert SECRET not in page
    summary = JointSummary.objects.get()
    for who in ("ana", "bo"):
        answer = Screen(people, who).post("my_groups", summary=summary.pk, agrees="yes")
        assert answer.status_code == 302
    assert "What we hold on to together" in hers.text("my_groups")
    late = hers.post("my_groups", summary=summary.pk, agrees="no")
    assert late.status_code == 409
    assert "Everybody has agreed already" in late.content.decode()


def test_what_was_typed_stays_when_nothing_is_kept(people: People, couple: Group) -> None:
    finn = Screen(people, "finn")
    answer = finn.post("together", couple.pk, what="told", client=people.ana.pk, words="x" * 8001)
    assert answer.status_code == 422
    assert "x" * 8001 in answer.content.decode()
    assert finn.post("together", couple.pk, what="alone", client="nobody", answer="safe").status_code == 422
    refused = finn.post("group", couple.pk, what="book", starts_at="2026-03-01T10:00", minutes=60)
    assert refused.status_code == 409
    assert "has not been asked alone" in refused.content.decode()


def test_every_word_can_be_translated(people: People, couple: Group) -> None:
    finn = Screen(people, "finn")
    finn.post("together", couple.pk, what="alone", client=people.ana.pk, answer="not_sure")
    finn.post("together", couple.pk, what="told", client=people.ana.pk, words=SECRET)
    finn.post("together", couple.pk, what="offer", words="We eat together.")
    finn.text("groups")
    assert pseudo.untranslated(finn.pseudo("together", couple.pk)) == []
    assert pseudo.untranslated(Screen(people, "ana").pseudo("my_groups")) == []
