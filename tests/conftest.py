"""What holds for every test: the network is shut, chance is seeded, and a missing browser is said aloud."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from tests import browser, network

SEED = 20_260_101

settings.register_profile(
    "kith",
    derandomize=True,  # the same examples in every run: a red build is red for everybody
    database=None,
    deadline=None,  # a busy machine is not a wrong answer
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("kith")


def pytest_configure(config: pytest.Config) -> None:
    """Shut the network before the first test module is read."""
    network.shut()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Open it again for whoever started pytest from a program."""
    network.reopen()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip journeys where there is no browser, and start the long checks first."""
    if browser.find() is None:
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(pytest.mark.skip(reason=browser.MISSING))
    # Two processes share the tests; the longest ones must not be left for the end. Sorting keeps all else in place.
    items.sort(key=_how_late)


def _how_late(item: pytest.Item) -> int:
    """The safety tests take minutes each, then journeys, then the house; thousands of short ones fill the gaps."""
    folders = ("safety", "journeys", "house")
    return next((rank for rank, folder in enumerate(folders) if folder in item.path.parts), len(folders))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many journeys nobody walked: a skipped journey is a promise that was not checked."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if browser.MISSING in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("JOURNEYS NOT WALKED", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} journeys were skipped. {browser.MISSING}")


@pytest.fixture(autouse=True)
def seeded() -> None:
    """The same chance in every test, whatever ran before it."""
    random.seed(SEED)
    np.random.seed(SEED)


@pytest.fixture(autouse=True)
def network_unused() -> Iterator[None]:
    """Fail a test that reached for the network, even if the code under test swallowed the error."""
    network.attempts.clear()
    yield
    assert not network.attempts, f"This test reached for the network: {network.attempts}. Give it a value instead."
