"""Which row answers a question: checked figures first, then usual care, and what is not there is said."""

from __future__ import annotations

from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest

from kith.science.findings import EvidenceDocument, Finding, NoFinding, evidence_for
from tests.science.findings.questions import changed, question


def shelf(*documents: EvidenceDocument) -> Any:
    return SimpleNamespace(evidence={str(place): one for place, one in enumerate(documents)})


def best(*rows: dict[str, Any]) -> str:
    base = question().model_dump(mode="json")
    first = base["rows"][0]
    made = base | {"rows": [first | {"id": f"row{place}"} | row for place, row in enumerate(rows)]}
    found = evidence_for(shelf(EvidenceDocument.model_validate(made)), "depression", "walking")
    assert isinstance(found, Finding)
    return found.row.id


RECALLED: dict[str, Any] = {"interval": {"ends": [0.2, 0.6], "provenance": "recalled"}}
WORSE: list[dict[str, Any]] = [
    {"certainty": {"grade": "very low", "by": "authors", "provenance": "verified"}},
    {"against": "waiting_list", "studies": {"value": 400, "provenance": "verified"}},
    {"against": "other_therapy"},
    {"design": "randomised trial"},
    RECALLED,
]


@pytest.mark.parametrize("worse", WORSE, ids=str)
def test_a_worse_row_is_not_chosen_wherever_it_stands(worse: dict[str, Any]) -> None:
    assert best({}, worse) == "row0"
    assert best(worse, {}) == "row1"


def test_a_better_comparator_does_not_outweigh_an_unchecked_figure() -> None:
    assert best(RECALLED, {"against": "waiting_list"}) == "row1"


def test_the_choice_does_not_hang_on_the_order_of_rows() -> None:
    rows = [{}, *WORSE]
    for order in list(permutations(range(len(rows))))[::97]:
        assert best(*(rows[place] for place in order)) == f"row{order.index(0)}"


def test_what_was_checked_in_words_comes_before_a_recalled_figure() -> None:
    nothing = {"ends": None, "reason": "a narrative"}
    words = {
        "estimate": {"value": None, "reason": "a narrative"},
        "interval": nothing,
        "prediction": nothing,
        "finding": {"text": "It helps.", "provenance": "verified"},
    }
    recalled = {"estimate": {"value": 0.4, "provenance": "recalled"}, **RECALLED}
    without = {"interval": nothing}
    unread = words | {"finding": {"text": "It helps.", "provenance": "recalled"}}
    order = [{}, without, words, recalled, unread]
    for worse in range(1, len(order)):
        assert best(order[worse], order[worse - 1]) == "row1"


def test_of_equals_the_first_in_the_document_is_the_main_one() -> None:
    fewer = {"studies": {"value": 3, "provenance": "verified"}}
    assert best(fewer, {}) == "row0"
    assert best({}, fewer) == "row0"


def test_of_the_main_ones_of_two_documents_the_one_with_more_studies() -> None:
    few, many = (changed(studies={"value": count, "provenance": "verified"}) for count in (3, 30))
    for order in ((few, many), (many, few)):
        found = evidence_for(shelf(*order), "depression", "walking")
        assert isinstance(found, Finding)
        assert found.row.studies.value == 30


def test_a_finding_carries_what_must_stand_beside_it() -> None:
    found = evidence_for(shelf(question()), "depression", "T6")
    assert isinstance(found, Finding)
    assert (found.row.id, found.measure, found.against, found.others) == ("usual", "g", "usual_care", 1)
    assert found.provenance == {"estimate": "verified", "interval": "verified"}
    assert (found.source.id, found.is_checked, found.is_reviewed) == ("first", True, False)


@pytest.mark.parametrize(("problem", "modality"), [("panic", "walking"), ("depression", "T1"), ("depression", "cbt")])
def test_what_is_not_there_is_said(problem: str, modality: str) -> None:
    assert evidence_for(shelf(question()), problem, modality) == NoFinding(problem, modality, "no_document")


def test_a_question_without_rows_is_no_finding() -> None:
    bare = EvidenceDocument.model_validate(changed().model_dump(mode="json") | {"rows": []})
    found = evidence_for(shelf(bare), "depression", "walking")
    assert found == NoFinding("depression", "walking", "no_row")
