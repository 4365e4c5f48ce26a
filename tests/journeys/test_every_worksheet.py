"""Every worksheet that a client may fill in is filled in through its pages, handed in, drawn and printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from kith.science.library import Library
from kith.science.worksheets import check_entry
from kith.science.worksheets.charting import within
from kith.simulation.filling import fill_in
from tests.journeys.conftest import surroundings
from tests.journeys.making import NOW
from tests.journeys.stage import Stage
from tests.journeys.work_for_ana import LEFT, with_work

pytestmark = pytest.mark.journey

WORKSHEETS = {name: one for name, one in Library.open().worksheets.items() if "client" in one.filled_in_by}
MOST_STEPS = 30
AS_A_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HIDDEN = re.compile(r'<input type="hidden" name="(form-[a-z]+)" value="([^"]*)"')
# Puts answers into the fields of a page as hands would, and presses Continue.
FILL = """answers => {
  const form = document.querySelector('form[data-kept]');
  for (const [name, value] of answers) {
    const fields = [...form.querySelectorAll(`[name="${name}"]`)];
    const boxes = fields.filter(one => one.type === 'radio' || one.type === 'checkbox');
    boxes.filter(one => one.value === value).forEach(one => { one.checked = true; });
    fields.filter(one => !boxes.includes(one) && one.type !== 'file').forEach(one => { one.value = value; });
  }
  form.querySelector('button[name="form-do"][value="next"]').click();
}"""


@dataclass
class Ana:
    """Somebody logged in once, with the work that was set for them."""

    page: Page
    work: Mapping[str, str]


@pytest.fixture(scope="module")
def made_service(made_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service of the journeys, in which Ben has set every worksheet for Ana."""
    home = tmp_path_factory.mktemp("with-work") / "home"
    with_work(made_service, home, WORKSHEETS, surroundings(home))
    return home


@pytest.fixture(scope="module")
def ana(chromium: Browser, address: str, made_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ana]:
    person = Stage(chromium, address, tmp_path_factory.mktemp("pictures")).someone("ana", on="phone")
    person.page.on("dialog", lambda dialog: dialog.accept())
    yield Ana(person.page, json.loads((made_service / LEFT).read_text(encoding="utf-8")))
    person.page.context.close()


def as_sent(answers: Mapping[str, Any], shown: Sequence[str], html: str) -> list[tuple[str, str]]:
    """What a form sends for the fields that it shows: rows with their numbers, yes and no as words.

    Where a list of earlier answers is offered, the answer goes into the field beside it.
    """
    sent: list[tuple[str, str]] = []
    for name, value in ((name, answers[name]) for name in shown if name in answers):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            sent.append((f"rows-{name}", str(len(value))))
            cells = [(f"{name}-{i}-{column}", one) for i, row in enumerate(value) for column, one in row.items()]
            sent += [(column, text) for column, one in cells for text in _texts(one)]
        else:
            sent += [(name, text) for text in _texts(value)]
    return [(f"{name}-else" if f'name="{name}-else"' in html else name, text) for name, text in sent]


def _texts(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def fills_in(page: Page, at: str, answers: Mapping[str, Any]) -> None:
    """The first step by hand, the others as the page would send them, until the one that hands in."""
    page.goto(f"{at}?step=1")
    shown = page.eval_on_selector_all("[name='form-shown']", "all => all.map(one => one.value)")
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.evaluate(FILL, as_sent(answers, shown, page.content()))
    where, html = page.url, page.content()
    token = str(page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value"))
    for _ in range(MOST_STEPS):
        if "step=end" in where:
            page.goto(where)
            return
        hidden = HIDDEN.findall(html)
        shown = [value for name, value in hidden if name == "form-shown"]
        form = [*hidden, ("form-do", "next"), ("csrfmiddlewaretoken", token), *as_sent(answers, shown, html)]
        answer = page.request.post(where, data=urlencode(form), headers=AS_A_FORM)
        where, html = answer.url, answer.text()
        assert answer.ok, f"{where}: {re.findall('class=.error-words.[^<]*<[^<]*', html)[:1]}"
    pytest.fail(f"{at} never came to an end.")


@pytest.mark.parametrize("name", WORKSHEETS)
def test_it_is_filled_in_handed_in_drawn_and_printed(ana: Ana, name: str) -> None:
    sheet, page, at = WORKSHEETS[name], ana.page, f"/me/work/{ana.work[name]}/"
    answers = fill_in(sheet, np.random.default_rng(7), day=NOW.date())
    kept = check_entry(sheet, answers)
    fills_in(page, at, answers)
    page.locator("label.choice", has_text="All of it").click()
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator("button", has_text="Hand in").first.click()
    assert not page.locator(".errors").count(), page.locator(".errors").inner_text()

    drawn = [one.chart.title for one in within(sheet, kept.as_data() | {"computed": dict(kept.computed)})]
    shown = page.locator("section", has_text="What you handed in").locator(".figure-title").all_inner_texts()
    assert shown[: len(drawn)] == drawn

    page.goto(str(page.locator("a[href*='/me/work/']", has_text=re.compile("to print")).first.get_attribute("href")))
    page.emulate_media(media="print")
    printed = " ".join(str(page.evaluate("document.body.innerText")).split())
    page.emulate_media(media="screen")
    labels = [field.label for field in sheet.asked if kept.values[field.id] not in (None, (), "")]
    labels += [field.label for field in sheet.computed if kept.computed[field.id] is not None]
    missing = [label for label in labels if " ".join(label.split()) not in printed]
    assert not missing
    assert "Continue" not in printed
