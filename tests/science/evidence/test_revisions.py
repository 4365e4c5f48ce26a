"""Two versions of the evidence: what is new, what moved, what it crosses, and that a sum covers what is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.evidence import (
    Difference,
    EvidenceProblem,
    EvidenceVersion,
    TrialEffect,
    as_values,
    differences,
    from_values,
    pool,
    sum_of,
)
from kith.science.findings import EvidenceDocument
from tests.science.findings.questions import changed, question

Trials = dict[str, tuple[float, float]]
OLD: Trials = {"Ana 2001": (0.9, 0.2), "Ben 2004": (0.5, 0.25), "Cleo 2009": (0.7, 0.3)}
NEW: Trials = {**OLD, "Dev 2015": (0.0, 0.1), "Eve 2020": (-0.1, 0.1)}


def version(document: EvidenceDocument | None = None, row: str = "usual", **trials: Trials) -> EvidenceVersion:
    told = [TrialEffect(row, study, *effect) for study, effect in trials.get("trials", {}).items()]
    return EvidenceVersion(document or question(), tuple(told))


def between(old: EvidenceVersion, new: EvidenceVersion) -> tuple[Difference, ...]:
    return differences({"walking": old}, {"walking": new})


def only(old: EvidenceVersion, new: EvidenceVersion) -> Difference:
    (found,) = between(old, new)
    return found


def moved(**keys: Any) -> Difference:
    return only(version(), version(changed(**keys)))


def said(found: Difference) -> set[tuple[str, str]]:
    return {(one.of, one.says) for one in found.crossings}


def test_nothing_differs_from_itself() -> None:
    assert between(version(trials=NEW), version(trials=NEW)) == ()


def test_new_studies_are_named_and_pooled_with_the_old_ones() -> None:
    found = only(version(trials=OLD), version(trials=NEW))
    assert (found.kind, found.id, found.step) == ("trials", "usual", "changed")
    assert (found.new_studies, found.gone_studies, found.changed_studies) == (("Dev 2015", "Eve 2020"), (), ())
    for told, trials in ((found.pooled_old, OLD), (found.pooled_new, NEW)):
        expected = pool([one for one, _ in trials.values()], [se**2 for _, se in trials.values()])
        assert told is not None
        assert (told.k, told.estimate, told.interval) == (expected.k, expected.estimate, expected.ci)
        assert told.prediction == expected.prediction
    assert said(found) == {
        ("pooled interval", "now includes no effect"),
        ("pooled prediction", "now includes no effect"),
    }


def test_pooling_of_alike_studies_by_hand() -> None:
    two = {"a": (0.3, 0.1), "b": (0.5, 0.1)}  # mean 0.4; Q = 2: tau² = 0.02 - 0.01 = 0.01; se = √(0.02/2) = 0.1
    found = only(version(trials={"a": (0.3, 0.1)}), version(trials=two))
    assert found.pooled_old is not None
    assert found.pooled_new is not None
    assert (found.pooled_old.estimate, found.pooled_old.reason) == (None, "Pooling needs two studies or more.")
    assert found.pooled_new.estimate == pytest.approx(0.4)
    assert found.pooled_new.interval == pytest.approx((0.4 - 12.7062 * 0.1, 0.4 + 12.7062 * 0.1), abs=1e-4)


def test_ratios_are_pooled_as_logarithms_and_read_as_ratios() -> None:
    found = only(version(row="relapse"), version(row="relapse", trials={"a": (-0.5, 0.1), "b": (-0.3, 0.1)}))
    assert found.step == "new"
    assert found.pooled_new is not None
    assert found.pooled_new.estimate == pytest.approx(0.6703, abs=1e-4)  # exp(-0.4)


def test_studies_that_went_or_changed_are_named() -> None:
    now = {"Ana 2001": (0.9, 0.2), "Ben 2004": (0.55, 0.25)}
    found = only(version(trials=OLD), version(trials=now))
    assert (found.gone_studies, found.changed_studies) == (("Cleo 2009",), ("Ben 2004",))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"interval": {"ends": [-0.1, 0.6], "provenance": "verified"}}, [("interval", "now includes no effect")]),
        (
            {"prediction": {"ends": [0.1, 0.9], "provenance": "verified"}},
            [("prediction", "no longer includes no effect")],
        ),
        ({"estimate": {"value": 0.7, "provenance": "verified"}}, [("estimate", "leaves the old interval")]),
        (
            {"estimate": {"value": -0.4, "provenance": "verified"}},
            [("estimate", "changes side"), ("estimate", "leaves the old interval")],
        ),
        ({"interval": {"ends": [0.3, 0.5], "provenance": "verified"}}, []),
        ({"interval": {"ends": None, "reason": "withdrawn"}}, []),
        ({"certainty": {"grade": "high", "by": "authors", "provenance": "verified"}}, []),
    ],
    ids=str,
)
def test_what_a_moved_figure_crosses(keys: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = moved(**keys)
    assert (found.kind, found.id, found.step) == ("row", "usual", "changed")
    assert [one.key for one in found.changes] == list(keys)
    assert said(found) == set(expected)


def test_the_line_of_a_ratio_is_one() -> None:
    found = moved(row="relapse", interval={"ends": [0.5, 0.9], "provenance": "recalled"})
    assert [(one.of, one.line, one.says) for one in found.crossings] == [
        ("interval", 1.0, "no longer includes no effect")
    ]


def test_rows_claims_and_documents_come_and_go() -> None:
    whole = question()
    less = whole.model_copy(update={"rows": whole.rows[:1], "claims": whole.claims[:1], "title": "Walking"})
    kinds = [(one.kind, one.id, one.step) for one in between(version(less), version(whole))]
    assert kinds == [("document", "walking", "changed"), ("row", "relapse", "new"), ("claim", "read", "new")]
    back = [(one.kind, one.id, one.step) for one in between(version(whole), version(less))]
    assert back == [("document", "walking", "changed"), ("row", "relapse", "gone"), ("claim", "read", "gone")]
    fresh = differences({}, {"walking": version(whole)})
    assert {one.step for one in fresh} == {"new"}
    assert len(fresh) == 1 + len(whole.rows) + len(whole.claims)
    assert {one.step for one in differences({"walking": version(whole)}, {})} == {"gone"}


def test_a_study_twice_is_refused() -> None:
    twice = EvidenceVersion(question(), (TrialEffect("usual", "a", 0.1, 0.1), TrialEffect("usual", "a", 0.2, 0.1)))
    with pytest.raises(EvidenceProblem, match="one effect for a row; found 'a' twice"):
        between(version(), twice)


@given(st.permutations(list(NEW)))
def test_the_order_of_studies_changes_neither_result_nor_sum(order: list[str]) -> None:
    plain, shuffled = (
        only(version(trials=OLD), version(trials={name: NEW[name] for name in names})) for names in (NEW, order)
    )
    assert plain.sum == shuffled.sum
    assert set(plain.new_studies) == set(shuffled.new_studies)
    assert plain.pooled_new is not None
    assert shuffled.pooled_new is not None
    assert plain.pooled_new.estimate == pytest.approx(shuffled.pooled_new.estimate)


EFFECTS = st.floats(-1, 1).map(lambda one: one + 0.0)  # one nought, not two


@given(EFFECTS, EFFECTS)
def test_two_differences_never_share_a_sum(one: float, other: float) -> None:
    sums = [only(version(trials=OLD), version(trials=OLD | {"x": (value, 0.1)})).sum for value in (one, other)]
    assert (sums[0] == sums[1]) == (one == other)


def test_the_sum_of_a_version_covers_all_of_it_and_no_later_one() -> None:
    first = version(trials=OLD)
    kept = from_values(json.loads(json.dumps(as_values(first))))
    assert kept is not None
    assert sum_of(kept) == sum_of(first)
    assert between(kept, first) == ()
    assert sum_of(version(trials=OLD | {"x": (0.1, 0.1)})) != sum_of(first)
    assert sum_of(version()) != sum_of(first)
    shuffled = version(trials=dict(reversed(list(OLD.items()))))
    assert sum_of(shuffled) == sum_of(first)


def test_a_version_of_a_form_that_is_no_longer_known_is_none() -> None:
    values = as_values(version())
    del values["document"]["title"]
    assert from_values(values) is None
