"""The whole synthetic service from one seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from kith.simulation.case import Case
from kith.simulation.clientele import invent_clients
from kith.simulation.episodes import Team, answer, tell_episode
from kith.simulation.fates import deal_fates, share_out
from kith.simulation.groups import Stay, tell_groups
from kith.simulation.happenings import EpisodeEnded, Happening, PlanAgreed
from kith.simulation.harms import tell_harms
from kith.simulation.people import Client, SyntheticService
from kith.simulation.staffing import DAN, EVE, SITES, groups_of, staff_of
from kith.simulation.timetable import share_hours
from kith.simulation.weeks import WorkingTime

SERVICE_NAME = "Riverside Wellbeing (invented)"
DAYS_IN_A_MONTH = 30.44
LEAST_CLIENTS, LEAST_MONTHS, LEAST_PRACTITIONERS = 40, 9, 2


def simulate(
    seed: int,
    *,
    ends: datetime,
    months: int = 12,
    clients: int = 140,
    practitioners: int = 8,
    groups: int = 3,
    time_zone: str = "Europe/London",
) -> SyntheticService:
    """A whole invented service whose last `months` months end at `ends`; the same arguments give the same service.

    Everybody in it, every word and every answer is invented. `happenings` are in order of time and none is later
    than `ends` (sessions may be booked for later). Courses follow published rates (about half of those who finish
    recover, 6 in 100 get worse), but they are assumptions put in, not findings: see the page on the synthetic
    service. Raises ValueError when `ends` has no time zone or the service would be too small to be told.

    >>> service = simulate(7, ends=datetime(2026, 6, 30, 12, tzinfo=UTC), clients=40)
    >>> service.clients[0].given_name, len(service.clients)
    ('Ana', 40)
    """
    _check(ends, months=months, clients=clients, practitioners=practitioners, groups=groups)
    ends, work = ends.astimezone(UTC), WorkingTime(time_zone)
    begins = ends - timedelta(days=months * DAYS_IN_A_MONTH)
    staff, rng = staff_of(practitioners), _chance(seed, 0)
    invented = invent_clients(
        rng, count=clients, sites=tuple(site.key for site in SITES), today=work.local(ends).date()
    )
    fates = deal_fates(rng, clients)
    people, carers = share_out(rng, invented, fates, tuple(m for m in staff if "practitioner" in m.roles))
    hours = share_hours(rng, work, ends, carers, fates)
    told: list[Happening] = []
    episodes: list[tuple[Case, list[Happening]]] = []
    supervisors = {member.key: member.supervisor or EVE for member in staff}
    for number, (client, fate, carer, hour) in enumerate(zip(people, fates, carers, hours, strict=True), start=1):
        team = Team(
            practitioner=carer,
            duty=DAN,
            supervisor=supervisors[carer],
            upcoming=hour,
        )
        episode, case = tell_episode(_chance(seed, number), client, fate, team, work, begins, ends)
        told += episode
        episodes.append((case, episode))
    programme = groups_of(groups)
    stays = tuple(stay for case, episode in episodes for stay in _stay(case.client, episode))
    met = tell_groups(_chance(seed, clients + 1), programme, stays, work, ends)
    told += met
    for number, (case, episode) in enumerate(episodes, start=1):
        told += tell_harms(_chance(seed, clients + 1 + number), case, episode)
        told += answer(case, [*episode, *met])
    return SyntheticService(
        name=SERVICE_NAME,
        language="en",
        country="GB",
        time_zone=time_zone,
        sites=SITES,
        staff=staff,
        clients=people,
        groups=programme,
        happenings=tuple(sorted(told, key=lambda happening: happening.at)),
        truth={case.client.key: case.truth for case, _ in episodes},
    )


def _chance(seed: int, stream: int) -> np.random.Generator:
    """Chance of its own for each client, so that a change in one story leaves the others as they were."""
    return np.random.default_rng([seed, stream])


def _stay(client: Client, episode: list[Happening]) -> list[Stay]:
    """The client's time in treatment, if a plan was agreed."""
    since = next((happening.at for happening in episode if isinstance(happening, PlanAgreed)), None)
    until = next((happening.at for happening in episode if isinstance(happening, EpisodeEnded)), None)
    return [] if since is None else [Stay(client, since, until)]


def _check(ends: datetime, *, months: int, clients: int, practitioners: int, groups: int) -> None:
    if ends.tzinfo is None:
        raise ValueError(f"The end of the period needs a time zone. Found: {ends}. Give it with tzinfo=UTC.")
    least = (("clients", clients, LEAST_CLIENTS), ("months", months, LEAST_MONTHS))
    for what, found, needed in (*least, ("practitioners", practitioners, LEAST_PRACTITIONERS), ("groups", groups, 1)):
        if found < needed:
            raise ValueError(f"The service cannot be told with so few {what}. Found: {found}. Give at least {needed}.")
