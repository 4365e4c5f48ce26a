"""A meeting of each family of interventions about to be held: `python -m tests.journeys.families HOME`."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from tests.journeys.making import NOW, PASSWORD

LEFT = "families.json"
# Family -> the intervention, the meeting of it that is held, and the problem it is chosen for.
FAMILIES: Final = {
    "exposure": ("graded-exposure", 3, "specific_phobia"),
    "dialectical": ("dbt-individual", 5, "self_harm"),
    "interpersonal": ("interpersonal-therapy", 4, "depression"),
    "psychodynamic": ("short-term-psychodynamic", 5, "depression"),
    "motivational": ("motivational-interviewing", 4, "alcohol_use"),
    "family": ("behavioural-family-therapy", 7, "psychosis"),
    "vocational": ("supported-employment", 3, "unemployment"),
    "school": ("school-counselling", 3, "school_anxiety"),
    "workplace": ("workplace-stress-management", 3, "burnout"),
    "illness": ("chronic-illness-coping", 2, "chronic_illness"),
    "adherence": ("adherence-therapy", 3, "medication_taking"),
}
ALONE: Final = ("individual", "family", "blended", "couple")


def begin_all(home: str) -> None:
    """As Dan and Ben would: referred, allocated, planned, booked. Where each is to be found is written into HOME."""
    os.environ["KITH_HOME"] = home
    from kith.cli.serving import prepare

    prepare()
    found = {family: _begin(family, *what) for family, what in FAMILIES.items()}
    (Path(home) / LEFT).write_text(json.dumps(found), encoding="utf-8")


def _begin(family: str, protocol: str, number: int, problem: str) -> dict[str, str]:
    from kith.care.actions import deliver, plan, refer, set_up
    from kith.care.models import Session, Site, User
    from kith.care.models.knowledge import library
    from kith.care.permissions import viewer_of

    def by(name: str) -> dict[str, Any]:
        at = NOW - timedelta(days=1)
        return {"by": viewer_of(User.objects.get(username=name), at=at, request_id=f"families-{family}"), "at": at}

    ben = User.objects.get(username="ben")
    site = Site.objects.filter(service=ben.service).order_by("name").first()
    assert site is not None
    client = refer.refer(
        site=site,
        person=refer.NewClient("Robin", family.capitalize(), date_of_birth="1990-04-12"),
        source="self",
        reason="It was time.",
        received_on=date(2026, 3, 12),
        **by("dan"),
    )
    refer.allocate(client=client, practitioner=ben, is_told=True, **by("dan"))
    at = NOW - timedelta(days=1)
    username = f"robin-{family}"
    set_up.give_client_login(
        client=client, username=username, password=PASSWORD, by=set_up.founder(ben.service_id), at=at
    )
    one = library().protocols[protocol]
    goal = plan.agree_goal(client=client, words="Walk by the river", first_step="Shoes", problem=None, **by("ben"))
    choice = plan.Choice(
        protocol,
        one.dose.sessions_max,
        one.settings[0],
        next(form for form in ALONE if form in one.format),
        f"It was made for this: {problem}.",
        "I want to try it.",
        "No change after six meetings.",
        goals=(goal,),
        gates_attested=tuple(gate.id for gate in one.gates),
    )
    agreed = plan.propose_plan(client=client, choice=choice, is_agreed=True, **by("ben"))
    booked = deliver.book_session(
        plan=agreed,
        starts_at=NOW - timedelta(hours=1),
        minutes=one.dose.minutes,
        setting=one.settings[0],
        practitioner=ben.pk,
        **by("ben"),
    )
    Session.objects.filter(pk=booked.pk).update(number=number)  # the meetings before it are not told
    return {"person": f"/care/people/{client.pk}/", "session": f"/care/sessions/{booked.pk}/", "username": username}


if __name__ == "__main__":
    begin_all(sys.argv[1])
