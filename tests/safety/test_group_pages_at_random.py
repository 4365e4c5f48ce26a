"""A5: in random worlds no page of groups, families and peers shows a name, a word or a count that the reference hides."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse

from tests.safety import group_policy as reference
from tests.safety.canaries import found_in
from tests.safety.group_policy import AT_WORK
from tests.safety.random_cast import MEETINGS, Cast, a_cast, lay_out
from tests.safety.random_groups import CLIENTS, EVERYBODY, STAFF, Lot, a_lot
from tests.safety.random_words import Planted, may_see_as_a_member, may_see_at_work, plant
from tests.safety.results import keep

WORLDS, WALKED, DOORS = 200, 60, 8
# Address -> what it takes there, of a group, of a meeting of it, or of a person.
OF_A_GROUP = {
    "group": ("R", "roster"), "group_leaders": ("W", "group_leading"), "group_phases": ("R", "group_note"),
    "group_stop": ("R", "group_note"), "group_working": ("W", "group_leaver"), "group_choices": ("R", "group_note"),
    "together": ("W", "roster"), "talk_in_turns": ("W", "roster"), "solve_together": ("W", "roster"),
    "group_calendar": ("R", "roster"),
}  # fmt: skip
OF_A_MEETING = {
    "meeting": ("W", "roster"), "look_back": ("W", "roster"), "community_meeting": ("W", "roster"),
    "group_minutes": ("R", "group_note"),
}  # fmt: skip
OF_A_PERSON = {
    "from_groups": ("R", "group_entry"), "group_wait": ("W", "group_wait"), "peer_log": ("R", "peer_log"),
    "peer_match": ("R", "peer_match"), "carers": ("R", "carer"), "outings": ("R", "outings"),
}  # fmt: skip
OF_ONES_OWN = (
    "my_groups",
    "my_calendar",
    "my_peer",
    "my_peer_choice",
    "my_record",
    "my_download",
    "my_carers",
    "my_together",
)
OF_WORK = {
    "groups": ("practitioner", "facilitator", "supervisor", "duty", "peer_supporter"),
    "peer_day": ("peer_supporter",),
}


@dataclass(frozen=True)
class Walk:
    """The people, the words, and what was wrong."""

    cast: Cast
    words: dict[str, Planted]

    def one(self, number: int) -> Iterator[str]:
        """One world, one account, some doors: each sentence says what was wrong behind one."""
        lot, dice, name = a_lot(20_000 + number), Random(number), EVERYBODY[number % len(EVERYBODY)]
        if (name, name) in lot.blocks:
            return  # a block on oneself is nobody's intention
        with transaction.atomic():
            at = lay_out(self.cast, lot)
            with time_machine.travel(at, tick=False):
                browser = Browser(raise_request_exception=True)
                browser.force_login(self.cast.users[name], backend="django.contrib.auth.backends.ModelBackend")
                doors = self._doors(lot, name, number)
                own = [one for one in doors if one[0] in OF_ONES_OWN]
                open_ones = [one for one in doors if one[2] and one not in own]
                shut = [one for one in doors if not one[2] and one not in own]
                for page, key, is_open in [*_some(dice, own, 5), *_some(dice, open_ones, DOORS), *_some(dice, shut, 5)]:
                    response = browser.get(reverse(page, args=[key] if key else []))
                    where = f"world {number}: {name} at {page} of {self._called(key)}"
                    if (response.status_code == 200) != is_open:
                        yield f"{where}: {response.status_code}"
                    yield from (f"{where}: {what}" for what in self._leaks(lot, name, page, response))
            transaction.set_rollback(True)

    def _leaks(self, lot: Lot, name: str, page: str, response: Any) -> Iterator[str]:
        may_see = may_see_as_a_member if page in OF_ONES_OWN else may_see_at_work
        headers = "\n".join(f"{key}: {value}" for key, value in response.headers.items())
        for word in found_in(response.getvalue()) | found_in(headers):
            if not may_see(lot, name, self.words[word]):
                yield f"saw {self.words[word]}"

    def _called(self, key: Any) -> str:
        rows = self.cast.clients | self.cast.groups
        rows |= {f"a meeting of {name}": one for name, found in self.cast.meetings.items() for one in found}
        return next((name for name, row in rows.items() if row.pk == key), "their own")

    def _doors(self, lot: Lot, name: str, number: int) -> list[tuple[str, Any, bool]]:
        """Page, key of its object, whether it opens."""
        roles = STAFF.get(name, set())
        found: list[tuple[str, Any, bool]] = []
        for group, row in self.cast.groups.items():
            meeting = self.cast.meetings[group][number % len(MEETINGS)]
            for key, pages in ((row.pk, OF_A_GROUP), (meeting.pk, OF_A_MEETING)):
                found += [
                    (page, key, bool(roles) and self._gives(lot, name, group, what)) for page, what in pages.items()
                ]
        for client in CLIENTS:
            for page, what in OF_A_PERSON.items():
                is_open = bool(roles) and client != name and self._gives(lot, name, client, what)
                found.append((page, self.cast.clients[client].pk, is_open))
        found += [(page, None, name in CLIENTS) for page in OF_ONES_OWN]
        return found + [(page, None, bool(roles & set(wanted))) for page, wanted in OF_WORK.items()]

    def _gives(self, lot: Lot, name: str, other: str, what: tuple[str, str]) -> bool:
        verb, thing = what
        enough = ("R", "r", "s") if verb == "R" else ("W", "w")
        return any((thing, letter) in reference.may(lot, name, other, AT_WORK) for letter in enough)


def _some(dice: Random, rows: list[Any], most: int) -> list[Any]:
    return dice.sample(rows, min(most, len(rows)))


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    """The same people and words in every world."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    with django_db_blocker.unblock(), a_cast() as cast:
        yield Walk(cast, plant(cast))


@pytest.mark.slow
def test_no_page_shows_a_word_that_the_reference_hides(walk: Walk) -> None:
    wrong = [found for number in range(WALKED) for found in walk.one(number)]
    keep("pages of groups", worlds=WALKED, failures=len(wrong), words=len(walk.words))
    assert not wrong, "\n".join(wrong[:30])
