"""The minimum data set: rows of a period at the word of a manager, under names that say nothing."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kith.care.actions.collecting import collect_data_set
from kith.care.models import AuditEvent, BadInput, Client
from kith.care.permissions import NotAllowed
from kith.cli.dataset import report, write
from kith.science.outcomes import validate
from tests.care.courses import courses, say_problems
from tests.people import People, a_service

QUARTER = {"period_from": date(2026, 1, 1), "period_to": date(2026, 3, 31)}


def test_rows_of_a_quarter_with_their_report(people: People, tmp_path: Path) -> None:
    """Two courses of two sessions and four scores each, and Ana, who waits and was never asked anything."""
    courses(people, [(16, 8, 13, 6)] * 2, equity={"gender": "woman", "ethnicity": "=1+1", "deprivation": "2"})
    for problems in (["panic", "grief"], ["depression"]):  # what was asked first counts
        say_problems(people, people.ana, problems)
        people.later(days=1)
    people.at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    data = collect_data_set(**QUARTER, by=people.sees("cleo"), at=people.at)
    assert (len(data.referrals), len(data.contacts), len(data.scores)) == (3, 4, 8)
    assert {row.age for row in data.referrals} == {35}
    assert Counter(row.problem for row in data.referrals) == {"not stated": 2, "anxiety": 1}
    assert {row.ending for row in data.referrals} == {"", "completed"}
    event = AuditEvent.objects.get(event="data_set.collected")
    assert set(map(str, event.clients)) == {str(one.pk) for one in Client.objects.all()}
    findings = validate(data)
    assert {one.rule.id: len(one.broken) for one in findings if one.broken} == {"R6": 1, "R7": 1, "R8": 1, "R10": 2}
    assert report(findings)[-1] == "13 of 17 rules are kept; 0 errors. It can be sent."
    write(tmp_path / "out", data, findings)
    words = "".join(path.read_text() for path in (tmp_path / "out").iterdir())
    assert not [word for word in ("Petrova", "Family0", "1990", str(people.ana.pk)) if word in words]
    rows = list(csv.DictReader((tmp_path / "out/referrals.csv").read_text().splitlines()))
    assert [row["ethnicity"] for row in rows].count("'=1+1") == 2
    again = collect_data_set(**QUARTER, by=people.sees("cleo"), at=people.at)
    assert again == data


def test_nobody_but_a_manager_and_only_what_is_over(people: People) -> None:
    other = a_service("Hill Service")
    theirs = collect_data_set(**QUARTER, by=other.sees("cleo"), at=datetime(2026, 4, 2, tzinfo=UTC))
    assert len(theirs.referrals) == 1
    for who in ("ben", "ada", "eve", "dan", "pia", "ana"):
        with pytest.raises(NotAllowed):
            collect_data_set(**QUARTER, by=people.sees(who), at=people.at)
    for wrong in ({"period_to": date(2026, 1, 5)}, {"period_from": date(2026, 4, 1)}):
        with pytest.raises(BadInput, match="Nothing was written"):
            collect_data_set(**{**QUARTER, **wrong}, by=people.sees("cleo"), at=people.at)
