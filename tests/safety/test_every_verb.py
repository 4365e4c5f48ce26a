"""Every verb, done by everybody to somebody near, a stranger and somebody elsewhere; then without its check."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from kith.care.models import BadInput, Client, Group, Refusal
from kith.care.permissions import NotAllowed, NotYours
from tests.safety import expected
from tests.safety.results import keep
from tests.safety.verbs import ANYWHERE, BY_MEMBERS, BY_STAFF, CALLS, GROUP_VERBS, OWN_ONLY, every_verb
from tests.safety.world import NOW, World

# A verb made of others is guarded by theirs too; all of them are forgotten at once.
INNER_CHECKS = {
    "finish.finish_session": ("deliver", "measure"),
    "tailor.move_to_version": ("plan",),
    "choose.choose_plan": ("plan",),
}
# Guarded by a second condition of its own that says the same: only the client's own account writes half-done work, and
# tells what only the person can tell.
GUARDED_TWICE = {
    "warm_line.count_call",  # a peer supporter, and the one whose shift it is
    "agenda.ask_for_point",
    "agreeing.say_yes",
    "pairing.wish_for_peer",
    "pairing.stop_wishing",
    "pairing.choose_peer",
    "pairing.answer_choice",  # a peer supporter, and the one who was chosen
    "pairing.step_back",
    "peer_register.record_training",  # a supervisor, and the one of this very person
    "peer_register.record_supervision",
    "peers.answer_contact",
    "together.answer_joint_summary",
    "worry.tell_concern_as_client",
    "worry.ask_for_contact",
    "own_view.say_own_view",
    "go_out.say_wish",
    "go_out.plan_outing",
    "go_out.plan_part",
    "go_out.take_back_outing",
    "go_out.tell_outing",
    "go_out.tell_more",
    "practise.save_step",
    "practise.save_work",
    "practise.finish_work",
    "practise.hear_refused",
    "practise.keep_practice",
    "practise.try_card",
    "picturing.keep_picture",
    "picturing.remove_picture",
}
# Guarded by a secret that nobody in this world has; tests/web/invited tries wrong ones.
OPEN_TO_ALL = {"inviting.open_invitation"}
SUBJECTS = ("ana", "zed", "olga")


def is_expected(name: str, actor: str, subject: str) -> bool:
    """What the second reader of the policy says."""
    needs = CALLS[name][0]
    here = actor in expected.OTHER_STAFF or actor == "olga"
    if needs in {"anybody", "invitation"}:
        return needs == "anybody"
    if needs == "installation":
        return actor == "ada"
    if needs == "installation here":
        return actor == "ada" and subject != "olga"
    if needs.startswith("function "):
        is_near = name in ANYWHERE or here == (subject == "olga")
        return is_near and bool(expected.roles(actor) & set(expected.table()["functions"][needs.split()[1]]))
    if needs == "over peer":  # the peer supporter is Pete; in the other service there is none
        return actor == "eve" and subject != "olga"
    if needs in {"own peer", "own line"}:  # the one who was chosen, also after it has ended; and who is on the line
        return actor == "pete" and subject != "olga"
    if needs == "line":  # whose shift it is, and those who plan
        is_own = actor == ("other_ben" if subject == "olga" else "pete")
        may_plan = expected.roles(actor) & set(expected.table()["functions"]["plan_warm_line"])
        return is_own or bool(may_plan and here == (subject == "olga"))
    if needs == "emergency":
        return expected.STANDS.get(actor, {}).get(subject) == "PX"
    *part, verb, resource = needs.split()
    if part and not expected.has_part(part[0], actor, subject):
        return False
    front = "care" if name in BY_STAFF else "me" if name in BY_MEMBERS else ""
    found = expected.level(actor, subject, verb[0], resource, group=name in GROUP_VERBS, front=front)
    if name in OWN_ONLY:
        return actor == subject
    return found == "full" if verb.endswith("!") else found != "none"


def is_let(world: World, name: str, actor: str, subject: str) -> bool:
    """Whether the verb let the actor in; a refusal for another reason means that it did."""
    with transaction.atomic():
        try:
            given = CALLS[name][1](world, subject)
            every_verb()[name](**given, by=world.sees(actor), at=NOW)
        except (NotYours, NotAllowed):
            return False
        except Refusal:
            return True
        finally:
            transaction.set_rollback(True)
    return True


def wrong(world: World, name: str, *, first: bool = False) -> list[str]:
    """Where the verb does other than expected."""
    found = []
    for actor in world.users:
        if actor == "ira":
            continue  # a closed account never becomes a viewer; the doors test that
        for subject in SUBJECTS:
            wanted = is_expected(name, actor, subject)
            if is_let(world, name, actor, subject) != wanted:
                found.append(f"{name} by {actor} to {subject}: should be {'let in' if wanted else 'refused'}")
                if first:
                    return found
    return found


def test_every_verb_is_tried() -> None:
    assert set(every_verb()) == set(CALLS)


@pytest.mark.slow
def test_every_verb_obeys_the_policy(world: World) -> None:
    found = [line for name in CALLS for line in wrong(world, name)]
    keep("verbs", verbs=len(CALLS), cases=len(CALLS) * (len(world.users) - 1) * len(SUBJECTS), failures=len(found))
    assert not found, "\n".join(found[:60])


def without_check(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Take the check out of one module of verbs, as if somebody had forgotten it; other services stay shut."""
    rooms = (*INNER_CHECKS.get(name, ()), name.split(".")[0])
    modules = [sys.modules[f"kith.care.actions.{room}"] for room in rooms]

    def everybody_here(viewer: Any, verb: str, resource: str, thing: Client | Group, **_: Any) -> None:
        if thing.service_id != viewer.service_id:
            raise NotYours

    def every_role(viewer: Any, function: str, *, service_id: Any = None) -> None:
        if service_id is not None and service_id != viewer.service_id:
            raise NotYours

    def everybody(*_: Any, **__: Any) -> None:
        pass

    for attribute, forgotten in (
        ("check", everybody_here),
        ("check_as_staff", everybody_here),
        ("check_function", every_role),
        ("_check_holds", everybody),
        ("check_led", everybody),
        ("check_supervises", everybody),
    ):
        for module in modules:
            if hasattr(module, attribute):
                monkeypatch.setattr(module, attribute, forgotten)
    if name == "consent.open_in_emergency":
        monkeypatch.setattr(modules[0], "access_to", lambda *_, **__: expected_everything())


def expected_everything() -> Any:
    """Access that stands in every column."""
    from kith.care.permissions import Access, policy

    return Access(frozenset(policy().columns))


@pytest.mark.slow
def test_every_forgotten_check_of_a_verb_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    survivors, counts = [], Counter[str]()
    for name in CALLS:
        with monkeypatch.context() as patch:
            without_check(patch, name)
            counts["mutants"] += 1
            if wrong(world, name, first=True):
                counts["killed"] += 1
            else:
                survivors.append(name)
    keep("mutants of verbs", **counts, survivors=survivors)
    assert set(survivors) <= GUARDED_TWICE | OPEN_TO_ALL, (
        f"Nothing noticed that the check of {', '.join(survivors)} was gone."
    )


def test_a_refusal_is_no_bad_input() -> None:
    assert not issubclass(BadInput, NotYours)
