"""The demonstration is a test: a year of an invented service goes through the same actions that people use."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from kith.care.models import Alert, AuditEvent, Client, Episode, Measurement, Plan, Session
from kith.care.models.audit import broken_links
from kith.care.permissions import NotYours
from kith.cli.replay import Replay, verbs_known
from kith.simulation import SyntheticService, happenings, simulate

ENDS = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> SyntheticService:
    return simulate(3, ends=ENDS, clients=40)


def test_every_kind_of_happening_has_a_verb_in_the_record() -> None:
    told = {
        kind
        for kind in vars(happenings).values()
        if isinstance(kind, type) and issubclass(kind, happenings.Happening) and kind is not happenings.Happening
    }
    assert set(verbs_known()) == told


@pytest.mark.slow
@pytest.mark.django_db
def test_a_year_of_care_is_told_without_a_refusal(world: SyntheticService) -> None:
    steps: list[int] = []
    service = Replay(world, "not-used-here", frozenset()).run(lambda done, of: steps.append(done))
    assert steps[-1] == len(world.happenings)
    assert Client.objects.filter(service=service).count() == 40
    measured = sum(isinstance(happening, happenings.Measured) for happening in world.happenings)
    measured += sum(
        len(happening.checks) for happening in world.happenings if isinstance(happening, happenings.GroupMet)
    )
    assert Measurement.objects.count() == measured
    assert set(Episode.objects.values_list("state", flat=True)) == {"waiting", "assessed", "in_treatment", "ended"}
    assert {"completed", "dropped_out"} <= set(Episode.objects.values_list("ending", flat=True))
    assert Plan.objects.filter(state="agreed").exists()
    assert Session.objects.filter(group__isnull=False, state="held").exists()
    assert Alert.objects.exclude(state="closed").count() >= 2
    assert AuditEvent.objects.count() > len(world.happenings)
    assert broken_links() == []


@pytest.mark.django_db
def test_what_the_rules_refuse_is_not_told(world: SyntheticService) -> None:
    """The control: a world in which a stranger assesses somebody must fail, or the replay would prove nothing."""
    wrong = tuple(
        dataclasses.replace(happening, by="dev" if happening.by != "dev" else "ben")
        if isinstance(happening, happenings.Assessed)
        else happening
        for happening in world.happenings[:200]
    )
    with pytest.raises(NotYours, match="W formulation"):
        Replay(dataclasses.replace(world, happenings=wrong), "not-used-here", frozenset()).run(lambda done, of: None)
