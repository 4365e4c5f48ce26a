"""S1: no alert ages unseen, in a thousand services over fourteen days; and wrong rules are found by the same check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from kith.science.pathways import Chain, HandOn, OpenCase, Team, chain_of, hand_on
from kith.simulation.alert_days import Days, Rules, Story, invent_days, tell_days
from tests.simulation.alert_faults import faults

SERVICES = 1_000
FEW = 60


def told(count: int, rules: Rules | None = None) -> Iterator[tuple[Days, list[Story]]]:
    for seed in range(count):
        days = invent_days(seed)
        yield days, tell_days(days, rules, seed=seed)


@pytest.mark.slow
def test_no_alert_ages_unseen_in_a_thousand_services() -> None:
    seen: Counter[str] = Counter()
    for days, stories in told(SERVICES):
        assert faults(days, stories) == []
        seen["alerts"] += len(stories)
        seen["closed"] += sum(story.is_closed for story in stories)
        seen["without rota"] += not days.shifts
        seen["without duty"] += not days.shifts and not days.standing
        seen["on leave"] += bool(days.away)
        for story in stories:
            seen.update(one.what for one in story.told)
            seen.update(one.reason for one in story.told if one.what == "escalated")
            seen["managers told"] += any(one.told for one in story.told)
    assert seen["alerts"] > 2_500
    assert seen["closed"] > 0.95 * seen["alerts"]
    hard = ("without rota", "without duty", "on leave", "ending_refused", "managers told", "owner_away", "not_there")
    assert all(seen[each] >= 20 for each in (*hard, "unseen", "no_contact")), seen


def _ignores_leave(team: Team) -> Team:
    return replace(team, away=())


def _chain_without_leave(team: Team, level: str, at: datetime) -> Chain:
    return chain_of(_ignores_leave(team), level, at)


def _next_without_leave(case: OpenCase, team: Team, at: datetime) -> HandOn | None:
    return hand_on(case, _ignores_leave(team), at)


def _never(case: OpenCase, team: Team, at: datetime) -> HandOn | None:
    return None


def _only_when_away(case: OpenCase, team: Team, at: datetime) -> HandOn | None:
    found = hand_on(case, team, at)
    return found if found is not None and found.reason == "owner_away" else None


def _by_another_clock(case: OpenCase, team: Team, at: datetime) -> HandOn | None:
    """As if every service were at Greenwich."""
    return hand_on(case, replace(team, time_zone="UTC"), at)


def _tells_nobody_else(case: OpenCase, team: Team, at: datetime) -> HandOn | None:
    found = hand_on(case, team, at)
    return found and replace(found, tells_managers=False)


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (Rules(chain=_chain_without_leave, next=_next_without_leave), "kept it while away"),
        (Rules(next=_never), "nothing happened"),
        (Rules(next=_only_when_away), "nothing happened"),
        (Rules(next=_by_another_clock), "nothing happened"),
        (Rules(ending_closes=True), "without a person"),
        (Rules(next=_tells_nobody_else), "nobody else was told"),
        (Rules(chain=lambda team, level, at: replace(chain_of(team, level, at), is_covered=True)), "were not told"),
    ],
)
def test_wrong_rules_are_found(rules: Rules, says: str) -> None:
    found = [fault for days, stories in told(FEW, rules) for fault in faults(days, stories)]
    assert any(says in fault for fault in found)


def test_the_same_services_with_the_right_rules_have_no_fault() -> None:
    assert [fault for days, stories in told(FEW) for fault in faults(days, stories)] == []


def test_the_same_seed_tells_the_same() -> None:
    assert tell_days(invent_days(3), seed=3) == tell_days(invent_days(3), seed=3)
    assert invent_days(3) != invent_days(4)
