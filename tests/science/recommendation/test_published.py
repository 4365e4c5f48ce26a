"""The figures of the open questions, brought to the shape in which options are told apart."""

from __future__ import annotations

from kith.science.library import Library
from kith.science.recommendation import COUNTED_AS, published_evidence

SHELF = Library.open()


def test_each_protocol_problem_and_comparator_has_one_figure_of_a_kind_that_stands_in_a_question() -> None:
    found = published_evidence(SHELF.evidence.values(), list(SHELF.protocols))
    assert len(found) == len({(one.offer, one.problem, one.comparator, one.is_standardised) for one in found}) > 20
    rows = [(document, row) for document in SHELF.evidence.values() for row in document.rows]
    for one in found:
        standing = [
            (-1 if row.benefit == "below" and one.is_standardised else 1) * (row.estimate.value or 0)
            for document, row in rows
            if one.offer in document.protocols
            and one.problem in document.problems
            and COUNTED_AS.get(row.against) == one.comparator
        ]
        assert one.estimate in standing


def test_by_hand_behavioural_activation_over_usual_care() -> None:
    (one,) = (
        each
        for each in published_evidence(SHELF.evidence.values(), ["behavioural-activation"])
        if (each.problem, each.comparator, each.measure) == ("depression", "usual_care", "g")
    )
    assert (one.estimate, one.low, one.high, one.level) == (0.623, 0.435, 0.811, 0.95)
    assert (one.certainty, one.is_rated, one.provenance) == ("low", True, "computed")
    assert (one.studies, one.people, one.prediction, one.i2, one.tau2) == (27, None, (-0.15, 1.4), 79, 0.1335)


def test_a_row_whose_benefit_lies_below_changes_its_sign_and_its_ends() -> None:
    document = SHELF.evidence["depression-behavioural-activation"]
    row = next(one for one in document.rows if one.against == "usual_care" and one.interval.ends is not None)
    turned = row.model_copy(update={"benefit": "below"})
    (one,) = published_evidence([document.model_copy(update={"rows": (turned,)})], ["behavioural-activation"])[:1]
    assert row.interval.ends is not None
    assert (one.low, one.high) == (-row.interval.ends[1], -row.interval.ends[0])


def test_what_has_no_interval_or_another_comparator_gives_nothing() -> None:
    document = SHELF.evidence["depression-behavioural-activation"]
    rows = tuple(one.model_copy(update={"against": "before_treatment"}) for one in document.rows)
    assert published_evidence([document.model_copy(update={"rows": rows})], ["behavioural-activation"]) == ()
    assert published_evidence(SHELF.evidence.values(), []) == ()


def test_a_ratio_is_given_as_it_is_beside_the_standardised_difference() -> None:
    """CD013305, from memory: remission, 1.4 (1.1 to 1.78), better above one."""
    found = published_evidence(SHELF.evidence.values(), ["behavioural-activation"])
    (one,) = (each for each in found if (each.comparator, each.measure) == ("usual_care", "RR"))
    assert (one.estimate, one.low, one.high, one.better, one.is_benefit) == (1.4, 1.1, 1.78, "above", True)
    found = published_evidence(SHELF.evidence.values(), ["chronic-illness-coping"])
    (fewer,) = (each for each in found if (each.comparator, each.measure) == ("usual_care", "RR"))
    assert (fewer.estimate, fewer.better, fewer.is_benefit) == (0.79, "below", True)
