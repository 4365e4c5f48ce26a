"""Answers question by question over time, and a measurement read in full."""

from __future__ import annotations

import re
import uuid

from kith.care.actions import measure
from kith.care.models import AuditEvent
from kith.science.library import Library
from tests.people import PHQ9_LOW, People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


def sent(people: People, instrument: str, answers: dict[str, float | None]) -> str:
    """Ana sends these answers now."""
    row = measure.submit_measurement(
        client=people.ana,
        instrument=instrument,
        key=uuid.uuid4(),
        answers=answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    return str(row.pk)


def test_each_question_stands_in_a_row_with_what_moved(people: People) -> None:
    sent(people, "phq9", dict(PHQ9_LOW) | {"sleep": 3, "mood": 0})
    people.later(days=7)
    sent(people, "phq9", dict(PHQ9_LOW) | {"sleep": 0, "mood": 2})
    text = Screen(people, "ben").text("answers", people.ana.pk)
    rows = dict(re.findall(r'<th scope="row">(\d+)\. .*?</th>(.*?)</tr>', text, re.DOTALL))
    assert len(rows) == 10
    assert "shade-4" in rows["3"]
    assert "better" in rows["3"]
    assert "worse" in rows["2"]
    assert AuditEvent.objects.filter(event="answers.seen").count() == 1


def test_a_blank_is_a_dash_and_never_a_zero(people: People) -> None:
    sent(people, "phq9", dict(PHQ9_LOW) | {"energy": None})
    text = Screen(people, "ben").text("answers", people.ana.pk)
    row = re.search(r'<th scope="row">4\. .*?</th>(.*?)</tr>', text, re.DOTALL)
    assert row is not None
    assert "no answer" in row[1]
    assert ">0" not in row[1]


def test_what_another_person_answered_stands_in_a_table_of_its_own(people: People) -> None:
    sent(people, "phq9", dict(PHQ9_LOW))
    sent(people, "daily-living-self", dict.fromkeys(items("daily-living-self"), 1))
    text = Screen(people, "ben").text("answers", people.ana.pk)
    assert 'aria-current="page"' in text
    assert "?measure=phq9-self-1" in text
    assert "?measure=daily-living-self-self-1" in text


def test_nothing_answered_yet_says_so_and_dev_sees_nothing(people: People) -> None:
    assert "Nothing has been answered yet" in Screen(people, "ben").text("answers", people.ana.pk)
    assert Screen(people, "dev").get("answers", people.ana.pk).status_code == 404
    assert Screen(people, "ana").get("answers", people.ana.pk).status_code == 404


def test_a_reading_names_cut_offs_patterns_flags_and_blanks(people: People) -> None:
    answers: dict[str, float | None] = dict.fromkeys(items("pcl5"), 3)
    answers["sleep"] = None
    row = sent(people, "pcl5", answers)
    text = Screen(people, "ben").text("measure", people.ana.pk, "pcl5", done=row)
    assert "No score" in text  # the total has a blank, and its rule makes up none
    assert "What was looked for" in text
    assert re.search(r"</strong>: met</li>", text)
    assert "Left blank: questions 20." in text


def test_a_cut_off_for_a_group_counts_only_for_those_who_said_they_belong_to_it(people: People) -> None:
    row = sent(people, "auditc", {"frequency": 1, "amount": 1, "six_or_more": 1})
    unsaid = Screen(people, "ben").text("measure", people.ana.pk, "auditc", done=row)
    assert "Worth a closer look" not in unsaid
    people.ana.equity = {"gender": "woman"}
    people.ana.save()
    said = Screen(people, "ben").text("measure", people.ana.pk, "auditc", done=row)
    assert re.search(r"Worth a closer look</strong>: 3 or more.*?This score is\.", said, re.DOTALL)


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    sent(people, "phq9", dict(PHQ9_LOW))
    people.later(days=7)
    sent(people, "pcl5", dict.fromkeys(items("pcl5"), 3))
    assert pseudo.untranslated(Screen(people, "ben").pseudo("answers", people.ana.pk)) == []


def items(instrument: str) -> list[str]:
    return [item.id for item in Library.open().instrument(instrument).items]
