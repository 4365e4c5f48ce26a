"""Somebody in front of a page without an account: how a link is made, opened and answered."""

from __future__ import annotations

import re
import uuid
from typing import Any

import time_machine
from django.test import Client as Browser
from django.urls import reverse

from kith.care.actions import inviting
from kith.care.models import Invitation
from tests.people import People

HELP_SELF, HELP_OTHER = "You are not alone with this", "You are worried about somebody"
WORD = "blue heron"


def a_link(people: People, *instruments: str, respondent: str = "self", word: str = WORD, days: int = 7) -> str:
    """Ben makes a link about Ana; returns the secret part of its address."""
    made = inviting.invite_by_link(
        client=people.ana,
        asked=inviting.Asked(instruments or ("phq9",), respondent, "Mila Petrova" if respondent != "self" else ""),
        key=uuid.uuid4(),
        days=days,
        agreed_word=word,
        by=people.sees("ben"),
        at=people.at,
    )
    return made.token


def the_invitation() -> Invitation:
    """The only one there is."""
    return Invitation.objects.select_related("client__service").get()


class Guest:
    """A browser without a log-in, at the people's moment."""

    def __init__(self, people: People, browser: Browser | None = None) -> None:
        self.people, self.browser = people, browser or Browser(raise_request_exception=True)

    def get(self, address: str) -> Any:
        """One page, without following it elsewhere."""
        with time_machine.travel(self.people.at, tick=False):
            return self.browser.get(address)

    def post(self, address: str, **fields: Any) -> Any:
        """One form."""
        with time_machine.travel(self.people.at, tick=False):
            return self.browser.post(address, fields)

    def text(self, address: str) -> str:
        """The page's words, redirects followed."""
        with time_machine.travel(self.people.at, tick=False):
            answer = self.browser.get(address, follow=True)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        return answer.content.decode()

    def follows(self, token: str) -> Any:
        """Open the address that was given."""
        return self.get(reverse("answer_link") + f"?a={token}")

    def says(self, word: str) -> Any:
        """Write the second fact."""
        return self.post(reverse("answer_link"), second_fact=word)

    def opens(self, token: str, word: str = WORD) -> Any:
        """Both."""
        self.follows(token)
        return self.says(word)

    def answers(self, number: int, answer: str | int, instrument: str = "phq9", then: str = "") -> str:
        """One question as the page asks it; the page that comes next."""
        address = reverse("invited_question", args=[instrument, number])
        shown = self.text(address)
        hidden = dict(re.findall(r'name="(key|version|item)" value="([^"]*)"', shown))
        sent = self.post(address, **hidden, answer=str(answer), **({"then": then} if then else {}))
        assert sent.status_code == 302, sent.content.decode()
        return self.text(sent["Location"])

    def answers_all(self, instrument: str = "phq9", self_harm: int = 0, questions: int = 10) -> str:
        """Every question; the summary comes last."""
        shown = ""
        for number in range(1, questions + 1):
            shown = self.answers(number, self_harm if number == 9 else 1, instrument)
        return shown

    def sends(self, summary: str, instrument: str = "phq9") -> Any:
        """What stands on the summary."""
        hidden = dict(re.findall(r'name="(key|version|language)" value="([^"]*)"', summary))
        return self.post(reverse("invited_summary", args=[instrument]), **hidden)
