"""The record and the table agree: who owns an alert, minute by minute, when nobody answers and people come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kith.care.actions import escalate, rota, safety, set_up
from kith.care.models import Alert, User
from kith.care.models.duty_team import team_of
from kith.science.pathways import OpenCase, Team, chain_of, contact_by, hand_on
from tests.people import People

HOUR = timedelta(hours=1)


def by_the_table(team: Team, level: str, moments: list[datetime]) -> Iterator[tuple[datetime, str]]:
    """Every owner with the moment they got it, from the table alone."""
    at = moments[0]
    owner = chain_of(team, level, at).first
    assert owner is not None
    case = OpenCase(level, "raised", owner, at, contact_by(level, at, team.time_zone), at)
    yield at, owner
    for now in moments[1:]:
        found = hand_on(case, team, now)
        if found is not None:
            case = replace(case, owner=found.to, given_at=now, times=case.times + 1)
            yield now, found.to


def on_the_record(people: People, level: str, moments: list[datetime]) -> Iterator[tuple[datetime, str]]:
    """The same, by the verbs of the product."""
    alert = safety.raise_concern(client=people.ana, level=level, words="Goodbye", by=people.sees("eve"), at=moments[0])
    yield moments[0], str(alert.owner_id)
    for now in moments[1:]:
        before = Alert.objects.get().owner_id
        steps = alert.steps.count()
        escalate.escalate_overdue_alerts(by=set_up.founder(people.service.pk), at=now)
        if alert.steps.count() > steps:
            yield now, str(Alert.objects.get().owner_id)
        else:
            assert Alert.objects.get().owner_id == before


@pytest.mark.parametrize(
    ("level", "begins", "away"),
    [
        ("imminent", 2 * HOUR, {}),
        ("imminent", 9 * HOUR, {"dan": (0.2, 1.0)}),
        ("high", 2 * HOUR, {"ben": (0.5, None), "dan": (2.0, 3.0)}),
        ("high", 12 * HOUR, {"dan": (0.0, None), "eve": (0.0, 2.0)}),
        ("moderate", 2 * HOUR, {"ben": (0.1, None)}),
    ],
)
def test_the_record_hands_on_as_the_table_says(
    people: People, level: str, begins: timedelta, away: dict[str, tuple[float, float | None]]
) -> None:
    starts = people.at.replace(hour=0, minute=0) + begins + timedelta(hours=8)
    for name, (first, last) in away.items():
        rota.record_absence(
            person=people.accounts[name],
            starts=starts + first * HOUR,
            ends=None if last is None else starts + last * HOUR,
            by=people.sees("cleo"),
            at=people.at,
        )
    moments = [starts + timedelta(minutes=7 * n) for n in range(40)]
    team = team_of(people.ana, moments[0])
    expected = list(by_the_table(team, level, moments))
    assert list(on_the_record(people, level, moments)) == expected
    assert level == "moderate" or len(expected) > 2
    assert {owner for _, owner in expected} <= {str(pk) for pk in User.objects.values_list("pk", flat=True)}
