"""The services that these tests read: five seeds, told once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kith.simulation import SyntheticService, simulate

ENDS = datetime(2026, 11, 20, 16, 20, tzinfo=UTC)  # a Friday afternoon
SEEDS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="session")
def services() -> tuple[SyntheticService, ...]:
    return tuple(simulate(seed, ends=ENDS) for seed in SEEDS)


@pytest.fixture(scope="session", params=range(len(SEEDS)), ids=[f"seed {seed}" for seed in SEEDS])
def service(request: pytest.FixtureRequest, services: tuple[SyntheticService, ...]) -> SyntheticService:
    return services[request.param]
