"""Who can see what of one client, read from the policy itself, so that the promise on the page cannot drift from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kith.care.models import Client, User
from kith.care.permissions import Viewer, live, policy
from kith.care.permissions.relations import ROLE_ONLY

ON_RELEASE = "S"


@dataclass(frozen=True)
class Seer:
    """Somebody who can look: their name, the column of the policy they stand in, and how much they see."""

    name: str
    column: str
    is_limited: bool = False
    is_on_release: bool = False


def who_sees(resources: Iterable[str], *, viewer: Viewer, client: Client, at: datetime) -> dict[str, tuple[Seer, ...]]:
    """For each kind of thing, everybody beside the client who can read it now (a fixed number of queries)."""
    people = _people(client, at)
    consents = _consents(client, at)
    blocked = set(client.block_set.filter(lifted_at__isnull=True).values_list("user_id", flat=True))
    return {resource: tuple(_seers(resource, people, consents, blocked)) for resource in resources}


def _seers(
    resource: str, people: dict[str, list[User]], consents: dict[object, set[str]], blocked: set[UUID]
) -> Iterable[Seer]:
    named = set(blocked)
    for column, members in people.items():
        permits = [
            permit for permit in policy().permits(resource, column, "R") if permit.condition in {"", "C", ON_RELEASE}
        ]
        for permit in permits[:1]:
            for person in members:
                agreed = permit.condition != "C" or {resource, "*"} & consents.get(person.pk, set())
                if person.pk not in named and agreed:
                    named.add(person.pk)
                    yield Seer(person.display_name, column, permit.is_limited, permit.condition == ON_RELEASE)


def _people(client: Client, at: datetime) -> dict[str, list[User]]:
    team = list(client.carerelationship_set.filter(live(at)).select_related("staff").order_by("-is_lead", "starts"))
    groups = client.membership_set.filter(live(at)).values("group")
    staff = client.service.user_set.filter(is_active=True)
    leads = staff.filter(Q(facilitations__group__in=groups) & live(at, "facilitations__")).distinct()
    circles = Q(facilitations__group__in=groups, facilitations__group__kind="peer") & live(at, "facilitations__")
    led_by = [*(one.staff_id for one in team), *(one.pk for one in leads)]
    people = {
        "PR": [one.staff for one in team if one.kind == "practitioner"],
        "PS": [one.staff for one in team if one.kind == "peer_supporter"],
        "GF": list(leads.filter(Q(roles__name="facilitator") & live(at, "roles__"))),
        "PL": list(staff.filter(circles, Q(roles__name="peer_supporter") & live(at, "roles__")).distinct()),
        "SU": list(staff.filter(Q(supervises__supervisee__in=led_by) & live(at, "supervises__")).distinct()),
        "FM": [
            grant.grantee
            for grant in client.grant_set.filter(live(at), kind="proxy", withdrawn_at__isnull=True).select_related(
                "grantee"
            )
        ],
    }
    held = (
        staff.filter(Q(roles__name__in=ROLE_ONLY) & live(at, "roles__"))
        .values_list("roles__name", "pk")
        .order_by("display_name")
    )
    by_id = staff.in_bulk([pk for _, pk in held])
    for role, pk in held:
        people.setdefault(ROLE_ONLY[role], []).append(by_id[pk])
    return people


def _consents(client: Client, at: datetime) -> dict[object, set[str]]:
    held: dict[object, set[str]] = {}
    for grant in client.grant_set.filter(live(at), kind__in=("proxy", "consent"), withdrawn_at__isnull=True):
        held.setdefault(grant.grantee_id, set()).update(grant.resources or ["*"])
    return held
