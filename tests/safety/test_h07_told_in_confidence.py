"""H07: what one of a family told in confidence reaches nobody else, by no way; not even that something was told."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kith.care.actions import forming, gather, run_group, set_up, together
from kith.care.models import Client, Confidence, Group, Session
from kith.care.models.audit import append_event
from kith.care.models.keys import forget_keys
from kith.care.queries import my_download, my_groups
from kith.care.queries import together as pages_of_families
from kith.cli import sending
from kith.web import context
from kith.web.client import groups as client_pages
from tests.care.courses import a_member
from tests.care.family_scenes import alone
from tests.logged import Memory
from tests.people import People, a_client, a_service
from tests.safety import ways
from tests.web.practitioner.screens import Screen

WORD = "Quillfeather"
SECRET = f"She has written to {WORD} about leaving."
CHANGING = re.compile(
    r"""csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[^' ]*|csrftoken=[^;]*"""
    r"""|data-page="[^"]*"|name="page" value="[^"]*["]"""
)


@dataclass
class Family:
    """Ana, her partner Bo and their grown child Cy, who met once with Finn and Fay."""

    people: People
    group: Group
    others: dict[str, Client]
    past: Session

    def tells(self) -> Confidence:
        """Ana tells Finn something when nobody else is there."""
        finn: dict[str, Any] = {"by": self.people.sees("finn"), "at": self.people.at}
        return together.keep_confidence(group=self.group, client=self.people.ana, words=SECRET, **finn)


@pytest.fixture
def family(db: None, log: Memory) -> Iterator[Family]:
    """Everybody was asked alone; a meeting was held, a summary is offered, the next meeting is booked."""
    forget_keys()
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    people = a_service()
    others = {key: a_client(people, key, key.title(), "Petrova", practitioner="dev") for key in ("bo", "cy")}
    act: dict[str, Any] = {"by": people.sees("finn"), "at": people.at}
    group = forming.form_group(
        site=people.site, name="Three chairs", kind="family", protocol="behavioural-family-therapy", capacity=6,
        facilitators=[people.accounts["finn"]], agreement="One speaks at a time.", **act,
    )  # fmt: skip
    founder: dict[str, Any] = {"by": set_up.founder(people.service.pk), "at": people.at}
    people.accounts["fay"] = set_up.open_account(
        service=people.service, username="fay", display_name="Fay Lund", roles=["facilitator"], password=None, **founder
    )
    set_up.start_supervision(supervisor=people.accounts["eve"], supervisee=people.accounts["finn"], **founder)
    run_group.lead_group(group=group, staff=people.accounts["fay"], **act)
    for key, client in {"ana": people.ana, **others}.items():
        a_member(people, group, client, key, key.title())
        alone(people, group, client)
    past = gather.book_meeting(group=group, starts_at=people.at + timedelta(days=1), minutes=50, **act)
    people.later(days=1, hours=2)
    act = {"by": people.sees("finn"), "at": people.at}
    register = [(client.pk, "attended") for client in (people.ana, *others.values())]
    gather.record_meeting(meeting=past, register=register, themes="Evenings", note="We sing at the end.", **act)
    for client in (people.ana, others["bo"]):
        gather.write_group_entry(meeting=past, client=client, words="Spoke of home.", is_released=True, **act)
    together.write_joint_summary(group=group, words="We walk on Fridays.", is_offered=True, **act)
    gather.book_meeting(group=group, starts_at=people.at + timedelta(days=7), minutes=50, **act)
    yield Family(people, group, others, past)
    forget_keys()


Read = Callable[[Any, Screen, Path], str]


def pages(*names: str, of: str = "group") -> Read:
    """Pages of the group, of its meeting or of Bo, one after the other; one that is not theirs counts as it looks."""

    def look(family: Family, screen: Screen, folder: Path) -> str:
        key = {"group": family.group.pk, "meeting": family.past.pk, "bo": family.others["bo"].pk}[of]
        return "\n".join(screen.get(name, key).getvalue().decode() for name in names)

    return look


OF_THE_GROUP = pages(
    "group", "group_leaders", "group_phases", "group_stop", "group_working", "group_choices", "together",
    "talk_in_turns", "solve_together", "group_calendar",
)  # fmt: skip
OF_A_MEETING = pages("meeting", "look_back", "community_meeting", "group_minutes", of="meeting")
OF_BO = pages("person", "from_groups", "group_wait", "carers", "genogram", "answers", "forms", "harms", of="bo")
# Who reads what, beside the one who heard it.
READ_BY: dict[tuple[str, str], Read] = {
    ("bo", "own pages"): ways.own_pages,
    ("cy", "own pages"): ways.own_pages,
    ("ana", "own pages"): ways.own_pages,  # somebody beside her may look
    ("bo", "download"): ways.download,
    ("cy", "download"): ways.download,
    ("ana", "download"): ways.download,
    ("bo", "calendar"): ways.own_calendar,
    ("fay", "calendar of the family"): ways.calendar_of_the_group,
    ("fay", "pages of the family"): OF_THE_GROUP,
    ("eve", "pages of the family"): OF_THE_GROUP,
    ("dan", "pages of the family"): OF_THE_GROUP,
    ("dev", "pages of the family"): OF_THE_GROUP,
    ("fay", "pages of a meeting"): OF_A_MEETING,
    ("eve", "pages of a meeting"): OF_A_MEETING,
    ("dev", "pages of Bo"): OF_BO,
    ("dan", "pages of Bo"): OF_BO,
    ("finn", "minutes"): ways.minutes,
    ("bo", "messages"): ways.messages,
    ("bo", "refusals"): ways.refusals,
}


def read(family: Family, who: str, what: str, folder: Path) -> str:
    """What they read; looking leaves a trace, which is undone, so that the next look is the same."""
    with transaction.atomic():
        (folder / "sent.jsonl").unlink(missing_ok=True)
        text = READ_BY[who, what](family, Screen(family.people, who), folder)
        transaction.set_rollback(True)
    return CHANGING.sub("", text)


@pytest.mark.parametrize(("who", "what"), READ_BY)
def test_nobody_else_reads_it_or_notices_that_something_was_told(
    family: Family, tmp_path: Path, who: str, what: str
) -> None:
    before = read(family, who, what, tmp_path)
    family.tells()
    after = read(family, who, what, tmp_path)
    assert WORD not in after
    assert after == before


def test_the_control_whoever_heard_it_reads_it(family: Family) -> None:
    family.tells()
    assert WORD in Screen(family.people, "finn").text("together", family.group.pk)


def test_neither_the_audit_nor_the_log_holds_a_word_of_it(family: Family, tmp_path: Path, log: Memory) -> None:
    family.tells()
    for who, what in READ_BY:
        read(family, who, what, tmp_path)
    told = ways.audit(family, Screen(family.people, "finn"), tmp_path)
    assert "confidence.kept" in told
    assert WORD not in told
    assert WORD not in "\n".join(log.lines)


# The positive controls: one leak planted in every way. A number, or something that is missing, would already be one.
Patch = pytest.MonkeyPatch


def told(family: Family) -> str:
    return " ".join(row.words for row in family.group.confidences.all())


def on_every_page(family: Family, patch: Patch) -> None:
    patch.setattr(context, "crisis_lines", lambda **_: (told(family), []))


def as_a_number(family: Family, patch: Patch) -> None:
    patch.setattr(context, "crisis_lines", lambda **_: (str(family.group.confidences.count()), []))


def as_a_gap(family: Family, patch: Patch) -> None:
    real = my_groups._summaries
    patch.setattr(my_groups, "_summaries", lambda *given: () if family.group.confidences.exists() else real(*given))


def in_the_download(family: Family, patch: Patch) -> None:
    patch.setattr(my_download, "_person", lambda own: {"told": told(family)})


def in_the_calendar(family: Family, patch: Patch) -> None:
    patch.setattr(client_pages, "_", lambda words: f"{words} {told(family)}")


def in_the_room(family: Family, patch: Patch) -> None:
    patch.setattr(Group, "room", property(told_of, lambda group, words: None))


def told_of(group: Group) -> str:
    return "Room " + " ".join(row.words for row in Confidence.objects.filter(group=group.pk))


def to_every_leader(family: Family, patch: Patch) -> None:
    shown = pages_of_families.ToldInConfidence
    patch.setattr(
        pages_of_families,
        "_told",
        lambda group, one, viewer: tuple(shown(row.told_at, row.words) for row in group.confidences.all()),
    )


def in_a_message(family: Family, patch: Patch) -> None:
    patch.setattr(sending, "WORDS", Telling(family))


class Telling(dict[str, str]):
    """Words of messages that tell it."""

    def __init__(self, family: Family) -> None:
        super().__init__()
        self.family = family

    def __missing__(self, name: str) -> str:
        return f"Please log in. {told(self.family)}"


ON_PAGES = [one for one in READ_BY if "pages" in one[1] or one[1] in ("minutes", "refusals")]
CONTROLS = [
    *((on_every_page, *one) for one in ON_PAGES),
    (as_a_number, "bo", "own pages"),
    (as_a_gap, "bo", "own pages"),
    *((in_the_download, who, "download") for who in ("bo", "cy", "ana")),
    (in_the_calendar, "bo", "calendar"),
    (in_the_room, "fay", "calendar of the family"),
    (to_every_leader, "fay", "pages of the family"),
    (in_a_message, "bo", "messages"),
]


@pytest.mark.parametrize(("plant", "who", "what"), CONTROLS)
def test_a_leak_planted_in_any_way_is_found(
    family: Family, tmp_path: Path, monkeypatch: Patch, plant: Any, who: str, what: str
) -> None:
    plant(family, monkeypatch)
    before = read(family, who, what, tmp_path)
    family.tells()
    assert read(family, who, what, tmp_path) != before


def test_a_word_of_it_in_the_audit_would_be_found(family: Family, tmp_path: Path) -> None:
    append_event(
        event="group.seen", at=family.people.at, allowed=True, rule=WORD, purpose="care", object_kind="", object_id="",
        request_id="",
    )  # fmt: skip
    assert WORD in ways.audit(family, Screen(family.people, "finn"), tmp_path)


def test_every_way_has_a_control() -> None:
    assert {(who, what) for _, who, what in CONTROLS} == set(READ_BY)
