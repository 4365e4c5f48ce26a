"""A circle, a family and a circle of peers about to meet: `python -m tests.journeys.lives_of_groups HOME`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from tests.journeys.making import NOW, PASSWORD

CIRCLE, FAMILY, PEERS = "Ropewalk Circle", "Three Chairs", "Open Door"
# Log-in -> given and family name, and the name that groups use; none of these words stands anywhere else.
OTHERS: Final = {
    "zephyrine": ("Zephyrine", "Quillon", "Kingfisher"),
    "osric": ("Osric", "Marrowby", "Ptarmigan"),
}
AT_HOME: Final = {
    "mira": ("Mira", "Halloran", "Mira"),
    "tom": ("Tom", "Halloran", "Tom"),
    "lio": ("Lio", "Halloran", "Lio"),
}
NAMES: Final = tuple(name for names in OTHERS.values() for name in names)


def begin_all(home: str) -> None:
    """As Dan, Ben and Finn would: referred, allocated, given a place; Finn asked each of the family alone."""
    os.environ["KITH_HOME"] = home
    from kith.cli.serving import prepare

    prepare()
    from kith.care.actions import together
    from kith.care.models import Client
    from kith.care.models.families import SCREEN

    people = {key: _somebody(key, *names[:2]) for key, names in (OTHERS | AT_HOME).items()}
    others = {key: (people[key], OTHERS[key][2]) for key in OTHERS}
    ana = Client.objects.get(user__username="ana")
    _group(CIRCLE, "therapy", "community-sociotherapy", "finn", {"ana": (ana, "Swallow")} | others)
    _group(PEERS, "peer", "peer-support", "pete", others)
    at_home = {key: (people[key], AT_HOME[key][2]) for key in AT_HOME}
    family = _group(FAMILY, "family", "behavioural-family-therapy", "finn", at_home, meets=False)
    nothing = dict.fromkeys(SCREEN, "no")
    for client, _ in at_home.values():
        together.ask_alone(group=family, client=client, said=nothing, answer="safe", was_alone=True, **_by("finn"))


def _by(name: str) -> dict[str, Any]:
    from kith.care.models import User
    from kith.care.permissions import viewer_of

    at = NOW - timedelta(hours=2)
    return {"by": viewer_of(User.objects.get(username=name), at=at, request_id=f"groups-{name}"), "at": at}


def _somebody(key: str, given: str, family: str) -> Any:
    from kith.care.actions import refer, set_up
    from kith.care.models import Site, User

    ben = User.objects.get(username="ben")
    site = Site.objects.filter(service=ben.service).order_by("name").first()
    assert site is not None
    person = refer.NewClient(given, family, date_of_birth="1990-04-12")
    client = refer.refer(
        site=site, person=person, source="self", reason="It was time.", received_on=date(2026, 3, 12), **_by("dan")
    )
    refer.allocate(client=client, practitioner=ben, is_told=True, **_by("dan"))
    founder: dict[str, Any] = {"by": set_up.founder(ben.service_id), "at": NOW - timedelta(hours=2)}
    set_up.give_client_login(client=client, username=key, password=PASSWORD, **founder)
    return client


def _group(
    name: str, kind: str, protocol: str, leader: str, members: dict[str, tuple[Any, str]], *, meets: bool = True
) -> Any:
    from kith.care.actions import consent, forming, gather
    from kith.care.models import Site, User

    leads = User.objects.get(username=leader)
    site = Site.objects.filter(service=leads.service).order_by("name").first()
    assert site is not None
    group = forming.form_group(
        site=site, name=name, kind=kind, protocol=protocol, capacity=8, facilitators=[leads],
        agreement="We listen.\nWhat is said stays here.", **_by("finn"),
    )  # fmt: skip
    for key, (client, called) in members.items():
        consent.decide_consent(client=client, purpose="group", is_given=True, text_version="2026-01", **_by(key))
        gather.join_group(group=group, client=client, display_name=called, **_by(leader))
    if meets:
        gather.book_meeting(group=group, starts_at=NOW - timedelta(hours=1), minutes=50, **_by(leader))
    return group


def with_groups(made: Path, home: Path, around: dict[str, str]) -> None:
    """Copy a service to `home` and begin them there."""
    shutil.copytree(made, home)
    beginning = [sys.executable, "-m", "tests.journeys.lives_of_groups", str(home)]
    subprocess.run(beginning, check=True, env=around | {"KITH_HOME": str(home)}, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    begin_all(sys.argv[1])
