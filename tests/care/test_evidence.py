"""The evidence behind an intervention: what may be told to a client, and which rows one picture can hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from kith.care.permissions import NotYours
from kith.care.queries import evidence
from kith.care.queries.evidence import SoughtEvidence, evidence_behind, evidence_question, evidence_questions
from kith.science.findings import EvidenceDocument
from kith.science.library import Library
from tests.people import People
from tests.science.findings.questions import changed

LIBRARY = Library.open()
INTERVENTION = LIBRARY.protocols["behavioural-activation"]


def question(name: str, effect: float, studies: int = 12, **keys: Any) -> EvidenceDocument:
    """A question about depression with one row of this effect."""
    figure = {"value": effect, "provenance": "computed"}
    interval = {"ends": [effect - 0.1, effect + 0.1], "provenance": "computed"}
    document = changed(estimate=figure, interval=interval, studies={"value": studies, "provenance": "verified"})
    return document.model_copy(update={"id": name, "rows": document.rows[:1], **keys})


def told(monkeypatch: pytest.MonkeyPatch, *questions: EvidenceDocument) -> str | None:
    shelf: Mapping[str, EvidenceDocument] = {one.id: one for one in questions}
    monkeypatch.setattr(evidence, "library", lambda: SimpleNamespace(evidence=shelf))
    found = evidence_behind(INTERVENTION)
    assert {one.document.id for one in found.questions} == {
        one.id for one in questions if INTERVENTION.id in one.protocols
    }
    return found.told.document.id if found.told else None


def test_the_question_that_promises_least_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, question("a", 0.9), question("b", 0.4), question("c", 0.6)) == "b"


def test_of_two_that_promise_alike_the_one_with_more_studies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, question("a", 0.4, 5), question("b", 0.4, 50)) == "b"


def test_a_question_about_other_problems_too_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = question("a", 0.4, problems=("depression", "panic"))
    assert told(monkeypatch, question("a", 0.4)) == "a"  # the same without the other problem
    assert told(monkeypatch, wide) is None


def test_a_question_that_does_not_name_the_intervention_is_not_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, question("a", 0.4, protocols=())) is None


def test_nothing_is_told_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    recalled = question("a", 0.4)
    row = recalled.rows[0]
    unread = row.model_copy(update={"estimate": row.estimate.model_copy(update={"provenance": "recalled"})})
    assert told(monkeypatch, recalled) == "a"
    assert told(monkeypatch, recalled.model_copy(update={"rows": (unread,)})) is None


def test_every_row_is_drawn_once_or_counted_as_not_drawn(people: People) -> None:
    for name, document in LIBRARY.evidence.items():
        page = evidence_question(viewer=people.sees("ben"), question=name)
        drawn = [row for held in page.drawn for row in held.rows]
        assert len({row.id for row in drawn}) == len(drawn)
        assert len(drawn) + page.not_drawn == len(document.rows)
        for held in page.drawn:
            assert {(row.measure in ("RR", "OR", "HR"), row.benefit) for row in held.rows} == {
                (held.is_ratio, held.benefit)
            }


def test_the_best_finding_of_a_question_is_one_of_its_own_rows(people: People) -> None:
    page = evidence_questions(viewer=people.sees("ben"), sought=SoughtEvidence())
    assert len(page.rows) == page.total == len(LIBRARY.evidence.paths)
    for one in page.rows:
        assert (one.best is None) == (not one.document.rows)
        assert one.best is None or one.best.row in one.document.rows
        assert (one.people is None) == (one.refused is not None)


def test_a_question_that_is_not_there(people: People) -> None:
    with pytest.raises(NotYours):
        evidence_question(viewer=people.sees("ben"), question="no-such-thing")
