"""Where journeys are played: a served service, a browser, and people whose acts read as English sentences."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.journeys.looking import Look
from tests.journeys.making import PASSWORD

PICTURES = Path(__file__).resolve().parents[2] / "docs/pictures"
HEAVIEST_PICTURE = 300_000  # bytes
PATIENCE = 30_000  # milliseconds: two cores are often busy with other tests
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "small phone": (320, 640), "desktop": (1280, 800)}
LONGEST_WAY = 20  # pages
EXIT_HOST = "www.bbc.co.uk"
Device = Literal["phone", "tablet", "small phone", "desktop"]
Theme = Literal["light", "dark"]
CLIENTS = {"ana"}


@dataclass
class Stage:
    """One served service. `someone` comes in by the log-in page; faults of their pages are gathered in `faults`."""

    browser: Browser
    address: str
    shelf: Path
    faults: list[str] = field(default_factory=list)

    def someone(
        self,
        name: str | None,
        *,
        on: Device | None = None,
        theme: Theme = "light",
        language: str = "en",
        scripts: bool = True,
    ) -> Person:
        """A person with a device of their own; None has no account."""
        width, height = SIZES[on or ("phone" if name in CLIENTS else "desktop")]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2 if width < 500 else 1,
            color_scheme=theme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            has_touch=on == "tablet",
            locale="en-GB",
            timezone_id="Europe/London",
            base_url=self.address,
        )
        context.set_default_timeout(PATIENCE)
        context.route(lambda address: not address.startswith(self.address), self._elsewhere)
        if language != "en":
            context.add_cookies([{"name": "django_language", "value": language, "url": self.address}])
        page = context.new_page()
        look = Look(page, urlsplit(self.address).netloc, EXIT_HOST, with_scripts=scripts)
        person = Person(self, page, look, name or "somebody", language)
        if name:
            person.logs_in(name)
        return person

    @staticmethod
    def _elsewhere(route: Route) -> None:
        """The rest of the world: only the page that Exit leads to is there."""
        if urlsplit(route.request.url).hostname == EXIT_HOST:
            route.fulfill(status=200, content_type="text/html", body="<title>Weather</title><h1>Sunny</h1>")
        else:
            route.abort()


@dataclass
class Person:
    """Somebody in front of a screen. Each verb does what a hand does, or says what the eyes should find."""

    stage: Stage
    page: Page
    look: Look
    name: str
    language: str = "en"
    is_logged_in: bool = False
    are_pages_checked: bool = True

    # ---------------------------------------------------------------------------------------------- coming and going
    def logs_in(self, name: str) -> None:
        """Through the page everybody uses."""
        self.page.goto("/log-in/")
        self.page.locator("#id_username").fill(name)
        self.page.locator("#id_password").fill(PASSWORD)
        with self._turning_the_page():
            self.page.locator("form[action='/log-in/'] button").click()
            self.is_logged_in = True
        assert urlsplit(self.page.url).path != "/log-in/", f"{name} could not log in."

    def goes_to(self, address: str) -> None:
        """As from a bookmark."""
        with self._turning_the_page():
            self.page.goto(address)

    def opens(self, link: str | re.Pattern[str]) -> None:
        """Follow a link by its words."""
        with self._turning_the_page():
            self._one("link", link).click()

    def presses(self, button: str | re.Pattern[str]) -> None:
        """Press a button that sends something."""
        with self._turning_the_page():
            self._one("button", button).click()

    def goes_back(self) -> None:
        """The Back link at the top of the page."""
        self.opens(re.compile(r"^Back"))

    def presses_the_browsers_back(self) -> None:
        """The button of the browser, not of the page."""
        self.page.go_back()

    def leaves_by_the_exit_button(self) -> None:
        """In a hurry."""
        self.page.locator("[data-exit]").click()

    def presses_keys(self, *keys: str) -> None:
        """On the keyboard, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def looks_for(self, name: str) -> None:
        """With the search field of the caseload."""
        self.goes_to("/care/")
        if self.page.locator("#q").count():
            self.page.locator("#q").fill(name)
            self.presses("Show")

    def opens_the_first_open_work(self) -> None:
        """The first row under To do."""
        with self._turning_the_page():
            self.page.locator("section", has=self.page.locator("h2", has_text="To do")).locator("a.task").first.click()

    def is_at(self, address: str) -> None:
        """The page that is open now."""
        assert re.fullmatch(address, urlsplit(self.page.url).path), f"{self.name} is at {self.page.url}, not {address}."

    # ---------------------------------------------------------------------------------------------------- filling in
    def answers(self, choice: str) -> None:
        """Choose one of the answers offered."""
        self.page.locator("label.choice", has_text=re.compile(f"^\\s*{re.escape(choice)}")).first.click()

    def rates(self, question: str, value: int) -> None:
        """A number on a scale."""
        group = self.page.get_by_role("group", name=question)
        (group if group.count() else self.page).locator(f".scale input[value='{value}']").first.check(force=True)

    def types(self, label: str | re.Pattern[str], words: str) -> None:
        """Write into the field with this label."""
        self.page.get_by_label(label).first.fill(words)

    def chooses(self, label: str | re.Pattern[str], option: str) -> None:
        """Choose from a list."""
        self.page.get_by_label(label).first.select_option(label=option)

    def ticks(self, label: str | re.Pattern[str]) -> None:
        """Tick a box."""
        self.page.get_by_label(label).first.check(force=True)

    def sends_unchecked(self, button: str | re.Pattern[str]) -> None:
        """Press the button as a browser does that checks no form by itself."""
        self.page.eval_on_selector_all("form", "all => all.forEach(one => { one.noValidate = true; })")
        self.presses(button)

    def goes_on_until(self, heading: str, each: Callable[[], None]) -> None:
        """Do `each` on page after page, until one has this heading."""
        for _ in range(LONGEST_WAY):
            if self.page.locator("h1").inner_text().strip() == heading:
                return
            each()
        raise AssertionError(f"{self.name} never reached {heading!r} and is at {self.page.url}.")

    def fills_the_step(self, words: str) -> None:
        """Something into every field of one step of a worksheet."""
        for box in self.page.locator("main form.stack textarea, main form.stack input[id]:not([type=radio])").all():
            kind = box.get_attribute("inputmode") or box.get_attribute("type") or "text"
            box.fill({"date": "2026-03-12", "time": "18:30", "decimal": "40"}.get(kind, words))
        for group in self.page.locator("main form.stack fieldset").all():
            group.locator("input[type=radio], input[type=checkbox]").nth(1).check(force=True)

    def unfolds(self, summary: str | re.Pattern[str]) -> None:
        """Open a part that is folded away."""
        words = self.page.locator("summary").filter(has_text=summary)
        words.first.click()

    # -------------------------------------------------------------------------------------------------------- seeing
    def sees(self, words: str | re.Pattern[str]) -> None:
        """The words are on the page and can be seen."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible(timeout=PATIENCE)

    def does_not_see(self, words: str | re.Pattern[str]) -> None:
        """The words are nowhere on the page."""
        expect(self.page.locator("body")).not_to_contain_text(words)

    def sees_heading(self, words: str | re.Pattern[str]) -> None:
        """The page's own heading."""
        expect(self.page.locator("h1")).to_contain_text(words)

    def has_chosen(self, choice: str) -> None:
        """The answer given before is still the chosen one."""
        chosen = self.page.locator("label.choice", has_text=re.compile(f"^\\s*{re.escape(choice)}")).first
        expect(chosen.locator("input")).to_be_checked()

    def is_elsewhere(self) -> None:
        """At the harmless page that Exit leads to."""
        self.page.wait_for_url(lambda address: urlsplit(address).hostname == EXIT_HOST)
        expect(self.page.locator("h1")).to_have_text("Sunny")

    def sees_nothing_of_the_record(self) -> None:
        """Whoever presses Back after them finds the log-in page, the harmless page or an empty one."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(300)
        shown, words = urlsplit(self.page.url), self.page.locator("body").inner_text()
        is_harmless = shown.hostname == EXIT_HOST or shown.path == "/log-in/" or not words.strip()
        assert is_harmless, f"After leaving, Back shows {shown.path}: {words[:200]!r}"

    def finds_in(self, label: str | re.Pattern[str], words: str) -> None:
        """The field still holds what was typed."""
        expect(self.page.get_by_label(label).first).to_have_value(words)

    def reads(self, label: str | re.Pattern[str]) -> str:
        """What stands in the field with this label."""
        return self.page.get_by_label(label).first.input_value()

    def puts_the_cursor_on(self, group: str) -> None:
        """The first small field of a row of answers."""
        self.page.get_by_role("group", name=group).locator("input").first.focus()

    def prints(self) -> str:
        """The words that come out of the printer."""
        self.page.emulate_media(media="print")
        words = str(self.page.evaluate("document.title + '\\n' + document.body.innerText"))
        self.page.emulate_media(media="null")  # as the browser decides: printing still prints
        return words

    def sees_what_went_wrong(self) -> str:
        """The error summary, in its three parts; returns its words."""
        box = self.page.locator(".errors")
        expect(box).to_be_visible()
        return box.inner_text()

    def scrolls_to(self, heading: str) -> None:
        """Until this heading, or the name of this picture, stands below the bar."""
        found = self.page.get_by_role("heading", name=heading)
        (found if found.count() else self.page.get_by_text(heading, exact=True)).first.evaluate(
            "one => scrollTo({top: one.getBoundingClientRect().top + scrollY - 84, behavior: 'instant'})"
        )

    def keeps_a_picture(self, name: str, *, whole_page: bool = False) -> Path:
        """Into docs/pictures when KITH_KEEP_PICTURES=1, otherwise into the test's own folder."""
        keeps = os.environ.get("KITH_KEEP_PICTURES") == "1"
        path = (PICTURES if keeps else self.stage.shelf) / f"{name}.png"
        self.page.screenshot(path=path, full_page=whole_page, animations="disabled")
        assert path.stat().st_size < HEAVIEST_PICTURE, f"{path.name} has {path.stat().st_size} bytes; show less of it."
        return path

    def keeps_a_look(self, name: str) -> None:
        """The whole page into the test's own folder, for looking at; only when pictures are wanted."""
        if os.environ.get("KITH_KEEP_PICTURES") == "1":
            self.page.screenshot(path=self.stage.shelf / f"{name}.png", full_page=True, animations="disabled")

    # ------------------------------------------------------------------------------------------------------- inside
    def _one(self, role: Literal["link", "button"], words: str | re.Pattern[str]) -> Locator:
        found = self.page.get_by_role(role, name=words, exact=isinstance(words, str))
        if not found.count() and isinstance(words, str):
            found = self.page.get_by_role(role, name=words)
        return found.locator("visible=true").first

    @contextmanager
    def _turning_the_page(self) -> Iterator[None]:
        with self.page.expect_navigation(wait_until="load"):
            yield
        self._looks()

    def _looks(self) -> None:
        if self.are_pages_checked:
            self.stage.faults += [f"{self.name}, {fault}" for fault in self.look.faults(is_private=self.is_logged_in)]
