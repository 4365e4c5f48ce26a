"""The ways by which words reach a member of a group: each reads all of one of them, as one person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.urls import get_resolver

from kith.care.actions.messages import plan_reminders, queue_message
from kith.care.actions.set_up import founder
from kith.care.models import AuditEvent, AuditSubject, Client, Group, OutboxMessage, Session
from kith.cli import sending
from tests.people import People
from tests.safety.doors import patterns, things_of
from tests.safety.expected import table
from tests.web.practitioner.screens import Screen


class Scene(Protocol):
    """A group, a meeting of it that was recorded, and the others in it."""

    people: People
    group: Group
    past: Session
    others: Mapping[str, Client]


OWN_PAGES = sorted(
    name
    for name, route, _ in patterns(get_resolver())
    if table()["pages"].get(name, {}).get("of") == "own"
    and "GET" in table()["pages"][name]
    and not things_of(name, route)
    and "<" not in route
)


def own_pages(scene: Scene, screen: Screen, folder: Path) -> str:
    answers = {page: screen.get(page) for page in OWN_PAGES if page != "my_download"}
    assert {page for page, answer in answers.items() if answer.status_code != 200} <= {"my_choice", "my_staying_well"}
    return "\n".join(answer.getvalue().decode() + str(answer.headers) for answer in answers.values())


def download(scene: Scene, screen: Screen, folder: Path) -> str:
    return str(screen.get("my_download").getvalue().decode())


def own_calendar(scene: Scene, screen: Screen, folder: Path) -> str:
    return str(screen.get("my_calendar").getvalue().decode())


def calendar_of_the_group(scene: Scene, screen: Screen, folder: Path) -> str:
    return str(Screen(scene.people, "finn").get("group_calendar", scene.group.pk).getvalue().decode())


def minutes(scene: Scene, screen: Screen, folder: Path) -> str:
    """They are printed and passed round: also for those who know the names they hold none."""
    return Screen(scene.people, "finn").text("group_minutes", scene.past.pk)


def words_of_the_group(scene: Scene, screen: Screen, folder: Path) -> str:
    """Every sealed word of the group itself, read back: its note, minutes, decisions and look back."""
    found = []
    for model in apps.get_app_config("care").get_models():
        if hasattr(model, "key_owner_id"):
            rows = [row for row in model._default_manager.all() if row.key_owner_id == scene.group.pk]
            found += [str(getattr(row, name)) for row in rows for name in model.private]
    return "\n".join(found)


def messages(scene: Scene, screen: Screen, folder: Path) -> str:
    """What leaves by text message, e-mail or push."""
    at = scene.people.at + timedelta(hours=2)
    plan_reminders(by=founder(), at=at)
    queue_message(to=scene.people.accounts[screen.name], template="please_log_in", key="seen", at=at)
    gateway = sending.FileGateway(folder / "sent.jsonl")
    assert sending.send_due(gateway, by=founder(), now=lambda: at)
    return "\n".join(str(json.loads(line)) for line in gateway.file.read_text().splitlines())


def audit(scene: Scene, screen: Screen, folder: Path) -> str:
    return "\n".join(str(row) for model in (AuditEvent, AuditSubject, OutboxMessage) for row in model.objects.values())


def refusals(scene: Scene, screen: Screen, folder: Path) -> str:
    """What is not there, what is not allowed, what was sent in the wrong moment, and a form that is not understood."""
    other = next(iter(scene.others.values()))
    absent = [screen.get(page, other.pk) for page in ("from_groups", "peer_log", "person")]
    absent.append(screen.get("group", scene.group.pk))
    refused = [screen.get("groups"), screen.post("my_groups", summary="nothing", agrees="yes")]
    refused.append(screen.post("my_groups", summary=str(scene.past.pk), agrees="yes"))
    return "\n".join(answer.getvalue().decode() for answer in (*absent, *refused))
