"""Did it change? Frozen months before and after something began: a known step is found, and nothing small is shown."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kith.care.actions import evaluate
from kith.care.models import AuditEvent, Evaluation
from kith.care.queries.monthly_figures import FIGURES, REFERRED, did_it_change
from kith.science.outcomes import PublishedCount
from kith.science.outcomes.published import publish_rate
from tests.people import People
from tests.reports.read_pdf import numbers_in, numbers_of_pages, shown_by, words_of
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

LEVELS = (42, 44, 41, 45, 43, 42, 44, 41, 43, 45)
AFTER = (63, 61, 64, 62, 65, 61, 63, 64, 62, 63)
SINCE = "2025-11-01"


def _first(place: int) -> date:
    return date(2025 + place // 12, place % 12 + 1, 1)


@pytest.fixture
def quiet(people: People) -> People:
    """A service with one snapshot in which next to nothing happened."""
    people.at = datetime(2026, 9, 2, 10, tzinfo=UTC)
    evaluate.take_snapshot(
        period_from=date(2026, 4, 1), period_to=date(2026, 6, 30), by=people.sees("cleo"), at=people.at
    )
    return people


def frozen(people: People, shares: list[int | None], *, minutes: int = 1, **changed: Any) -> Evaluation:
    """A later look that froze a month for each share of a thousand people, in hundredths; None is three people."""
    old = Evaluation.objects.order_by("taken_at", "pk")[0]
    rates = [publish_rate(3, 3) if share is None else publish_rate(share * 10, 1000) for share in shares]
    months = [
        {
            "first": _first(place).isoformat(),
            "referred": asdict(PublishedCount(None, "small_numbers") if share is None else PublishedCount(share)),
            "rates": {name: asdict(rate) for name in FIGURES if name != REFERRED},
        }
        for place, (share, rate) in enumerate(zip(shares, rates, strict=True))
    ]
    return Evaluation.objects.create(
        service=old.service,
        period_from=_first(0),
        period_to=_first(len(shares)) - timedelta(days=1),
        results={**old.results, "months": months} | changed,
        method=old.method,
        library_version=old.library_version,
        taken_at=people.at + timedelta(minutes=minutes),
        made_at=people.at,
    )


@pytest.fixture
def stepped(quiet: People) -> People:
    """Twenty months with a step of twenty hundredths at the eleventh."""
    frozen(quiet, [*LEVELS, *AFTER])
    return quiet


def test_without_months_the_page_says_what_to_do(people: People) -> None:
    page = Screen(people, "cleo").text("did_it_change")
    assert "There are no months to look at yet" in page
    assert "Take a snapshot" in page


def test_nobody_else_sees_it(stepped: People) -> None:
    for who in ("ben", "dev", "eve", "finn", "dan", "ada", "ana"):
        assert Screen(stepped, who).get("did_it_change").status_code == 403, who
        assert Screen(stepped, who).get("did_it_change", **{"as": "csv"}).status_code == 403, who
    assert Screen(stepped, "cleo").get("did_it_change").status_code == 200


def test_a_known_step_is_found_and_none_is_where_there_was_none(stepped: People) -> None:
    cleo = stepped.sees("cleo")
    found = did_it_change(viewer=cleo, at=stepped.at, since=date.fromisoformat(SINCE)).found
    assert found is not None
    assert found.step.low < 20 < found.step.high
    assert found.step.low > 10
    frozen(stepped, [*LEVELS, *LEVELS], minutes=2)
    flat = did_it_change(viewer=cleo, at=stepped.at, since=date.fromisoformat(SINCE)).found
    assert flat is not None
    assert flat.step.low < 0 < flat.step.high


def test_the_page_says_what_may_be_said_and_what_may_not(stepped: People) -> None:
    page = Screen(stepped, "cleo").text("did_it_change", figure="within_six_weeks", since=SINCE)
    assert "moves by more than chance brings" in page
    assert "higher than the months before led one to expect (95 % interval" in page
    assert "hardly explain it" in page
    assert page.index("higher than the months before") < page.index("All months taken as one:")
    assert "That what you did made the difference" in page
    assert "Less than two years cannot tell a season" in page
    assert "10 months that can be shown before November 2025, 10 from then on" in page


def test_too_few_months_are_said_and_not_compared(quiet: People) -> None:
    frozen(quiet, [*LEVELS, *AFTER[:2]])
    page = Screen(quiet, "cleo").text("did_it_change", since="2025-11-01")
    assert "There are 10 months that can be shown before, and 2 from then on; it takes 3 on each side" in page
    assert "led one to expect" not in page


def test_months_on_straight_lines_give_no_interval(quiet: People) -> None:
    frozen(quiet, [40] * 10 + [60] * 10)
    page = Screen(quiet, "cleo").text("did_it_change", since=SINCE)
    assert "lie on straight lines exactly" in page
    assert "led one to expect" not in page


def test_a_withheld_month_is_a_gap_everywhere_and_never_nought(quiet: People) -> None:
    frozen(quiet, [*LEVELS[:5], None, *LEVELS[6:], *AFTER])
    screen = Screen(quiet, "cleo")
    for figure in ("completeness", REFERRED):
        page = did_it_change(viewer=quiet.sees("cleo"), at=quiet.at, figure=figure, since=date.fromisoformat(SINCE))
        assert page.months[5].value is None
        assert (page.before, page.after) == (9, 10)
        rows = list(
            csv.DictReader(io.StringIO(screen.text("did_it_change", figure=figure, since=SINCE, **{"as": "csv"})))
        )
        (hidden,) = [row for row in rows if row["month"] == "2025-06"]
        assert (hidden["value"], hidden["part"], bool(hidden["not_shown_because"])) == ("", "before", True)
        counts = [int(row[name]) for row in rows for name in ("numerator", "denominator") if row[name]]
        assert not [count for count in counts if 0 < count < 8]
        assert {row["part"] for row in rows} == {"before", "after", "middle", "step", "slope_change"}


def test_of_each_month_the_newest_look_counts_and_months_counted_otherwise_are_left_out(quiet: People) -> None:
    frozen(quiet, [*LEVELS, *AFTER])
    frozen(quiet, [80] * 3, minutes=2)
    page = did_it_change(viewer=quiet.sees("cleo"), at=quiet.at, figure=REFERRED)
    assert [month.value for month in page.months[:4]] == [80, 80, 80, LEVELS[3]]
    policies = Evaluation.objects.order_by("taken_at")[0].results["policies"]
    frozen(quiet, [70, 75, 72], minutes=3, policies={**policies, "version": policies["version"] + 1})
    page = did_it_change(viewer=quiet.sees("cleo"), at=quiet.at, figure=REFERRED)
    assert [month.value for month in page.months] == [70, 75, 72]
    assert "3 earlier snapshots are left out" in Screen(quiet, "cleo").text("did_it_change")


def test_a_month_between_two_snapshots_is_unknown(quiet: People) -> None:
    frozen(quiet, list(LEVELS))  # January to October 2025; the first snapshot holds April to June 2026
    page = Screen(quiet, "cleo").text("did_it_change", figure=REFERRED)
    assert "in no snapshot" in page
    found = did_it_change(viewer=quiet.sees("cleo"), at=quiet.at, figure=REFERRED)
    assert len(found.months) == 18
    assert found.months[12].value is None


def test_the_file_holds_no_number_that_the_page_hides(stepped: People) -> None:
    asked = {"figure": "completeness", "since": SINCE}
    screen = Screen(stepped, "cleo")
    answer = screen.get("did_it_change", **asked, **{"as": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    found = numbers_in(words_of(answer.content)) - numbers_of_pages(answer.content)
    assert len(found) > 8
    assert found - numbers_in(shown_by(screen.text("did_it_change", **asked))) == set()


def test_what_the_address_asks_for_and_is_not_there_is_passed_over(stepped: People) -> None:
    page = Screen(stepped, "cleo").text("did_it_change", figure="salaries", since="soon")
    assert "Choose the month in which something began" in page
    assert re.search(r'value="reliable_improvement" selected', page)


def test_the_look_is_kept_and_names_nobody(stepped: People) -> None:
    Screen(stepped, "cleo").text("did_it_change")
    event = AuditEvent.objects.get(event="monthly_figures.seen")
    assert not event.clients


def test_every_word_can_be_translated(stepped: People) -> None:
    screen = Screen(stepped, "cleo")
    with screen.now():
        page = pseudo.read(screen.browser, f"/programme/change/?since={SINCE}")
    assert pseudo.untranslated(page) == []
