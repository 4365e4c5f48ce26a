"""Every state that a screen must show is there, and the people whom tutorials speak of stand where they should."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kith.simulation import SyntheticService
from kith.simulation.alerts import tells_of_danger
from kith.simulation.happenings import (
    AlertClosed,
    AlertContacted,
    AlertPlanReviewed,
    AlertSeen,
    ConcernRaised,
    EndingCountersigned,
    EpisodeEnded,
    GoalAgreed,
    GroupMet,
    Happening,
    Measured,
    SafetyPlanWritten,
    SessionBooked,
    SessionHeld,
    WorkDone,
    WorkSet,
)
from tests.simulation.conftest import ENDS
from tests.simulation.told import ToldEpisode, episodes, outcome


def count(service: SyntheticService, question: str) -> int:
    return sum(bool(getattr(episode, question)) for episode in episodes(service).values())


def overdue(episode: ToldEpisode) -> bool:
    return episode.is_in_treatment and ENDS - episode.measures("phq9")[-1].at > timedelta(weeks=3)


def missed_last(episode: ToldEpisode) -> bool:
    return episode.is_in_treatment and episode.all(SessionHeld)[-1].attendance == "did_not_attend"


def test_the_volume_can_be_replayed_in_under_a_minute(service: SyntheticService) -> None:
    assert 5_000 <= len(service.happenings) <= 9_500


def test_there_is_enough_of_every_state(service: SyntheticService) -> None:
    told = episodes(service)
    assert count(service, "is_waiting") >= 15
    assert count(service, "is_in_treatment") >= 50
    assert count(service, "is_off_track") >= 5
    assert count(service, "has_review_due") >= 5
    assert sum(overdue(episode) for episode in told.values()) >= 3
    assert sum(missed_last(episode) for episode in told.values()) >= 3
    assert sum(e.ending == "completed" and outcome(e).is_recovered for e in told.values()) >= 8
    assert {e.ending for e in told.values()} == {None, "completed", "dropped_out", "moved", "declined", "transferred"}


def stayed_away(happening: Happening, client: str) -> bool:
    """Without a word, alone or from the group: whoever cancelled or apologised was heard."""
    if isinstance(happening, GroupMet):
        return dict(happening.register).get(client) == "absent"
    is_own = isinstance(happening, SessionHeld) and happening.client == client
    return is_own and happening.attendance == "did_not_attend"


def alert_faults(service: SyntheticService) -> list[str]:
    """Alerts that were answered out of turn, that overlap, that nobody or their raiser answered, or open at an end."""
    order = (AlertSeen, AlertContacted, AlertPlanReviewed, AlertClosed)
    met = [happening for happening in service.happenings if isinstance(happening, GroupMet)]
    faults = []
    for key, episode in episodes(service).items():
        step, newest, raiser = len(order), None, ""
        for happening in sorted((*episode.happenings, *met), key=lambda each: each.at):
            is_lately = newest is not None and happening.at - newest <= timedelta(days=30)
            if tells_of_danger(happening) or (is_lately and stayed_away(happening, key)):
                faults += [f"{key}: an alert rose while another was open"] if step < len(order) else []
                step, newest = 0, happening.at
                raiser = happening.by if isinstance(happening, ConcernRaised) else ""
            elif isinstance(happening, order):
                faults += [] if step < len(order) and isinstance(happening, order[step]) else [f"{key}: out of turn"]
                step, newest = step + 1, happening.at
                is_own = isinstance(happening, AlertClosed) and happening.by == raiser
                faults += [f"{key}: closed by its raiser"] if is_own else []
            elif isinstance(happening, EpisodeEnded) and is_lately:
                signed = [each for each in episode.all(EndingCountersigned) if newest and each.at > newest]
                faults += [] if signed else [f"{key}: ended soon after an alert without a second person"]
        faults += [f"{key}: ended with an open alert"] if episode.ending and step < len(order) else []
    return faults


def test_alerts_are_answered_in_order_and_before_the_next_one_or_the_end(service: SyntheticService) -> None:
    assert alert_faults(service) == []


@pytest.mark.parametrize("kind", [AlertSeen, AlertContacted, AlertPlanReviewed, AlertClosed, EndingCountersigned])
def test_an_alert_with_a_step_left_out_is_noticed(service: SyntheticService, kind: type[Happening]) -> None:
    left_out = next(h for h in service.happenings if isinstance(h, kind))
    assert alert_faults(replace(service, happenings=tuple(h for h in service.happenings if h is not left_out)))


def test_a_few_alerts_are_open_and_one_is_hours_old(service: SyntheticService) -> None:
    open_ones = [episode for episode in episodes(service).values() if episode.has_open_alert]
    assert 2 <= len(open_ones) <= 15
    raised = [max(h.at for h in episode.happenings if tells_of_danger(h)) for episode in open_ones]
    assert any(ENDS - moment < timedelta(hours=3) for moment in raised)


def test_nobody_reviews_a_safety_plan_that_does_not_exist(service: SyntheticService) -> None:
    for episode in episodes(service).values():
        written = [plan.at for plan in episode.all(SafetyPlanWritten)]
        assert all(min(written) < review.at for review in episode.all(AlertPlanReviewed))


def test_ana_has_a_rich_page(service: SyntheticService) -> None:
    ana = episodes(service)["ana"]
    assert ana.practitioner == "ben"
    assert ana.is_in_treatment
    assert len(ana.attended) == 9
    assert len(ana.all(GoalAgreed)) == 2
    assert ana.all(SafetyPlanWritten)
    answers = [dict(measured.answers) for measured in ana.measures("phq9")]
    assert [answer["self_harm"] for answer in answers] == [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    recent = [m.at for m in ana.measures("phq9") if dict(m.answers)["self_harm"]][-1]
    assert timedelta(days=3) < ENDS - recent < timedelta(days=21)
    assert not ana.has_open_alert
    assert outcome(ana).phq9[0] > outcome(ana).phq9[1]
    assert len(ana.measures("daily-check-in")) >= 15


def test_ana_has_work_due_today_and_a_session_within_three_days(service: SyntheticService) -> None:
    ana = episodes(service)["ana"]
    done = {work.work for work in ana.all(WorkDone)}
    waiting = [work for work in ana.all(WorkSet) if work.key not in done]
    assert ENDS.date() in {work.due_on for work in waiting}
    assert timedelta(0) < max(h.starts_at for h in ana.all(SessionBooked)) - ENDS < timedelta(days=3)


def test_ben_has_a_caseload_with_everything_in_it(service: SyntheticService) -> None:
    bens = [episode for episode in episodes(service).values() if episode.practitioner == "ben"]
    still_his = [episode for episode in bens if episode.ending is None]
    assert 15 <= len(still_his) <= 22
    for question in ("is_waiting", "is_in_treatment", "is_off_track", "has_review_due", "has_open_alert"):
        assert any(getattr(episode, question) for episode in still_his), question
    assert any(overdue(episode) for episode in still_his)
    assert any(missed_last(episode) for episode in still_his)
    assert {"completed", "dropped_out"} <= {episode.ending for episode in bens}


def test_the_named_staff_are_there_in_their_roles(service: SyntheticService) -> None:
    staff = {member.key: member for member in service.staff}
    roles = {
        "ben": "practitioner",
        "dev": "practitioner",
        "finn": "facilitator",
        "eve": "supervisor",
        "cleo": "manager",
    }
    roles |= {"dan": "duty", "ada": "administrator", "pia": "privacy_officer"}
    assert all(role in staff[key].roles for key, role in roles.items())
    assert {role for member in service.staff for role in member.roles} >= {"peer_supporter", "researcher"}
    assert staff["ben"].supervisor == "eve"
    assert staff["dev"].site != staff["ben"].site
    assert sum("practitioner" in member.roles for member in service.staff) == 8


def test_finn_runs_a_sociotherapy_group_that_has_met_for_weeks(service: SyntheticService) -> None:
    group = next(group for group in service.groups if "finn" in group.facilitators)
    assert group.protocol == "community-sociotherapy"
    met = [h for h in service.happenings if isinstance(h, GroupMet) and h.group == group.key]
    assert len(met) == 9
    assert all(len(h.register) >= 5 for h in met)


def test_a_month_of_daily_check_ins_comes_from_a_few_clients_only(service: SyntheticService) -> None:
    clients = {h.client for h in service.happenings if isinstance(h, Measured) and h.instrument == "daily-check-in"}
    assert "ana" in clients
    assert len(clients) <= 8
