"""Looking at pages as one of the people, at their moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kith.care.actions import consent, deliver, forming, gather, measure
from kith.care.models import AuditEvent, Client, Group, Plan, Session
from kith.care.models.keys import forget_keys
from tests.people import PHQ9_LOW, People, a_booked_session, a_client, an_agreed_plan
from tests.web import pseudo

BACKEND = "django.contrib.auth.backends.ModelBackend"
CALM_WORDS = ("no risk", "low risk", "high risk", "medium risk", "moderate risk")


class Screen:
    """One person's browser."""

    def __init__(self, people: People, name: str) -> None:
        self.people, self.name = people, name
        self.browser = Browser(raise_request_exception=True)
        with self.now():
            self.browser.force_login(people.accounts[name], backend=BACKEND)

    @contextmanager
    def now(self) -> Iterator[None]:
        """The clock of the pages stands where the people's clock stands; the language of a page ends with the look."""
        with time_machine.travel(self.people.at, tick=False), translation.override("en"):
            yield

    def get(self, page: str, *args: Any, **query: str) -> Any:
        """Open a page by its name."""
        with self.now():
            return self.browser.get(reverse(page, args=args), query)

    def pseudo(self, page: str, *args: Any) -> str:
        """The page in the made-up language in which untranslated words stand out."""
        with self.now():
            return pseudo.read(self.browser, reverse(page, args=args))

    def post(self, page: str, /, *args: Any, **fields: Any) -> Any:
        """Send a form."""
        with self.now():
            return self.browser.post(reverse(page, args=args), fields)

    def text(self, page: str, *args: Any, **query: str) -> str:
        """The page's words, which must be there."""
        answer = self.get(page, *args, **query)
        assert answer.status_code == 200, f"{self.name} got {answer.status_code} for {page}"
        return answer.content.decode()


def checked_in(people: People, client: Client, total: int, key: str = "ana", self_harm: int = 0) -> None:
    """The client sends a PHQ-9 that adds up to `total`, with `self_harm` as its last answer."""
    names = [name for name in PHQ9_LOW if name != "self_harm"]
    whole, more = divmod(total - self_harm, len(names))
    answers: dict[str, float | None] = {name: whole + (place < more) for place, name in enumerate(names)}
    answers["self_harm"] = self_harm
    measure.submit_measurement(
        client=client, instrument="phq9", key=uuid4(), answers=answers, language="en", by=people.sees(key), at=people.at
    )


def a_session(people: People, agreed: Plan, status: str = "attended", by: str = "ben") -> Session:
    """A session a day from now, and what became of it."""
    session = a_booked_session(people, agreed, by)
    minutes = 50 if status == "attended" else None
    deliver.record_attendance(
        session=session,
        client=agreed.client,
        status=status,
        minutes=minutes,
        reason="",
        by=people.sees(by),
        at=people.at,
    )
    session.refresh_from_db()
    return session


def a_group_with_ana(people: People) -> Group:
    """Finn's group, with Ana in it by her own consent."""
    group = forming.form_group(
        site=people.site,
        name="Tuesday",
        kind="therapy",
        protocol="cbt-depression",
        capacity=8,
        facilitators=[people.accounts["finn"]],
        agreement="",
        by=people.sees("finn"),
        at=people.at,
    )
    consent.decide_consent(
        client=people.ana, purpose="group", is_given=True, text_version="1", by=people.sees("ana"), at=people.at
    )
    gather.join_group(group=group, client=people.ana, display_name="Ana", by=people.sees("finn"), at=people.at)
    return group


def many_clients(people: People, how_many: int, first: int = 0) -> None:
    """More people of Ben's, each with a plan, a session and two scores; every second one has an open alert."""
    for number in range(first, first + how_many):
        client = a_client(people, f"client{number}", f"Person{number}", f"Family{number}")
        agreed = an_agreed_plan(people, client)
        checked_in(people, client, 18, f"client{number}")
        a_session(people, agreed)
        checked_in(people, client, 14, f"client{number}", self_harm=number % 2)


def queries_of(look: Any) -> int:
    """How many database queries a look costs when no key is in memory."""
    forget_keys()
    with CaptureQueriesContext(connection) as seen:
        look()
    return len(seen)


def events_of(client_id: UUID | None, look: Any) -> list[AuditEvent]:
    """The audit events that a look adds."""
    before = AuditEvent.objects.count()
    look()
    new = list(AuditEvent.objects.order_by("sequence")[before:])
    return [event for event in new if client_id is None or str(client_id) in event.clients]


def assert_no_prediction(text: str) -> None:
    """Nothing on the page calls a person safe or grades their danger."""
    lower = text.lower()
    assert not [words for words in CALM_WORDS if words in lower]
