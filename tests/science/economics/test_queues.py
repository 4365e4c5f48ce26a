"""Waits by formula and by simulation: each beside the other, an exact chain, and a plain second clinic."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.economics import Clinic, EconomicsProblem, fluid, forecast, practitioners_needed, what_if

BUSY = Clinic(referrals=8, practitioners=2.5, sessions_each=18, sessions=12, drop_out=0.08, leaving=0.03, waiting=40)
GROUPS = replace(BUSY, practitioners=1, groups=2, places=8, group_weeks=10)


def test_sessions_and_starts_by_hand() -> None:
    assert BUSY.slots == 45
    assert BUSY.sessions_a_course == pytest.approx((1 - 0.92**12) / 0.08)
    assert BUSY.starts_a_week == pytest.approx(45 / 7.9040, rel=1e-4)
    assert GROUPS.starts_a_week == pytest.approx(18 / 7.9040 + 1.6, rel=1e-4)
    assert BUSY.load == pytest.approx(8 * 7.9040 / 45, rel=1e-4)


@given(st.floats(0, 20), st.floats(0, 0.3), st.integers(0, 200), st.integers(1, 60))
def test_the_formula_solves_its_equation(referrals: float, leaving: float, waiting: int, week: int) -> None:
    """Another way: follow the equation in ten thousand small steps."""
    clinic = Clinic(referrals, 2, 20, sessions=8, leaving=leaving, waiting=waiting)
    q, steps = float(waiting), 10_000
    for _ in range(steps):
        q = max(q + (referrals - clinic.starts_a_week - leaving * q) * week / steps, 0.0)
    assert fluid(clinic, week).waiting == pytest.approx(q, abs=0.05 + 0.002 * q)


def test_without_leaving_is_the_limit_of_little_leaving() -> None:
    still, little = replace(BUSY, leaving=0.0), replace(BUSY, leaving=1e-12)
    assert fluid(little, 52).waiting == pytest.approx(fluid(still, 52).waiting, rel=1e-9)
    assert fluid(little, 52).weeks_ahead == pytest.approx(fluid(still, 52).weeks_ahead, rel=1e-9)


def test_a_list_settles_where_enough_give_up() -> None:
    settled = fluid(BUSY, 2000)
    assert settled.waiting == pytest.approx((8 - BUSY.starts_a_week) / 0.03)
    assert settled.weeks_ahead == pytest.approx(math.log(BUSY.load) / 0.03)


@pytest.mark.parametrize("clinic", [BUSY, replace(BUSY, leaving=0.0), GROUPS], ids=["busy", "patient", "groups"])
def test_formula_and_simulation_agree_where_more_come_than_can_be_seen(clinic: Clinic) -> None:
    found = forecast(clinic, 104, np.random.default_rng(1), runs=400)
    for week in (26, 52, 104):
        assert found.weeks[week - 1].waiting == pytest.approx(fluid(clinic, week).waiting, rel=0.04)
    assert found.begun == pytest.approx(104 * clinic.starts_a_week, rel=0.02)
    assert found.slots_used.value == pytest.approx(1, abs=0.005)


def test_the_wait_of_those_who_begin_settles_where_the_formula_says() -> None:
    found = forecast(replace(BUSY, waiting=0), 300, np.random.default_rng(2), runs=200)
    waited = np.mean([one.weeks_waited.value for one in found.weeks[200:]])
    assert waited == pytest.approx(math.log(BUSY.load) / 0.03, rel=0.05)


@pytest.mark.parametrize("clinic", [BUSY, replace(BUSY, leaving=0.0), GROUPS], ids=["busy", "patient", "groups"])
def test_those_who_begin_have_waited_as_the_formula_says_also_while_the_list_grows(clinic: Clinic) -> None:
    found = forecast(clinic, 104, np.random.default_rng(14), runs=400)
    for week in (4, 26, 52, 104):
        assert found.weeks[week - 1].weeks_waited.value == pytest.approx(fluid(clinic, week).weeks_waited, abs=1.1)


def test_a_list_that_grows_has_two_waits_by_hand() -> None:
    """Twice as many come as begin, nobody gives up: who begins after a year was referred in its middle."""
    found = fluid(Clinic(4, 1, 2, sessions=1), 52)
    assert (found.waiting, found.weeks_waited, found.weeks_ahead) == (104, pytest.approx(26), 52)
    short = fluid(Clinic(1, 1, 2, sessions=1, waiting=2), 52)
    assert (short.waiting, short.weeks_waited, short.weeks_ahead) == (0, pytest.approx(0), 0)
    assert fluid(Clinic(1, 1, 2, sessions=1, waiting=200), 52).weeks_waited == pytest.approx(52)


def test_where_few_come_the_formula_says_nought_and_chance_makes_a_short_list() -> None:
    quiet = replace(BUSY, referrals=5.4, leaving=0.0, waiting=0)
    assert fluid(quiet, 104).waiting == 0
    assert 0.5 < forecast(quiet, 104, np.random.default_rng(3)).weeks[-1].waiting < 40


def exact_waiting(referrals: float, slots: int, weeks: int, most: int = 400) -> float:
    """Courses of one session: next week's list is the list and the referrals less the slots, or nought."""
    come = np.array([math.exp(-referrals + n * math.log(referrals) - math.lgamma(n + 1)) for n in range(80)])
    line = np.zeros(most)
    line[0] = 1.0
    for _ in range(weeks):
        both = np.convolve(line, come)
        line = np.concatenate([[both[: slots + 1].sum()], both[slots + 1 : slots + most]])
    return float(line @ np.arange(most))


@pytest.mark.parametrize("referrals", [8.0, 9.5, 10.5])
def test_courses_of_one_session_agree_with_the_exact_chain(referrals: float) -> None:
    clinic = Clinic(referrals, 1, 10, sessions=1)
    found = forecast(clinic, 60, np.random.default_rng(4), runs=20_000).weeks[-1].waiting
    assert found == pytest.approx(exact_waiting(referrals, 10, 60), rel=0.03)


def plain_clinic(clinic: Clinic, weeks: int, seed: int) -> tuple[float, float, float]:
    """The same clinic written plainly, person by person; each slot has had one course after another for 60 weeks."""
    chance = np.random.default_rng(seed)
    line = deque([0] * clinic.waiting)
    care = [n for n in (_slot_after(clinic, 60, chance) for _ in range(clinic.slots)) if n]
    begun = waited = 0
    shift = chance.integers(clinic.group_weeks)
    for week in range(weeks):
        line.extend([week] * chance.poisson(clinic.referrals))
        grouped = sum(
            clinic.places
            for group in range(clinic.groups)
            if (week + shift) % clinic.group_weeks == group * clinic.group_weeks // clinic.groups
        )
        for place in range(grouped + clinic.slots - len(care)):
            if not line:
                break
            waited += week - line.popleft()
            begun += 1
            if place >= grouped:
                care.append(0)
        care = [n + 1 for n in care if n + 1 < clinic.sessions and chance.random() >= clinic.drop_out]
        line = deque(since for since in line if chance.random() < math.exp(-clinic.leaving))
    return len(line), begun, waited / begun


def _slot_after(clinic: Clinic, weeks: int, chance: np.random.Generator) -> int:
    """How many sessions the course in a slot has had; 0 where it has just ended."""
    had = 0
    for _ in range(weeks):
        had += 1
        if had == clinic.sessions or chance.random() < clinic.drop_out:
            had = 0
    return had


def test_a_plain_second_clinic_agrees() -> None:
    weeks, runs = 80, 150
    plain = np.mean([plain_clinic(GROUPS, weeks, seed) for seed in range(runs)], axis=0)
    found = forecast(GROUPS, weeks, np.random.default_rng(5), runs=600)
    assert found.begun == pytest.approx(plain[1], rel=0.02)
    assert found.weeks[-1].waiting == pytest.approx(plain[0], rel=0.05)


def test_groups_begin_one_after_the_other() -> None:
    two = Clinic(0, 0, 0, sessions=1, waiting=100, groups=2, places=8, group_weeks=10)
    found = forecast(two, 20, np.random.default_rng(13), runs=50).weeks
    for week, waiting in ((5, 92), (10, 84), (20, 68)):
        assert (found[week - 1].low, found[week - 1].high) == (waiting, waiting)


def test_everybody_is_somewhere() -> None:
    for clinic in (BUSY, GROUPS):
        found = forecast(clinic, 40, np.random.default_rng(6), runs=50)
        assert clinic.waiting + found.referred == pytest.approx(found.begun + found.left + found.weeks[-1].waiting)


def test_a_clinic_that_has_long_been_running_has_no_wave() -> None:
    found = forecast(replace(BUSY, referrals=20, leaving=0.0), 24, np.random.default_rng(7), runs=2000)
    steps = np.diff([40, *(one.waiting for one in found.weeks)])
    assert steps == pytest.approx([20 - BUSY.starts_a_week] * 24, abs=0.4)


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    one, again, other = (forecast(BUSY, 12, np.random.default_rng(seed), runs=20) for seed in (8, 8, 9))
    assert one == again
    assert one != other


def test_what_if_one_more_practitioner_or_one_more_group() -> None:
    now, more, group = what_if(
        {"now": GROUPS, "practitioner": GROUPS.with_more(practitioners=1), "group": GROUPS.with_more(groups=1)},
        weeks=52,
        seed=10,
        runs=200,
    )
    assert more.starts_a_week - now.starts_a_week == pytest.approx(18 / GROUPS.sessions_a_course)
    assert group.starts_a_week - now.starts_a_week == pytest.approx(0.8)
    for one in (more, group):
        assert one.fluid.weeks_ahead < now.fluid.weeks_ahead
        assert one.at_end.waiting < now.at_end.waiting
        assert one.at_end.waiting == pytest.approx(one.fluid.waiting, rel=0.06)


@given(st.floats(1, 30), st.floats(0, 0.1), st.floats(0, 30))
def test_the_fewest_practitioners_are_enough_and_one_fewer_is_not(
    referrals: float, leaving: float, weeks: float
) -> None:
    clinic = Clinic(referrals, 1, 18, sessions=10, drop_out=0.05, leaving=leaving)
    needed = practitioners_needed(clinic, weeks=weeks)
    assert needed >= 1
    wanted = referrals * math.exp(-leaving * weeks)
    assert replace(clinic, practitioners=needed).starts_a_week >= wanted - 1e-6
    if needed > 1:
        assert replace(clinic, practitioners=needed - 1).starts_a_week < wanted


def test_a_week_in_which_nobody_began_has_no_wait() -> None:
    nobody = Clinic(0, 1, 10, sessions=5)
    found = forecast(nobody, 3, np.random.default_rng(11), runs=5)
    assert found.weeks[0].weeks_waited.value is None
    assert found.weeks[0].weeks_waited.reason == "nobody began in this week"
    only_groups = Clinic(2, 0, 0, sessions=1, groups=1, places=6, group_weeks=8)
    assert forecast(only_groups, 9, np.random.default_rng(12), runs=5).slots_used.reason is not None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Clinic(-1, 1, 10, 5), "referrals is a number of at least 0; found -1."),
        (lambda: Clinic(1, 1, 10, 0), "sessions is a number of at least 1; found 0."),
        (lambda: Clinic(1, 1, 10, 5, drop_out=10), "drop out is a share from 0 to 1; found 10."),
        (lambda: Clinic(1, 1, 10, 5, groups=1), "found 0 places and 0 weeks."),
        (lambda: Clinic(1, 0, 10, 5), "found no session a week and no group."),
        (lambda: fluid(BUSY, -1), "week is a number of at least 0; found -1."),
        (lambda: forecast(BUSY, 0, np.random.default_rng(1)), "weeks is a number of at least 1; found 0."),
        (lambda: practitioners_needed(GROUPS, weeks=-1), "weeks is a number of at least 0"),
    ],
)
def test_a_clinic_that_cannot_be_is_refused(call, message: str) -> None:
    with pytest.raises(EconomicsProblem) as refused:
        call()
    assert message in str(refused.value)
