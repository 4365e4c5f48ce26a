"""The page on how good the signals are: what is false first, what is not known, and nothing that points at a person."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from kith.care.models import CourseReference
from kith.care.queries.signal_accuracy import signal_accuracy
from kith.science.change import Limits
from kith.science.change.learning import learn_reference
from kith.science.outcomes.published import PublishedRate, publish_rate
from kith.science.outcomes.published_signals import publish_groups, publish_reference, publish_signals
from kith.science.outcomes.signal_accuracy import judge_by_rules, judge_held_out
from kith.web.manager.signal_words import fairness, verdict
from tests.care.references import a_reference
from tests.people import People, a_service
from tests.reports import read_pdf
from tests.reports.read_pdf import numbers_in, numbers_of_pages, shown_by
from tests.science.change.invented_courses import invented
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

PHQ9 = Limits(caseness=10, reliable_change=6)


@cache
def studied() -> dict[str, Any]:
    """What a service keeps that learned from 320 finished courses."""
    courses = invented(320, seed=3)
    judged = judge_held_out(courses, PHQ9)
    return {
        "course": publish_reference(learn_reference(courses)),
        "accuracy": {
            "limits": {"cut_off": 10, "reliable_change": 6, "source": "A manual"},
            "expected_course": publish_signals(judged),
            "rules": publish_signals(judge_by_rules(courses, PHQ9)),
            "groups": publish_groups(judged),
        },
    }


@pytest.fixture
def learned(people: People) -> People:
    """A service that has learned from 320 finished courses."""
    a_reference(people, **studied())
    return people


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_before_the_service_has_learned_the_page_says_how_it_will(people: People) -> None:
    page = words_of(Screen(people, "cleo").text("signal_accuracy"))
    assert "The service has not learned yet" in page
    assert "With 50 finished courses" in page
    assert "Learn from finished courses" in page


@pytest.mark.parametrize("who", ["cleo", "eve"])
def test_manager_and_supervisor_see_false_alarms_first_then_what_is_not_known(learned: People, who: str) -> None:
    page = words_of(Screen(learned, who).text("signal_accuracy"))
    order = [
        "false alarms",
        "learned on 5 January 2026 from about 320 finished courses",
        "ended without reliable improvement, signals found about",
        "By the expected course By rule",
        "Are they as good for everybody?",
        "What this does not know",
        "Whether a signal changed the care.",
        "a reliable change from 6 points",
    ]
    places = [page.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert Screen(learned, who).get("signal_accuracy").status_code == 200


@pytest.mark.parametrize("who", ["ben", "dev", "finn", "dan", "ada", "ana"])
def test_nobody_else_sees_it_or_lets_it_learn(learned: People, who: str) -> None:
    screen = Screen(learned, who)
    assert screen.get("signal_accuracy").status_code == 403
    assert screen.post("learn_courses").status_code == 403


def test_a_supervisor_looks_and_does_not_let_it_learn(learned: People) -> None:
    learned.later(days=31)
    assert "Learn from finished courses" in Screen(learned, "cleo").text("signal_accuracy")
    screen = Screen(learned, "eve")
    assert "Learn from finished courses" not in screen.text("signal_accuracy")
    assert screen.post("learn_courses").status_code == 403


def test_another_service_sees_nothing_of_it(learned: People) -> None:
    other = a_service("Hill Service")
    assert "The service has not learned yet" in Screen(other, "cleo").text("signal_accuracy")
    key = "phq9-1"
    assert "about 320" not in Screen(other, "cleo").text("signal_accuracy", measure=key)


def test_no_small_count_is_on_the_page(learned: People) -> None:
    """Every count of people beside a share is a multiple of 5 from 10 on; eight young people are named, not counted."""
    page = words_of(Screen(learned, "cleo").text("signal_accuracy"))
    counts = [int(n) for n in re.findall(r"%(?: of| of about) (\d+)", page)]
    assert len(counts) > 20
    assert not [n for n in counts if n % 5 or n < 10]
    assert "Too few people to show: Under 26" in page


def test_the_page_is_taken_as_a_table_and_as_a_pdf_file_without_a_small_count(learned: People) -> None:
    cleo = Screen(learned, "cleo")
    page = shown_by(cleo.text("signal_accuracy"))
    content = cleo.get("signal_accuracy", **{"as": "pdf"}).content
    assert len(numbers_in(read_pdf.words_of(content))) > 30
    assert numbers_in(read_pdf.words_of(content)) - numbers_of_pages(content) - numbers_in(page) == set()
    rows = list(csv.DictReader(io.StringIO(cleo.text("signal_accuracy", **{"as": "csv"}))))
    counts = [int(row[name]) for row in rows for name in ("numerator", "denominator") if row[name]]
    assert len(counts) > 20
    assert not [count for count in counts if 0 < count < 8]
    assert {row["ending"] for row in rows} == {"badly", "deteriorated", ""}


def test_a_refusal_is_told_on_the_page_in_three_parts(people: People) -> None:
    answer = Screen(people, "cleo").post("learn_courses")
    assert answer.status_code == 409
    page = words_of(answer.content.decode())
    for part in ("Nothing was learned.", "No measure has enough finished courses", "Go on measuring."):
        assert part in page
    assert not CourseReference.objects.exists()


def test_every_word_of_the_page_can_be_translated(learned: People) -> None:
    screen = Screen(learned, "cleo")
    with screen.now():
        page = pseudo.read(screen.browser, "/programme/signals/")
    assert pseudo.untranslated(page) == []


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (publish_rate(0, 0), "Nobody whose course is over"),
        (publish_rate(3, 5), "Fewer than 8 people"),
        (publish_rate(20, 25), "Of about 25 people called off track, fewer than 8 were false alarms, or"),
        (publish_rate(40, 80), "About 50 of 100 ended without reliable improvement."),
    ],
)
def test_the_first_words_say_what_is_known_of_false_alarms_and_never_a_small_count(
    learned: People, rate: PublishedRate, words: str
) -> None:
    chosen = signal_accuracy(viewer=learned.sees("cleo"), at=learned.at).chosen
    assert chosen is not None
    badly = replace(chosen.expected.badly, ppv=rate)
    assert words in verdict(replace(chosen, expected=replace(chosen.expected, badly=badly)))["words"]


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ({"women": publish_rate(60, 100), "men": publish_rate(20, 100)}, "a smaller share in the group “men”"),
        ({"women": publish_rate(60, 100), "men": publish_rate(50, 100)}, "do not differ by more than chance"),
        ({"women": publish_rate(60, 100)}, "It is not known whether signals are fair"),
        ({}, "It is not known whether signals are fair"),
    ],
)
def test_fairness_is_said_in_words_and_not_claimed_where_nothing_is_known(
    rates: dict[str, PublishedRate], words: str
) -> None:
    assert words in fairness(rates)
