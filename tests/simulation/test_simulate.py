"""The same seed tells the same story, whatever moment it ends at."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from kith.simulation import SyntheticService, simulate
from kith.simulation.happenings import SessionBooked
from tests.simulation.conftest import ENDS
from tests.simulation.told import episodes


def fingerprint(service: SyntheticService) -> str:
    return hashlib.sha256(repr(service).encode()).hexdigest()


def test_the_same_seed_gives_the_same_service(services: tuple[SyntheticService, ...]) -> None:
    assert fingerprint(simulate(1, ends=ENDS)) == fingerprint(services[0])


def test_another_seed_gives_another_service(services: tuple[SyntheticService, ...]) -> None:
    assert len({fingerprint(service) for service in services}) == len(services)


def test_another_seed_changes_what_people_answer_and_not_only_names() -> None:
    first, second = (simulate(seed, ends=ENDS, clients=40) for seed in (1, 2))
    assert [h.at for h in first.happenings] != [h.at for h in second.happenings]


@pytest.mark.parametrize(
    "ends",
    [
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),  # the minute before British clocks go forward
        datetime(2026, 10, 25, 1, 0, tzinfo=UTC),  # the hour that comes twice
        datetime(2024, 2, 29, 12, 0, tzinfo=UTC),
        datetime(2026, 7, 3, 17, 0, tzinfo=UTC),  # a Friday evening: the next session is on Monday
        datetime(2026, 7, 6, 8, 30, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    ],
)
def test_any_moment_can_be_the_end(ends: datetime) -> None:
    service = simulate(3, ends=ends, clients=40)
    assert max(h.at for h in service.happenings) <= ends
    ana_next = max(h.starts_at for h in episodes(service)["ana"].all(SessionBooked))
    assert 0 < (ana_next - ends).total_seconds() < 3 * 24 * 3600


@pytest.mark.parametrize(("clients", "months", "groups"), [(40, 9, 1), (60, 24, 4), (250, 12, 3)])
def test_a_service_of_another_size_can_be_told(clients: int, months: int, groups: int) -> None:
    service = simulate(1, ends=ENDS, clients=clients, months=months, groups=groups, practitioners=3)
    assert (len(service.clients), len(service.groups)) == (clients, groups)
    assert len(episodes(service)) == clients


def test_an_end_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"needs a time zone\. Found: 2026-11-20"):
        simulate(1, ends=datetime(2026, 11, 20, 16))  # noqa: DTZ001 that is the mistake


@pytest.mark.parametrize("too_few", [{"clients": 39}, {"months": 8}, {"practitioners": 1}, {"groups": 0}])
def test_a_service_too_small_to_be_told_is_refused(too_few: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"so few .* Give at least"):
        simulate(1, ends=ENDS, **too_few)
