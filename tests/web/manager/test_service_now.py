"""How the service is doing: what to do first, what if, what a recovery costs, what is missing, what a funder reads."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kith.care.actions import evaluate
from kith.care.models import Evaluation
from kith.care.queries.costs import Prices, costs
from kith.care.queries.forecast import forecast
from tests.care.courses import courses
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

BETTER, SAME = (16, 8, 13, 6), (18, 17, 12, 12)
PAGES = ("service_now", "forecast", "costs", "data_gaps")
CLINIC = {
    "referrals": "8", "practitioners": "2.5", "sessions_each": "18", "sessions": "12", "drop_out": "8", "leaving": "3",
    "waiting": "40", "groups": "1", "places": "8", "group_weeks": "10", "more_practitioners": "1", "more_groups": "1",
    "weeks": "52",
}  # fmt: skip
PRICES = {"hour": "60", "indirect": "0.5", "room": "10", "unsure": "20", "source": "Clinic's own, 2026"}


@pytest.fixture
def served(people: People) -> People:
    """A service with forty finished courses, half of them recovered, and a snapshot of them."""
    courses(people, [BETTER] * 10 + [SAME] * 10, equity={"gender": "woman"})
    people.at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    evaluate.take_snapshot(
        period_from=date(2026, 1, 1), period_to=date(2026, 3, 31), by=people.sees("cleo"), at=people.at
    )
    return people


def test_before_the_first_snapshot_each_page_helps(people: People) -> None:
    screen = Screen(people, "cleo")
    assert "Take a snapshot" in screen.text("service_now")
    assert "nothing is filled in" in screen.text("forecast")
    assert "Take a snapshot of more months" in screen.text("costs")
    assert "Take one of the last months" in screen.text("data_gaps")


def test_the_overview_says_what_to_do_first_and_nobody_else_sees_it(served: People) -> None:
    taken = Evaluation.objects.get()
    for who in ("ben", "eve", "dan", "pia", "ana"):
        screen = Screen(served, who)
        assert {screen.get(page).status_code for page in PAGES} == {403}, who
        assert screen.get("funder_report", taken.pk).status_code == 403, who

    page = Screen(served, "cleo").text("service_now")
    assert page.index("Alerts were answered in time") < page.index("How long do people wait?")
    assert "50 % of about 20, 95 % interval 30–70" in page
    assert Screen(served, "cleo").get("home").url == "/service/"


def test_what_if_answers_in_a_sentence_a_picture_and_a_table(people: People) -> None:
    """The clinic of docs/methods/queues.md: 48, 2 and 25 wait after a year."""
    screen = Screen(people, "cleo")
    page = screen.text("forecast", **CLINIC)
    assert "In 52 weeks about 48 people will wait if nothing changes (nine times in ten 27 to 68)." in page
    assert "With one more practitioner it will be about 2 (0 to 12)." in page
    assert "With one more group it will be about 25 (4 to 46)." in page
    assert "More people are referred than can begin: 8.0 a week, and 6.5 can begin" in page
    rows = list(csv.DictReader(io.StringIO(screen.text("forecast", **CLINIC, **{"as": "csv"}))))
    assert {row["plan"] for row in rows} == {"now", "practitioners", "groups", "both"}
    assert len(rows) == 4 * 53


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"places": ""}, "A group has places and weeks"),
        ({"practitioners": "0", "groups": "0", "more_groups": "0"}, "Nobody can be seen so"),
        ({"referrals": "-1"}, "greater than or equal to 0"),
        ({"weeks": "1000000"}, "less than or equal to 156"),
    ],
)
def test_a_clinic_that_cannot_be_is_refused_and_what_was_typed_stays(
    people: People, wrong: dict[str, str], said: str
) -> None:
    answer = Screen(people, "cleo").get("forecast", **{**CLINIC, **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="18"' in page


def test_the_snapshot_fills_the_form_in_and_names_what_it_lacks(served: People) -> None:
    """21 referrals in 90 days, shown as 20; one practitioner alone is not described."""
    known = forecast(viewer=served.sees("cleo"), at=served.at).known
    assert known is not None
    assert (known.referrals, known.practitioners, known.sessions) == (1.6, None, 2)
    assert 'value="1.6"' in Screen(served, "cleo").text("forecast")


def test_a_recovery_costs_what_all_courses_cost_over_those_who_recovered(served: People) -> None:
    """Two sessions of 50 minutes are 1.7 hours: 1.7 × (60 × 1.5 + 10) = 170; half recover, so a recovery costs 340."""
    page = costs(viewer=served.sees("cleo"), at=served.at, prices=Prices(60, 0.5, 10, 0.2))
    assert page.basis is not None
    assert page.found is not None
    assert (page.basis.hours, page.basis.paired, page.basis.recovered) == (1.7, 20, 10)
    assert (round(page.found.course.value), round(page.found.recovery.value)) == (170, 340)
    assert page.found.recovery.low < 340 < page.found.recovery.high
    assert page.found.swings[0].name == "recovered"
    assert page.found.if_unknown_recovered == page.found.if_unknown_did_not == pytest.approx(340)
    shown = Screen(served, "cleo").text("costs", **PRICES)
    assert "A course costs about 170, and a recovery about 340." in shown
    assert Screen(served, "cleo").get("costs", **{**PRICES, "hour": ""}).status_code == 422
    rows = list(csv.DictReader(io.StringIO(Screen(served, "cleo").text("costs", **PRICES, **{"as": "csv"}))))
    assert [row["what"] for row in rows][:2] == ["course", "recovery"]

    page = Screen(served, "cleo").text("data_gaps")
    assert "Look it up from the postcode when the referral is entered." in page
    assert "Ask in every session, so that the last one is there however the care ends." not in page  # none is missing
    to_do, complete = page.split("What to do</h2>")[1].split("Nothing is missing here</h2>")
    assert ("Last PHQ-9" in to_do, "Last PHQ-9" in complete.split("</ul>")[0]) == (False, True)
    assert "Most is missing here: Deprivation of the neighbourhood" in page  # everybody was asked for gender alone
    stored = {one["what"]: one["missing"] for one in Evaluation.objects.get().results["missing"]}
    assert stored["depression_last"]["value"] == 0


def test_the_funders_report_is_one_document_with_its_limits(served: People) -> None:
    taken = Evaluation.objects.get()
    screen = Screen(served, "cleo")
    page = screen.text("funder_report", taken.pk)
    parts = ["Who was reached?", "How long did they wait?", "Before and after, not with and without",
             "Who was served less well?", "Did care harm anybody?", "What did it cost?",
             "What these numbers cannot say", "Definitions", "programme-outcomes-4"]  # fmt: skip
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert "No price was given" in page
    assert re.search(r"A recovery</dt><dd>340 \(95 of 100", screen.text("funder_report", taken.pk, **PRICES))


def test_each_picture_is_a_table_to_download_in_both_kinds_and_every_word_is_translatable(served: People) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    taken, screen = Evaluation.objects.get(), Screen(served, "cleo")
    for part in ("funnel", "waits", "whole", "months", "equity", "missing"):
        as_csv = list(csv.DictReader(io.StringIO(screen.text("outcomes_export", taken.pk, part=part))))
        assert {row["part"] for row in as_csv} == {"snapshot", part}
        answer = screen.get("outcomes_export", taken.pk, part=part, **{"as": "parquet"})
        kept: list[dict[str, Any]] = pq.read_table(io.BytesIO(answer.content)).to_pylist()
        assert [{name: cell or "" for name, cell in row.items()} for row in kept] == as_csv
    for page in PAGES:
        assert not pseudo.untranslated(screen.pseudo(page)), page
    assert not pseudo.untranslated(screen.pseudo("funder_report", taken.pk))
