"""Every address of the product, asked from the resolver; and how to knock at one as somebody."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kith.care.models import AuditEvent, ChainHead
from tests.safety.expected import Door, outcome, table
from tests.safety.world import SUBJECTS, World

REFUSED = ("PUT", "PATCH", "DELETE", "OPTIONS")
METHODS = ("GET", "HEAD", "POST", *REFUSED)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
PLAIN = {
    "instrument": "phq9",
    "number": 1,
    "protocol": "cbt-depression",
    "worksheet": "chain-analysis",
    "practice": "paced-breathing",
    "pathway": "trauma",
    "question": "depression-cbt",
    "lesson": "panic-cycle",
    "part": "who",
    "chapter": "people",
    "wish": "cost",
}
NOBODY = uuid.UUID(int=7)
# What a form needs before the act behind it is tried at all.
BODIES: dict[str, dict[str, str]] = {
    "steps_of_care": {"pathway": "trauma", "to_step": "2", "step_reason": "It fits"},
    "plan_facts": {"asked_goals": "on", "spoken": "en"},
    "choose_together": {"outcome": "not_decided", "client_choice": "Later"},
    "discussion": {"agreed": "Meet twice a week"},
    "community_meeting": {"what": "decide", "kind": "task", "decision": "We sing"},
    "meeting_agenda": {"what": "add", "point": "The kitchen"},
    "group_stop": {"decision": "go_on", "reason": "Calm again"},
    "group_phases": {"phase": "care", "reason": "A rule held"},
    "extracts": {"title": "Waits", "question": "Do long waits go with worse outcomes?", "k": "5"},
    "bulk_exports": {"kind": "tables", "purpose": "The ministry collects them by law."},
    "bulk_export": {"do": "refuse", "reason": "No contract yet", "days": "1"},
    "evidence_signing": {"words": "Read it", "sum": "0" * 64},
    "research_extract": {"do": "refuse", "reason": "Ethics withdrawn", "days": "1"},
    "trials": {
        "title": "Group",
        "question": "Does a group help more?",
        "approval": "Ethics 26/014",
        "arms": "Group\nUsual care",
        "method": "blocks",
        "places": "40",
    },
    "trial": {"do": "close"},
    "single_cases": {
        "instrument": "phq9",
        "begins_on": "2026-01-02",
        "first_on": "2026-05-01",
        "last_on": "2026-05-20",
        "ends_on": "2026-06-10",
        "every": "1",
    },
    "my_review": {"stay": "Walks"},
    "follow_up": {"is_reached": "no", "note": "Rang"},
    "safety_talk": {"wish": "no", "key": str(uuid.UUID(int=84))},
    "rota": {"act": "publish", "week": "2026-02-02"},
    "my_absence": {"act": "away", "starts": "2026-02-02 09:00"},
    "countersign": {"words": "Talked it through"},
    "worry": {"about": "Tall, at the harbour", "level": "moderate", "words": "He gave his things away"},
    "concern": {"step": "seen"},
    "my_worry": {"about_whom": "me", "level": "moderate", "words": "I am not well"},
    "alert": {"step": "planned", "note": "Looked at it together"},
    "my_start_part": {"who": "woman"},
    "engagement": {"what": "first_contact", "who": "woman"},
    "outreach": {"what": "begin", "reason": "fell_silent"},
    "my_activities": {"what": "back"},
    "my_activity_wish": {"said": "free"},
    "my_outing": {"said": "My sister"},
    "my_goals": {"do": "add", "words": "Cook again"},
    "my_work_item": {"form-step": "1", "form-version": "0", "form-key": str(uuid.UUID(int=81))},
    "my_practice": {"key": str(uuid.UUID(int=83)), "before": "6"},
    "my_cards": {"lesson": "panic-cycle", "card": "1", "came": "yes"},
    "check_in_summary": {"version": "0", "key": str(uuid.UUID(int=82))},
    "sheet_new": {"form-do": "keep", "form-how": "together"},
    "sheet_correct": {"form-do": "keep"},
    "own_instrument": {"change": "retire", "reason": "Left behind"},
    "own_instrument_release": {"do": "send_back"},
    "own_documents": {"title": "Mine", "begin": "worksheet"},
    "own_diary": {"title": "Mine", "words-1": "How was today?"},
    "own_document": {"act": "retire", "reason": "Left behind"},
    "own_document_release": {"do": "send_back"},
    "check_in_question": {"version": "0", "key": str(uuid.UUID(int=83)), "item": "interest", "answer": "1"},
}


def body(world: World, page: str, subject: str) -> dict[str, str]:
    """What to send to a page; ids in it are the subject's."""
    if page == "measures":
        asked = world.things["request", subject].pk if subject != "nobody" else NOBODY
        return {"act": "decide", "request": str(asked), f"decide-{asked}-reason": "unwell"}
    if page == "client_work":
        work = world.things["assignment", subject].pk if subject != "nobody" else NOBODY
        return {"act": "withdraw", "work": str(work)}
    if page == "person_trials":
        drawn = str(world.things["arm_drawn", subject].pk if subject != "nobody" else NOBODY)
        return {"act": "step", "drawn": drawn, f"step-{drawn}-step": "received"}
    if page == "work_entry":
        return {"entry": str(world.things["entry", subject].pk if subject != "nobody" else NOBODY), "words": "I saw it"}
    return BODIES.get(page, {})


# 409: let in, and told that the moment is wrong (a service without finished courses has nothing to learn from).
ALLOWED = {"GET": {200, 302}, "HEAD": {200, 302}, "POST": {200, 302, 400, 409, 422}}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """(name, route, view) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or "", before + str(entry.pattern), entry.callback
        else:
            yield from patterns(entry, before + str(entry.pattern))


@cache
def is_stub(view: Callable[..., Any]) -> bool:
    """A page that is not built yet: its view says nothing but “absent”."""
    if not inspect.isfunction(view):
        return False
    function = ast.parse(textwrap.dedent(inspect.getsource(view))).body[0]
    body = [line for line in getattr(function, "body", []) if not isinstance(line, ast.Expr)]
    return len(body) == 1 and isinstance(body[0], ast.Raise) and "Http404" in ast.unparse(body[0])


OF_A_MEETING = ("meeting", "look_back", "community_meeting", "meeting_agenda", "group_minutes")


def things_of(page: str, route: str) -> dict[str, str]:
    """The names in the route that stand for an object -> the kind of object."""
    kinds = {name: name.removesuffix("_id") for name in re.findall(r"<uuid:(\w+)>", route)}
    return {name: "meeting" if page in OF_A_MEETING else kind for name, kind in kinds.items()}


def address(world: World, page: str, route: str, subject: str) -> str:
    """The address of a page about one subject; `nobody` for an object that does not exist."""
    given: dict[str, Any] = {name: value for name, value in PLAIN.items() if f":{name}>" in route}
    for name, kind in things_of(page, route).items():
        given[name] = NOBODY if subject == "nobody" else world.things[kind, subject].pk
    return reverse(page, kwargs=given)


@dataclass(frozen=True)
class Visit:
    """One knock at one door, what should come of it, and what came; `events` is empty unless the knocking watches."""

    door: Door
    actor: str
    subject: str
    wanted: str
    response: HttpResponse
    events: tuple[AuditEvent, ...] = ()

    @property
    def name(self) -> str:
        """Who did what, where."""
        return f"{self.actor} {self.door.method} {self.door.page} of {self.subject}"


@dataclass
class Knocking:
    """Browsers of every actor, logged in once; and what was found."""

    world: World
    browsers: dict[str, Browser] = field(default_factory=dict)
    cookies: dict[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    watches: bool = False
    events: list[AuditEvent] = field(default_factory=list)
    bodies: dict[tuple[str, str, str], tuple[int, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for actor in self.world.actors:
            browser = Browser(raise_request_exception=False)
            if actor != "anonymous":
                browser.force_login(self.world.users[actor], backend="django.contrib.auth.backends.ModelBackend")
            self.browsers[actor], self.cookies[actor] = browser, {k: v.value for k, v in browser.cookies.items()}

    def ask(self, actor: str, method: str, url: str, data: dict[str, Any] | None = None) -> HttpResponse:
        """One request with the session as it was after logging in."""
        browser = self.browsers[actor]
        browser.cookies.clear()
        for name, value in self.cookies[actor].items():
            browser.cookies[name] = value
        sent: Any = {"data": data or {}} if method == "POST" else {}
        response: HttpResponse = getattr(browser, method.lower())(url, **sent)
        return response

    def knock(self, actor: str, method: str, url: str, data: dict[str, Any] | None = None) -> HttpResponse:
        """One request; whatever it wrote is undone."""
        with transaction.atomic():
            before = ChainHead.objects.get().sequence if self.watches else 0
            response = self.ask(actor, method, url, data)
            if self.watches:
                self.events = list(AuditEvent.objects.filter(sequence__gt=before))
            transaction.set_rollback(True)
        return response

    def every_door(
        self,
        pages: Iterable[str] | None = None,
        methods: Iterable[str] = METHODS,
        actors: Iterable[str] | None = None,
        *,
        until_first: bool = False,
        look: Callable[[Visit], None] | None = None,
    ) -> Knocking:
        """Knock everywhere and compare with the table; `until_first` stops at the first door that is wrong."""
        for page, route, view in patterns():
            if page not in table()["pages"] or (pages is not None and page not in pages):
                continue
            subjects = SUBJECTS if things_of(page, route) else SUBJECTS[:1]
            for method in methods:
                for number, actor in enumerate(list(actors or self.world.actors)):
                    # HEAD is GET without its body, and other methods are refused before anybody or anything is looked
                    # at: everybody tries HEAD with one object, and of the others one on each page.
                    if method in REFUSED and number % len(REFUSED) != REFUSED.index(method):
                        continue
                    turn = (subjects[number % len(subjects)],)
                    for subject in subjects if method in ("GET", "POST") else turn:
                        visit = self._compare(Door(page, method, route), actor, subject, stub=is_stub(view))
                        if look and not is_stub(view):
                            look(visit)
                        if until_first and self.failures:
                            return self
        return self

    def _compare(self, door: Door, actor: str, subject: str, *, stub: bool) -> Visit:
        url = address(self.world, door.page, door.route, subject)
        wanted = outcome(door, actor, subject)
        response = self.knock(actor, door.method, url, body(self.world, door.page, subject))
        visit = Visit(door, actor, subject, wanted, response, tuple(self.events))
        self.counts[wanted] += 1
        if not self._is_as_wanted(door, actor, wanted, response, stub):
            note = getattr(response, "exc_info", None)
            why = f" ({note[0].__name__}: {note[1]})" if note else ""
            self.failures.append(f"{visit.name}: wanted {wanted}, got {response.status_code}{why}")
        return visit

    def _is_as_wanted(self, door: Door, actor: str, wanted: str, response: HttpResponse, stub: bool) -> bool:
        status = response.status_code
        if wanted == "wrong method":
            return status == 405
        if wanted == "nothing open":
            return status == 302 and response["Location"] == reverse("invited_over")
        if wanted == "log in":
            return status == 302 and str(response.get("Location", "")).startswith(reverse("login"))
        if wanted == "forbidden":
            return status == 403
        if wanted == "absent":
            return status == 404 and self._looks_absent(door, actor, response)
        if stub:
            self.counts["stub"] += 1
            return status == 404
        return status in ALLOWED[door.method]

    def _looks_absent(self, door: Door, actor: str, response: HttpResponse) -> bool:
        """The same answer, to the letter, as for something that does not exist."""
        if not things_of(door.page, door.route):
            return True
        key = (actor, door.page, door.method)
        if key not in self.bodies:
            nowhere = address(self.world, door.page, door.route, "nobody")
            missing = self.knock(actor, door.method, nowhere, body(self.world, door.page, "nobody"))
            self.bodies[key] = (missing.status_code, _plain(missing))
        return self.bodies[key] == (response.status_code, _plain(response))


def _plain(response: HttpResponse) -> bytes:
    headers = sorted(f"{name}: {value}" for name, value in response.headers.items() if name != "Set-Cookie")
    return TOKEN.sub(b"", response.content) + "\n".join(headers).encode()
