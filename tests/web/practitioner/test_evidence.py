"""The evidence on pages: filters, what is not known and why, what is told to a client and what is refused."""

from __future__ import annotations

import re

import pytest
from django.utils.html import escape

from kith.science.library import Library
from kith.web.practitioner.evidence_words import DESIGNS, MODALITIES, REFUSED, STATUSES
from kith.web.practitioner.names import NAMES
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

LIBRARY = Library.open()
QUESTIONS = dict(LIBRARY.evidence.items())


def listed(screen: Screen, **asked: str) -> set[str]:
    text = screen.text("evidence", **asked)
    return {name for name in QUESTIONS if f'href="/care/evidence/{name}/"' in text}


def plain(html: str) -> str:
    """The words of a page with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_list_is_found_by_problem_and_by_kind_of_help(people: People) -> None:
    ben = Screen(people, "ben")
    assert listed(ben) == set(QUESTIONS)
    panic = {name for name, one in QUESTIONS.items() if "panic" in one.problems}
    assert listed(ben, problem="panic") == panic
    assert listed(ben, problem="panic", modality="cbt") == {name for name in panic if QUESTIONS[name].modality == "cbt"}
    assert len(panic) > 2


def test_a_list_that_is_empty_does_not_say_that_it_does_not_help(people: People) -> None:
    text = Screen(people, "ben").text("evidence", problem="panic", modality="craft")
    assert "That says nothing about whether it helps." in text


def test_the_best_finding_stands_with_comparator_interval_new_place_studies_and_trust(people: People) -> None:
    text = plain(Screen(people, "ben").text("evidence", problem="depression", modality="cbt"))
    row = text[text.index("Cognitive behavioural therapy for depression") :]
    for words in ("care as usual", "g 0.683", "0.542 to 0.824", "95 % interval", "117", "−0.68 to 2.05"):
        assert words in row
    assert "worked out from open data" in row
    assert "by our own reading" in row
    assert "people not known" in row
    assert "I² in percent 93" in row


def test_what_is_not_known_says_why_and_is_never_blank(people: People) -> None:
    ben = Screen(people, "ben")
    whole = ben.text("evidence")
    assert not re.findall(r"<td[^>]*>\s*</td>", whole)
    for name, one in QUESTIONS.items():
        text = ben.text("evidence_question", name)
        assert not re.findall(r"<td[^>]*>\s*</td>", text), name
        for row in one.rows:
            for part in (row.estimate, row.interval, row.prediction, row.studies, row.people, row.i2, row.tau2):
                assert part.reason is None or escape(part.reason) in text, (name, row.id)
        for claim in one.claims:
            assert escape(claim.text) in text
        for source in one.sources:
            assert escape(source.cite) in text


def test_a_claim_not_to_be_repeated_is_shown_as_such(people: People) -> None:
    ben = Screen(people, "ben")
    text = ben.text("evidence", problem="depression", modality="cbt")
    assert "Not to be repeated" in text
    assert "CBT works better than medicine for depression." in text
    assert "contradicted: do not repeat" in text
    assert "Not to be repeated" not in ben.text("evidence", problem="adhd")
    assert "not found anywhere: do not repeat" in ben.text("evidence_question", "claims-not-traced")


def test_a_client_is_told_people_out_of_a_hundred_with_every_doubt(people: People) -> None:
    html = Screen(people, "ben").text("evidence_question", "depression-cbt")
    text = plain(html)
    for words in (
        "Think of 100 people who get the usual care.",
        "50 of them do better than the average person among them.",
        "With this help it is about 75 of 100: 25 more.",
        "it may be anything from 71 to 80.",
        "In a new place it may be anything from 25 to 98.",
        "Better than average is not the same as being well",
        "Better than average only with this help: 25",
    ):
        assert words in text
    assert "So it is not certain that this help makes a difference." not in text
    assert html.count("<title>A hundred people</title>") == 2  # for a phone and for a wide page


def test_chance_and_comparisons_that_flatter_are_told(people: People) -> None:
    ben = Screen(people, "ben")
    assert "So it is not certain that this help makes a difference." in ben.text(
        "evidence_question", "depression-psychodynamic"
    )
    assert "which makes a help look better than it is" in ben.text("evidence_question", "ocd-cbt")
    assert "How it would be in a new place is not known." in ben.text("evidence_question", "depression-befriending")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("claims-not-traced", "no_row"),
        ("distress-art-therapy", "no_interval"),
        ("alcohol-twelve-step", "not_checked"),
        ("employment-supported", "not_standardised"),
    ],
)
def test_what_may_not_be_told_is_refused_with_its_reason(people: People, question: str, reason: str) -> None:
    text = Screen(people, "ben").text("evidence_question", question)
    assert "It is not said in numbers of people." in text
    assert str(REFUSED[reason]) in text
    assert "Think of 100 people" not in text
    assert "A hundred people" not in text


def test_every_comparison_that_can_be_drawn_is_drawn_and_the_others_are_counted(people: People) -> None:
    ben = Screen(people, "ben")
    text = ben.text("evidence_question", "employment-supported")
    assert "<title>Ratios</title>" in text
    assert "<title>Differences in standard deviations</title>" in text
    assert "2 comparisons with their intervals." in text
    assert "4 comparisons with their intervals." in text
    assert "3 comparisons have no interval" in ben.text("evidence_question", "depression-psychodynamic")


def test_interventions_lead_to_their_questions_and_back(people: People) -> None:
    ben = Screen(people, "ben")
    assert 'href="/care/evidence/panic-cbt/"' in ben.text("intervention", "cbt-panic")
    assert 'href="/care/interventions/cbt-panic/"' in ben.text("evidence_question", "panic-cbt")
    assert "No question of the evidence is tied to it." in ben.text("intervention", "school-counselling")
    assert 'href="/care/interventions/school-counselling/"' in ben.text("evidence")
    assert 'href="/care/evidence/"' in ben.text("interventions")


def test_an_intervention_is_explained_with_the_question_that_promises_least(people: People) -> None:
    ben = Screen(people, "ben")
    text = ben.text("explain", "erp-ocd")  # 86 by cognitive behavioural therapy, 88 by exposure
    assert "With this help it is about 86 of 100: 36 more." in text
    assert 'href="/care/evidence/ocd-cbt/"' in text


@pytest.mark.parametrize("protocol", ["supported-employment", "school-counselling", "dbt-individual"])
def test_an_intervention_without_checked_numbers_is_explained_without_them(people: People, protocol: str) -> None:
    text = Screen(people, "ben").text("explain", protocol)
    assert "How many people it helps cannot be said in numbers yet." in text
    assert "Think of 100 people" not in text


def test_every_word_can_be_translated(people: People) -> None:
    ben = Screen(people, "ben")
    assert pseudo.untranslated(ben.pseudo("evidence")) == []
    for question in ("depression-cbt", "employment-supported", "adhd-parent-training", "claims-not-traced"):
        assert pseudo.untranslated(ben.pseudo("evidence_question", question)) == []
    for page in ("intervention", "explain"):
        assert pseudo.untranslated(ben.pseudo(page, "cbt-depression")) == []


def test_every_modality_problem_design_and_status_of_the_evidence_has_a_name() -> None:
    assert {one.modality for one in QUESTIONS.values()} <= set(MODALITIES)
    assert {name for one in QUESTIONS.values() for name in one.problems} <= set(NAMES)
    assert {row.design for one in QUESTIONS.values() for row in one.rows} <= set(DESIGNS)
    assert {claim.status for one in QUESTIONS.values() for claim in one.claims} <= set(STATUSES)


def test_what_is_not_there_looks_like_nothing(people: People) -> None:
    assert Screen(people, "ben").get("evidence_question", "no-such-thing").status_code == 404


def test_a_client_is_turned_away(people: People) -> None:
    ana = Screen(people, "ana")
    for page, args in (("evidence", ()), ("evidence_question", ("depression-cbt",))):
        assert ana.get(page, *args).status_code == 403


def test_only_those_who_work_here_read_it(people: People) -> None:
    assert Screen(people, "dev").get("evidence_question", "depression-cbt").status_code == 200
    for page, args in (("evidence", ()), ("evidence_question", ("depression-cbt",))):
        assert Screen(people, "ana").get(page, *args).status_code == 403
