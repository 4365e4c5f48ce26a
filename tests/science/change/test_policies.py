"""Measure policies: the document of the library, the day they hold on, and what happens when there is none."""

from datetime import date
from pathlib import Path

import pytest

from kith.science.change import MeasurePolicies, UnknownMeasure
from kith.science.documents import LibraryProblems, check, parse, read_document
from kith.science.library import Library

FILE = Path(__file__).resolve().parents[3] / "kith/library/pathways/measure-policies.yaml"
TODAY = date(2026, 3, 2)


@pytest.fixture
def policies() -> MeasurePolicies:
    return check(read_document(FILE), MeasurePolicies)


@pytest.mark.parametrize(
    ("measure", "caseness", "reliable_change"),
    [
        ("phq9", 10, 6),
        ("gad7", 8, 4),
        ("spin", 19, 10),
        ("pcl5", 32, 10),
        ("mi", 2.3, 0.73),
        ("oci", 40, 32),
        ("pdss-sr", 8, 5),
        ("hai", 18, 4),
        ("pswq", 45, 10),
        ("biq", 40, None),
        ("phobia-scales", 4, None),
    ],
)
def test_the_figures_in_force_today(
    policies: MeasurePolicies, measure: str, caseness: float, reliable_change: float | None
) -> None:
    policy = policies.policy(measure, TODAY)
    assert (policy.caseness, policy.reliable_change) == (caseness, reliable_change)


def test_every_figure_says_how_sure_it_is(policies: MeasurePolicies) -> None:
    sure = {policy.measure for policy in policies.policies if policy.provenance.reliable_change == "verified"}
    assert sure == {"phq9", "gad7"}


def test_a_measure_changes_over_on_its_day(policies: MeasurePolicies) -> None:
    assert policies.policy("ies-r", date(2020, 8, 31)).caseness == 33
    assert policies.policy("pcl5", date(2020, 9, 1)).caseness == 32
    with pytest.raises(UnknownMeasure, match=r"'ies-r' is in force on 2020-09-01.*add its policy"):
        policies.policy("ies-r", date(2020, 9, 1))
    assert "ies-r" not in {policy.measure for policy in policies.on(TODAY).policies}


def test_an_unknown_measure_brings_the_nearest_name(policies: MeasurePolicies) -> None:
    with pytest.raises(UnknownMeasure, match="did you mean 'phq9'"):
        policies.policy("phq-9", TODAY)


@pytest.mark.parametrize(
    ("problem", "measures"),
    [
        ("depression", ("phq9", "gad7")),
        ("social-anxiety", ("phq9", "spin")),
        ("ptsd", ("phq9", "pcl5")),
        ("ocd", ("phq9", "oci")),
        ("panic", ("phq9", "pdss-sr")),
    ],
)
def test_the_pair_of_measures_follows_the_problem(
    policies: MeasurePolicies, problem: str, measures: tuple[str, str]
) -> None:
    assert tuple(policy.measure for policy in policies.pair(problem, TODAY)) == measures


def test_gad7_stands_in_when_the_problems_own_measure_was_not_taken(policies: MeasurePolicies) -> None:
    pair = policies.pair("social-anxiety", TODAY, anxiety_taken=False)
    assert [policy.measure for policy in pair] == ["phq9", "gad7"]
    with pytest.raises(UnknownMeasure, match="no other measure may stand in"):
        policies.pair("depression", TODAY, anxiety_taken=False)


def test_a_policy_without_a_reliable_change_cannot_count_reliable_outcomes(policies: MeasurePolicies) -> None:
    with pytest.raises(ValueError, match=r"Body Image Questionnaire has none\. Count by another"):
        policies.policy("biq", TODAY).limits()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("caseness: 10", "caseness: 100", "A caseness outside the scale. Found: 100"),
        ("reliable_change: 6", "reliable_change: 60", "A reliable change wider than the scale"),
        ('effective_to: "2020-08-31"', 'effective_to: "2020-02-31"', "effective_to"),
        ("measure: gad7", "measure: phq9", "Two policies for one measure on one day. Found: phq9"),
        ("anxiety: spin", "anxiety: spni", "There is no policy for a paired measure. Found: spni"),
        ("caseness: 10", "casenes: 10", "did you mean 'caseness'"),
    ],
)
def test_a_mistake_in_the_document_is_named(old: str, new: str, message: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(LibraryProblems) as caught:
        check(parse(text.replace(old, new, 1), "measure-policies.yaml"), MeasurePolicies)
    assert message in str(caught.value)


def test_policies_and_instruments_agree(policies: MeasurePolicies) -> None:
    instruments = Library.open().instruments
    shared = [policy for policy in policies.on(TODAY).policies if policy.measure in instruments]
    assert {"phq9", "gad7"} <= {policy.measure for policy in shared}
    for policy in shared:
        instrument = instruments[policy.measure]
        general = [fact for fact in instrument.cutoffs if fact.purpose == "caseness" and not fact.how_particular]
        reliable = [change.value for change in instrument.change if change.is_default and change.concept == "reliable"]
        assert {fact.at for fact in general} == {policy.caseness}, policy.measure
        assert reliable == ([] if policy.reliable_change is None else [policy.reliable_change]), policy.measure
        main = instrument.scales[0]
        assert (main.lowest, main.highest) == (policy.low, policy.high), policy.measure
        assert instrument.higher_is_worse is policy.higher_is_worse
