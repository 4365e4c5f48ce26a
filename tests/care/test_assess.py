"""Assessing: circumstances are added, never edited, and the first assessment moves the person on."""

from __future__ import annotations

import pytest

from kith.care.actions import assess, review
from kith.care.models import Assessment, AuditEvent, BadInput, WrongMoment
from kith.care.permissions import NotYours
from tests.people import People


def assessed(people: People, by: str = "ben", **parts: str) -> Assessment:
    return assess.record_assessment(client=people.ana, circumstances=parts, by=people.sees(by), at=people.at)


def test_the_first_assessment_moves_ana_from_waiting_to_assessed(people: People) -> None:
    row = assessed(people, psychological=" Low since March. ", social="   ")
    assert row.circumstances == {"psychological": "Low since March."}
    episode = people.ana.episode_set.get()
    assert (episode.state, episode.assessed_at) == ("assessed", people.at)
    assert AuditEvent.objects.filter(event="assessment.recorded", subjects__client_id=people.ana.pk).exists()


def test_a_second_assessment_stands_beside_the_first(people: People) -> None:
    assessed(people, social="Alone.")
    assessed(people, social="A sister nearby.")
    assert [row.circumstances["social"] for row in Assessment.objects.order_by("made_at", "id")].count("Alone.") == 1
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize("parts", [{}, {"social": "  "}, {"mood": "low"}])
def test_an_assessment_without_words_or_with_an_unknown_part_is_refused(people: People, parts: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        assessed(people, **parts)
    assert all((refused.value.what, refused.value.found, refused.value.instead))
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo", "finn"])
def test_only_those_who_may_write_assess(people: People, name: str) -> None:
    with pytest.raises(NotYours):
        assessed(people, by=name, social="Something")
    assert not Assessment.objects.exists()


def test_nothing_is_assessed_after_care_has_ended(people: People) -> None:
    review.end_episode(client=people.ana, ending="moved", note="", by=people.sees("ben"), at=people.at)
    with pytest.raises((WrongMoment, NotYours)):
        assessed(people, social="Later")
