"""One small service is made once, copied for each module of journeys, and served by the real server."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import browser as browsers
from tests.journeys.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60  # seconds


def surroundings(home: Path) -> dict[str, str]:
    """What a server of the journeys finds around it: its own home, invented languages, and no other database."""
    ours = {
        "KITH_HOME": str(home),
        "KITH_DEMONSTRATION": "1",
        "KITH_PSEUDO_LANGUAGES": "1",
        "KITH_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | ours


def make_service(home: Path, *clients: int) -> None:
    """Tell the life of an invented service, in a process of its own."""
    making = [sys.executable, "-m", "tests.journeys.making", str(home), *map(str, clients)]
    subprocess.run(making, cwd=ROOT, env=surroundings(home), check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def made_service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service as it stands at the beginning of each module, shared by all processes of one run."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    home = shared / "invented-service"
    with (shared / "invented-service.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "made").exists():
            make_service(home)
            (home / "made").touch()
    return home


@pytest.fixture(scope="module")
def address(made_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this module's own, over a copy of the service."""
    home = tmp_path_factory.mktemp("service") / "home"
    shutil.copytree(made_service, home)
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    log = (home / "server.log").open("w")
    serving = [sys.executable, "-m", "tests.journeys.serving", str(port)]
    server = subprocess.Popen(
        serving, cwd=ROOT, env=surroundings(home), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    place = f"http://127.0.0.1:{port}"
    try:
        _wait_for(place, server, home / "server.log")
        yield place
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=STARTS_WITHIN)
        log.close()


def _wait_for(place: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(STARTS_WITHIN * 10):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{place}/right-now/", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server of the journeys did not start. It said:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module; each person gets a fresh profile in it.

    Not for longer: while Playwright runs, Django takes this thread for an asynchronous one and refuses the database.
    """
    path = browsers.find()
    assert path is not None, browsers.MISSING
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(path), args=list(browsers.LAUNCH_ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def stage(chromium: Browser, address: str, tmp_path: Path) -> Iterator[Stage]:
    """A stage for one journey. At the end all faults of all its pages are told together."""
    stage = Stage(chromium, address, tmp_path)
    yield stage
    for context in list(chromium.contexts):
        context.close()
    if stage.faults:
        told = "\n".join(f"  - {fault}" for fault in dict.fromkeys(stage.faults))
        pytest.fail(f"{len(set(stage.faults))} faults on the pages of this journey:\n{told}", pytrace=False)
