"""People out of a hundred: by hand, by another route, back from simulated people, and what is refused."""

from __future__ import annotations

from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.evidence import EvidenceProblem, OutOf100, out_of_100, why_not_out_of_100
from kith.science.findings import Figure, Finding, evidence_for
from tests.science.findings.questions import changed

EFFECTS = st.floats(-2, 2).map(lambda one: round(one, 3))
CHECKED = {"provenance": "computed"}


def finding(**keys: Any) -> Finding:
    row = {"estimate": {"value": 0.4, "provenance": "verified"}} | keys
    document = changed(**row)
    only = document.model_copy(update={"rows": document.rows[:1]})
    found = evidence_for(SimpleNamespace(evidence={"walking": only}), "depression", "walking")
    assert isinstance(found, Finding)
    return found


def counted(effect: float, share: float | None = None, width: float = 0.1, **keys: Any) -> OutOf100:
    span = {"ends": [effect - width, effect + width], **CHECKED}
    given_ = None if share is None else Figure(value=share, provenance="verified")
    return out_of_100(finding(estimate={"value": effect, **CHECKED}, interval=span, **keys), given_)


@pytest.mark.parametrize(
    ("effect", "share", "without", "with_help"),
    [
        (0.79, None, 50, 79),  # Φ(0.79) = 0.7852
        (0.0, None, 50, 50),
        (-0.3, None, 50, 38),  # Φ(-0.3) = 0.3821
        (0.5, 0.2, 20, 37),  # Φ(0.5 - 0.8416) = 0.3663, as Furukawa and Leucht's formula gives it
        (0.5, 0.9, 90, 96),  # Φ(0.5 + 1.2816) = 0.9626
    ],
)
def test_by_hand(effect: float, share: float | None, without: int, with_help: int) -> None:
    found = counted(effect, share)
    assert (found.without_help, found.with_help, found.more) == (without, with_help, with_help - without)


@given(EFFECTS, st.floats(0.01, 0.99))
def test_another_normal_distribution_gives_the_same(effect: float, share: float) -> None:
    threshold = NormalDist().inv_cdf(1 - share)  # cut where a share of the untreated lies above it
    expected = 100 * (1 - NormalDist(mu=effect).cdf(threshold))
    assert counted(effect, share).with_help == pytest.approx(expected, abs=0.5 + 1e-6)


@given(EFFECTS, EFFECTS)
def test_a_larger_effect_never_means_fewer_people(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert counted(low).with_help <= counted(high).with_help
    found = counted(one)
    assert found.with_help_low <= found.with_help <= found.with_help_high
    assert (found.more >= 0) if one >= 0 else (found.more <= 0)


@given(EFFECTS)
def test_a_scale_on_which_less_is_better_is_turned_round(effect: float) -> None:
    up, down = counted(effect), counted(-effect, benefit="below")
    assert (up.with_help, up.with_help_low, up.with_help_high) == (
        down.with_help,
        down.with_help_low,
        down.with_help_high,
    )


def test_simulated_people_come_back() -> None:
    rng = np.random.default_rng(20261127)
    without, with_help = rng.normal(0, 1, 200_000), rng.normal(0.6, 1, 200_000)
    share = 100 * float((with_help > without.mean()).mean())
    assert counted(0.6).with_help == pytest.approx(share, abs=0.7)  # half a person of rounding, and chance


def test_a_new_place_is_told_where_it_is_known() -> None:
    ahead = {"ends": [-0.2, 1.0], **CHECKED}
    assert counted(0.4, prediction=ahead).new_place == (42, 84)
    unread = {"ends": [-0.2, 1.0], "provenance": "recalled"}
    assert counted(0.4, prediction=unread).new_place is None
    assert counted(0.4, prediction={"ends": None, "reason": "not reported"}).new_place is None


def test_what_stands_beside_the_counts() -> None:
    found = out_of_100(finding())
    assert (found.against, found.comparator, found.certainty, found.rated_by) == (
        "usual_care",
        "usual care",
        "low",
        "authors",
    )
    assert (found.population, found.outcome, found.is_reviewed) == ("adults", "low mood", False)
    assert "Furukawa and Leucht" in found.conversion
    assert found.better == "better than the average person without"
    assert counted(0.4, 0.2).better == "better by the stated threshold"


@pytest.mark.parametrize(
    ("keys", "reason", "words"),
    [
        ({"estimate": {"value": 0.4, "provenance": "recalled"}}, "not_checked", "checked figures only; found recalled"),
        ({"estimate": {"value": 0.4, "provenance": "convention"}}, "not_checked", "found convention"),
        ({"interval": {"ends": [0.2, 0.6], "provenance": "recalled"}}, "not_checked", "verified and recalled"),
        (
            {"interval": {"ends": None, "reason": "not reported"}},
            "no_interval",
            "without its interval; found none in walking, usual",
        ),
        ({"estimate": {"value": None, "reason": "a narrative"}}, "not_checked", "found no estimate"),
        ({"measure": "RR"}, "not_standardised", "a standardised difference; found RR"),
        ({"measure": "MD"}, "not_standardised", "a standardised difference; found MD"),
        ({"against": "before_treatment"}, "before_and_after", "found a change from before to after"),
    ],
    ids=str,
)
def test_what_may_not_be_told_is_refused(keys: dict[str, Any], reason: str, words: str) -> None:
    out_of_100(finding())  # the same row without the fault is counted
    assert why_not_out_of_100(finding()) is None
    assert why_not_out_of_100(finding(**keys)) == reason
    with pytest.raises(EvidenceProblem, match=words):
        out_of_100(finding(**keys))


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Figure(value=0.3, provenance="recalled"), "found recalled"),
        (Figure(value=None, reason="nobody knows"), "found none"),
        (Figure(value=1.0, provenance="verified"), "found 1"),
    ],
    ids=str,
)
def test_a_share_that_nobody_checked_is_refused(share: Figure, words: str) -> None:
    with pytest.raises(EvidenceProblem, match=words):
        out_of_100(finding(), share)
