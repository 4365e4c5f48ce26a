"""Ana works through a sheet that branches, one filled in while it happens, and a diary; also without a network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import surroundings
from tests.journeys.stage import PATIENCE, Person, Stage
from tests.journeys.work_for_ana import addresses, with_work
from tests.photographs import a_real_png

pytestmark = pytest.mark.journey

SHEETS = ("behavioural-experiment", "exposure-record", "dbt-diary-card", "creative-reflection", "chain-analysis")
PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b(?!s)")
STORES = "async () => (await indexedDB.databases()).map(one => one.name)"


@pytest.fixture(scope="module")
def made_service(made_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service of the journeys, in which Ben has set a few worksheets for Ana."""
    home = tmp_path_factory.mktemp("with-work") / "home"
    with_work(made_service, home, SHEETS, surroundings(home))
    return home


@pytest.fixture
def work(made_service: Path) -> dict[str, str]:
    return addresses(made_service)


def is_kept(ana: Person) -> bool:
    return "kith-kept" in ana.page.evaluate(STORES)


def a_day(ana: Person, day: str, urge: int) -> None:
    """One card of the diary, from its first page to handing in."""
    ana.opens(re.compile("Start|Write another|Go on"))
    ana.types("Which day?", day)
    ana.rates("Urge to die", 0)
    ana.rates("Urge to hurt myself", urge)
    ana.presses("Continue")
    for question in ("Did you hurt yourself?", "Did you try to end your life?"):
        ana.page.get_by_role("group", name=question).get_by_text("No").click()
    ana.page.get_by_role("group", name=re.compile("Might you act")).get_by_text("No").click()
    ana.presses("Continue")
    ana.rates("Sadness", 3)
    ana.presses("Continue")
    ana.presses("Continue")
    ana.rates("Skills today", 4)
    ana.goes_on_until("Hand in", lambda: ana.presses("Continue"))
    ana.answers("All of it")
    ana.presses("Hand in")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_sheet_leads_only_through_what_is_asked(stage: Stage, work: dict[str, str], scripts: bool) -> None:
    ana = stage.someone("ana", scripts=scripts)
    ana.goes_to(work["behavioural-experiment"] + "?step=4")
    ana.sees(re.compile("Step 4 of (at most )?5"))
    ana.answers("Not yet")
    ana.presses("Continue")
    ana.sees_heading("Hand in")
    ana.goes_back()
    ana.sees("Step 4 of 4")
    ana.answers("Yes, as planned")
    ana.presses("Continue")
    ana.sees("Step 5 of 5")
    ana.types("What I learned", "Nobody looked.")
    ana.presses("Keep it and pause")
    ana.sees("What you wrote is kept.")


@pytest.mark.parametrize("scripts", [True, False])
def test_ratings_are_written_down_while_it_happens(stage: Stage, work: dict[str, str], scripts: bool) -> None:
    ana = stage.someone("ana", scripts=scripts)
    ana.goes_to(work["exposure-record"] + "?step=3")
    for value in (70, 40):
        ana.rates("Distress", value)
        ana.presses("Write it down now")
        ana.sees("Noted. You can write down the next one.")
    ana.sees(re.compile(r"13:4\d 40"))
    ana.keeps_a_look(f"live-{scripts}")
    ana.presses("Continue")
    ana.types("What happened?", "The bus came and I got on.")
    ana.goes_on_until("Hand in", lambda: ana.presses("Continue"))
    ana.sees("Highest distress")
    ana.answers("Part of it")
    ana.presses("Hand in")
    ana.sees("Distress while I did it")
    ana.opens("On one page, to print")
    assert "The bus came and I got on." in ana.prints()


def test_a_diary_over_a_week_is_drawn_summed_and_printed_on_one_page(stage: Stage, work: dict[str, str]) -> None:
    ana = stage.someone("ana", on="phone")
    ana.goes_to(work["dbt-diary-card"])
    ana.sees("If you mark these, somebody of your team will contact you.")
    for day in ("2026-03-09", "2026-03-10", "2026-03-12"):
        a_day(ana, day, 0)
    ana.sees_heading("My daily card")
    ana.sees("From time to time")
    ana.sees("Urges from day to day")
    ana.does_not_see("You are not alone with this")
    ana.keeps_a_look("diary-handed-in")
    ana.opens("Week by week")
    ana.sees("Written on 3 of 7 days.")
    ana.sees("Nothing on: Wednesday, Friday, Saturday, Sunday.")
    ana.keeps_a_look("diary-week")
    assert len(PAGE_OBJECT.findall(ana.page.pdf(format="A4"))) == 1
    assert "Sadness" in ana.prints()
    ana.goes_to(work["dbt-diary-card"])
    ana.presses("I am finished with this")
    ana.sees("Finished. What you wrote stays here.")


def test_an_unsafe_answer_shows_help_on_the_next_page(stage: Stage, work: dict[str, str]) -> None:
    ana = stage.someone("ana", on="phone")
    ana.goes_to(work["chain-analysis"] + "?step=1")
    ana.page.get_by_role("group", name="Do you want to hurt yourself or die now?").get_by_text("Yes").click()
    ana.presses("Continue")
    ana.sees("You are not alone with this")
    ana.sees("My safety plan")
    ana.keeps_a_look("help-in-a-sheet")


def test_a_picture_is_added_seen_and_taken_away(stage: Stage, work: dict[str, str], tmp_path: Path) -> None:
    photo = tmp_path / "boat.png"
    photo.write_bytes(a_real_png())
    ana = stage.someone("ana")
    ana.goes_to(work["creative-reflection"] + "?step=1")
    ana.page.get_by_label("A picture of it").set_input_files(photo)
    ana.presses("Continue")
    ana.goes_back()
    shown = ana.page.get_by_alt_text("The picture you added")
    expect(shown).to_be_visible(timeout=PATIENCE)
    assert shown.evaluate("one => one.naturalWidth") == 60
    ana.keeps_a_look("picture")
    ana.presses("Take the picture away")
    expect(shown).to_have_count(0)


RAW = """() => new Promise(done => {
  const opening = indexedDB.open('kith-kept');
  opening.onsuccess = () => {
    const all = opening.result.transaction('kept').objectStore('kept').getAll();
    all.onsuccess = () => { opening.result.close();
      done(all.result.map(one => one.sealed ? new TextDecoder().decode(one.sealed) : one.extractable)); };
  };
})"""
FEARED = "What I think will happen"


def without_network(stage: Stage, address: str) -> Person:
    """Ana on her phone, on a page; the browser's own complaints about the network are no fault of the page."""
    ana = stage.someone("ana", on="phone")
    ana.are_pages_checked = False
    ana.goes_to(address)
    return ana


def test_what_is_typed_without_a_network_is_kept_and_sent_when_it_is_back(stage: Stage, work: dict[str, str]) -> None:
    ana = without_network(stage, work["behavioural-experiment"] + "?step=1")
    ana.types(FEARED, "They will laugh.")
    ana.page.context.set_offline(True)
    ana.page.get_by_role("button", name="Continue").click()
    ana.sees("No connection. What you typed is kept on this device, sealed, and waits to be sent.")
    ana.keeps_a_look("waiting-to-send")
    kept = ana.page.evaluate(RAW)
    assert len(kept) == 2
    assert False in kept  # the key cannot leave the browser
    assert "laugh" not in json.dumps(kept)
    ana.finds_in(FEARED, "They will laugh.")
    ana.page.context.set_offline(False)
    ana.sees("What will you do?")
    assert not is_kept(ana)
    ana.goes_to(work["behavioural-experiment"] + "?step=1")
    ana.finds_in(FEARED, "They will laugh.")


def test_what_waits_is_sent_from_whatever_page_is_opened_next(stage: Stage, work: dict[str, str]) -> None:
    ana = without_network(stage, work["behavioural-experiment"] + "?step=1")
    ana.types(FEARED, "They will look away.")
    lose_what_is_sent(ana)
    ana.page.get_by_role("button", name="Continue").click()
    ana.sees("waits to be sent")
    ana.page.unroute("**/me/work/**")
    ana.goes_to("/me/work/")
    ana.sees("What was waiting has been sent.")
    assert not is_kept(ana)
    ana.goes_to(work["behavioural-experiment"] + "?step=1")
    ana.finds_in(FEARED, "They will look away.")


def test_ratings_without_a_network_keep_the_time_they_were_made(stage: Stage, work: dict[str, str]) -> None:
    ana = without_network(stage, work["exposure-record"] + "?step=3")
    before = ana.page.locator("[data-live-list] li").count()
    ana.page.context.set_offline(True)
    for value in (90, 50):
        ana.rates("Distress", value)
        ana.page.get_by_role("button", name="Write it down now").click()
        expect(ana.page.locator("[data-live-list] li").last).to_contain_text(str(value))
    ana.page.context.set_offline(False)
    ana.sees("Noted. You can write down the next one.")
    rows = ana.page.locator("[data-live-list] li").all_inner_texts()
    assert len(rows) == before + 2
    assert re.fullmatch(r"\d\d:\d\d 90", " ".join(rows[-2].split()))
    assert re.fullmatch(r"\d\d:\d\d 50", " ".join(rows[-1].split()))
    assert not is_kept(ana)


@pytest.mark.parametrize("way", ["exit", "log-out"])
def test_whoever_leaves_leaves_nothing_behind_on_the_device(stage: Stage, work: dict[str, str], way: str) -> None:
    ana = without_network(stage, work["behavioural-experiment"] + "?step=1")
    ana.types(FEARED, "Something of mine")
    lose_what_is_sent(ana)
    ana.page.get_by_role("button", name="Continue").click()
    ana.sees("waits to be sent")
    assert is_kept(ana)
    if way == "exit":
        ana.leaves_by_the_exit_button()
        ana.is_elsewhere()
    else:
        ana.page.locator("form[data-log-out] button").click()
        ana.page.wait_for_url("**/log-in/**")
    ana.page.goto("/log-in/")
    assert not is_kept(ana)


def lose_what_is_sent(ana: Person) -> None:
    """Pages arrive, and what is sent does not."""
    ana.page.route(
        "**/me/work/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
