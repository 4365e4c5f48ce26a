"""The safety plan on a phone without a connection: there when it was asked for, and nothing of it left afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey

PLAN = "/me/safety-plan/"
LEFT = """async () => ({
  stores: (await indexedDB.databases()).map(one => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING: dict[str, Any] = {"stores": [], "caches": [], "workers": 0}


def left(person: Person) -> dict[str, Any]:
    """What this browser still holds of the service."""
    person.page.goto("/static/web/kith.svg")
    found: dict[str, Any] = person.page.evaluate(LEFT)
    return found


def nothing_left(person: Person) -> None:
    person.page.goto("/static/web/kith.svg")
    person.page.wait_for_function(
        f"async () => {{ const left = await ({LEFT})();"
        " return !left.stores.length && !left.caches.length && !left.workers }"
    )


def a_kept_plan(stage: Stage) -> Person:
    """Ana on her phone, who has asked for a copy."""
    ana = stage.someone("ana", on="phone")
    ana.goes_to(PLAN)
    keeps_a_copy(ana)
    return ana


def keeps_a_copy(ana: Person) -> None:
    """She asks for it."""
    ana.page.get_by_role("button", name="Keep my plan on this device").click()
    expect(ana.page.get_by_text("A copy is kept on this device")).to_be_visible()
    ana.page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def loses_the_connection(person: Person) -> None:
    person.are_pages_checked = False
    person.page.context.set_offline(True)


def test_the_plan_opens_without_a_connection(stage: Stage) -> None:
    ana = stage.someone("ana", on="phone")
    ana.goes_to(f"{PLAN}?edit=1")
    ana.types("People I can ask for help", "Ines, my sister: 07700 900 123")
    ana.presses("Save my plan")
    keeps_a_copy(ana)
    first_step = ana.page.locator("ol.steps li [translate=no]").first.inner_text()
    loses_the_connection(ana)
    for address in (PLAN, "/right-now/", "/me/"):
        ana.page.goto(address)
        expect(ana.page.get_by_text("This is a copy from")).to_be_visible()
        expect(ana.page.get_by_text(first_step)).to_be_visible()
        assert ana.page.locator("ul.crisis a[href^='tel:']").count() >= 1
    assert ana.page.locator("ol.steps a[href='tel:07700900123']").count() == 1
    assert ana.page.evaluate("getComputedStyle(document.body).margin") == "0px", "The copy must look as it should."
    assert ana.page.locator("form").count() == 0, "Nothing on a copy can be sent."
    expect(ana.page.get_by_role("link", name=re.compile("^Exit"))).to_be_visible()
    ana.keeps_a_picture("safety-plan-without-a-connection")


def test_the_plan_opens_when_something_answers_in_place_of_the_service(stage: Stage) -> None:
    ana = a_kept_plan(stage)
    ana.are_pages_checked = False
    ana.page.context.route("**/me/safety-plan/", lambda route: route.fulfill(status=503, body="Bad gateway"))
    ana.page.goto(PLAN)
    expect(ana.page.get_by_text("This is a copy from")).to_be_visible()


def test_without_the_copy_there_is_nothing_to_open(stage: Stage) -> None:
    """The control: it is the worker that opens it, not the browser."""
    ana = stage.someone("ana", on="phone")
    ana.goes_to(PLAN)
    assert left(ana) == NOTHING, "Nothing is kept before it was asked for."
    ana.goes_to(PLAN)
    loses_the_connection(ana)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        ana.page.goto(PLAN)


def test_the_copy_holds_the_plan_sealed_and_nothing_else_of_the_record(stage: Stage) -> None:
    ana = a_kept_plan(stage)
    held = ana.page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
          const ask = request => new Promise(done => { request.onsuccess = () => done(request.result); });
          const base = await ask(indexedDB.open('kith-plan', 1));
          const store = base.transaction('plan').objectStore('plan');
          const [keys, page] = [await ask(store.getAllKeys()), await ask(store.get('page'))];
          base.close();
          const stores = (await indexedDB.databases()).map(one => one.name);
          return { addresses: found, keys, sealed: new TextDecoder().decode(page.sealed), stores };
        }"""
    )
    assert held["addresses"]
    assert all(address.startswith("/static/web/") for address in held["addresses"]), held["addresses"]
    assert sorted(held["keys"]) == ["key", "page"]
    assert held["stores"] == ["kith-plan"]
    plan = ana.page.locator("ol.steps li [translate=no]").first.inner_text()
    assert plan not in held["sealed"]
    assert "html" not in held["sealed"]


@pytest.mark.parametrize("is_connected", [True, False])
def test_exit_leaves_nothing_of_it(stage: Stage, is_connected: bool) -> None:
    ana = a_kept_plan(stage)
    assert left(ana)["stores"] == ["kith-plan"], "There must be something to forget."
    ana.goes_to(PLAN)
    if not is_connected:
        loses_the_connection(ana)
        ana.page.goto(PLAN)
    ana.leaves_by_the_exit_button()
    ana.page.wait_for_url(lambda address: stage.address not in address)
    ana.page.context.set_offline(False)
    ana.are_pages_checked = False
    nothing_left(ana)


def test_logging_out_leaves_nothing_of_it(stage: Stage) -> None:
    ana = a_kept_plan(stage)
    ana.are_pages_checked = False
    ana.page.locator("form[data-log-out] button").first.click()
    ana.page.wait_for_url(re.compile("/log-in/"))
    nothing_left(ana)


def test_somebody_else_who_logs_in_finds_nothing_of_it(stage: Stage) -> None:
    ana = a_kept_plan(stage)
    ana.are_pages_checked = False
    ana.page.context.clear_cookies()  # her time has run out; she did not log out
    assert left(ana)["stores"] == ["kith-plan"]
    ana.logs_in("ben")
    nothing_left(ana)


def test_it_is_forgotten_when_she_says_so(stage: Stage) -> None:
    ana = a_kept_plan(stage)
    ana.page.get_by_role("button", name="Forget this copy").click()
    expect(ana.page.get_by_role("button", name="Keep my plan on this device")).to_be_visible()
    ana.are_pages_checked = False
    nothing_left(ana)


def test_the_copy_is_a_whole_page_in_every_language_and_direction(stage: Stage) -> None:
    for language in ("en-xa", "en-xb"):
        ana = stage.someone("ana", on="small phone", theme="dark", language=language)
        ana.goes_to("/me/safety-plan/to-keep/")
        stage.faults += [f"no translator was given: {words}" for words in ana.look.untranslated()]


def test_without_scripts_nothing_is_offered_that_cannot_be_done(stage: Stage) -> None:
    ana = stage.someone("ana", on="phone", scripts=False)
    ana.goes_to(PLAN)
    expect(ana.page.get_by_role("button", name="Keep my plan on this device", include_hidden=True)).to_be_hidden()


def test_logging_out_clears_it_also_when_scripts_are_off(stage: Stage) -> None:
    """The header alone: the same form sent by hand, with no script of ours running on the page."""
    ana = a_kept_plan(stage)
    ana.are_pages_checked = False
    ana.page.goto(PLAN)
    ana.page.evaluate("() => HTMLFormElement.prototype.submit.call(document.querySelector('form[data-log-out]'))")
    ana.page.wait_for_url(re.compile("/log-in/"))
    nothing_left(ana)
