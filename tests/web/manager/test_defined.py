"""The definitions of a snapshot: what is counted, from how many, by which code, as it was when it was taken."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import evaluate
from kith.care.models import Evaluation
from kith.science.outcomes.versions import part_versions
from tests.people import People
from tests.web import pseudo
from tests.web.manager.test_outcomes import APRIL, a_snapshot
from tests.web.practitioner.screens import Screen


def test_a_snapshot_keeps_the_version_of_the_code_and_another_rule_has_another(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.at = APRIL
    old = a_snapshot(people)
    rules = dict(part_versions()) | {"waits": "0.1.0+another"}
    monkeypatch.setattr(evaluate, "part_versions", lambda: rules)
    new = a_snapshot(people, months=1)
    cleo = Screen(people, "cleo")
    assert part_versions()["waits"] in cleo.text("outcome_definitions", old.pk)
    assert "0.1.0+another" not in cleo.text("outcome_definitions", old.pk)
    page = cleo.text("outcome_definitions", new.pk)
    assert "0.1.0+another" in page
    assert part_versions()["outcomes"] in page
    assert "Of the same courses: those with at most 42 days to the first session." in page
    assert not pseudo.untranslated(cleo.pseudo("outcome_definitions", new.pk))
    assert str(new.pk) in cleo.text("outcomes")


def test_a_snapshot_that_was_taken_before_versions_were_kept_says_so(people: People) -> None:
    people.at = APRIL
    taken = a_snapshot(people)
    results: dict[str, Any] = {name: value for name, value in taken.results.items() if name != "versions"}
    older = Evaluation.objects.create(
        service=people.service,
        period_from=taken.period_from,
        period_to=taken.period_to,
        results=results,
        method=taken.method,
        library_version=taken.library_version,
        taken_at=people.at,
        made_at=people.at,
    )
    assert "not kept: this snapshot is older" in Screen(people, "cleo").text("outcome_definitions", older.pk)


@pytest.mark.parametrize("who", ["ben", "eve", "dan", "ana"])
def test_nobody_else_opens_it(people: People, who: str) -> None:
    people.at = APRIL
    assert Screen(people, who).get("outcome_definitions", a_snapshot(people).pk).status_code == 403
