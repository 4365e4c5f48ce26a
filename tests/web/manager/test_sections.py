"""The further parts of a snapshot: on the page, in the table and in the definitions, with their doubts beside them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from kith.care.models import Evaluation
from kith.science.outcomes.versions import part_versions
from kith.web.manager.sections import QUESTIONS, SECTIONS
from tests.care.courses import courses
from tests.people import People
from tests.web import pseudo
from tests.web.manager.test_outcomes import APRIL, DATA, a_snapshot
from tests.web.practitioner.screens import Screen

BETTER, OTHER, SAME = (16, 8, 13, 6), (12, 8, 9, 6), (18, 17, 12, 12)


@pytest.fixture
def served(people: People) -> People:
    """Twenty finished courses, all with four scores, and a snapshot of them."""
    courses(people, [BETTER] * 5 + [OTHER] * 5 + [SAME] * 10, equity={"gender": "woman"})
    people.at = APRIL
    a_snapshot(people)
    return people


def rows(people: People, part: str) -> dict[tuple[str, str], dict[str, str]]:
    answer = Screen(people, "cleo").get("outcomes_export", Evaluation.objects.get().pk, part=part)
    found = csv.DictReader(io.StringIO(answer.content.decode()))
    return {(row["figure"], row["group"]): row for row in found if row["part"] == part}


def test_each_part_has_its_question_its_doubt_and_its_definitions(served: People) -> None:
    cleo = Screen(served, "cleo")
    page = cleo.text("outcomes_whole")
    for name, question in QUESTIONS.items():
        assert str(question) in page, name
    for words in (
        "no comparison group: not the effect of care",
        "No rule is the true one",
        "Never rank a service by it",
    ):
        assert words in page
    assert "from memory, not yet verified" in page
    report = cleo.text("funder_report", Evaluation.objects.get().pk)
    for name in ("change", "rules", "comparators", "wider"):
        assert str(QUESTIONS[name]) in report
    assert str(QUESTIONS["qalys"]) not in report  # its place is beside prices
    defined = cleo.text("outcome_definitions", Evaluation.objects.get().pk)
    for name in SECTIONS:
        assert part_versions()[name] in defined
    untranslated = pseudo.untranslated(cleo.pseudo("outcomes_whole"))
    assert [word for word in untranslated if word not in DATA] == []


def test_the_size_of_the_change_by_hand(served: People) -> None:
    """First 16, 12 and 18: mean 16, SD 2.5; last 8 and 17: mean 12.5. 3.5 / 2.5 = 1.4; GAD-7 2.5 / 1.5."""
    found = rows(served, "change")
    phq = {name: row["value"] for (name, group), row in found.items() if group == "phq9"}
    assert (phq["first_mean"], phq["first_sd"], phq["last_mean"], phq["effect_size"]) == ("16", "2.5", "12.5", "1.4")
    assert phq["regression_to_the_mean"] == "1.4"
    assert found[("effect_size", "gad7")]["value"] == "1.67"
    assert "at least 1.4 points, of 3.5" in Screen(served, "cleo").text("outcomes_whole")


def test_with_all_scores_no_rule_moves_the_share_and_published_ones_are_older(served: People) -> None:
    assert {(row["numerator"], row["denominator"]) for row in rows(served, "rules").values()} == {("10", "20")}
    assert "Nobody lacks a score: every rule says the same." in Screen(served, "cleo").text("outcomes_whole")
    published = rows(served, "comparators")
    assert published[("reliable_recovery", "England, April 2025")]["value"] == "0.4840"
    assert published[("reliable_recovery", "England, April 2025")]["definition"].endswith("(verified)")


def test_what_was_not_asked_is_missing_and_in_no_share(served: People) -> None:
    found = rows(served, "wider")
    assert (found[("work_known", "")]["numerator"], found[("work_known", "")]["denominator"]) == ("0", "20")
    assert (found[("work_better", "")]["value"], found[("work_better", "")]["not_shown_because"]) == ("", "nobody")


def test_qalys_by_both_links_on_the_page_of_costs_too(served: People) -> None:
    """Three weeks from the first to the last PHQ-9. Ten courses (18 to 17) stay in one band and gain nothing; of the
    others, five go from 16 to 8 and five from 12 to 8: (0.10 + 0.05) / 2 of 22 days in 52 weeks, over two, is a fifth
    of a QALY in 100 courses, and half of that over all."""
    found = rows(served, "qalys")
    assert (found[("mapped", "")]["numerator"], found[("covered", "")]["numerator"]) == ("20", "20")
    days = float(found[("weeks", "")]["value"])
    assert float(found[("by_state", "")]["value"]) == round((0.10 + 0.05) / 4 / 2 * days / 52 * 100, 1)
    for page in ("outcomes_whole", "costs"):
        words = Screen(served, "cleo").text(page)
        assert "Mapped, not measured." in words
        assert "Kolovos and others (2017)" in words
        assert "Furukawa and others (2021)" in words
    assert not pseudo.untranslated(Screen(served, "cleo").pseudo("costs"))


def test_a_snapshot_from_before_these_parts_says_so(people: People) -> None:
    people.at = APRIL
    taken = a_snapshot(people)
    parts = ("change_sizes", "rules", "comparators", "wider", "kinds", "qalys")
    older: dict[str, Any] = {name: value for name, value in taken.results.items() if name not in parts}
    other = Evaluation.objects.create(
        service=people.service, period_from=taken.period_from, period_to=taken.period_to, results=older,
        method=taken.method, library_version=taken.library_version, taken_at=people.at, made_at=people.at,
    )  # fmt: skip
    cleo = Screen(people, "cleo")
    old, new = (cleo.text("outcomes_whole", snapshot=str(one.pk)) for one in (other, taken))
    assert old.count("This snapshot is older than this part") == 5
    assert "This snapshot is older than this part" not in new
    assert "nobody yet" in new
    assert "No group, family or programme of any kind ran in this period." in new
