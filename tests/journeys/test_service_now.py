"""Cleo's way from the overview to a plan and a report; Ravi's way to a file that Pia lets go."""

from __future__ import annotations

import re
import zipfile

import pytest

from tests.journeys.stage import Stage
from tests.reports.read_pdf import numbers_in, numbers_of_pages, reader, shown_by, tags_of, words_of

pytestmark = pytest.mark.journey


def test_cleo_asks_what_one_more_practitioner_would_change_and_prints_a_report(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.sees_heading("How is the service doing?")
    cleo.sees("Is there room for everybody who is referred?")
    cleo.opens("What if there were one more practitioner, one more group?")
    cleo.sees_heading("How long will people wait?")
    for label, typed in (
        ("People who wait now", "40"), ("Referrals a week", "8"),
        ("Sessions of a course", "12"), ("Groups that run", "1"),
        ("Places of a group", "8"), ("Weeks of a group", "10"),
    ):  # fmt: skip
        cleo.types(label, typed)
    cleo.presses("Show what would happen")
    cleo.sees("people will wait if nothing changes")
    cleo.sees("With one more practitioner it will be about")
    cleo.keeps_a_picture("waiting-list-ahead")
    cleo.opens("How is the service doing?")
    cleo.opens("Report for a funder")
    cleo.sees_heading("What did the service reach?")
    cleo.sees("Before and after, not with and without")
    cleo.sees("What these numbers cannot say")


def test_cleo_downloads_the_report_for_a_funder_and_it_holds_no_number_that_the_page_hides(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.opens("Report for a funder")
    cleo.sees_heading("What did the service reach?")
    cleo.sees(re.compile("fewer than 8, not shown"))
    page = shown_by(cleo.page.content())
    with cleo.page.expect_download() as saved:
        cleo.page.get_by_role("link", name="Download as PDF").click()
    content = saved.value.path().read_bytes()
    words, root = words_of(content), reader(content).trailer["/Root"].get_object()
    assert saved.value.suggested_filename == "report-for-a-funder.pdf"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert [name for name, alternative in tags_of(content) if alternative] == 4 * ["/Figure"]
    for part in ("What did the service reach?", "Before and after, not with and without", "fewer than 8, not shown"):
        assert part in words
    assert len(numbers_in(words)) > 20
    assert numbers_in(words) - numbers_of_pages(content) - numbers_in(page) == set()


def test_cleo_asks_whether_everybody_gets_the_same_choice(stage: Stage) -> None:
    cleo = stage.someone("cleo")
    cleo.opens("Choices, by group")
    cleo.sees_heading("Does everybody get the same choice?")
    cleo.sees("People whose care ended")
    cleo.sees("are never used to suggest anything")
    cleo.unfolds("What each column counts")
    cleo.sees("one of these was chosen")
    cleo.keeps_a_picture("choices-by-group")


def test_ravi_asks_for_a_file_pia_lets_it_go_and_he_takes_one_whose_pause_is_over(stage: Stage) -> None:
    ravi, pia = stage.someone("ravi"), stage.someone("pia")
    ravi.sees_heading("Files for research")
    ravi.types("Short title", "Waits and outcomes")
    ravi.types("What do you want to find out?", "Do people who wait longer get better less often? Ethics 26/014.")
    ravi.presses("Ask for the file")
    ravi.sees("The file is asked for.")
    pia.opens("Research")
    pia.opens("Waits and outcomes")
    pia.sees("May this file leave?")
    pia.types("Why", "Ethics 26/014, approved")
    pia.presses("Let it go")
    pia.sees("The file may be taken after a pause of a day.")
    ravi.opens("Waits and outcomes")
    ravi.keeps_a_picture("research-extract")
    ravi.sees("Nothing is to be done until the pause is over.")
    ravi.opens("Files for research")
    ravi.opens("Waits, and change after them")  # let go eleven days ago
    with ravi.page.expect_download() as saved:
        ravi.page.get_by_role("button", name=re.compile("Make and take the file")).click()
    archive = zipfile.ZipFile(saved.value.path())
    assert set(archive.namelist()) == {"people.csv", "scores.csv", "codebook.csv", "README.txt"}
    assert "alike with at least" in archive.read("README.txt").decode()
