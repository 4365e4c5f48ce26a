"""A snapshot counts what the record holds, shows nobody, and stays as it is."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from kith.care.actions import evaluate, set_up
from kith.care.models import AuditEvent, BadInput, Evaluation, Score, WrongMoment
from kith.care.models.keys import forget_keys
from kith.care.permissions import NotAllowed, NotYours
from kith.cli.replay import Replay
from kith.simulation import happenings as told
from kith.simulation import simulate
from tests.care.courses import courses, take
from tests.care.test_outcome_rows import stricter_from
from tests.people import People, a_client, a_service
from tests.science.outcomes.test_programme import cells

QUARTER = {"period_from": date(2026, 1, 1), "period_to": date(2026, 3, 31)}
BETTER, SAME = (16, 8, 13, 6), (18, 17, 12, 12)


def snapshot(people: People, **more: Any) -> Evaluation:
    return evaluate.take_snapshot(**{**QUARTER, "by": people.sees("cleo"), "at": people.at, **more})


def after_the_quarter(people: People) -> People:
    people.at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    return people


def test_a_small_world_counted_by_hand(people: People) -> None:
    """Ten courses go from case to recovered, ten stay: 10 of 20 recover and improve; one is still waiting (Ana)."""
    courses(people, [BETTER] * 10 + [SAME] * 10, equity={"gender": "woman"})
    after_the_quarter(people)
    found = snapshot(people).results
    assert [step["people"]["people"] for step in found["funnel"]] == [20, 20, 20, 20]
    outcomes = found["outcomes"]
    assert (outcomes["completeness"]["numerator"], outcomes["completeness"]["denominator"]) == (20, 20)
    assert (outcomes["recovery"]["numerator"], outcomes["recovery"]["denominator"]) == (10, 20)
    assert (outcomes["reliable_improvement"]["value"], outcomes["reliable_deterioration"]["value"]) == (0.5, 0)
    assert found["waits"]["days_to_first"]["value"] == 14
    assert found["waits"]["days_to_second"]["value"] == 7
    assert found["attendance"]["sessions_of_a_course"]["value"] == 2
    women, nobody_said = found["equity"]["gender"][1], found["equity"]["gender"][0]
    assert (women["category"], women["referred"]["people"], women["recovery"]["value"]) == ("woman", 20, 0.5)
    assert (nobody_said["category"], nobody_said["referred"]) == (
        "not stated", {"people": None, "reason": "small_numbers"},
    )  # fmt: skip
    assert found["waits"]["waiting"] == {"people": None, "reason": "small_numbers"}


def test_what_produced_the_numbers_stands_beside_them_and_it_is_audited(people: People) -> None:
    taken = snapshot(after_the_quarter(people))
    measures = {
        one["measure"]: (one["caseness"], one["reliable_change"]) for one in taken.results["policies"]["measures"]
    }
    assert measures == {"phq9": (10, 6), "gad7": (8, 4)}
    assert taken.method
    assert taken.library_version
    event = AuditEvent.objects.get(event="programme.snapshot")
    assert (event.actor_id, event.object_id, event.clients) == (people.accounts["cleo"].pk, str(taken.pk), [])


def test_a_policy_that_changes_within_the_period_is_kept_twice_and_counts_from_its_day_on(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten recover under the packaged policies; ten end as well under stricter ones, and do not."""
    courses(people, [BETTER] * 10, equity={})
    day = people.later(days=1).date()
    courses(people, [BETTER] * 10, equity={}, start=10)
    after_the_quarter(people)
    stricter = SimpleNamespace(measure_policies=stricter_from(day), version="changed")
    monkeypatch.setattr(evaluate, "library", lambda: stricter)
    found = snapshot(people).results
    told = [(one["measure"], one["version"], one["begins"]) for one in found["policies"]["measures"]]
    assert told == [("phq9", 1, None), ("phq9", 2, day.isoformat()), ("gad7", 1, None), ("gad7", 2, day.isoformat())]
    for name in ("recovery", "reliable_improvement"):
        assert (found["outcomes"][name]["numerator"], found["outcomes"][name]["denominator"]) == (10, 20)
    complete = next(one for one in found["rules"] if one["rule"] == "complete")["recovery"]
    assert (complete["numerator"], complete["denominator"]) == (10, 20)


def test_the_worker_takes_the_last_year_once_a_month_and_nobody_else_does(people: People) -> None:
    after_the_quarter(people)
    worker = set_up.founder(people.service.pk)
    taken = evaluate.take_monthly_snapshot(by=worker, at=people.at)
    assert (taken.period_from, taken.period_to) == (date(2025, 4, 1), date(2026, 3, 31))
    with pytest.raises(WrongMoment, match="No second snapshot"):
        evaluate.take_monthly_snapshot(by=worker, at=people.later(days=20))
    assert evaluate.take_monthly_snapshot(by=worker, at=people.later(days=12)).period_to == date(2026, 4, 30)
    with pytest.raises(NotAllowed):
        evaluate.take_monthly_snapshot(by=people.sees("cleo"), at=people.at)


@pytest.mark.parametrize("who", ["ben", "dev", "eve", "finn", "dan", "ada", "ana"])
def test_only_the_manager_takes_one(people: People, who: str) -> None:
    after_the_quarter(people)
    with pytest.raises(NotAllowed):
        snapshot(people, by=people.sees(who))
    assert not Evaluation.objects.exists()


def test_the_manager_of_another_service_is_refused_and_sees_only_her_own(people: People) -> None:
    other = after_the_quarter(a_service("Hill Service"))
    after_the_quarter(people)
    with pytest.raises(NotYours):
        snapshot(people, service_id=other.service.pk)
    courses(other, [], equity={})
    assert snapshot(other).service_id == other.service.pk


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (date(2026, 1, 2), date(2026, 3, 31), BadInput),
        (date(2026, 1, 1), date(2026, 3, 30), BadInput),
        (date(2026, 3, 1), date(2026, 1, 31), BadInput),
        (date(2025, 10, 1), date(2026, 3, 31), BadInput),
        (date(2025, 10, 1), date(2025, 12, 31), BadInput),
        (date(2025, 12, 1), date(2026, 2, 28), BadInput),
        (date(2024, 4, 1), date(2026, 3, 31), BadInput),
        (date(2026, 1, 1), date(2026, 4, 30), WrongMoment),
    ],
)
def test_only_the_periods_offered(people: People, first: date, last: date, refusal: type[Exception]) -> None:
    after_the_quarter(people)
    with pytest.raises(refusal, match="No snapshot was taken"):
        snapshot(people, period_from=first, period_to=last)


def test_each_period_offered_is_taken_once_a_month(people: People) -> None:
    """Two looks a day apart would differ by the one person who came or went between them."""
    first = snapshot(after_the_quarter(people))
    people.later(days=1)
    with pytest.raises(WrongMoment, match="No second snapshot"):
        snapshot(people)
    for begun in (date(2026, 3, 1), date(2025, 4, 1)):
        snapshot(people, period_from=begun)
    people.later(days=30)
    second = snapshot(people)
    assert Evaluation.objects.count() == 4
    assert second.pk != first.pk
    with pytest.raises(DatabaseError, match="append-only"):
        Evaluation.objects.filter(pk=first.pk).update(results={})


def test_it_costs_the_same_number_of_queries_whatever_its_size(people: People) -> None:
    def queries() -> int:
        forget_keys()
        with CaptureQueriesContext(connection) as seen:
            snapshot(people)
        return len(seen)

    courses(people, [BETTER] * 2, equity={})
    start = people.at
    people.at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    few = queries()
    people.at = start
    for n in range(6):
        a_client(people, f"more{n}", f"More{n}", "Person")
    people.at = datetime(2026, 5, 2, 10, tzinfo=UTC)
    assert queries() == few


@pytest.mark.slow
def test_the_simulations_own_counts(db: None) -> None:
    """The same numbers, counted from the happenings of an invented service without the record."""
    ends = datetime(2026, 7, 1, 9, tzinfo=UTC)
    world = simulate(11, ends=ends, clients=60)
    replay = Replay(world, "not-used-here", frozenset())
    replay.run(lambda done, of: None)
    found = replay.take_snapshot(by="cleo", at=ends).results
    begins, over = datetime(2025, 6, 30, 23, tzinfo=UTC), datetime(2026, 6, 30, 23, tzinfo=UTC)
    came: dict[str, list[datetime]] = defaultdict(list)
    booked = {one.key: one.starts_at for one in world.happenings if isinstance(one, told.SessionBooked)}
    missed = sessions = 0
    ended: dict[str, told.EpisodeEnded] = {}
    for one in world.happenings:
        if isinstance(one, told.SessionHeld) and one.attendance in {"attended", "late"}:
            came[one.client].append(booked[one.key])
        elif isinstance(one, told.GroupMet):
            for key, mark in one.register:
                if mark in {"attended", "late", "left_early"}:
                    came[key].append(one.starts_at)
        elif isinstance(one, told.EpisodeEnded) and begins <= one.at < over:
            ended[one.client] = one
        if isinstance(one, told.SessionHeld) and begins <= booked[one.key] < over:
            missed += one.attendance == "did_not_attend"
            sessions += one.attendance != "cancelled"
        elif isinstance(one, told.GroupMet) and begins <= one.starts_at < over:
            missed += sum(mark == "absent" for _, mark in one.register)
            sessions += sum(mark != "apologised" for _, mark in one.register)
    finished = [key for key in ended if len([when for when in came[key] if when < over]) >= 2]
    referred = [one for one in world.happenings if isinstance(one, told.Referred)]
    received = sum(date(2025, 7, 1) <= one.received_on <= date(2026, 6, 30) for one in referred)
    assert found["outcomes"]["finished"]["people"] == nearest_five(len(finished))
    assert found["funnel"][0]["people"]["people"] == nearest_five(received)
    assert found["attendance"]["did_not_attend"]["denominator"] == nearest_five(sessions)
    assert found["attendance"]["did_not_attend"]["numerator"] == nearest_five(missed)
    assert all(count == 0 or (count >= 10 and count % 5 == 0) for count in cells(of_ours(found)))


def of_ours(found: dict[str, Any]) -> dict[str, Any]:
    """Without what others published, which is theirs to round."""
    return {name: value for name, value in found.items() if name != "comparators"}


def nearest_five(count: int) -> int | None:
    return None if 0 < count < 8 else (count + 2) // 5 * 5


def test_what_is_answered_after_the_care_does_not_move_how_the_care_ended(people: People) -> None:
    """Ten recovered by the end. A month later all are as low as at the start, which is another question."""
    clients = courses(people, [BETTER] * 10 + [SAME] * 10, equity={})
    before = [Score.objects.filter(client=client, measurement__instrument="phq9").count() for client in clients]
    people.later(days=28)
    for number, client in enumerate(clients):
        take(people, client, "phq9", 20, by=f"c{number}")
    after_the_quarter(people)
    assert [Score.objects.filter(client=one, measurement__instrument="phq9").count() for one in clients] == [
        count + 1 for count in before
    ]
    outcomes = snapshot(people).results["outcomes"]
    assert (outcomes["recovery"]["numerator"], outcomes["recovery"]["denominator"]) == (10, 20)
