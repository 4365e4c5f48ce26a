"""Networks: printed anchors to their last digit, multivariate models of metafor to 1e-6, and what is refused."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.evidence import Contrast, EvidenceProblem, Network, doubts, fit_components, fit_network, pool
from tests.science.evidence import pinned

NETWORKS = {"senn": "plac", "stowe": "Placebo", "linde": "Placebo", "twelve": "a", "parts": "none"}
CLOSE = 1e-6


def near(value: float) -> object:
    return pytest.approx(value, rel=CLOSE, abs=CLOSE)


def fit(name: str, **options: object) -> Network:
    return fit_network(pinned.network(name), reference=NETWORKS[name], **options)  # type: ignore[arg-type]


def rounded(values, digits: int = 4) -> list[float]:
    return [round(one, digits) for one in values]


# vs placebo: common estimate, SE, interval; random estimate, SE, interval; P-scores of both
SENN = {
    "rosi": (-1.2018, 0.0477, -1.2953, -1.1084, -1.2335, 0.1278, -1.4839, -0.9830, 0.9789, 0.8934),
    "metf": (-1.1141, 0.0596, -1.2309, -0.9973, -1.1268, 0.1543, -1.4291, -0.8244, 0.8513, 0.7818),
    "piog": (-1.0664, 0.0758, -1.2151, -0.9178, -1.1291, 0.2196, -1.5596, -0.6986, 0.7686, 0.7746),
    "migl": (-0.9439, 0.1269, -1.1927, -0.6952, -0.9497, 0.2318, -1.4040, -0.4955, 0.6200, 0.6137),
    "acar": (-0.8274, 0.1085, -1.0401, -0.6147, -0.8418, 0.2458, -1.3236, -0.3600, 0.4792, 0.5203),
    "benf": (-0.9052, 0.1271, -1.1543, -0.6561, -0.7311, 0.2861, -1.2918, -0.1705, 0.5727, 0.4358),
    "vild": (-0.7000, 0.1273, -0.9495, -0.4505, -0.7000, 0.3534, -1.3927, -0.0073, 0.3512, 0.4232),
    "sita": (-0.5700, 0.1291, -0.8230, -0.3170, -0.5700, 0.3541, -1.2640, 0.1240, 0.2386, 0.3331),
    "sulf": (-0.4395, 0.0915, -0.6188, -0.2602, -0.4166, 0.2409, -0.8887, 0.0556, 0.1395, 0.2103),
    "plac": (0, 0, 0, 0, 0, 0, 0, 0, 0.0000, 0.0139),
}


def test_the_diabetes_trials_come_out_as_printed() -> None:
    found = fit("senn")
    assert (found.studies, found.comparisons, len(found.treatments)) == (26, 28, 10)
    for name, printed in SENN.items():
        common, random = found.common.against_reference[name], found.random.against_reference[name]
        ours = (common.estimate, common.se, *common.ci, random.estimate, random.se, *random.ci)
        assert (*rounded(ours), *rounded((found.common.p_scores[name], found.random.p_scores[name]))) == printed
    assert (round(found.tau2, 7), rounded((found.i2, *found.i2_ci), 2)) == (0.1087169, [81.44, 71.98, 87.71])


def test_the_diabetes_trials_are_split_by_design_as_printed() -> None:
    parts = fit("senn").consistency
    assert [(round(q.value, 4), q.freedom) for q in (parts.total, parts.within, parts.between)] == [
        (96.9856, 18),
        (74.4553, 11),
        (22.5303, 7),
    ]
    assert round(parts.between.p, 5) == 0.00206
    assert {":".join(design): (round(q.value, 2), q.freedom) for design, q in parts.of_designs.items()} == {
        "metf:plac": (42.16, 2),
        "plac:rosi": (21.27, 5),
        "benf:plac": (4.38, 1),
        "migl:plac": (6.45, 2),
        "metf:rosi": (0.19, 1),
    }
    detached = parts.detached
    assert [
        (round(q.value, 2), q.freedom, round(q.p, 2)) for q in (detached["rosi", "sulf"], detached["metf", "sulf"])
    ] == [
        (6.77, 6, 0.34),
        (7.51, 6, 0.28),
    ]


@pytest.mark.parametrize("name", ["senn", "stowe", "twelve", "parts"])
def test_detaching_a_design_is_analysing_the_trials_without_it(name: str) -> None:
    """Refitted from the rest of the trials, where these still make one network."""
    rows, found = pinned.network(name), fit(name)
    design_of = dict(zip(found.table.studies, found.table.designs, strict=True))
    checked = 0
    for design, q in found.consistency.detached.items():
        try:
            rest = fit_network([row for row in rows if design_of[row.study] != design], reference=NETWORKS[name])
        except EvidenceProblem:
            continue
        checked += 1
        again = rest.consistency.between
        assert (again.value, again.freedom) == (pytest.approx(q.value, abs=1e-8), q.freedom), design
    assert checked > 1


def test_nodes_of_the_diabetes_trials_are_split_as_printed() -> None:
    found = fit("senn")
    common = {frozenset((one.treat1, one.treat2)): one for one in found.common.splits}
    random = {frozenset((one.treat1, one.treat2)): one for one in found.random.splits}
    metf, rosi = frozenset(("metf", "sulf")), frozenset(("rosi", "sulf"))
    one = common[metf]
    assert rounded((one.direct, one.indirect, one.difference)) == [-0.3700, -1.0611, 0.6911]
    assert (round(one.z, 2), round(common[rosi].difference, 4), round(common[rosi].z, 2)) == (3.88, -0.7425, -3.97)
    assert rounded((random[metf].z, random[rosi].z), 2) == [1.31, -1.42]


def test_a_trial_with_three_arms_counts_as_two_pieces_of_evidence() -> None:
    found = fit("senn")
    rows = [place for place, row in enumerate(pinned.network("senn")) if row.study == "Willms"]
    for model, printed in ((found.common, [0.3884, 0.4125, 0.8242]), (found.random, [0.5574, 0.5802, 0.8122])):
        assert rounded(1 / np.sqrt(model.circuit.weights[rows])) == printed


def test_the_parkinson_trials_come_out_as_printed() -> None:
    found = fit("stowe")
    random = {name: rounded((one.estimate, *one.ci), 2) for name, one in found.random.against_reference.items()}
    assert random["COMTI"] == [-0.95, -1.27, -0.63]
    assert random["Dopamine Agonist"] == [-1.49, -1.86, -1.12]
    assert random["MAOBI"] == [-1.03, -1.56, -0.50]
    assert (round(found.tau2, 4), rounded((found.i2, *found.i2_ci), 1)) == (0.1518, [43.9, 12.3, 64.2])
    parts = found.consistency
    assert [(round(q.value, 2), q.freedom) for q in (parts.total, parts.within, parts.between)] == [
        (48.15, 27),
        (46.91, 25),
        (1.24, 2),
    ]
    assert round(parts.between.p, 4) == 0.5376


def test_the_primary_care_trials_come_out_as_printed() -> None:
    found = fit("linde", is_larger_better=True)
    printed = {
        "SSRI": (0.8774, 0.4168, 2.4046, 1.0624, 5.4425, 0.7650),
        "PST+SSRI": (0.6872, 0.6320, 1.9881, 0.5761, 6.8607, 0.5947),
        "PST": (0.5860, 0.3749, 1.7967, 0.8618, 3.7459, 0.5327),
        "UC": (0.5467, 0.6445, 1.7276, 0.4885, 6.1098, 0.5050),
        "TCA": (0.4946, 0.6015, 1.6399, 0.5044, 5.3309, 0.4787),
    }
    for name, expected in printed.items():
        one = found.random.against_reference[name]
        ratio = [math.exp(value) for value in (one.estimate, *one.ci)]
        assert tuple(rounded((one.estimate, one.se, *ratio, found.random.p_scores[name]))) == expected
    common = found.common.against_reference
    assert rounded([math.exp(value) for value in (common["PST"].estimate, *common["PST"].ci)]) == [
        1.5656,
        1.0086,
        2.4302,
    ]
    assert rounded([math.exp(value) for value in (common["SSRI"].estimate, *common["SSRI"].ci)]) == [
        2.0756,
        1.3074,
        3.2952,
    ]
    assert (round(found.tau2, 4), round(found.i2, 1)) == (0.1596, 52.3)
    assert (round(found.consistency.total.value, 4), found.consistency.within.freedom) == (4.1929, 0)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_is_the_multivariate_model_of_metafor(name: str) -> None:
    found, answers = fit(name), pinned.answers()
    answer = answers[name]
    assert (found.tau2, found.consistency.total.value) == (near(answer["tau2"]), near(answer["q"]))
    assert found.consistency.within.value == near(answer["q.within"])
    assert fit(name, method="REML").tau2 == pytest.approx(answer["tau2.reml"], rel=1e-4, abs=1e-6)
    for kind, model in (("common", found.common), ("random", found.random)):
        for treatment, one in model.against_reference.items():
            if treatment != found.reference:
                expected = answers[f"{name}.{kind}"]
                assert one.estimate == near(expected[f"{treatment}.estimate"])
                assert one.se == near(expected[f"{treatment}.se"])


def test_components_are_those_of_the_multivariate_model() -> None:
    found, answers = fit_components(pinned.network("parts"), inactive="none"), pinned.answers()
    assert (found.q.value, found.tau2) == (near(answers["components"]["q"]), near(answers["components"]["tau2"]))
    for kind, ours in (("common", found.common), ("random", found.random)):
        for part, one in ours.items():
            expected = answers[f"components.{kind}"]
            assert (one.estimate, one.se) == (near(expected[f"{part}.estimate"]), near(expected[f"{part}.se"]))
    assert found.additivity.freedom == 3
    assert found.q.value == pytest.approx(found.additivity.value + fit("parts").consistency.total.value)


def test_components_that_always_come_together_have_no_effect_of_their_own() -> None:
    trials = [Contrast("s1", "a + b", "none", 0.3, 0.1), Contrast("s2", "c", "none", 0.1, 0.1)]
    found = fit_components(trials, inactive="none")
    assert (found.common["a"], found.common["b"]) == (None, None)
    assert found.common["c"].estimate == pytest.approx(0.1)


@pytest.mark.parametrize("name", NETWORKS)
def test_p_scores_are_a_half_on_average_and_turn_with_the_direction(name: str) -> None:
    down, up = fit(name), fit(name, is_larger_better=True)
    assert np.mean(list(down.best_model.p_scores.values())) == pytest.approx(0.5, abs=1e-12)
    assert {treatment: 1 - score for treatment, score in down.best_model.p_scores.items()} == pytest.approx(
        up.best_model.p_scores
    )


@pytest.mark.parametrize("name", NETWORKS)
def test_neither_order_nor_side_nor_reference_changes_a_difference(name: str) -> None:
    rows = pinned.network(name)
    turned = [replace(row, treat1=row.treat2, treat2=row.treat1, effect=-row.effect) for row in reversed(rows)]
    before = fit_network(rows, reference=NETWORKS[name])
    after = fit_network(turned, reference=rows[0].treat1)
    places = [after.treatments.index(treatment) for treatment in before.treatments]
    assert after.tau2 == pytest.approx(before.tau2)
    assert after.random.differences[np.ix_(places, places)] == pytest.approx(before.random.differences)
    assert after.random.standard_errors[np.ix_(places, places)] == pytest.approx(before.random.standard_errors)
    assert after.consistency.between.value == pytest.approx(before.consistency.between.value, abs=1e-9)


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.05, 1)), min_size=2, max_size=8))
def test_a_network_of_two_treatments_is_a_pairwise_analysis(studies) -> None:
    rows = [Contrast(f"s{i}", "a", "b", y, se) for i, (y, se) in enumerate(studies)]
    found, pooled = (
        fit_network(rows, reference="b"),
        pool(*zip(*((y, se**2) for y, se in studies), strict=True), method="DL", test="z"),
    )
    one = found.random.against_reference["a"]
    assert (one.estimate, one.se) == (pytest.approx(pooled.estimate), pytest.approx(pooled.se))
    assert found.tau2 == pytest.approx(pooled.tau2, abs=1e-9)


def test_without_a_degree_of_freedom_heterogeneity_is_unknown_and_not_nought() -> None:
    found = fit_network([Contrast("s1", "a", "b", 0.2, 0.1), Contrast("s2", "b", "c", 0.2, 0.1)], reference="a")
    assert (found.tau2, found.random, found.i2, found.consistency.between.p) == (None, None, None, None)


TRIAL = [Contrast("s1", "a", "b", 0.2, 0.1), Contrast("s1", "b", "c", 0.3, 0.1), Contrast("s1", "a", "c", 0.5, 0.1)]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "found none"),
        ([*TRIAL[:2], replace(TRIAL[2], effect=0.6)], "must add up; in 's1'"),
        (TRIAL[:2], "lacks a against c"),
        ([*TRIAL, Contrast("s2", "d", "e", 0.1, 0.1)], r"\(a, b, c\); \(d, e\)"),
        ([replace(TRIAL[0], effect=math.nan)], "not finite; found nan"),
        ([replace(TRIAL[0], se=0.0)], "found 0.0 in 's1', a against b"),
        ([replace(TRIAL[0], se=-0.1)], "found -0.1"),
        ([replace(TRIAL[0], se=math.nan)], "found nan"),
        ([replace(TRIAL[0], treat2="a")], "on both sides"),
        ([TRIAL[0], TRIAL[0]], "twice in 's1'"),
        ([TRIAL[0], replace(TRIAL[0], treat1="b", treat2="a")], "twice in 's1'"),
        ([*TRIAL[:2], replace(TRIAL[2], se=0.9)], "must fit together; found ones that no trial can have in s1"),
    ],
)
def test_trials_that_make_no_network_are_refused(rows: list[Contrast], words: str) -> None:
    with pytest.raises(EvidenceProblem, match=words):
        fit_network(rows, reference="a")


def test_a_reference_that_no_trial_has_is_refused() -> None:
    with pytest.raises(EvidenceProblem, match="'z' among a, b, c"):
        fit_network(TRIAL, reference="z")


def test_effects_rounded_in_print_still_close() -> None:
    found = fit_network([*TRIAL[:2], replace(TRIAL[2], effect=0.5004)], reference="a")
    assert found.studies == 1


def test_doubts_name_single_and_tiny_trials_and_what_no_loop_checks() -> None:
    found = fit("senn")
    kinds = {
        (one.kind, one.treatments) for one in doubts(found, people={row.study: 30 for row in pinned.network("senn")})
    }
    assert ("single trial", ("sita",)) in kinds
    assert ("tiny trial", ("vild",)) in kinds
    assert ("tiny trial", ("rosi",)) not in kinds
    assert any(kind == "no loop" and {"sita", "vild", "benf", "migl"} < set(names) for kind, names in kinds)


def test_a_first_place_that_rests_on_one_trial_is_named() -> None:
    rows = [
        Contrast("s1", "new", "old", -2.0, 0.5),
        Contrast("s2", "old", "none", -0.4, 0.1),
        Contrast("s3", "old", "none", -0.5, 0.1),
    ]
    kinds = [(one.kind, one.treatments) for one in doubts(fit_network(rows, reference="none"))]
    assert ("best rests on one trial", ("new",)) in kinds


def test_comparisons_whose_trials_are_not_alike_are_named() -> None:
    rows = [Contrast("s1", "a", "b", 0.2, 0.1), Contrast("s2", "b", "c", 0.2, 0.1)]
    found = fit_network(rows, reference="a")
    apart = doubts(found, features={"year": {"s1": 1990, "s2": 2020}})
    assert [one.treatments for one in apart if one.kind == "not alike"] == [("a", "b", "c")]
    assert not [one for one in doubts(found, features={"year": {"s1": 1990, "s2": 1990}}) if one.kind == "not alike"]


@pytest.mark.parametrize(
    ("name", "scale"), [*((name, 1e-6) for name in NETWORKS), ("senn", 1e6), ("stowe", 1e6), ("twelve", 1e6)]
)
def test_another_unit_changes_nothing_but_the_unit(name: str, scale: float) -> None:
    """Larger units without trials of three arms: printed effects close only nearly, and nearly grows with the unit."""
    rows = [
        row
        for row in pinned.network(name)
        if scale < 1 or sum(other.study == row.study for other in pinned.network(name)) == 1
    ]
    turned = [replace(row, effect=row.effect * scale, se=row.se * scale) for row in rows]
    before = fit_network(rows, reference=NETWORKS[name])
    after = fit_network(turned, reference=NETWORKS[name])
    assert after.tau2 == pytest.approx(before.tau2 * scale**2, rel=1e-6, abs=1e-9 * scale**2)
    assert after.random.differences == pytest.approx(before.random.differences * scale, rel=1e-6, abs=1e-9 * scale)
    assert after.random.p_scores == pytest.approx(before.random.p_scores, abs=1e-8)
