"""The definitions of a snapshot: what is counted, from how many, by which code, as it was when it was taken."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import evaluate
from kith.care.models import Evaluation
from kith.science.outcomes.versions import part_versions
from kith.web.manager.defined import PARTS
from kith.web.manager.formulas import SHARES
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


def test_every_part_of_a_snapshot_is_defined_with_what_stands_above_and_below_the_line(people: People) -> None:
    people.at = APRIL
    taken = a_snapshot(people)
    cleo = Screen(people, "cleo")
    page = cleo.text("outcome_definitions", taken.pk)
    for part in ("Who came, and how far", "By month", "By site", "By group", "What is missing", "Harms", "Costs"):
        assert f">{part}</h2>" in page, part
    assert "cases below both cut-offs at the last score ÷ those of them at or above either cut-off" in page
    assert part_versions()["equity"] in page
    named = [name for _part, _title, _source, numbers in PARTS for name in numbers]
    shares = {name for name in named if "denominator" in _kept(taken, name)}
    assert shares
    assert shares <= SHARES.keys()
    assert not pseudo.untranslated(cleo.pseudo("outcome_definitions", taken.pk))


def _kept(taken: Evaluation, name: str) -> dict[str, Any]:
    return next((part[name] for part in taken.results.values() if isinstance(part, dict) and name in part), {})


@pytest.mark.parametrize("who", ["ben", "eve", "dan", "ana"])
def test_nobody_else_opens_it(people: People, who: str) -> None:
    people.at = APRIL
    assert Screen(people, who).get("outcome_definitions", a_snapshot(people).pk).status_code == 403
