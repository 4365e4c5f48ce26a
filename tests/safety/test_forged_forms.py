"""A4: what a form does not ask for changes nothing, and an id of somebody else's is refused wherever it is put."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from kith.care.actions import correct, deliver, forming, gather, measure, plan, safety, set_up
from kith.care.models import Alert, Client, Refusal, Role
from kith.care.permissions import NotYours
from tests.safety.doors import BODIES, Knocking, address, is_stub, patterns
from tests.safety.expected import Door, outcome, table
from tests.safety.results import keep
from tests.safety.world import NOW, PHQ9, World

UNTOUCHED = {
    "Client",
    "User",
    "Role",
    "Service",
    "Site",
    "CareRelationship",
    "SupervisionLink",
    "Block",
    "Evaluation",
    "SnapshotRequest",
    "CourseReference",
    "LearnedBenefit",
}
# What these acts are for.
MAKES = {"refer": {"Client"}, "take_snapshot": {"SnapshotRequest"}}


def hostile(world: World) -> dict[str, str]:
    """Every field of every model, with a value that would do harm if it were taken."""
    zed, dev = str(world.clients["zed"].pk), str(world.users["dev"].pk)
    harm: dict[str, str] = {}
    for model in apps.get_app_config("care").get_models():
        for field in model._meta.fields:
            target = field.related_model.__name__ if field.related_model else ""
            value = {"Client": zed, "User": dev}.get(target, "on" if field.name.startswith("is_") else "9")
            harm |= {field.name: value, field.attname: value}
    return harm | {"client": zed, "client_id": zed, "state": "closed", "number": "K99999", "id": zed, "pk": zed}


def fingerprint(world: World, without: set[str]) -> dict[str, str]:
    """What must stay as it is: accounts, rights and clients as a whole, and every row of every other client."""
    ana, found = world.clients["ana"].pk, {}
    for model in apps.get_app_config("care").get_models():
        name = model.__name__
        if name in without or name.startswith(("Audit", "Chain", "DataKey", "Outbox")):
            continue
        rows = model._default_manager.order_by("pk")
        if name not in UNTOUCHED:
            if not any(field.name == "client" for field in model._meta.fields):
                continue
            rows = rows.exclude(client=ana)
        hidden = {"last_login", "password"}
        content = [[(key, str(value)) for key, value in row.items() if key not in hidden] for row in rows.values()]
        found[name] = hashlib.sha256(repr(content).encode()).hexdigest()
    return found


def posts(world: World) -> list[tuple[str, str, str]]:
    """(page, route, actor): every form, sent by somebody who may send it."""
    found = []
    for page, route, view in patterns():
        if "POST" in table()["pages"][page] and not is_stub(view):
            who = [name for name in world.actors if outcome(Door(page, "POST", route), name, "ana") == "allowed"]
            preferred = [name for name in ("ana", "ben", "finn", "dan", "cleo") if name in who]
            found += [(page, route, name) for name in (preferred or who)[:1]]
    return found


@pytest.mark.slow
def test_fields_that_no_form_asks_for_change_nothing(world: World) -> None:
    harm, wrong = hostile(world), []
    knocking = Knocking(world)
    forms = posts(world)
    for page, route, actor in forms:
        without = MAKES.get(page, set())
        before = fingerprint(world, without)
        with transaction.atomic():
            url = address(world, page, route, "ana")
            response = knocking.ask(actor, "POST", url, harm | BODIES.get(page, {}))
            after = fingerprint(world, without)
            transaction.set_rollback(True)
        changed = {name for name in before if before[name] != after[name]}
        if changed or response.status_code >= 500:
            wrong.append(f"{page} by {actor}: {response.status_code}, changed {changed}")
    keep("forged forms", forms=len(forms), fields=len(harm), wrong=len(wrong))
    assert not wrong, "\n".join(wrong)


def test_a_form_that_took_too_much_would_be_noticed(world: World) -> None:
    before = fingerprint(world, set())
    Client.objects.filter(pk=world.clients["ana"].pk).update(number="K99999")
    Role.objects.filter(user=world.users["dev"]).update(name="manager")
    after = fingerprint(world, set())
    assert {name for name in before if before[name] != after[name]} == {"Client", "Role"}


def _by(world: World, name: str) -> dict[str, Any]:
    return {"by": world.sees(name), "at": NOW}


CHOICE = ("cbt-depression", 8, "clinic", "individual", "It fits.", "Yes.", "No change.")
FORGED: dict[str, Callable[[World], Any]] = {
    "a goal in a measurement": lambda w: measure.submit_measurement(
        client=w.clients["ana"],
        instrument="phq9",
        key=uuid.uuid4(),
        answers=PHQ9,
        language="en",
        goal=w.things["goal", "zed"],
        **_by(w, "ana"),
    ),
    "a session in a measurement": lambda w: measure.submit_measurement(
        client=w.clients["ana"],
        instrument="phq9",
        key=uuid.uuid4(),
        answers=PHQ9,
        language="en",
        session=w.things["held", "zed"],
        **_by(w, "ana"),
    ),
    "a session to attend": lambda w: deliver.record_attendance(
        session=w.things["session", "zed"],
        client=w.clients["ana"],
        status="attended",
        minutes=50,
        reason="",
        **_by(w, "ben"),
    ),
    "a meeting of a group one is not in": lambda w: deliver.record_attendance(
        session=w.things["meeting", "zed"],
        client=w.clients["ana"],
        status="attended",
        minutes=50,
        reason="",
        **_by(w, "ben"),
    ),
    "a session to record": lambda w: deliver.record_session(
        session=w.things["held", "zed"], client=w.clients["ana"], what=deliver.WhatHappened("x"), **_by(w, "ben")
    ),
    "a goal in a record": lambda w: deliver.record_session(
        session=w.things["held", "ana"],
        client=w.clients["ana"],
        what=deliver.WhatHappened("x", goals=(w.things["goal", "zed"],)),
        adds_to=w.things["record", "ana"],
        **_by(w, "ben"),
    ),
    "a record to add to": lambda w: deliver.record_session(
        session=w.things["held", "ana"],
        client=w.clients["ana"],
        what=deliver.WhatHappened("x"),
        adds_to=w.things["record", "zed"],
        **_by(w, "ben"),
    ),
    "a goal of some work": lambda w: deliver.set_work(
        plan=w.things["plan", "ana"],
        session=None,
        work=deliver.Work("thought-record", "", None, goal=w.things["goal", "zed"]),
        **_by(w, "ben"),
    ),
    "a session of some work": lambda w: deliver.set_work(
        plan=w.things["plan", "ana"],
        session=w.things["held", "zed"],
        work=deliver.Work("thought-record", "", None),
        **_by(w, "ben"),
    ),
    "a problem of a goal": lambda w: plan.agree_goal(
        client=w.clients["ana"], words="x", first_step="", problem=w.things["problem", "zed"], **_by(w, "ben")
    ),
    "a goal of a plan": lambda w: plan.propose_plan(
        client=w.clients["ana"], choice=plan.Choice(*CHOICE, goals=(w.things["goal", "zed"],)), **_by(w, "ben")
    ),
    "a practitioner of another service": lambda w: deliver.book_session(
        plan=w.things["plan", "ana"],
        starts_at=NOW + timedelta(days=3),
        minutes=50,
        setting="clinic",
        practitioner=w.users["other_ben"].pk,
        **_by(w, "ben"),
    ),
    "a client as the owner of an alert": lambda w: safety.hand_over_alert(
        alert=w.things["alert", "ana"], to=w.users["zed"], note="", **_by(w, "ben")
    ),
    "a colleague elsewhere as the owner of an alert": lambda w: safety.hand_over_alert(
        alert=w.things["alert", "ana"], to=w.users["other_dan"], note="", **_by(w, "ben")
    ),
    "somebody of another service in a group": lambda w: gather.join_group(
        group=w.groups["ana"], client=w.clients["olga"], display_name="Olga", **_by(w, "finn")
    ),
    "a leader from another service": lambda w: forming.form_group(
        site=w.clients["ana"].site,
        name="x",
        kind="therapy",
        protocol="community-sociotherapy",
        capacity=5,
        facilitators=[w.users["other_finn"]],
        agreement="",
        **_by(w, "finn"),
    ),
    "somebody who is no member in a register": lambda w: gather.record_meeting(
        meeting=w.things["meeting", "ana"],
        register=[(w.clients["zed"].pk, "attended")],
        themes="x",
        note="x",
        **_by(w, "finn"),
    ),
    "the record a form is moved to": lambda w: correct.move_measurement(
        measurement=w.things["measurement", "ana"], to=w.clients["zed"], words="Mixed up", **_by(w, "ben")
    ),
    "a supervisee of another service": lambda w: set_up.start_supervision(
        supervisor=w.users["eve"], supervisee=w.users["other_ben"], **_by(w, "ada")
    ),
}


@pytest.mark.parametrize("place", FORGED)
def test_an_id_of_somebody_elses_is_refused(world: World, place: str) -> None:
    before = Alert.objects.get(pk=world.things["alert", "ana"].pk).owner_id
    with pytest.raises((NotYours, Refusal)), transaction.atomic():
        FORGED[place](world)
    assert Alert.objects.get(pk=world.things["alert", "ana"].pk).owner_id == before


FORGED_BODIES = {
    "a goal of somebody else rated": (
        "my_goals",
        lambda w: {"do": "rate", "goal": str(w.things["goal", "zed"].pk), "key": str(uuid.uuid4()), "rating": "5"},
    ),
    "a grant of somebody else taken back": (
        "my_consent",
        lambda w: {"grant": str(w.clients["ana"].grant_set.first().pk)},
    ),
}


@pytest.mark.parametrize("place", FORGED_BODIES)
def test_an_id_of_somebody_elses_in_a_form_is_not_found(world: World, place: str) -> None:
    page, body = FORGED_BODIES[place]
    route = next(route for name, route, _ in patterns() if name == page)
    response = Knocking(world).knock("gus", "POST", address(world, page, route, "gus"), body(world))
    assert response.status_code == 404
