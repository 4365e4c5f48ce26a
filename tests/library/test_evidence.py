"""The evidence that ships: every figure says how it is known, computed ones come out again, links fit."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from kith.science.evidence import Pooled, combine_within_studies, egger, moved, pool, recompute
from kith.science.findings import EvidenceRow, evidence_for
from kith.science.library import Library
from kith.science.library.tidiness import misplaced
from tests.science.evidence import pinned

TABLE = pinned.metapsy()
with_trials = pytest.mark.skipif(TABLE is None, reason=pinned.NO_METAPSY)

# As the design of this product prints them: document, row: studies; g and its interval.
ANCHORS = {
    ("depression-any-psychotherapy", "any-control"): (480, 0.731, 0.669, 0.794),
    ("depression-any-psychotherapy", "care-as-usual"): (228, 0.632, 0.545, 0.718),
    ("depression-any-psychotherapy", "waiting-list"): (179, 0.943, 0.836, 1.050),
    ("depression-any-psychotherapy", "least-biased-trials"): (183, 0.567, 0.487, 0.648),
    ("depression-any-psychotherapy", "individual-any-control"): (175, 0.657, 0.563, 0.751),
    ("depression-any-psychotherapy", "group-any-control"): (155, 0.969, 0.816, 1.122),
    ("depression-any-psychotherapy", "guided-self-help-any-control"): (109, 0.623, 0.539, 0.708),
    ("depression-any-psychotherapy", "telephone-any-control"): (21, 0.735, 0.470, 0.999),
    ("depression-any-psychotherapy", "without-outlying-studies"): (317, 0.642, 0.613, 0.670),
    ("depression-any-psychotherapy", "limit-of-small-studies"): (480, 0.190, 0.089, 0.291),
    ("depression-cbt", "any-control"): (259, 0.794, 0.703, 0.886),
    ("depression-cbt", "care-as-usual"): (117, 0.683, 0.542, 0.824),
    ("depression-cbt", "waiting-list"): (111, 0.991, 0.861, 1.122),
    ("depression-cbt", "least-biased-trials"): (103, 0.667, 0.539, 0.795),
    ("depression-behavioural-activation", "any-control"): (46, 0.691, 0.549, 0.834),
    ("depression-behavioural-activation", "care-as-usual"): (27, 0.623, 0.435, 0.811),
    ("depression-behavioural-activation", "waiting-list"): (11, 1.091, 0.815, 1.367),
    ("depression-behavioural-activation", "least-biased-trials"): (21, 0.575, 0.394, 0.755),
    ("depression-problem-solving", "any-control"): (32, 0.658, 0.429, 0.887),
    ("depression-problem-solving", "least-biased-trials"): (10, 0.287, 0.103, 0.471),
    ("depression-third-wave", "any-control"): (49, 0.876, 0.675, 1.077),
    ("depression-third-wave", "care-as-usual"): (15, 0.786, 0.476, 1.095),
    ("depression-interpersonal", "any-control"): (31, 0.483, 0.311, 0.654),
    ("depression-interpersonal", "least-biased-trials"): (5, 0.167, -0.146, 0.481),
    ("depression-psychodynamic", "care-as-usual"): (8, 0.303, -0.023, 0.629),
    ("depression-life-review", "care-as-usual"): (7, 1.726, 1.127, 2.324),
    ("depression-supportive", "care-as-usual"): (12, 0.390, 0.251, 0.528),
    ("depression-other-psychotherapy", "any-control"): (59, 0.543, 0.363, 0.723),
    ("panic-any-psychotherapy", "any-comparison"): (69, 0.800, 0.663, 0.938),
    ("panic-cbt", "waiting-list"): (33, 0.968, 0.787, 1.149),
    ("panic-cbt", "usual-care-placebo-or-support"): (18, 0.586, 0.343, 0.829),
    ("panic-behaviour-therapy", "any-comparison"): (9, 0.971, 0.471, 1.472),
    ("panic-cognitive-therapy", "any-comparison"): (6, 0.305, 0.028, 0.582),
    ("generalised-anxiety-cbt", "any-control"): (38, 0.862, 0.675, 1.049),
    ("generalised-anxiety-cbt", "worry"): (24, 0.833, 0.610, 1.055),
    ("generalised-anxiety-cbt", "care-as-usual"): (6, 0.974, 0.113, 1.836),
    ("generalised-anxiety-applied-relaxation", "any-control"): (6, 0.824, 0.467, 1.182),
    ("generalised-anxiety-third-wave", "any-control"): (9, 1.100, 0.591, 1.610),
    ("social-anxiety-cbt", "any-control"): (46, 0.987, 0.772, 1.202),
    ("social-anxiety-cbt", "care-as-usual-or-other"): (7, 0.558, 0.162, 0.954),
    ("social-anxiety-exposure", "any-control"): (11, 0.960, 0.652, 1.269),
    ("ptsd-any-psychotherapy", "waiting-list"): (67, 1.305, 1.067, 1.543),
    ("ptsd-any-psychotherapy", "care-as-usual"): (18, 0.638, 0.455, 0.822),
    ("ptsd-trauma-focused-cbt", "any-comparison"): (19, 1.073, 0.712, 1.434),
    ("ptsd-emdr", "any-comparison"): (15, 1.554, 0.885, 2.222),
    ("ptsd-prolonged-exposure", "any-comparison"): (14, 1.064, 0.746, 1.381),
    ("ptsd-trauma-focused-cognitive-therapy", "any-comparison"): (10, 1.570, 0.855, 2.284),
    ("ptsd-non-trauma-focused", "any-comparison"): (21, 0.795, 0.486, 1.105),
    ("suicidal-ideation-any-psychotherapy", "any-control"): (96, 0.319, 0.202, 0.435),
    ("suicidal-ideation-any-psychotherapy", "care-as-usual"): (57, 0.324, 0.143, 0.506),
    ("suicidal-ideation-any-psychotherapy", "enhanced-care-as-usual"): (11, 0.206, 0.061, 0.351),
    ("suicidal-ideation-cognitive", "any-control"): (34, 0.293, 0.043, 0.543),
    ("suicidal-ideation-problem-solving", "any-control"): (6, 0.423, 0.310, 0.535),
    ("suicidal-ideation-cams", "any-control"): (3, 0.465, 0.082, 0.847),
    ("suicidal-ideation-family", "any-control"): (10, 0.267, 0.007, 0.527),
}
COMPUTED = [
    (one.id, row.id) for one in Library.open().evidence.values() for row in one.rows if row.calculation is not None
]


def row_of(library: Library, document: str, name: str) -> EvidenceRow:
    (row,) = [row for row in library.evidence[document].rows if row.id == name]
    return row


@cache
def trials() -> list[dict[str, str]]:
    assert TABLE is not None
    with TABLE.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def effects(row: EvidenceRow) -> tuple[list[float], list[float]]:
    """One effect a study of the rows that the calculation names."""
    assert row.calculation is not None
    assert TABLE is not None
    assert row.calculation.file == TABLE.name
    chosen = [one for one in trials() if all(one[key] in any_of for key, any_of in row.calculation.where.items())]
    joined = combine_within_studies(
        [one["study"] for one in chosen],
        [float(one["g_benefit"]) for one in chosen],
        [float(one["se"]) ** 2 for one in chosen],
        correlation=row.calculation.correlation,
    ).values()
    return [one.estimate for one in joined], [one.variance for one in joined]


def without_outlying(y: list[float], v: list[float]) -> Pooled:
    low, high = pool(y, v, test="z").ci
    kept = [(a, b) for a, b in zip(y, v, strict=True) if a - 1.96 * b**0.5 <= high and a + 1.96 * b**0.5 >= low]
    return pool([a for a, _ in kept], [b for _, b in kept])


@with_trials
@pytest.mark.parametrize(("document", "name"), COMPUTED)
def test_a_computed_figure_comes_out_again(shipped: Library, document: str, name: str) -> None:
    row = row_of(shipped, document, name)
    assert row.calculation is not None
    y, v = effects(row)
    if row.calculation.of == "limit of small studies":
        found = egger(y, v)
        assert (row.studies.value, row.estimate.value) == (len(y), round(found.limit, 3))
        assert row.interval.ends == tuple(round(end, 3) for end in found.limit_ci)
        return
    pooled = without_outlying(y, v) if row.calculation.of == "without outlying studies" else pool(y, v)
    assert (row.studies.value, row.estimate.value) == (pooled.k, pytest.approx(pooled.estimate, abs=0.0006))
    assert row.interval.ends == pytest.approx(pooled.ci, abs=0.0006)
    assert (row.prediction.ends is None) == (pooled.prediction is None)
    if pooled.prediction is not None:
        assert row.prediction.ends == pytest.approx(pooled.prediction, abs=0.006)
    assert row.i2.value == pytest.approx(pooled.i2, abs=0.6)
    assert row.tau2.value == pytest.approx(pooled.tau2, abs=0.0001)


@with_trials
def test_the_product_works_them_out_as_this_test_does(shipped: Library) -> None:
    rows = [row_of(shipped, *place) for place in COMPUTED]
    assert len(rows) > 80
    for row in rows:
        assert row.calculation is not None
        assert moved(row, recompute(row.calculation, trials())) == ()


@with_trials
def test_a_figure_with_two_digits_swapped_is_noticed(shipped: Library) -> None:
    row = row_of(shipped, "depression-cbt", "care-as-usual")
    assert row.calculation is not None
    wrong = row.model_copy(update={"estimate": row.estimate.model_copy(update={"value": 0.638})})
    (one,) = moved(wrong, recompute(row.calculation, trials()))
    assert (one.figure, one.written, one.found) == ("estimate", (0.638,), (0.683,))


@with_trials
def test_a_calculation_of_other_trials_gives_other_figures(shipped: Library) -> None:
    row = row_of(shipped, "depression-cbt", "care-as-usual")
    assert row.calculation is not None
    other = row.calculation.model_copy(update={"where": row.calculation.where | {"comparator": ("wl",)}})
    found = pool(*effects(row.model_copy(update={"calculation": other})))
    assert abs(found.estimate - (row.estimate.value or 0)) > 0.2


@pytest.mark.parametrize("place", ANCHORS, ids="/".join)
def test_the_figures_of_the_design_are_there(shipped: Library, place: tuple[str, str]) -> None:
    row = row_of(shipped, *place)
    studies, *figures = ANCHORS[place]
    assert row.studies.value == studies
    assert row.interval.ends is not None
    assert [row.estimate.value, *row.interval.ends] == pytest.approx(figures, abs=0.0011)  # printed to three digits
    assert row.estimate.provenance == row.interval.provenance == "computed"


def test_every_figure_says_how_it_is_known_or_why_it_is_not(shipped: Library) -> None:
    figures = 0
    for document in shipped.evidence.values():
        for row in document.rows:
            for part in (row.studies, row.people, row.estimate, row.interval, row.prediction, row.i2, row.tau2):
                known = part.ends if hasattr(part, "ends") else part.value
                assert (part.provenance is None) == (known is None), (document.id, row.id)
                assert (part.reason is None) == (known is not None), (document.id, row.id)
                figures += 1
            assert (row.certainty.grade is None) == (row.certainty.reason is not None)
            assert (row.certainty.grade is None) == (row.certainty.by is None)
            assert (row.certainty.by == "our reading") == (row.certainty.provenance == "convention")
    assert figures > 1000


def test_nothing_is_signed_yet_and_all_of_it_can_be_read(shipped: Library) -> None:
    assert shipped.check_evidence() == []
    assert {one.review.status for one in shipped.evidence.values()} == {"awaiting clinical review"}


def test_claims_that_nobody_could_find_are_not_to_be_repeated(shipped: Library) -> None:
    claims = {f"{one.id}/{claim.id}": claim for one in shipped.evidence.values() for claim in one.claims}
    for name in ("claims-not-traced/bakhshi-2020", "claims-not-traced/korotkov-2019"):
        assert claims[name].status == "not traced: do not repeat"
    assert claims["depression-cbt/better-than-medicine"].status == "contradicted: do not repeat"
    assert not [name for name, one in claims.items() if one.status == "traced" and one.source is None]


def test_what_was_left_unread_rests_on_no_figure(shipped: Library) -> None:
    cited = {row.source for one in shipped.evidence.values() for row in one.rows}
    assert not [name for name in cited if "bakhshi" in name or "korotkov" in name]


def test_interventions_are_tied_to_their_evidence_and_the_rest_say_none(shipped: Library) -> None:
    lines = {one.protocol: one for one in shipped.protocol_evidence()}
    assert set(lines) == set(shipped.protocols)
    assert lines["cbt-depression"].documents == ("depression-cbt",)
    assert lines["psychoanalytic-associative"].documents == ()
    assert lines["psychoanalytic-associative"].near == ("depression-psychodynamic",)
    assert "depression-music-therapy" not in lines["art-therapy"].documents


@pytest.mark.parametrize(
    ("problem", "modality", "document", "row"),
    [
        ("depression", "cbt", "depression-cbt", "care-as-usual"),
        ("depression", "T8", "depression-interpersonal", "care-as-usual"),
        ("panic", "T1", "panic-cbt", "usual-care-placebo-or-support"),
        ("ptsd", "emdr", "ptsd-emdr", "any-comparison"),
        ("substance_use", "craft", "substance-craft", "al-anon"),
        ("self_harm", "family_therapy", "self-harm-family-therapy", "repetition"),
    ],
)
def test_a_question_is_answered_by_its_best_row(
    shipped: Library, problem: str, modality: str, document: str, row: str
) -> None:
    found = evidence_for(shipped, problem, modality)
    assert (found.document, found.row.id) == (document, row)


@pytest.mark.parametrize(
    ("right", "wrong", "on_line", "what"),
    [
        ("protocols: [cbt-panic]", "protocols: [cbt-panik]", "protocols: [cbt-panik]", "no protocol of this name"),
        ("modalities: [T1]", "modalities: [T1, T99]", "modalities: [T1, T99]", "no line of span.yaml"),
        ("problems: [panic]", "problems: [depression]", "protocols: [cbt-panic]", "shares no line or no problem"),
        ("value: 33, provenance: computed", "value: 33", "value: 33", "says how it is known"),
    ],
)
def test_a_mistake_in_the_library_is_named(copied: Path, right: str, wrong: str, on_line: str, what: str) -> None:
    file = copied / "evidence" / "panic-cbt.yaml"
    text = file.read_text(encoding="utf-8").replace(right, wrong, 1)
    assert wrong in text, "the test plants nothing"
    file.write_text(text, encoding="utf-8")
    (problem,) = Library.open(copied).check_evidence()
    assert (problem.file, what in problem.what) == ("evidence/panic-cbt.yaml", True)
    assert on_line in text.splitlines()[problem.line - 1]


def test_a_table_of_no_question_is_noticed(copied: Path) -> None:
    for name in ("panic-cbt.csv", "panik-cbt.csv"):
        (copied / "evidence" / name).write_text("row,study,estimate,se\n", encoding="utf-8")
    files = sorted(copied.rglob("*.*"))
    (problem,) = misplaced(copied, files)
    assert (problem.file, problem.what) == (
        "evidence/panik-cbt.csv",
        "A table of studies belongs to a question of the same name",
    )
