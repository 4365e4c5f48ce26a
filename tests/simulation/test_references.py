"""Whatever is referred to exists, and existed before; nothing happens out of turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC

from kith.simulation import SyntheticService
from kith.simulation.happenings import (
    Allocated,
    EpisodeEnded,
    GroupFormed,
    GroupMet,
    Happening,
    Measured,
    MeetingAdded,
    MeetingSkipped,
    MemberJoined,
    MemberLeft,
    PhaseChanged,
    PlanAgreed,
    PlanEnded,
    Referred,
    Reviewed,
    SessionBooked,
    SessionHeld,
    WorkDone,
    WorkReplied,
)
from tests.simulation.conftest import ENDS
from tests.simulation.told import episodes

# Fields that point at a key made earlier by another happening.
POINTERS = ("session", "goal", "problem", "plan", "work")


def unknown_references(service: SyntheticService) -> list[str]:
    """Keys that nothing earlier has made, each with the kind of happening that names it."""
    people = {member.key for member in service.staff} | {client.key for client in service.clients}
    groups = {group.key for group in service.groups}
    made: set[str] = set()
    unknown = []
    for happening in service.happenings:
        named = set(_people_of(happening)) - people
        named |= {key for field in POINTERS if (key := getattr(happening, field, None)) and key not in made}
        named |= {goal for goal in getattr(happening, "goals", ()) if goal not in made}
        named |= {happening.key} - made if isinstance(happening, SessionHeld) else set()
        named |= {group for group in [getattr(happening, "group", None)] if group and group not in groups}
        unknown += [f"{type(happening).__name__}: {key}" for key in sorted(named)]
        made |= {getattr(happening, "key", "")}
    return unknown


def _people_of(happening: Happening) -> Iterator[str]:
    yield happening.by
    for field in ("client", "practitioner"):
        if hasattr(happening, field):
            yield getattr(happening, field)
    yield from getattr(happening, "facilitators", ())
    yield from (client for client, _ in getattr(happening, "register", ()))


def test_every_reference_leads_to_something_made_earlier(service: SyntheticService) -> None:
    assert unknown_references(service) == []


def test_a_missing_happening_is_noticed(service: SyntheticService) -> None:
    answered = next(h for h in service.happenings if isinstance(h, WorkDone)).work
    plan, session = "ana-plan-1", "ana-session-1"
    for key in (answered, plan, session):
        removed = next(h for h in service.happenings if getattr(h, "key", None) == key)
        broken = replace(service, happenings=tuple(h for h in service.happenings if h is not removed))
        assert unknown_references(broken)


def test_keys_are_unique(service: SyntheticService) -> None:
    keys = [h.key for h in service.happenings if hasattr(h, "key") and not isinstance(h, SessionHeld)]
    assert len(keys) == len(set(keys))
    held = [h.key for h in service.happenings if isinstance(h, SessionHeld)]
    assert len(held) == len(set(held))


def test_happenings_are_in_order_of_time_in_utc_and_not_after_the_end(service: SyntheticService) -> None:
    moments = [happening.at for happening in service.happenings]
    assert moments == sorted(moments)
    assert moments[-1] <= ENDS
    assert {moment.tzinfo for moment in moments} == {UTC}


def test_a_referral_comes_first_and_the_end_of_the_episode_last(service: SyntheticService) -> None:
    for episode in episodes(service).values():
        assert isinstance(episode.happenings[0], Referred)
        assert len(episode.all(Referred)) == 1
        assert not any(isinstance(happening, EpisodeEnded) for happening in episode.happenings[:-1])


def test_everybody_who_is_seen_has_a_practitioner_first(service: SyntheticService) -> None:
    for episode in episodes(service).values():
        if len(episode.happenings) > 1:
            assert isinstance(episode.happenings[1], Allocated)


def test_sessions_are_recorded_after_they_begin_and_measured_before_they_end(service: SyntheticService) -> None:
    booked = {h.key: h for h in service.happenings if isinstance(h, SessionBooked)}
    for held in (h for h in service.happenings if isinstance(h, SessionHeld)):
        assert booked[held.key].at < booked[held.key].starts_at < held.at
        assert bool(held.minutes) == (held.attendance in ("attended", "late"))
    for measured in (h for h in service.happenings if isinstance(h, Measured) and h.session):
        assert measured.at > booked[measured.session].at


def test_nobody_is_booked_twice_at_the_same_time(service: SyntheticService) -> None:
    hours = [(h.practitioner, h.starts_at) for h in service.happenings if isinstance(h, SessionBooked)]
    assert len(hours) == len(set(hours))


def test_a_plan_that_was_changed_or_ended_is_not_used_again(service: SyntheticService) -> None:
    for episode in episodes(service).values():
        running = before = None
        for happening in episode.happenings:
            if isinstance(happening, PlanAgreed):
                assert running is None
                running = happening.key
            elif isinstance(happening, SessionBooked | Reviewed | MeetingAdded | MeetingSkipped | PhaseChanged):
                assert happening.plan == running
            elif isinstance(happening, PlanEnded):
                assert (running, happening.plan) == (None, before)
            if isinstance(happening, Reviewed) and happening.decision != "go_on":
                running, before = None, running


def test_work_is_done_once_and_answered_after_it_is_done(service: SyntheticService) -> None:
    done = [h.work for h in service.happenings if isinstance(h, WorkDone)]
    assert len(done) == len(set(done))
    seen: set[str] = set()
    for happening in service.happenings:
        if isinstance(happening, WorkDone):
            seen.add(happening.work)
        elif isinstance(happening, WorkReplied):
            assert happening.work in seen


def test_only_members_stand_in_a_register(service: SyntheticService) -> None:
    members: dict[str, set[str]] = {}
    for happening in service.happenings:
        if isinstance(happening, GroupFormed):
            members[happening.group] = set()
        elif isinstance(happening, MemberJoined):
            members[happening.group].add(happening.client)
        elif isinstance(happening, MemberLeft):
            members[happening.group].remove(happening.client)
        elif isinstance(happening, GroupMet):
            assert {client for client, _ in happening.register} == members[happening.group]
