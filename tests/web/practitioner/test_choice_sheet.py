"""The sheet of a choice: how much effort and which harms, on the page, on paper and as a PDF file."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import kith.web
from kith.care.models import PlanChoice
from kith.care.models.knowledge import library
from kith.care.queries.side_by_side import side_by_side
from kith.web.client import choice
from kith.web.parts import pdf_files
from kith.web.parts.cards_side_by_side import cards_told
from kith.web.parts.harm_often import often_in_a_line
from kith.web.practitioner import choose_together
from tests.care.choosing import facts_asked, phq9_taken
from tests.people import People
from tests.reports.read_pdf import tags_of, words_of
from tests.web.practitioner.screens import Screen

COMPARED = ["cbt-depression", "behavioural-activation"]
LOOKED_AT: Any = {"with": COMPARED}
DECIDED = {"with": COMPARED, "outcome": "behavioural-activation", "client_choice": "Small steps.", "few_meetings": "2"}
VOID = {"input", "br", "img", "meta", "link", "hr"}
STYLES = Path(kith.web.__file__).parent / "static" / "web"


class Printed(HTMLParser):
    """What is left of a page on paper: nothing inside an element that is not printed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.forms, self.pictures, self._hidden, self._open = [], 0, 0, 0, []  # type: ignore[var-annotated]
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        is_hidden = "no-print" in (dict(attrs).get("class") or "").split()
        self._open.append(is_hidden)
        self._hidden += is_hidden
        self.forms += tag == "form" and not self._hidden
        self.pictures += tag == "svg" and dict(attrs).get("role") == "img" and not self._hidden

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._hidden -= self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All printed words with single spaces."""
        return " ".join(" ".join(self.words).split())


def ready(people: People) -> None:
    phq9_taken(people)
    facts_asked(people)


def titles() -> list[str]:
    return [library().protocols[name].title_for_client for name in COMPARED]


def test_what_is_not_for_paper_is_not_printed() -> None:
    rules = " ".join(file.read_text("utf-8") for file in STYLES.glob("*.css"))
    assert "@media print" in rules
    assert ".no-print" in rules[rules.index("@media print") :]


def test_the_page_for_two_prints_both_titles_the_words_of_its_pictures_and_no_form(people: People) -> None:
    ready(people)
    html = Screen(people, "ben").text("choose_together", people.ana.pk, **LOOKED_AT)
    page = Printed(html)
    assert "<form" in html  # the control: there are forms, and they stay on the screen
    assert page.forms == 0
    for title in titles():
        assert title in page.text
    assert page.pictures >= 2 * 2  # effort and a hundred people, each at one width or both
    for words in (
        "A hundred people",
        "Of 100 people,",
        "How much effort",
        "meetings of 50 minutes",
        "minutes to read, write or practise between meetings",
        "Not known how often.",
        "Nothing for now",
    ):
        assert words in page.text, words
    assert "What do we do?" not in page.text
    assert "Keep what we chose" not in page.text


def test_the_choice_to_read_alone_prints_the_same(people: People) -> None:
    ready(people)
    Screen(people, "ben").post("choose_together", people.ana.pk, **DECIDED)
    page = Printed(Screen(people, "ana").text("my_choice"))
    assert page.forms == 0
    for words in (*titles(), "Small steps.", "A hundred people", "How much effort", "known how often"):
        assert words in page.text, words


def counted(**changes: Any) -> dict[str, Any]:
    often = {"low": 5.2, "high": 5.2, "who": "60 people of one trial", "source": "A trial", "provenance": "verified"}
    return {
        "protocol": "x",
        "title": "X",
        "explanation": "It is x.",
        "dose": [4, 6, 50],
        "work": 1.0,
        "between_minutes": None,
        "harms": ["Tired for a day.", "More worry."],
        "how_often": {"More worry.": {**often, **changes}},
        "formats": ["individual"],
        "from_home": False,
        "weeks_wait": None,
        "people": None,
        "tier": 1,
        "is_reviewed": True,
    }


def card_of(told: dict[str, Any]) -> dict[str, Any]:
    (card,) = [one for one in cards_told(side_by_side([told], {})) if one["title"] == "X"]
    return card


def test_a_harm_that_was_counted_says_how_often_and_where_and_the_others_that_it_is_not_known() -> None:
    card = card_of(counted())
    tired, worry = card["harms"]
    assert tired["told"] == {"is_known": False, "count": "Not known how often."}
    assert (worry["told"]["count"], worry["told"]["checked"]) == ("About 5 of 100 people.", "read at its source")
    assert "It happened to them: 5" in worry["told"]["picture"].narrow
    assert often_in_a_line(worry["often"]) == (
        "About 5 of 100 people. Counted among: 60 people of one trial (A trial; read at its source)"
    )
    assert card["is_counted"]
    assert card["between"] == "How many minutes that takes, nobody has counted."
    assert not card_of({**counted(), "how_often": {}})["is_counted"]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (5, 10, "5 to 10 of 100 people."),
        (0.1, 0.4, "Fewer than 1 of 100 people."),
        (0.1, 2, "Up to 2 of 100 people."),
        (0.7, 1.2, "About 1 of 100 people."),
    ],
)
def test_a_count_is_never_told_as_none(low: float, high: float, words: str) -> None:
    (_tired, worry) = card_of(counted(low=low, high=high))["harms"]
    assert worry["told"]["count"] == words
    assert (worry["told"]["picture"] is None) == (high < 0.5)


def test_no_picture_is_made_of_a_count_from_memory() -> None:
    (_tired, worry) = card_of(counted(provenance="recalled"))["harms"]
    assert worry["told"]["picture"] is None
    assert worry["told"]["checked"] == "from memory, not yet checked"


def test_a_choice_that_was_kept_before_effort_was_counted_is_still_read(people: People) -> None:
    ready(people)
    Screen(people, "ben").post("choose_together", people.ana.pk, **DECIDED)
    row = PlanChoice.objects.get()
    old = [
        {name: told for name, told in one.items() if name not in ("between_minutes", "how_often", "builds_on")}
        for one in row.table["compared"]
    ]
    row.table = {**row.table, "compared": old}
    row.save()
    text = Screen(people, "ana").text("my_choice")
    assert "How many minutes that takes, nobody has counted." in text


def test_the_sheet_can_be_had_as_a_file_that_says_what_the_page_says(people: People) -> None:
    ready(people)
    ben, ana = Screen(people, "ben"), Screen(people, "ana")
    assert "Download as PDF" in ben.text("choose_together", people.ana.pk, **LOOKED_AT)
    assert "Download as PDF" not in ana.text("my_choice")
    assert ana.get("my_choice", **{"as": "pdf"}).status_code == 200  # nothing chosen yet: the page, and no file
    file = ben.get("choose_together", people.ana.pk, **{"as": "pdf"}, **LOOKED_AT)
    assert file["Content-Type"] == "application/pdf"
    words = words_of(file.content)
    for said in ("What could we try?", *titles(), "Not known how often.", "Nothing for now"):
        assert said in words, said
    assert {("/Figure", "A hundred people"), ("/Figure", "How much effort")} <= set(tags_of(file.content))
    assert "Of 100 people," in words
    ben.post("choose_together", people.ana.pk, **DECIDED)
    own = ana.get("my_choice", **{"as": "pdf"})
    assert own["Content-Type"] == "application/pdf"
    words = words_of(own.content)
    for said in ("What did we choose?", "Small steps.", *titles(), "Not too many meetings"):
        assert said in words, said
    assert Screen(people, "dev").get("choose_together", people.ana.pk, **{"as": "pdf"}).status_code == 404


def test_without_a_typesetter_nothing_is_offered(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(people)
    for module in (choose_together, choice, pdf_files):
        monkeypatch.setattr(module, "can_set_pdf", lambda: False)
    screen = Screen(people, "ben")
    assert "Download as PDF" not in screen.text("choose_together", people.ana.pk, **LOOKED_AT)
    assert screen.get("choose_together", people.ana.pk, **{"as": "pdf"}, **LOOKED_AT).status_code == 409
