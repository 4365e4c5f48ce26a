"""A link without a log-in: single use, expiring, bound to a second fact, and telling nobody who is in care."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from kith.care.actions import inviting
from kith.care.models import Alert, AuditEvent, Draft, Invitation, Measurement
from kith.care.permissions import NotYours, invited
from kith.web.middleware import INVITATION
from tests.logged import Memory, everything_logged
from tests.people import People
from tests.web import pseudo
from tests.web.invited.guests import HELP_OTHER, HELP_SELF, WORD, Guest, a_link, the_invitation
from tests.web.practitioner.screens import Screen

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def guest(people: People) -> Guest:
    return Guest(people)


def plain(answer: Any) -> tuple[int, str, list[str]]:
    """A response as somebody sees it who compares two of them."""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name != "Set-Cookie")
    return answer.status_code, TOKEN.sub("", answer.content.decode()), headers


def test_a_link_is_answered_and_kept_with_who_and_how(people: People, guest: Guest) -> None:
    assert guest.opens(a_link(people))["Location"] == reverse("invited")
    assert "These questions are about you." in guest.text(reverse("invited"))
    done = guest.sends(guest.answers_all())
    assert "Your answers have arrived." in guest.text(done["Location"])
    sent = Measurement.objects.get()
    assert (sent.mode, sent.respondent, sent.sender) == ("link", "self", people.accounts["ben"])
    assert sent.invitation == the_invitation()
    assert sent.scores.get(scale="total").value == 8
    assert the_invitation().used_at == people.at


def test_the_audit_chain_names_the_invitation(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    guest.sends(guest.answers_all())
    pk = the_invitation().pk
    events = list(AuditEvent.objects.filter(actor_id=pk).values_list("event", flat=True))
    assert events[0] == "invitation.opened"
    assert {"answers.saved", "measurement.submitted", "invitation.used"} <= set(events)


def wrong_token(people: People) -> str:
    a_link(people)
    return "x" * 43


def used(people: People) -> str:
    token = a_link(people)
    first = Guest(people)
    first.opens(token)
    first.sends(first.answers_all())
    return token


def expired(people: People) -> str:
    token = a_link(people, days=1)
    people.later(days=1)
    return token


def withdrawn(people: People) -> str:
    token = a_link(people)
    inviting.withdraw_invitation(invitation=the_invitation(), by=people.sees("ben"), at=people.at)
    return token


def dead(people: People) -> str:
    token = a_link(people)
    first = Guest(people)
    for _ in range(5):
        first.opens(token, "green heron")
    return token


@pytest.mark.parametrize("spoil", [wrong_token, used, expired, withdrawn, dead])
def test_every_address_that_opens_nothing_gets_the_same_answer_to_the_letter(people: People, spoil: Any) -> None:
    token, other = spoil(people), a_link(people, word="green heron")
    spoilt, wrong_fact = Guest(people), Guest(people)
    assert plain(spoilt.follows(token)) == plain(wrong_fact.follows(other))
    assert plain(spoilt.get(reverse("answer_link"))) == plain(wrong_fact.get(reverse("answer_link")))
    assert plain(spoilt.says(WORD)) == plain(wrong_fact.says(WORD))
    assert INVITATION not in spoilt.browser.session


def test_what_was_wrong_is_not_said_and_nothing_of_anybody_is_shown(people: People, guest: Guest) -> None:
    text = guest.opens(a_link(people), "wrong word").content.decode()
    assert "We do not say which." in text
    for name in ("Ana", "Petrova", "1990", "PHQ", "Ben", "Okafor"):
        assert name not in text


def test_five_wrong_words_end_a_link_for_good_and_the_record_says_so(people: People, guest: Guest) -> None:
    token = a_link(people)
    for _ in range(5):
        assert guest.opens(token, "wrong").status_code == 422
    assert guest.opens(token, WORD).status_code == 422
    assert the_invitation().state(people.at) == "tried_too_often"
    refused = AuditEvent.objects.filter(event="invitation.tried_too_often")
    assert [event.allowed for event in refused] == [False]


def test_four_wrong_words_do_not(people: People, guest: Guest) -> None:
    token = a_link(people)
    for _ in range(4):
        guest.opens(token, "wrong")
    assert guest.opens(token).status_code == 302


@pytest.mark.parametrize("typed", ["1990", " 1990 ", "١٩٩٠", "１９９０"])
def test_a_year_of_birth_is_understood_in_the_digits_of_any_script(people: People, guest: Guest, typed: str) -> None:
    assert guest.opens(a_link(people, word=""), typed).status_code == 302


@pytest.mark.parametrize("typed", ["Blue  Heron", "BLUEHERON", "blue heron "])
def test_capitals_and_spaces_of_the_word_do_not_matter(people: People, guest: Guest, typed: str) -> None:
    assert guest.opens(a_link(people), typed).status_code == 302


def test_a_risk_answer_shows_help_on_the_very_next_page_and_tells_ben_before_anything_is_sent(
    people: People, guest: Guest
) -> None:
    guest.opens(a_link(people))
    shown = guest.answers(9, 2)
    assert "Question 10 of 10" in shown
    assert HELP_SELF in shown
    assert "One of them will try to reach you by" in shown
    assert 'href="tel:116123"' in shown
    assert "Okafor" not in shown
    alert = Alert.objects.get()
    assert alert.owner == people.accounts["ben"]
    step = alert.steps.get(step="raised")
    assert (step.person, step.invitation) == (None, the_invitation())
    assert not Measurement.objects.exists()


def test_another_rater_is_told_what_to_do_when_worried_about_somebody(people: People, guest: Guest) -> None:
    guest.opens(a_link(people, respondent="parent"))
    assert "These questions are about the person you were told about." in guest.text(reverse("invited"))
    shown = guest.answers(9, 1)
    assert HELP_OTHER in shown
    assert HELP_SELF not in shown
    assert "stay with them" in shown


def test_no_help_is_shown_when_no_answer_asks_for_it(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    shown = guest.answers_all()
    assert HELP_SELF not in shown
    assert not Alert.objects.exists()


def test_no_page_shows_a_name_an_earlier_answer_or_a_score(people: People, guest: Guest) -> None:
    guest.opens(a_link(people, respondent="parent"))
    pages = [guest.text(reverse("invited")), guest.answers(1, 1), guest.answers(9, 2), guest.answers(10, 1)]
    pages.append(guest.text(guest.sends(pages[-1])["Location"]))
    pages.append(guest.text(reverse("leave_questions")))
    for page in pages:
        for secret in ("Ana", "Petrova", "Mila", "Okafor", "1990", str(people.ana.pk), people.ana.number):
            assert secret not in page, secret
    assert "score" not in pages[-2].lower()


def test_after_sending_no_answer_can_be_seen_any_more(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    guest.sends(guest.answers_all())
    for address in ("invited", "invited_summary", "invited_question"):
        args = {"invited_summary": ["phq9"], "invited_question": ["phq9", 1]}.get(address, [])
        assert guest.get(reverse(address, args=args))["Location"] == reverse("invited_done")
    guest.post(reverse("leave_questions"))
    assert guest.get(reverse("invited_done"))["Location"] == reverse("invited_over")


def test_answering_can_be_paused_and_gone_on_with(people: People, guest: Guest) -> None:
    token = a_link(people)
    guest.opens(token)
    guest.answers(1, 3)
    guest.post(reverse("leave_questions"))
    assert guest.get(reverse("invited"))["Location"] == reverse("invited_over")
    later = Guest(people)
    later.opens(token)
    assert reverse("invited_question", args=["phq9", 2]) in later.text(reverse("invited"))
    assert Draft.objects.get().author is None


def test_several_measures_are_used_up_one_by_one(people: People, guest: Guest) -> None:
    guest.opens(a_link(people, "phq9", "gad7"))
    between = guest.text(guest.sends(guest.answers_all())["Location"])
    assert "There is one more thing to ask" in between
    assert the_invitation().is_open(people.at)
    guest.sends(guest.answers_all("gad7", questions=8), "gad7")
    assert the_invitation().used_at is not None
    assert Measurement.objects.count() == 2


def test_sending_twice_keeps_once(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    summary = guest.answers_all()
    guest.sends(summary)
    assert guest.sends(summary).status_code in {302, 409}
    assert Measurement.objects.count() == 1


def test_opening_a_link_ends_any_log_in_of_that_browser(people: People) -> None:
    ben = Screen(people, "ben")
    guest = Guest(people, ben.browser)
    guest.opens(a_link(people))
    assert guest.get(reverse("caseload"))["Location"].startswith(reverse("login"))
    assert guest.get(reverse("invited")).status_code == 200


def test_logging_in_ends_the_invitation_of_that_browser(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    guest.browser.force_login(people.accounts["ben"], backend="django.contrib.auth.backends.ModelBackend")
    guest.get(reverse("caseload"))
    assert INVITATION not in guest.browser.session


def test_withdrawing_ends_a_link_that_is_open_in_a_browser(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    shown = guest.text(reverse("invited_question", args=["phq9", 1]))
    inviting.withdraw_invitation(invitation=the_invitation(), by=people.sees("ben"), at=people.at)
    hidden = dict(re.findall(r'name="(key|version|item)" value="([^"]*)"', shown))
    sent = guest.post(reverse("invited_question", args=["phq9", 1]), **hidden, answer="1")
    assert sent["Location"] == reverse("invited_over")
    assert not Draft.objects.exists()


def test_an_unsafe_answer_that_cannot_be_kept_is_heard(people: People, guest: Guest) -> None:
    """Open twice in one browser: the second page is out of date, and what it says is still told to somebody."""
    guest.opens(a_link(people))
    address = reverse("invited_question", args=["phq9", 9])
    out_of_date = dict(re.findall(r'name="(key|version|item)" value="([^"]*)"', guest.text(address)))
    guest.answers(1, 3)
    sent = guest.post(address, **out_of_date, answer="2")
    assert sent.status_code == 409
    assert Draft.objects.get().content["answers"] == {"interest": 3}
    assert Alert.objects.get().client_id == people.ana.pk
    assert HELP_SELF in sent.content.decode()


def test_of_a_link_that_was_taken_back_nothing_is_heard(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    held = the_invitation()
    inviting.withdraw_invitation(invitation=held, by=people.sees("ben"), at=people.at)
    with pytest.raises(NotYours):
        inviting.hear_refused_invited(
            invitation=the_invitation(), instrument="phq9", item="self_harm", value=2, key=uuid.uuid4(),
            by=invited(held), at=people.at,
        )  # fmt: skip
    assert not Alert.objects.exists()


@pytest.mark.parametrize("value", ["7", "nan", "-1", "", "<b>"])
def test_an_answer_that_was_not_offered_is_refused(people: People, guest: Guest, value: str) -> None:
    guest.opens(a_link(people))
    address = reverse("invited_question", args=["phq9", 1])
    hidden = dict(re.findall(r'name="(key|version|item)" value="([^"]*)"', guest.text(address)))
    assert guest.post(address, **hidden, answer=value).status_code == 422
    assert not Draft.objects.exists()


def test_a_measure_that_was_not_asked_is_not_there(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    assert guest.get(reverse("invited_question", args=["gad7", 1])).status_code == 404


@pytest.fixture
def log() -> Iterator[Memory]:
    with everything_logged() as memory:
        yield memory


def everything_kept() -> str:
    """What the database holds of invitations, the audit chain and the sessions."""
    rows = [*Invitation.objects.values(), *AuditEvent.objects.values()]
    return "\n".join([*map(str, rows), *(str(row.get_decoded()) for row in Session.objects.all())])


def test_the_address_is_in_no_log_page_title_form_session_or_table(people: People, guest: Guest, log: Memory) -> None:
    token = a_link(people)
    moved_on = guest.follows(token)
    assert (moved_on.status_code, moved_on["Location"]) == (302, reverse("answer_link"))
    assert moved_on["Referrer-Policy"] == "no-referrer"
    pages = [guest.text(reverse("answer_link")), guest.says("wrong").content.decode()]
    guest.says(WORD)
    guest.browser.put(reverse("answer_link") + f"?a={token}")  # a method that is not known is logged too
    pages += [guest.text(reverse("invited")), guest.answers_all()]
    assert any("Unprocessable" in line for line in log.lines), "Nothing was logged, so nothing was tested."
    for place in (*pages, *log.lines, everything_kept()):
        assert token not in place


def test_a_secret_in_a_log_would_be_found(people: People, log: Memory) -> None:
    token = a_link(people)
    logging.getLogger("kith").warning("Opened %s", token)
    assert any(token in line for line in log.lines)


@pytest.mark.parametrize("address", ["answer_link", "invited_over", "invited", "invited_done", "leave_questions"])
def test_no_page_may_be_kept_by_the_browser(people: People, guest: Guest, address: str) -> None:
    guest.opens(a_link(people))
    if address == "invited_done":
        guest.sends(guest.answers_all())
    assert "no-store" in guest.get(reverse(address))["Cache-Control"]


def test_the_pages_speak_in_the_language_of_the_invitation_and_can_be_translated(people: People, guest: Guest) -> None:
    guest.opens(a_link(people))
    guest.answers(9, 1)
    addresses = [reverse("answer_link"), reverse("invited"), reverse("leave_questions"), reverse("invited_over")]
    addresses += [reverse("invited_question", args=["phq9", 1]), reverse("invited_summary", args=["phq9"])]
    with time_machine.travel(people.at, tick=False):
        for address in addresses:
            assert pseudo.untranslated(pseudo.read(guest.browser, address)) == [], address
