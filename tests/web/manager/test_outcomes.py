"""The programme page: what to do first, completeness before rates, nothing that points at a person."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.care.actions import ask_snapshot, evaluate, set_up
from kith.care.models import Evaluation, Site
from kith.care.permissions import NotAllowed
from kith.science.outcomes import PublishedCount
from kith.web.manager.advice import to_do
from kith.web.manager.chapters import CHAPTERS
from kith.web.manager.definitions import category_name
from kith.web.manager.export import neutral
from kith.web.manager.outcomes_file import PARTS
from kith.web.manager.sentences import count_words
from tests.care.courses import courses
from tests.people import People, a_service
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

BETTER, SAME = (16, 8, 13, 6), (18, 17, 12, 12)
APRIL = datetime(2026, 4, 2, 10, tzinfo=UTC)


def a_snapshot(people: People, months: int = 3) -> Evaluation:
    first = {1: date(2026, 3, 1), 3: date(2026, 1, 1), 12: date(2025, 4, 1)}[months]
    return evaluate.take_snapshot(period_from=first, period_to=date(2026, 3, 31), by=people.sees("cleo"), at=people.at)


@pytest.fixture
def served(people: People) -> People:
    """A service with twenty finished courses and a snapshot of them."""
    courses(people, [BETTER] * 10 + [SAME] * 10, equity={"gender": "woman", "ethnicity": "=HYPERLINK(1)"})
    people.at = APRIL
    a_snapshot(people)
    return people


@pytest.fixture
def quiet(people: People) -> People:
    """A service with a snapshot in which next to nothing happened."""
    people.at = APRIL
    a_snapshot(people)
    return people


def test_before_the_first_snapshot_the_page_says_what_one_is(people: People) -> None:
    people.at = APRIL
    page = Screen(people, "cleo").text("outcomes")
    assert "No snapshot yet" in page
    assert "Take a new snapshot" in page


@pytest.mark.parametrize("who", ["ben", "dev", "eve", "finn", "dan", "ada", "ana"])
def test_nobody_else_sees_it(quiet: People, who: str) -> None:
    screen = Screen(quiet, who)
    taken = Evaluation.objects.get()
    assert screen.get("outcomes").status_code == 403
    assert screen.get("outcomes_export", taken.pk).status_code == 403
    assert screen.post("take_snapshot", period="1").status_code == 403


def test_another_services_snapshot_is_not_there(quiet: People) -> None:
    other = a_service("Hill Service")
    other.at = APRIL
    theirs = a_snapshot(other)
    screen = Screen(quiet, "cleo")
    assert screen.get("outcomes", snapshot=str(theirs.pk)).status_code == 404
    assert screen.get("outcomes_export", theirs.pk).status_code == 404
    assert screen.get("outcomes_export", uuid4()).status_code == 404
    assert screen.get("outcomes", snapshot="x").status_code == 404


def test_the_page_says_what_to_do_then_completeness_then_rates_with_their_basis(served: People) -> None:
    cleo = Screen(served, "cleo")
    page = cleo.text("outcomes")
    places = [
        page.index(words) for words in ("Alerts were answered in time", "Scores complete", "Reliable improvement")
    ]
    assert places == sorted(places)
    assert "No finished course lacks a score." in page
    whole = cleo.text("outcomes_whole")
    assert "50 % of about 20, 95 % interval 30–70" in whole
    assert "fewer than 8, not shown" in whole
    assert "without a comparison group" in whole
    assert whole.count("<details") > 15  # each number opens its definition


def test_each_page_answers_one_question_of_the_same_snapshot_and_leads_to_the_next(served: People) -> None:
    first = Evaluation.objects.get()
    served.later(minutes=5)
    a_snapshot(served, months=1)
    cleo, chosen = Screen(served, "cleo"), {"snapshot": str(first.pk)}
    whole, row = cleo.text("outcomes_whole", **chosen), []
    for name, chapter in CHAPTERS.items():
        page = cleo.text("outcomes_chapter", name, **chosen)
        assert page.count("<h1>") == 1
        assert f"<h1>{chapter.question}</h1>" in page
        assert f"<h2>{chapter.question}</h2>" in whole
        assert "January 2026 to March 2026</p>" in page
        assert "Frozen on 2 April 2026" in page
        links = re.findall(r'href="(/(?:programme/pages|service)/[^"]*snapshot=[^"]*)"', page)
        assert all(str(first.pk) in link for link in links)
        assert len(set(re.findall(r'href="(/programme/pages/\w+/\?snapshot=[^"&]+)"', page))) == len(CHAPTERS)
        assert page.count('aria-current="page"') >= 1
        row += re.findall(r'href="([^"]+)" rel="next"', page)
    assert [link.split("?")[0] for link in row] == [
        *(f"/programme/pages/{name}/" for name in list(CHAPTERS)[1:]),
        "/service/costs/",
    ]
    for name in ("costs", "data_gaps"):
        page = cleo.text(name, **chosen)
        assert "January 2026 to March 2026</p>" in page
        assert "Frozen on 2 April 2026" in page
    assert cleo.get("outcomes_chapter", "nothing").status_code == 404


def test_every_picture_keeps_its_files_and_the_print_holds_them_all(served: People) -> None:
    cleo = Screen(served, "cleo")
    pages = "".join(cleo.text("outcomes_chapter", name) for name in CHAPTERS)
    pages += cleo.text("data_gaps") + cleo.text("costs")
    for part in set(PARTS) - {"kinds"}:  # no group ran here: nothing to take
        for kind in ("csv", "parquet"):
            assert f"part={part}&amp;as={kind}" in pages, part
    whole = cleo.text("outcomes_whole")
    for words in ("Gender", "Ethnicity", "Age at the referral", "Language", "Mapped, not measured."):
        assert words in whole


def test_months_are_drawn_and_one_too_small_is_a_gap(served: People) -> None:
    screen = Screen(served, "cleo")
    page = screen.text("outcomes_chapter", "months", trend="did_not_attend")
    assert "Does it change from month to month?" in page
    assert "by month" in page
    rows = list(
        csv.DictReader(io.StringIO(screen.get("outcomes_export", Evaluation.objects.get().pk).content.decode()))
    )
    months = [row for row in rows if row["part"] == "months"]
    assert {row["group"] for row in months} == {"2026-01", "2026-02", "2026-03"}
    assert {row["figure"] for row in months} >= {"referred", "completeness", "did_not_attend"}


def test_a_snapshot_from_before_months_were_kept_says_so(served: People) -> None:
    taken = Evaluation.objects.get()
    older = {name: part for name, part in taken.results.items() if name != "months"}
    Evaluation.objects.create(
        service=taken.service,
        period_from=taken.period_from,
        period_to=taken.period_to,
        results=older,
        method=taken.method,
        library_version=taken.library_version,
        taken_at=served.at + timedelta(minutes=1),
        made_at=served.at,
    )
    assert "before months were kept" in Screen(served, "cleo").text("outcomes_chapter", "months")


def count(people: People) -> int:
    """What the worker does."""
    return ask_snapshot.count_asked_snapshots(by=set_up.founder(people.service.pk), at=people.at)


def test_a_snapshot_with_fewer_rates_is_still_read(served: People) -> None:
    """As they were kept before recovery was compared and waits were shown by group."""
    taken = Evaluation.objects.get()
    older = json.loads(json.dumps(taken.results))
    for of in (older["places"], *(month["rates"] for month in older["months"])):
        of.pop("recovery")
    for row in older["equity"]["gender"]:
        row.pop("within_six_weeks")
    Evaluation.objects.create(
        service=taken.service,
        period_from=taken.period_from,
        period_to=taken.period_to,
        results=older,
        method=taken.method,
        library_version=taken.library_version,
        taken_at=served.at + timedelta(minutes=1),
        made_at=served.at,
    )
    cleo = Screen(served, "cleo")
    assert "not in this snapshot" in cleo.text("outcomes_chapter", "equity", by="gender")
    for chapter, asked in (("sites", "rate"), ("months", "trend")):
        assert f'&amp;{asked}=recovery"' not in cleo.text("outcomes_chapter", chapter, **{asked: "recovery"})


def test_recovery_and_deterioration_are_compared_and_groups_are_shown_by_age_and_language(served: People) -> None:
    screen = Screen(served, "cleo")
    sites = screen.text("outcomes_chapter", "sites", rate="reliable_deterioration")
    assert "Reliable deterioration by site, in per cent" in sites
    assert "Recovery by month, in per cent" in screen.text("outcomes_chapter", "months", trend="recovery")
    page = screen.text("outcomes_chapter", "equity", by="language")
    for words in ("Age at the referral", "Language", "First session within 6 weeks"):
        assert words in page
    rows = list(
        csv.DictReader(io.StringIO(screen.get("outcomes_export", Evaluation.objects.get().pk).content.decode()))
    )
    women = {row["figure"]: row["value"] for row in rows if row["group"] == "gender: woman"}
    assert women["recovery"] == "0.5000"
    assert {"within_six_weeks", "completeness", "reliable_deterioration"} <= women.keys()
    assert {"language: en", "age_band: not stated"} <= {row["group"] for row in rows} or any(
        row["group"].startswith("age_band: ") for row in rows
    )


def test_the_page_leaves_a_request_and_the_worker_counts_it(quiet: People) -> None:
    screen = Screen(quiet, "cleo")
    done = screen.post("take_snapshot", period="1")
    assert (done.status_code, Evaluation.objects.count()) == (302, 1)
    assert "The snapshot of March 2026 is being counted" in screen.text("outcomes")
    again = screen.post("take_snapshot", period="1")
    assert (again.status_code, "Look again in a minute" in again.content.decode()) == (409, True)
    quiet.later(minutes=11)
    assert "has waited for more than ten minutes" in screen.text("outcomes")
    assert (count(quiet), count(quiet)) == (1, 0)
    page = screen.text("outcomes")
    assert Evaluation.objects.filter(period_from="2026-03-01", taken_at=quiet.at).exists()
    assert "is being counted" not in page
    assert "March 2026</p>" in page
    again = screen.post("take_snapshot", period="1")
    assert (again.status_code, "come back next month" in again.content.decode()) == (409, True)
    for forged in ({"period": "2"}, {"period": ""}, {"period_from": "2026-02-01", "period_to": "2026-03-01"}):
        assert screen.post("take_snapshot", **forged).status_code == 422


def test_a_count_that_fails_says_so_keeps_nothing_and_stops_no_other(
    quiet: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(quiet, "cleo")
    for months in ("12", "1"):
        screen.post("take_snapshot", period=months)
    whole = ask_snapshot.freeze

    def freeze(service: Any, first: date, *more: Any) -> Evaluation:
        if first == date(2025, 4, 1):
            raise ZeroDivisionError("Ana Quist")
        return whole(service, first, *more)

    monkeypatch.setattr(ask_snapshot, "freeze", freeze)
    assert (count(quiet), Evaluation.objects.count()) == (1, 2)
    page = screen.text("outcomes")
    assert "The snapshot of April 2025 to March 2026 could not be counted" in page
    assert "(ZeroDivisionError)" in page
    assert "Ana Quist" not in page
    monkeypatch.undo()
    assert screen.post("take_snapshot", period="12").status_code == 302  # asked for once more
    assert count(quiet) == 1
    assert "could not be counted" not in screen.text("outcomes")


def test_the_worker_counts_for_its_own_service_and_nobody_else_may(quiet: People) -> None:
    other = a_service("Hill Service")
    other.at = APRIL
    Screen(quiet, "cleo").post("take_snapshot", period="1")
    assert count(other) == 0
    with pytest.raises(NotAllowed):
        ask_snapshot.count_asked_snapshots(by=quiet.sees("cleo"), at=quiet.at)


def test_only_the_periods_offered_and_not_taken_are_in_the_list(quiet: People) -> None:
    screen = Screen(quiet, "cleo")
    found = re.findall(r'<option value="(\d+)"', screen.text("outcomes"))
    assert found == ["12", "1"]  # the quarter was taken already
    for months in found:
        screen.post("take_snapshot", period=months)
    page = screen.text("outcomes")
    assert "Every period has been taken this month. They can be taken again from 1 May 2026 on." in page
    assert 'name="period"' not in page


def test_earlier_snapshots_stay_to_be_chosen(quiet: People) -> None:
    first = Evaluation.objects.get()
    quiet.later(minutes=5)
    a_snapshot(quiet, months=1)
    screen = Screen(quiet, "cleo")
    assert "March 2026</p>" in screen.text("outcomes")
    assert "January 2026 to March 2026</p>" in screen.text("outcomes", snapshot=str(first.pk))


def test_no_small_count_on_the_page_or_in_the_export(served: People) -> None:
    screen = Screen(served, "cleo")
    page = screen.text("outcomes") + screen.text("outcomes_whole")
    assert not re.findall(r"of about [1-7]\b", page)
    rows = list(
        csv.DictReader(io.StringIO(screen.get("outcomes_export", Evaluation.objects.get().pk).content.decode()))
    )
    counts = [int(row[name]) for row in rows for name in ("numerator", "denominator") if row[name]]
    assert counts
    assert not [count for count in counts if 0 < count < 8]


def test_the_export_defines_every_number_and_starts_no_formula(served: People) -> None:
    answer = Screen(served, "cleo").get("outcomes_export", Evaluation.objects.get().pk)
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert all(row["definition"] for row in rows if row["part"] != "snapshot")
    assert {row["figure"] for row in rows} >= {"recovery", "completeness", "contacted_in_time", "finished_so_far"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any("=HYPERLINK" in row["group"] for row in rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_a_cell_that_starts_a_formula_becomes_text(start: str) -> None:
    assert neutral(f"{start}1").startswith("'")


@pytest.mark.parametrize(
    ("late", "missing", "finished", "tone", "words"),
    [
        (None, 0, 50, "danger", "fewer than 8"),
        (10, 0, 50, "danger", "10 alerts"),
        (0, 15, 55, "caution", "about 15 of 55 finished courses"),
        (0, None, 55, "caution", "some (fewer than 8)"),
        (0, 0, None, "info", "Too few"),
        (0, 0, 50, "good", "complete"),
    ],
)
def test_what_to_do_first(
    quiet: People, late: int | None, missing: int | None, finished: int | None, tone: str, words: str
) -> None:
    from dataclasses import replace

    from kith.care.queries.outcomes import outcomes
    from kith.science.outcomes import attention

    results = outcomes(viewer=quiet.sees("cleo"), at=quiet.at).results
    assert results is not None
    counts = {
        name: replace(results.counts[name], people=people)
        for name, people in (("late", late), ("missing_pairs", missing), ("finished", finished))
    }
    rates = {**results.rates, "completeness": replace(results.rates["completeness"], value=0.8)}
    found, *_more = to_do(replace(results, counts=counts, to_do=attention(rates, counts, {}, {})))
    assert (found["tone"], words in found["title"]) == (tone, True)


def test_the_page_costs_the_same_whatever_it_shows(quiet: People) -> None:
    def queries() -> int:
        screen = Screen(quiet, "cleo")
        with CaptureQueriesContext(connection) as seen:
            screen.text("outcomes")
        return len(seen)

    before = queries()
    for n in range(5):
        Site.objects.create(service=quiet.service, name=f"Site {n}", made_at=quiet.at)
    for months in (1, 12):
        quiet.later(minutes=1)
        a_snapshot(quiet, months=months)
    assert queries() == before


def test_every_word_of_the_page_can_be_translated(served: People) -> None:
    screen = Screen(served, "cleo")
    with screen.now():
        addresses = ["/programme/", "/programme/whole/", *(f"/programme/pages/{name}/" for name in CHAPTERS)]
        page = "".join(pseudo.read(screen.browser, address) for address in addresses)
    # Categories that people wrote themselves stay as they wrote them.
    assert [word for word in pseudo.untranslated(page) if "HYPERLINK" not in word and word not in DATA] == []


DATA = {"Harbour House", "English"}


@pytest.mark.parametrize(
    ("people", "reason", "words"),
    [
        (40, None, "40"),
        (None, "small_numbers", "fewer than 8, not shown"),
        (None, "not_broken_down", "not shown: fewer than 10 in all"),
        (None, "gives_back", "not shown: it would give a small number back"),
    ],
)
def test_a_count_that_is_not_shown_says_why(people: int | None, reason: str | None, words: str) -> None:
    assert count_words(PublishedCount(people, reason)) == words


def test_a_language_is_named_in_the_words_of_the_reader_whose_letters_a_file_can_be_set_in() -> None:
    named = [category_name("language", code) for code in ("ar", "zh", "so", "xx")]
    assert named == ["Arabic", "Chinese", "Somali", "xx"]
