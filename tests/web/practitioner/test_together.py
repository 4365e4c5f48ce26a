"""The page of a couple or family, and the page of each of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kith.care.models import Group, JointSummary
from tests.care.test_together import NOTHING, SECRET, bo, couple
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

__all__ = ["bo", "couple"]  # fixtures


def screen(client: UUID, answer: str = "safe", **said: str) -> dict[str, Any]:
    """What the form sends after one person was asked alone."""
    answers = {f"{client}-{code}": one for code, one in (NOTHING | said).items()}
    return {"what": "alone", "client": client, f"{client}-was_alone": "on", f"{client}-answer": answer} | answers


def test_finn_asks_alone_seals_a_confidence_and_offers_a_summary(people: People, couple: Group) -> None:
    finn = Screen(people, "finn")
    assert "Each one alone, and what all agree to" in finn.text("group", couple.pk)
    assert "No meeting together can be booked yet" in finn.text("together", couple.pk)
    for place in couple.memberships.all():
        assert finn.post("together", couple.pk, **screen(place.client_id)).status_code == 302
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
    finn.post("together", couple.pk, **screen(people.ana.pk, "not_sure", hurt="yes", forced="unsure"))
    finn.post("together", couple.pk, what="told", client=people.ana.pk, words=SECRET)
    finn.post("together", couple.pk, what="offer", words="We eat together.")
    finn.text("groups")
    assert pseudo.untranslated(finn.pseudo("together", couple.pk)) == []
    assert pseudo.untranslated(Screen(people, "ana").pseudo("my_groups")) == []


def test_what_was_answered_stays_when_one_answer_is_missing(people: People, couple: Group) -> None:
    finn, ana = Screen(people, "finn"), people.ana.pk
    answer = finn.post("together", couple.pk, **screen(ana, forced="", hurt="yes"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "A question has no answer" in page
    assert f'href="#id_{ana}-forced"' in page
    assert f'name="{ana}-hurt" value="yes" id="id_{ana}-hurt_1" checked' in page
    assert not couple.asked_alone.exists()


def test_a_held_back_meeting_is_not_run(people: People, couple: Group) -> None:
    finn = Screen(people, "finn")
    for place in couple.memberships.all():
        finn.post("together", couple.pk, **screen(place.client_id))
    assert finn.post("group", couple.pk, what="book", starts_at="2026-01-12T10:00", minutes=60).status_code == 302
    meeting = couple.sessions.get()
    held = "Meeting together is held back"
    assert held not in finn.text("meeting", meeting.pk)
    people.later(minutes=5)
    finn.post("together", couple.pk, **screen(people.ana.pk, controlled="yes"))
    assert held in finn.text("meeting", meeting.pk)
    assert held in finn.text("group", couple.pk)
    assert "kept from people, money or going out" in finn.text("together", couple.pk)
    assert pseudo.untranslated(finn.pseudo("meeting", meeting.pk)) == []
    assert pseudo.untranslated(finn.pseudo("group", couple.pk)) == []
