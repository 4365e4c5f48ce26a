"""The flow of a trial: sums that agree, and a picture's worth of numbers that do not is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.trials import ArmFlow, Flow, Reason, TrialProblem, people_in

counts = st.integers(0, 50)


def arm(name: str = "group", **more: object) -> ArmFlow:
    """Fifty people: four never came, five were lost of whom two are analysed, one is left out."""
    given: dict[str, object] = {
        "allocated": 50,
        "received": 46,
        "not_received": (Reason("never came", 4),),
        "lost": (Reason("moved away", 3), Reason("no answer", 2)),
        "stopped": (Reason("felt worse", 2),),
        "analysed": 46,
        "left_out": (Reason("no baseline", 1),),
        "analysed_of_lost": 2,
    }
    return ArmFlow(name, **{**given, **more})


def test_a_flow_by_hand() -> None:
    flow = Flow(130, (Reason("did not want to", 18), Reason("too unwell", 12)), 100, (arm(), arm("usual care")))
    assert (flow.analysed, flow.lost_people, people_in(flow.excluded)) == (92, 10, 30)


def test_who_was_assessed_may_be_unknown_with_a_reason() -> None:
    flow = Flow(None, (), 100, (arm(), arm("usual care")), not_counted="two clinics kept no list")
    assert flow.assessed is None


@given(received=counts, absent=counts, lost=counts, left_out=counts, off=st.integers(-3, 3))
def test_only_counts_that_agree_make_an_arm(received: int, absent: int, lost: int, left_out: int, off: int) -> None:
    allocated = received + absent
    analysed = allocated - lost - left_out + off
    given = {
        "allocated": allocated,
        "received": received,
        "not_received": (Reason("never came", absent),),
        "lost": (Reason("moved away", lost),),
        "stopped": (),
        "analysed": analysed,
        "left_out": (Reason("no baseline", left_out),),
        "analysed_of_lost": 0,
    }
    if off == 0 and analysed >= 0:
        assert arm(**given).analysed == analysed
    else:
        with pytest.raises(TrialProblem):
            arm(**given)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: arm(received=45), "found 49 of 50 allocated. Find the 1 missing"),
        (lambda: arm(received=47), "Find the 1 counted twice"),
        (lambda: arm(analysed=45), "analysed, lost and left out do not make up all; found 49"),
        (lambda: arm(analysed_of_lost=6), "6 with 5 lost"),
        (lambda: arm(lost=(Reason(" ", 5),)), "without a reason; found 5"),
        (lambda: arm(lost=(Reason("moved away", -1),)), "0 or more; found -1"),
        (lambda: arm(stopped=(Reason("felt worse", 51),)), "more stopped than were allocated"),
        (lambda: Flow(120, (), 100, (arm(), arm("usual care"))), "found 100 of 120 assessed. Find the 20 missing"),
        (lambda: Flow(99, (), 99, (arm(), arm("usual care"))), "found 100 of 99 randomised"),
        (lambda: Flow(None, (), 100, (arm(), arm("usual care"))), "comes with its reason"),
        (lambda: Flow(100, (), 100, (arm(), arm("usual care")), not_counted="lost"), "Give one of the two"),
        (lambda: Flow(100, (), 100, (arm(), arm())), "Name each arm once"),
        (lambda: Flow(50, (), 50, (arm(),)), "two arms or more"),
    ],
)
def test_numbers_that_do_not_agree_are_refused(call: object, said: str) -> None:
    with pytest.raises(TrialProblem, match=said):
        call()
