"""Every worksheet that a client may fill in is filled in through its pages, handed in, drawn and printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
MOST_PAGES = 60  # of one worksheet: each row of a diary is a page of its own without a script
# Puts answers into the fields of a page as hands would; says which rows the page has.
FILL = """([answers, asked]) => {
  const form = document.querySelector('form[data-kept]');
  const put = (name, value) => {
    const fields = [...form.querySelectorAll(`[name="${name}"]`)];
    const values = [].concat(value).map(String);
    const boxes = fields.filter(one => one.type === 'radio' || one.type === 'checkbox');
    boxes.forEach(one => { one.checked = values.includes(one.value); });
    if (boxes.length && boxes[0].type === 'radio' && !boxes.some(one => one.checked)) put(`${name}-else`, value);
    fields.filter(one => !boxes.includes(one) && one.type !== 'file').forEach(one => { one.value = values[0] ?? ''; });
  };
  let more = null;
  for (const name of asked) {
    const rows = form.querySelector(`[name="rows-${name}"]`);
    if (!rows) { if (name in answers) put(name, answers[name]); continue; }
    const wanted = answers[name] ?? [], live = form.querySelector(`[data-live="${name}"]`);
    wanted.slice(0, rows.value).forEach((row, i) =>
      Object.entries(row).forEach(([column, value]) => put(`${name}-${i}-${column}`, value)));
    if (live ? wanted.length >= rows.value : wanted.length > rows.value) more ??= (live ? 'rate:' : 'add:') + name;
  }
  const press = more ?? 'next';
  form.querySelector(`button[name="form-do"][value="${press}"]`).click();
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


def as_sent(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a form sends: yes and no as words, and everything else as it is."""

    def plain(value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return [{name: plain(one) for name, one in row.items()} for row in value]
        return value

    return {name: plain(value) for name, value in answers.items()}


def fills_in(page: Page, at: str, answers: Mapping[str, Any]) -> None:
    """Step after step until the page that hands in."""
    page.goto(f"{at}?step=1")
    for _ in range(MOST_PAGES):
        if "step=end" in page.url:
            return
        asked = page.eval_on_selector_all("[name='form-shown']", "all => all.map(one => one.value)")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.evaluate(FILL, [answers, asked])
        wrong = page.locator(".errors")
        assert not wrong.count(), f"{page.url}: {wrong.inner_text()}"
    pytest.fail(f"{at} never came to an end.")


@pytest.mark.parametrize("name", WORKSHEETS)
def test_it_is_filled_in_handed_in_drawn_and_printed(ana: Ana, name: str) -> None:
    sheet, page, at = WORKSHEETS[name], ana.page, f"/me/work/{ana.work[name]}/"
    answers = fill_in(sheet, np.random.default_rng(7), day=NOW.date())
    kept = check_entry(sheet, answers)
    fills_in(page, at, as_sent(answers))
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
