"""Found a synthetic service in the record: its sites, its staff with their roles, and who supervises whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.care.actions import set_up
from kith.care.models import Service, Site, User
from kith.simulation import SyntheticService


@dataclass(frozen=True)
class Founded:
    """The service before anybody has been referred; sites and accounts by their keys in the simulation."""

    service: Service
    sites: dict[str, Site]
    accounts: dict[str, User]


def found(world: SyntheticService, password: str, with_login: frozenset[str], *, at: datetime) -> Founded:
    """Open the service. Only the people of `with_login` can log in, with `password`."""
    service = set_up.open_service(
        name=world.name,
        language=world.language,
        country=world.country,
        time_zone=world.time_zone,
        by=set_up.founder(),
        at=at,
    )
    founder = set_up.founder(service.pk)
    sites = {site.key: set_up.add_site(service=service, name=site.name, by=founder, at=at) for site in world.sites}
    accounts = {
        person.key: set_up.open_account(
            service=service,
            username=person.key,
            display_name=person.display_name,
            roles=person.roles,
            password=password if person.key in with_login else None,
            by=founder,
            at=at,
        )
        for person in world.staff
    }
    for person in world.staff:
        if person.supervisor:
            supervisor, supervisee = accounts[person.supervisor], accounts[person.key]
            set_up.start_supervision(supervisor=supervisor, supervisee=supervisee, by=founder, at=at)
    return Founded(service, sites, accounts)
