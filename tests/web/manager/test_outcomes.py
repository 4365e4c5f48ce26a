"""The programme page: what to do first, completeness before rates, nothing that points at a person."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.care.actions import evaluate
from kith.care.models import Evaluation, Site
from kith.science.outcomes import PublishedCount
from kith.web.manager.export import neutral
from kith.web.manager.sentences import count_words, first_thing
from tests.care.courses import courses
from tests.people import People, a_service
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

BETTER, SAME = (16, 8, 13, 6), (18, 17, 12, 12)
APRIL = datetime(2026, 4, 2, 10, tzinfo=UTC)


def a_snapshot(people: People, months: int = 3) -> Evaluation:
    return evaluate.take_snapshot(
        period_from=date(2026, 4 - months, 1), period_to=date(2026, 3, 31), by=people.sees("cleo"), at=people.at
    )


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
    assert screen.post("take_snapshot", period_from="2026-02-01", period_to="2026-03-01").status_code == 403


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
    page = Screen(served, "cleo").text("outcomes")
    places = [
        page.index(words) for words in ("Alerts were answered in time", "Scores complete", "Reliable improvement")
    ]
    assert places == sorted(places)
    assert "50 % of about 20, 95 % interval 30–70" in page
    assert "fewer than 8, not shown" in page
    assert "without a comparison group" in page
    assert page.count("<details") > 15  # each number opens its definition


def test_months_are_drawn_and_one_too_small_is_a_gap(served: People) -> None:
    screen = Screen(served, "cleo")
    page = screen.text("outcomes", trend="did_not_attend")
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
    assert "before months were kept" in Screen(served, "cleo").text("outcomes")


def test_a_snapshot_is_taken_from_the_page_and_the_same_months_are_refused_with_what_to_do(quiet: People) -> None:
    screen = Screen(quiet, "cleo")
    done = screen.post("take_snapshot", period_from="2026-02-01", period_to="2026-03-01")
    assert done.status_code == 302
    newest = Evaluation.objects.order_by("-taken_at", "period_from").last()
    assert (Evaluation.objects.count(), str(Evaluation.objects.get(period_from="2026-02-01").pk) in done.url) == (
        2,
        True,
    )
    assert newest is not None
    again = screen.post("take_snapshot", period_from="2026-02-01", period_to="2026-03-01")
    assert again.status_code == 409
    assert "come back next month" in again.content.decode()
    assert screen.post("take_snapshot", period_from="2026-03-01", period_to="2026-02-01").status_code == 422
    assert screen.post("take_snapshot", period_from="then", period_to="").status_code == 422


def test_earlier_snapshots_stay_to_be_chosen(quiet: People) -> None:
    first = Evaluation.objects.get()
    quiet.later(minutes=5)
    a_snapshot(quiet, months=1)
    screen = Screen(quiet, "cleo")
    assert "March 2026</p>" in screen.text("outcomes")
    assert "January 2026 to March 2026</p>" in screen.text("outcomes", snapshot=str(first.pk))


def test_no_small_count_on_the_page_or_in_the_export(served: People) -> None:
    screen = Screen(served, "cleo")
    page = screen.text("outcomes")
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

    from kith.care.queries.outcomes import _first_thing, outcomes

    results = outcomes(viewer=quiet.sees("cleo"), at=quiet.at).results
    assert results is not None
    counts = {
        name: replace(results.counts[name], people=people)
        for name, people in (("late", late), ("missing_pairs", missing), ("finished", finished))
    }
    rates = {**results.rates, "completeness": replace(results.rates["completeness"], value=0.8)}
    found = first_thing(replace(results, counts=counts, first_thing=_first_thing(rates, counts)))
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
    for months in (1, 2):
        quiet.later(minutes=1)
        a_snapshot(quiet, months=months)
    assert queries() == before


def test_every_word_of_the_page_can_be_translated(served: People) -> None:
    screen = Screen(served, "cleo")
    with screen.now():
        page = pseudo.read(screen.browser, "/programme/")
    # Categories that people wrote themselves stay as they wrote them.
    assert [word for word in pseudo.untranslated(page) if "HYPERLINK" not in word and word not in DATA] == []


DATA = {"Harbour House"}


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
