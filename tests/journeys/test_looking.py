"""The watcher of pages is watched: each check must fail on a page that is broken on purpose, and pass a whole one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.journeys.stage import Person, Stage

pytestmark = pytest.mark.journey

WHOLE = """<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Today · Kith</title></head><body class="client"><main><h1>Today</h1>
<a data-exit href="https://www.bbc.co.uk/weather">Exit</a></main>
<footer><ul class="crisis"><li><a href="tel:999">Emergency services 999</a></li></ul></footer></body></html>"""
HEADERS = {"content-security-policy": "default-src 'none'", "cache-control": "no-store", "content-type": "text/html"}
BREAKS = {
    "the title says nothing": ("Today · Kith", " · Kith"),
    "2 headings of the first level": ("<h1>Today</h1>", "<h1>Today</h1><h1>Again</h1>"),
    "px wider than the screen": ("<h1>Today</h1>", "<h1>Today</h1><p><svg width='900' height='9'></svg></p>"),
    "no number to call": ("tel:999", "#"),
    "no way to leave quickly": (" data-exit", ""),
    "written rtl": ('dir="ltr"', 'dir="rtl"'),
    "accessibility, image-alt": ("<h1>Today</h1>", "<h1>Today</h1><img src='data:,' width='9' height='9'>"),
}


def shows(person: Person, body: str, **headers: str) -> list[str]:
    """The faults of a page that exists only for this test."""

    def answer(route: Route) -> None:
        route.fulfill(status=200, headers=HEADERS | {k.replace("_", "-"): v for k, v in headers.items()}, body=body)

    person.page.unroute("**/trial/")
    person.page.route("**/trial/", answer)
    person.page.goto("/trial/")
    return person.look.faults(is_private=True)


def test_a_whole_page_has_no_fault(stage: Stage) -> None:
    assert shows(stage.someone(None, on="phone"), WHOLE) == []


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_page_is_found(stage: Stage, fault: str) -> None:
    before, after = BREAKS[fault]
    assert before in WHOLE
    found = shows(stage.someone(None, on="phone"), WHOLE.replace(before, after))
    assert any(fault in each for each in found), f"Nobody noticed. Found: {found}"


def test_exit_below_the_fold_is_found(stage: Stage) -> None:
    far_down = WHOLE.replace("<h1>", "<div><svg width='9' height='2000'></svg></div><h1>")
    found = shows(stage.someone(None, on="phone"), far_down)
    assert any("Exit cannot be seen without scrolling" in each for each in found)


@pytest.mark.parametrize(
    ("headers", "fault"),
    [
        ({"content_security_policy": "script-src 'unsafe-inline'"}, "lets too much through"),
        ({"content_security_policy": ""}, "no content security policy"),
        ({"cache_control": "max-age=60"}, "may be kept by the browser"),
    ],
)
def test_a_loose_header_is_found(stage: Stage, headers: dict[str, str], fault: str) -> None:
    found = shows(stage.someone(None, on="phone"), WHOLE, **headers)
    assert any(fault in each for each in found), f"Nobody noticed. Found: {found}"


def test_a_request_to_another_place_is_found(stage: Stage) -> None:
    loose = {"content_security_policy": "default-src 'none'; img-src https://elsewhere.example"}
    spying = WHOLE.replace("<h1>", "<img alt='' src='https://elsewhere.example/pixel.png'><h1>")
    found = shows(stage.someone(None, on="phone"), spying, **loose)
    assert any("asked another place: https://elsewhere.example" in each for each in found), f"Found: {found}"


def test_a_word_that_no_translator_was_given_is_found(stage: Stage) -> None:
    person = stage.someone(None, on="phone")
    shows(person, WHOLE.replace("<h1>Today</h1>", "<h1>⟦Tödàý⟧ Hello</h1><p translate='no'>Ana</p>"))
    assert "Hello" in person.look.untranslated()
    assert not {"Ana", "Tödàý"} & set(person.look.untranslated())
