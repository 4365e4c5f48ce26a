"""What people of the synthetic service were asked before choosing, and two choices: one open, one against advice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kith.care.actions import choose
from kith.care.models import Client, Plan
from kith.care.models.knowledge import library
from kith.care.models.own_documents import documents_offered_by
from kith.care.queries.planning_facts import ASKED_BY_ITSELF
from kith.cli.replay import Replay

UNDECIDED = choose.Decision(
    "I want less sitting around. But I am not sure if I can do the sheets every week. I ask my sister.",
    matters={"little_work": 2, "one_to_one": 1},
    compared=("behavioural-activation", "interpersonal-therapy"),
)
AGAINST_ADVICE = choose.Decision(
    "I know the diary. Last time I was alone with it. Now my brother walks with me.",
    made_with="the brother",
    override_reason="It changed nothing before because nobody went along; now somebody does.",
)
TRIED_BEFORE = "behavioural-activation"


def tell_choices(replay: Replay, *, by: str, undecided: str, at: datetime) -> None:
    """As one practitioner asked those with a plan; one person takes the options home, another chooses against them."""
    acting: dict[str, Any] = {"by": replay.viewers[by], "at": at}
    plans = Plan.objects.filter(
        client__carerelationship__staff=replay.accounts[by], client__carerelationship__ends=None, state="agreed"
    ).select_related("client__service")
    against = False
    for plan in plans.order_by("client__number"):
        problems = list(library().protocols[plan.protocol].problems)
        is_open = plan.client.pk == replay.clients[undecided].pk
        tries_again = not against and not is_open and "depression" in problems
        choose.note_planning_facts(client=plan.client, said=_said(plan.client, problems, tries_again), **acting)
        if is_open:
            choose.keep_choice(client=plan.client, outcome="not_decided", protocol="", decision=UNDECIDED, **acting)
        if tries_again:
            against = True
            choose.keep_choice(
                client=plan.client, outcome="plan", protocol=TRIED_BEFORE, decision=AGAINST_ADVICE, **acting
            )


def _said(client: Client, problems: list[str], tries_again: bool) -> dict[str, Any]:
    protocols = (*library().protocols.values(), *documents_offered_by(client.service_id, "protocol"))
    asked = {one.when for protocol in protocols for one in protocol.excludes} | ASKED_BY_ITSELF
    return {
        "problems": problems[:2],
        "goals": ["G2", "G8"],
        "strengths": ["once_did_good", "came_through_before"],
        "history": [[TRIED_BEFORE, "no_change"]] if tries_again else [],
        "preferences": {"formats": ["individual"], "not_formats": [], "protocols": [], "not_protocols": []},
        "access": {"needs": ["outside_working_hours"], "met": ["outside_working_hours"]},
        "settings": ["clinic", "online"],
        "circumstances": dict.fromkeys(sorted(asked), False),
    }
