"""Pages of a manager as PDF files: what the page says, not a number more, for the same eyes; or a reason why not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import typst

from kith.care.actions import evaluate
from kith.care.models import Evaluation, Service
from kith.web.manager import funder
from kith.web.manager.drawings import PLACES
from kith.web.manager.outcomes_file import PARTS
from kith.web.parts import pdf_files
from tests.care.courses import courses
from tests.people import People, a_service
from tests.reports.read_pdf import numbers_in, numbers_of_pages, reader, shown_by, tags_of, words_of
from tests.web.practitioner.screens import Screen

BETTER, SAME = (16, 8, 13, 6), (18, 17, 12, 12)
CLINIC = {
    "referrals": "8", "practitioners": "2.5", "sessions_each": "18", "sessions": "12", "drop_out": "8", "leaving": "3",
    "waiting": "40", "groups": "1", "places": "8", "group_weeks": "10", "more_practitioners": "1", "more_groups": "1",
    "weeks": "26",
}  # fmt: skip
FUNDED = ["What did the service reach?", "Who was reached?", "How long did they wait?", "Who was served less well?",
          "Did care harm anybody?", "What did it cost?", "What these numbers cannot say", "Definitions"]  # fmt: skip
PRICES = {"hour": "60", "indirect": "0.5", "room": "10", "unsure": "20", "source": "Clinic's own, 2026"}


@pytest.fixture
def quiet(people: People) -> People:
    """A service with a snapshot in which next to nothing happened."""
    people.at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    _snapshot(people)
    return people


@pytest.fixture
def served(people: People) -> People:
    """Twenty finished courses, four of them of men, who are too few to be shown; and a snapshot of them."""
    clients = courses(people, [BETTER] * 10 + [SAME] * 10, equity={"gender": "woman"})
    for client in clients[-4:]:
        client.equity = {"gender": "man"}
        client.save()
    people.at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    _snapshot(people)
    return people


def _snapshot(people: People) -> Evaluation:
    return evaluate.take_snapshot(
        period_from=date(2026, 1, 1), period_to=date(2026, 3, 31), by=people.sees("cleo"), at=people.at
    )


def test_files_say_what_pages_say_and_not_a_number_more(served: People) -> None:
    taken, cleo = Evaluation.objects.get(), Screen(served, "cleo")
    outcomes = shown_by(cleo.text("outcomes_whole")) + " ".join(
        shown_by(cleo.text("outcomes_chapter", chapter, **{asked: name}))
        for chapter, asked in (("sites", "rate"), ("months", "trend"))
        for name in PLACES
    )
    # Every number of a snapshot may be taken as a table, with its definition; a page shows the most telling ones.
    told = outcomes + shown_by(cleo.text("data_gaps")) + cleo.text("outcomes_export", taken.pk)
    for page, given, more in (
        ("funder_report", PRICES, outcomes),
        ("costs", PRICES, outcomes),
        ("forecast", CLINIC, " ".join(CLINIC.values())),
        *(("outcomes_export", {"part": part}, told) for part in ("", *PARTS)),
    ):
        of = (taken.pk,) if page in ("funder_report", "outcomes_export") else ()
        name, asked = (page, {"as": "pdf"}) if page != "funder_report" else ("funder_report_file", {})
        allowed = numbers_in(more)
        if page != "outcomes_export":
            allowed |= numbers_in(shown_by(cleo.text(page, *of, **given)))
        answer = cleo.get(name, *of, **given, **asked)
        assert answer["Content-Type"] == "application/pdf", page
        assert answer["Content-Disposition"].endswith('.pdf"')
        found = numbers_in(words_of(answer.content)) - numbers_of_pages(answer.content)
        assert len(found) > 8, given
        assert found - allowed == set(), (page, given)

    words = words_of(cleo.get("funder_report_file", taken.pk, **PRICES).content)
    places = [words.index(part) for part in FUNDED]
    assert places == sorted(places)
    assert "Men" + 7 * " fewer than 8, not shown" in words
    assert "Clinic's own, 2026" in words
    assert "340 (95 of 100" in words


def test_a_screen_reader_can_walk_it(quiet: People) -> None:
    content = Screen(quiet, "cleo").get("funder_report_file", Evaluation.objects.get().pk).content
    root = reader(content).trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    tags = tags_of(content)
    assert len([alternative for name, alternative in tags if name == "/Figure" and alternative]) == 4
    assert {"/H1", "/H2", "/H3", "/TH", "/L"} <= {name for name, _ in tags}


def test_nobody_else_takes_it_and_anothers_snapshot_is_not_there(quiet: People) -> None:
    taken = Evaluation.objects.get()
    assert {Screen(quiet, who).get("funder_report_file", taken.pk).status_code for who in ("ben", "eve", "ana")} == {
        403
    }
    other = a_service("Hill Service")
    other.at = quiet.at
    assert Screen(quiet, "cleo").get("funder_report_file", _snapshot(other).pk).status_code == 404


def test_without_a_typesetter_the_page_says_so_and_offers_print(quiet: People, monkeypatch: pytest.MonkeyPatch) -> None:
    taken, screen = Evaluation.objects.get(), Screen(quiet, "cleo")
    assert "Download as PDF" in screen.text("funder_report", taken.pk)
    for module in (funder, pdf_files):
        monkeypatch.setattr(module, "can_set_pdf", lambda: False)
    page = screen.text("funder_report", taken.pk)
    assert "Download as PDF" not in page
    asked = screen.get("funder_report_file", taken.pk)
    assert asked.status_code == 409
    for said in (page, asked.content.decode()):
        for part in ("No PDF file can be made here.", "is not installed.", "Print the page instead"):
            assert part in said


def test_letters_without_a_font_are_refused_with_what_to_do(quiet: People, monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_typesetter = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(typst, "Fonts", lambda: of_the_typesetter)
    taken, cleo = Evaluation.objects.get(), Screen(quiet, "cleo")
    assert cleo.get("funder_report_file", taken.pk).status_code == 200
    Service.objects.filter(pk=quiet.service.pk).update(name="क्षेत्र")
    refused = cleo.get("funder_report_file", taken.pk)
    assert refused.status_code == 409
    for part in ("No PDF file was made.", "has these letters: &quot;क&quot;", "Print the page instead"):
        assert part in refused.content.decode()
