"""Escalation: who owns an alert, how long each has, and who is next; the same answer for the same moment, always."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kith.science.pathways import (
    FINISH_WITHIN,
    Away,
    OpenCase,
    Shift,
    Team,
    acknowledge_by,
    chain_of,
    contact_by,
    due_next,
    hand_on,
    holes,
)

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
NIGHT = datetime(2026, 3, 2, 23, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2026, 3, 6, 23, tzinfo=UTC)
WEEK = Shift("dan", MONDAY - timedelta(days=2), MONDAY + timedelta(days=12))
TEAM = Team("UTC", "ben", ("eve",), ("cleo",), (WEEK, replace(WEEK, person="pat", is_backup=True)))


def case(level: str = "imminent", owner: str = "ben", at: datetime = MONDAY, **more: object) -> OpenCase:
    facts = {
        "level": level,
        "state": "raised",
        "owner": owner,
        "given_at": at,
        "contact_due_at": contact_by(level, at, "UTC"),
        "touched_at": at,
    }
    return OpenCase(**{**facts, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("team", "level", "at", "people", "is_covered"),
    [
        (TEAM, "high", MONDAY, ("ben", "dan", "pat", "eve"), True),
        (TEAM, "high", NIGHT, ("dan", "pat", "eve"), True),  # the lead has gone home
        (TEAM, "moderate", NIGHT, ("ben", "dan", "pat", "eve"), True),  # and has until tomorrow evening
        (replace(TEAM, away=(Away("ben", MONDAY),)), "high", MONDAY, ("dan", "pat", "eve"), True),
        (replace(TEAM, away=(Away("ben", TUESDAY),)), "moderate", MONDAY, ("dan", "pat", "eve"), True),
        (replace(TEAM, shifts=()), "high", NIGHT, ("eve",), False),
        (replace(TEAM, shifts=(), away=(Away("eve", MONDAY),)), "high", NIGHT, (), False),
        (replace(TEAM, shifts=(), standing=("dan",)), "high", NIGHT, ("dan", "eve"), True),
        (replace(TEAM, lead=None, supervisors=(), shifts=()), "high", MONDAY, (), False),
    ],
)  # fmt: skip
def test_the_chain(team: Team, level: str, at: datetime, people: tuple[str, ...], is_covered: bool) -> None:
    chain = chain_of(team, level, at)
    assert (chain.people, chain.is_covered) == (people, is_covered)
    assert chain.first == (people[0] if people else "cleo")


def test_a_manager_is_named_even_when_every_manager_is_away() -> None:
    team = Team("UTC", managers=("cleo",), away=(Away("cleo", MONDAY),))
    assert chain_of(team, "imminent", MONDAY).first == "cleo"
    assert chain_of(Team("UTC"), "imminent", MONDAY).first is None


@pytest.mark.parametrize(
    ("level", "since", "see", "contact"),
    [
        ("imminent", NIGHT, NIGHT + timedelta(minutes=5), NIGHT + timedelta(minutes=30)),
        ("high", NIGHT, NIGHT + timedelta(hours=1), NIGHT + timedelta(hours=4)),
        ("moderate", NIGHT, datetime(2026, 3, 3, 12, tzinfo=UTC), datetime(2026, 3, 3, 17, tzinfo=UTC)),
        ("moderate", FRIDAY_NIGHT, datetime(2026, 3, 9, 12, tzinfo=UTC), datetime(2026, 3, 9, 17, tzinfo=UTC)),
    ],
)
def test_the_clocks(level: str, since: datetime, see: datetime, contact: datetime) -> None:
    assert acknowledge_by(level, since, "UTC") == see
    assert contact_by(level, since, "UTC") == contact


def test_half_an_hour_is_half_an_hour_in_the_night_on_which_clocks_go_back() -> None:
    at = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # a quarter to two, for the first time
    assert contact_by("imminent", at, "Europe/London").astimezone(UTC) - at == timedelta(minutes=30)


def test_an_imminent_alert_goes_on_at_five_ten_and_fifteen_minutes() -> None:
    now, asked = case(), []
    for minute in range(21):
        found = hand_on(now, TEAM, MONDAY + timedelta(minutes=minute))
        if found:
            asked.append((minute, found.to, found.reason, found.tells_managers))
            now = replace(now, owner=found.to, given_at=MONDAY + timedelta(minutes=minute), times=now.times + 1)
    assert asked == [
        (5, "dan", "unseen", False),
        (10, "pat", "unseen", False),
        (15, "eve", "unseen", False),
        (20, "ben", "unseen", True),  # once round, and the managers hear that nobody has answered
    ]


def test_asking_twice_changes_nothing_after_it_was_carried_out() -> None:
    at = MONDAY + timedelta(minutes=5)
    found = hand_on(case(), TEAM, at)
    assert found == hand_on(case(), TEAM, at)
    assert found is not None
    assert hand_on(case(owner=found.to, given_at=at, times=1), TEAM, at) is None


def test_whoever_has_it_in_hand_has_until_contact_is_due() -> None:
    seen = case("high", state="seen")
    assert hand_on(seen, TEAM, MONDAY + timedelta(hours=4, seconds=-1)) is None
    found = hand_on(seen, TEAM, MONDAY + timedelta(hours=4))
    assert found is not None
    assert (found.to, found.reason) == ("dan", "no_contact")


def test_after_a_missed_contact_the_next_person_has_time_of_their_own() -> None:
    later = MONDAY + timedelta(hours=4)
    again = case("high", "dan", state="seen", given_at=later, contact_due_at=later, times=1)
    assert due_next(again, "UTC") == ("no_contact", later + timedelta(hours=1))


def test_an_alert_whose_owner_goes_on_leave_goes_on_at_once_in_every_state() -> None:
    team = replace(TEAM, away=(Away("ben", MONDAY),))
    for state in ("raised", "seen", "contacted", "planned"):
        found = hand_on(case("moderate", state=state), team, MONDAY)
        assert found is not None
        assert (found.to, found.reason) == ("dan", "owner_away")


def test_a_table_that_ignores_leave_keeps_it_with_somebody_who_is_not_there() -> None:
    """Positive control for the test above."""
    assert hand_on(case("moderate"), replace(TEAM, away=()), MONDAY) is None


def test_what_nobody_has_seen_leaves_with_the_hours_of_its_owner() -> None:
    late = datetime(2026, 3, 2, 16, 50, tzinfo=UTC)
    found = hand_on(case("high", at=late), TEAM, datetime(2026, 3, 2, 17, tzinfo=UTC))
    assert found is not None
    assert (found.to, found.reason) == ("dan", "not_there")
    assert hand_on(case("high", at=late, state="seen"), TEAM, datetime(2026, 3, 2, 17, tzinfo=UTC)) is None
    assert hand_on(case("high", "dev", at=late, is_chosen=True), TEAM, datetime(2026, 3, 2, 17, tzinfo=UTC)) is None


def test_the_manager_who_holds_it_for_want_of_anybody_gives_it_to_the_first_who_is_there() -> None:
    nobody = replace(TEAM, lead=None, supervisors=(), shifts=())
    held = case("high", "cleo", at=NIGHT)
    assert hand_on(held, nobody, NIGHT + timedelta(minutes=1)) is None
    found = hand_on(held, TEAM, NIGHT + timedelta(minutes=1))
    assert found is not None
    assert (found.to, found.reason) == ("dan", "now_covered")


def test_a_manager_alone_is_told_again_at_every_limit() -> None:
    nobody = replace(TEAM, lead=None, supervisors=(), shifts=())
    found = hand_on(case("imminent", "cleo", at=NIGHT), nobody, NIGHT + timedelta(minutes=5))
    assert found is not None
    assert (found.to, found.reason, found.tells_managers) == ("cleo", "unseen", True)


def test_contact_without_an_ending_is_looked_at_by_somebody_else_after_three_days() -> None:
    made = case("high", state="contacted", touched_at=MONDAY)
    assert hand_on(made, TEAM, MONDAY + FINISH_WITHIN - timedelta(seconds=1)) is None
    found = hand_on(made, TEAM, MONDAY + FINISH_WITHIN)
    assert found is not None
    assert found.reason == "unfinished"


def test_when_everybody_is_away_the_limits_still_pass_and_the_managers_are_told() -> None:
    nobody = Team("UTC", managers=("cleo",), away=(Away("cleo", NIGHT - timedelta(hours=1)),))
    held = case("imminent", "cleo", at=NIGHT)
    assert hand_on(held, nobody, NIGHT + timedelta(minutes=4)) is None
    found = hand_on(held, nobody, NIGHT + timedelta(minutes=5))
    assert found is not None
    assert (found.to, found.reason, found.tells_managers) == ("cleo", "unseen", True)


def test_a_manager_whom_a_colleague_chose_keeps_it_until_a_limit_passes() -> None:
    chosen = case("high", "cleo", state="seen", is_chosen=True)
    assert hand_on(chosen, TEAM, MONDAY + timedelta(minutes=1)) is None
    assert hand_on(replace(chosen, is_chosen=False), TEAM, MONDAY + timedelta(minutes=1)) is not None


@pytest.mark.parametrize("zone", ["UTC", "Europe/London"])
def test_the_night_on_which_clocks_go_back_is_counted_in_moments(zone: str) -> None:
    """A quarter to two comes twice; whichever zone a time is written in, five minutes are five minutes."""
    first = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    team = replace(
        TEAM, time_zone="Europe/London", shifts=(Shift("dan", first - timedelta(hours=5), first + timedelta(hours=5)),)
    )
    held = case(
        "imminent",
        "dan",
        at=first.astimezone(ZoneInfo(zone)),
        contact_due_at=contact_by("imminent", first, "Europe/London"),
    )
    passed = [
        minute
        for minute in range(1, 90)
        if hand_on(held, team, (first + timedelta(minutes=minute)).astimezone(ZoneInfo(zone))) is not None
    ]
    assert passed[0] == 5
    assert passed == list(range(5, 90))
    later = [first + timedelta(minutes=30 * n) for n in range(12)]
    local = [one.astimezone(ZoneInfo(zone)) for one in later]
    assert len(holes([Shift("dan", local[0], local[4])], [], local[0], local[11])) == 1
