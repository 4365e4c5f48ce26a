"""A5: in random worlds no page of groups, families and peers shows a name, word or count that the reference hides."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.db.models import Q
from django.test import Client as Browser
from django.urls import reverse

from kith.care.models import GroupEntry
from kith.care.models.shared_life import decided_in
from kith.care.permissions import Access, NotYours, policy
from kith.care.queries import group_minutes, groups, peer_log, staff_looking, together
from kith.care.queries import my_groups as own_groups
from kith.care.queries.groups import group as group_page
from kith.care.queries.groups import groups as groups_page
from kith.care.queries.my_groups import my_groups
from tests.safety import group_policy as reference
from tests.safety.canaries import found_in
from tests.safety.group_policy import AT_WORK
from tests.safety.random_cast import MEETINGS, Cast, a_cast, lay_out, met_at
from tests.safety.random_groups import CLIENTS, EVERYBODY, GROUPS, STAFF, Lot, a_lot
from tests.safety.random_words import Planted, may_see_as_a_member, may_see_at_work, plant
from tests.safety.results import keep

WORLDS, WALKED, DOORS = 150, 240, 6
ALL = frozenset(policy().columns)
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

    def one(self, number: int, only: str = "") -> Iterator[str]:
        """One world, one account, some doors or every one of a page: each sentence says what was wrong behind one."""
        lot, dice, name = a_lot(20_000 + number), Random(number), EVERYBODY[number % len(EVERYBODY)]
        if (name, name) in lot.blocks:
            return  # a block on oneself is nobody's intention
        with transaction.atomic():
            at = lay_out(self.cast, lot)
            with time_machine.travel(at, tick=False):
                browser = Browser(raise_request_exception=True)
                browser.force_login(self.cast.users[name], backend="django.contrib.auth.backends.ModelBackend")
                doors = self._doors(lot, name, number)
                chosen = [one for one in doors if one[0] == only] if only else _some_of_each(dice, doors)
                for page, key, is_open in chosen:
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


def _some_of_each(dice: Random, doors: list[tuple[str, Any, bool]]) -> list[tuple[str, Any, bool]]:
    """Of one's own pages, of those that open, and of those that stay shut."""
    own = [one for one in doors if one[0] in OF_ONES_OWN]
    kinds = own, *([one for one in doors if one[2] == opens and one not in own] for opens in (True, False))
    return [one for kind in kinds for one in dice.sample(kind, min(DOORS, len(kind)))]


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


@pytest.mark.slow
def test_lists_and_pages_show_exactly_the_names_and_counts_of_the_reference(walk: Walk) -> None:
    for number in range(WORLDS):
        lot, where = a_lot(10_000 + number), f"world {number}"
        with transaction.atomic():
            at = lay_out(walk.cast, lot)
            for name in [one for one in STAFF if STAFF[one]][number % 2 :: 2]:
                _check_as_colleague(walk.cast, lot, name, at, f"{where}: {name}")
            for name in CLIENTS[number % 2 :: 2]:
                _check_as_member(walk.cast, lot, name, at, f"{where}: {name}")
            transaction.set_rollback(True)


def _check_as_colleague(cast: Cast, lot: Lot, name: str, at: datetime, where: str) -> None:
    viewer = cast.sees(name)
    if STAFF[name] & set(OF_WORK["groups"]):
        listed = {row.name for row in groups_page(viewer=viewer, at=at).groups}
        assert listed == {one for one in GROUPS if reference.names_known(lot, name, one) is not None}, where
    for group, row in cast.groups.items():
        known = reference.names_known(lot, name, group)
        if known is None:
            with pytest.raises(NotYours):
                group_page(viewer=viewer, group_id=row.pk, language="en", at=at)
            continue
        page = group_page(viewer=viewer, group_id=row.pk, language="en", at=at)
        assert {member.name for member in page.members} == {cast.called[one, group] for one in known}, (
            f"{where}, {group}"
        )
        may_read = ("group_note", "R") in reference.may(lot, name, group, AT_WORK)
        assert page.may_read_notes == may_read, f"{where}, {group}"
        assert all((one.present is None) == (not may_read) for one in page.meetings), f"{where}, {group}"


def _check_as_member(cast: Cast, lot: Lot, name: str, at: datetime, where: str) -> None:
    if not STAFF.get(name):
        with pytest.raises(NotYours):
            group_page(viewer=cast.sees(name), group_id=cast.groups["circle"].pk, language="en", at=at)
    if (name, name) in lot.blocks:
        return  # a block on oneself is nobody's intention
    shown = {one.name: one for one in my_groups(viewer=cast.sees(name), at=at).groups}
    assert set(shown) == {group for _, group in reference.now(lot, lot.members, name)}, where
    for group, page in shown.items():
        since = max(a for who, of, a, _ in lot.members if (who, of) == (name, group) and a <= lot.day)
        assert {one.starts_at for one in page.meetings} == {
            met_at(met) for met in MEETINGS if since <= met < lot.day
        }, f"{where}, {group}"
        assert found_in(repr(page)) & set(cast.called.values()) == {cast.called[name, group]}, where


# The positive controls: one leak planted behind a page, for each class of it.


def everybodys_names(members: list[Any], viewer: Any, at: datetime, *, is_limited: bool) -> list[Any]:
    return members


def open_to_all(viewer: Any, model: Any, pk: Any, *_: Any) -> tuple[Any, Access]:
    return model.objects.get(pk=pk), Access(ALL)


def all_that_was_told(group: Any, one: Any, viewer: Any) -> tuple[Any, ...]:
    rows = group.confidences.filter(client=one.client_id)
    return tuple(together.ToldInConfidence(row.told_at, row.words) for row in rows)


def all_summaries(own: Any, place: Any) -> tuple[Any, ...]:
    rows = place.group.joint_summaries.filter(is_offered=True)
    return tuple(own_groups.SummaryToMe(row.pk, row.words, False, None) for row in rows)


def all_decisions(own: Any, group: Any, meetings: set[int]) -> tuple[Any, ...]:
    return tuple(own_groups.DecisionToMe(one.words, "", None, True, "") for one in decided_in(group))


def everybodys_entries(own: Any, place: Any, came: Any, written: Any) -> Any:
    entries = list(GroupEntry.objects.filter(session__group=place.group))
    return OWN_SHOWN(own, place, came, entries)


def whole_log(client: Any, viewer: Any, access: Any) -> Any:
    return LOG_SHOWN(client, dataclasses.replace(viewer, client_id=client.pk), access)


OWN_SHOWN, LOG_SHOWN = own_groups._shown, peer_log._entries


@pytest.mark.parametrize(
    ("room", "part", "broken", "page"),
    [
        (groups, "_shown", everybodys_names, "group"),
        (group_minutes, "blocked_clients", lambda viewer: frozenset(), "group_minutes"),
        (staff_looking, "replace", lambda viewer, **_: viewer, "group_calendar"),
        (
            staff_looking,
            "_reach",
            lambda viewer, model, pk, *_: (model.objects.get(pk=pk), Access(ALL)),
            "group_choices",
        ),
        (together, "_told", all_that_was_told, "together"),
        (own_groups, "live", lambda at: Q(starts__lte=at), "my_groups"),
        (own_groups, "_summaries", all_summaries, "my_groups"),
        (own_groups, "_decisions", all_decisions, "my_groups"),
        (own_groups, "_shown", everybodys_entries, "my_groups"),
        (peer_log, "_entries", whole_log, "peer_log"),
    ],
)
def test_a_leak_planted_behind_a_page_is_found(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, room: Any, part: str, broken: Any, page: str
) -> None:
    monkeypatch.setattr(room, part, broken)
    assert any(found for number in range(WALKED) for found in walk.one(number, only=page))
