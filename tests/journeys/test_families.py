"""A meeting of each family of interventions: prepared, run and recorded; its work done and read again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kith.science.library import Library
from kith.science.protocols import ProtocolSession
from kith.simulation.filling import fill_in
from tests.journeys.conftest import surroundings
from tests.journeys.families import FAMILIES, LEFT
from tests.journeys.making import NOW
from tests.journeys.stage import Person, Stage
from tests.journeys.test_every_worksheet import fills_in

pytestmark = pytest.mark.journey

LIBRARY = Library.open()


@pytest.fixture(scope="module")
def made_service(made_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service of the journeys, with one more client for each family of interventions."""
    home = tmp_path_factory.mktemp("with-families") / "home"
    shutil.copytree(made_service, home)
    beginning = [sys.executable, "-m", "tests.journeys.families", str(home)]
    subprocess.run(beginning, check=True, env=surroundings(home), stdout=subprocess.DEVNULL)
    return home


@pytest.fixture
def told(made_service: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((made_service / LEFT).read_text(encoding="utf-8"))
    return found


def page_of(family: str) -> ProtocolSession:
    protocol, number, _problem = FAMILIES[family]
    return next(page for page in LIBRARY.protocols[protocol].pages if page.n <= number <= page.last)


def worksheets_of(page: ProtocolSession) -> list[str]:
    """What the client is given to fill in alone after this meeting."""
    named = [named for between in page.between for named in between.named()]
    return [name for kind, name in named if kind == "worksheet" and "client" in LIBRARY.worksheets[name].filled_in_by]


def runs(ben: Person, at: str, page: ProtocolSession, used: Sequence[str]) -> None:
    """The brief, then the hour by its agenda, then the record; what the page sets as work is set."""
    ben.goes_to(f"{at}?part=prepare")
    ben.sees(" ".join(page.purpose.split())[:60])
    ben.opens(re.compile("^Run the session"))
    for item in page.agenda:
        ben.sees(item.title)
    ben.opens(re.compile("^Record it"))
    ben.answers("Came")
    for technique in used:
        ben.unfolds("Techniques used")
        ben.page.locator("label.choice", has_text=technique).locator("input").check(force=True)
    ben.types(re.compile("^Note$"), "We did what we had planned.")
    ben.types(re.compile("^Risk check$"), "Asked directly; nothing new.")
    ben.presses("Record and sign")
    ben.sees("We did what we had planned.")


def thinks(ben: Person, at: str, protocol: str) -> None:
    """After a meeting of a therapy that asks for reflection: its questions, for Ben alone."""
    question = LIBRARY.protocols[protocol].reflections[0].prompt
    ben.goes_to(f"{at}process-note/")
    ben.types(question, "The same wish, and I grew quiet.")
    ben.presses("Keep it for me")
    ben.sees("Kept. Only you read it.")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_meeting_is_run_and_its_work_comes_back(stage: Stage, told: dict[str, dict[str, str]], family: str) -> None:
    protocol, page, where = FAMILIES[family][0], page_of(family), told[family]
    ben = stage.someone("ben")
    ben.are_pages_checked = False  # every kind of page is walked in another journey
    named = {one.id: one.name for one in LIBRARY.protocols[protocol].techniques}
    used = [named[technique] for technique in page.techniques[:1]]
    runs(ben, where["session"], page, used)
    ben.keeps_a_look(f"family-{family}")

    for worksheet in worksheets_of(page)[:1]:
        client = stage.someone(where["username"], on="phone")
        client.are_pages_checked = False
        sheet = LIBRARY.worksheets[worksheet]
        client.opens("My work")
        client.opens(re.compile(f"^{re.escape(sheet.title)}"))
        fills_in(client.page, client.page.url, fill_in(sheet, np.random.default_rng(3), day=NOW.date()))
        client.answers("All of it")
        client.presses("Hand in")
        client.sees("Handed in. Thank you")
        ben.goes_to(where["person"])
        ben.sees(sheet.title)
    if LIBRARY.protocols[protocol].reflections:
        thinks(ben, where["session"], protocol)
    ben.goes_to(where["person"])
    for technique in used:
        assert technique in ben.page.content(), f"The golden thread does not say that “{technique}” was used."
