"""A report as PDF: tagged, in its language, the same bytes each time, and never more than the words that were given."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
import typst

import kith
from kith.pictures import Drawing, ForestRow, ForestWords, forest
from kith.reports import Bullets, Facts, Figure, Heading, LettersMissing, Paragraph, Report, Table, as_html, as_pdf
from kith.reports.lettered import lettered
from tests.reports.read_pdf import reader, tags_of, words_of

HOSTILE = (
    '#read("/etc/passwd")',
    "#panic()",
    "$x^2$ *bold* _soft_ `raw` <label> @label = heading",
    "a \\ backslash, a \\u{41}, \"quotes\" and 'more'",
    '#import "@preview/cetz:0.3.1"',
    "]} // comment /* another",
    "https://example.org {{7*7}} <script>alert(1)</script>",
)


def drawing(name: str = "Ahmadi 2019") -> Drawing:
    words = ForestWords("below", "above", "a new study")
    rows = [ForestRow(name, 0.4, 0.1, 0.7, "0.40 (0.10 to 0.70)"), ForestRow("Bauer", 0.2, -0.1, 0.5, "0.20")]
    return forest(rows, None, words=words, title="Two studies", sentence="Both lie above nought.", empty="None.")


def report(words: str = "Plain words.", **changed: object) -> Report:
    parts = (
        Heading("What was found"),
        Paragraph(words),
        Bullets(("first line", words)),
        Facts((("Period", words),)),
        Figure(drawing()),
        Heading("Below", is_lower=True),
        Table(("Study", "effect"), tuple((f"Study {n}", f"{n}.00") for n in range(1, 90))),
    )
    return dataclasses.replace(Report("What became of people", parts, "A service, 2026"), **changed)


def test_the_words_are_there_in_their_order_on_numbered_pages() -> None:
    content = as_pdf(report())
    words = words_of(content)
    places = [words.index(one) for one in ("What became", "A service, 2026", "What was found", "first line", "Ahmadi")]
    assert places == sorted(places)
    pages = reader(content).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page.extract_text()
    assert all("A service, 2026" in page.extract_text() for page in pages)
    assert all("effect" in page.extract_text() for page in pages[1:]), "a table says its heads again on each page"


def test_a_screen_reader_finds_headings_lists_tables_and_what_a_picture_shows() -> None:
    content = as_pdf(report())
    root = reader(content).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in content or "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    assert reader(content).metadata.title == "What became of people"
    tags = tags_of(content)
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= {
        name for name, _ in tags
    }
    assert ("/Figure", "Two studies") in tags


def test_no_step_of_headings_is_left_out() -> None:
    lower, higher = Heading("Lower", is_lower=True), Heading("Higher")
    content = as_pdf(report(parts=(lower, Paragraph("between"), higher, lower)))
    assert [name for name, _ in tags_of(content) if name.startswith("/H")] == ["/H1", "/H2", "/H2", "/H3"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    found = report(words, title=words, running=words, parts=(*report(words).parts, Table((words,), ((words,),))))
    content = as_pdf(dataclasses.replace(found, parts=(*found.parts, Figure(drawing(words)))))
    said = words_of(content).replace(" ", "")
    plain = words.replace(" ", "").replace("'", "’")
    # Marks of quotation take their printed form; everything else is as it was given.
    said, plain = (re.sub("[\"'’‘“”]", "", one) for one in (said, plain))
    assert said.count(plain) >= 6
    assert "root:x:0" not in said


def test_what_no_printer_can_set_is_left_out() -> None:
    assert "beforeafter" in words_of(as_pdf(report("before\x00\x1f\ud800\ufffeafter")))
    assert "before after" in words_of(as_pdf(report("before\nafter")))


def test_the_same_report_is_the_same_file() -> None:
    assert as_pdf(report()) == as_pdf(report())
    assert as_pdf(report()) != as_pdf(report("Other words."))


@pytest.mark.parametrize("words", ["Größe, λόγος, мир, İstanbul", "مرحبا", "שלום"])
def test_letters_of_other_scripts_are_set(words: str) -> None:
    assert as_pdf(report(words)).startswith(b"%PDF-")


def test_a_letter_without_a_font_is_refused_and_named_never_a_box() -> None:
    """The letter is of the area for private use, which no font of a machine has by default."""
    with pytest.raises(LettersMissing, match=r"no font here can show: .*Install the font"):
        as_pdf(report("lost \U0010fffd letter"))
    with pytest.raises(LettersMissing, match=r"no font here can show: .*Install the font"):
        as_pdf(report(parts=(Figure(drawing("lost \U0010fffd letter")),)))


def test_letters_that_would_not_be_joined_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mathematical font of the typesetter has Devanagari letters, and would set them side by side."""
    of_the_typesetter = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(typst, "Fonts", lambda: of_the_typesetter)
    assert as_pdf(report("Größe, λόγος, мир, مرحبا, שלום")).startswith(b"%PDF-")
    for parts in ((Paragraph("क्षेत्र"),), (Figure(drawing("क्षेत्र")),)):
        with pytest.raises(LettersMissing, match=r"no font here can show: \"क\".*Noto"):
            as_pdf(report(parts=parts))


def test_words_of_a_picture_stand_apart_from_its_shapes_with_their_own_direction() -> None:
    found = lettered(drawing("انتظار"))
    assert "<text" not in found.svg
    assert found.svg.count("<rect") > 2
    one, other = (next(one for one in found.letterings if one.words == words) for words in ("انتظار", "Bauer"))
    assert (one.is_right_to_left, other.is_right_to_left) == (True, False)
    assert (one.x, one.anchor) == (other.x, other.anchor)
    assert one.y < other.y
    assert found.width == 720


def test_language_and_direction_are_set() -> None:
    content = as_pdf(report("مرحبا", language="ar", is_right_to_left=True))
    root = reader(content).trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert reader(as_pdf(report(language="en-xb"))).trailer["/Root"]["/Lang"] == "en"


def test_there_is_one_writer_of_pages_that_stand_alone() -> None:
    room = Path(kith.__file__).parent
    assert [str(file.relative_to(room)) for file in room.rglob("*.py") if "<!doctype" in file.read_text().lower()] == [
        "reports/html.py"
    ]


def test_the_page_says_the_same() -> None:
    page = as_html(report('<script>"', language="ar", is_right_to_left=True))
    assert '<html lang="ar" dir="rtl">' in page
    assert "<script" not in page
    for words in ("<h1>What became", "<h3>Below</h3>", "<dt>Period</dt>", "<td>89.00</td>", "Both lie above nought."):
        assert words in page
