"""A question of evidence is read, and each kind of mistake in it is named with its line and its remedy."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from kith.science.documents import LibraryProblems, parse
from kith.science.findings import evidence_page, evidence_references, protocol_evidence
from tests.science.findings.questions import TEXT, question, read

COMPUTED = "estimate: {value: 0.4, provenance: computed}"
# what is planted: (right, wrong, text on the line that is named, what is said, what to write instead)
MISTAKES = {
    "an estimate without provenance": (
        "estimate: {value: 0.4, provenance: verified}",
        "estimate: {value: 0.4}",
        "estimate: {value: 0.4}",
        "says how it is known",
        "provenance: verified, recalled",
    ),
    "a count without provenance": (
        "studies: {value: 12, provenance: verified}",
        "studies: {value: 12}",
        "studies: {value: 12}",
        "says how it is known",
        "provenance: verified, recalled",
    ),
    "an interval without provenance": (
        "{ends: [0.2, 0.6], provenance: verified}",
        "{ends: [0.2, 0.6]}",
        "ends: [0.2, 0.6]",
        "says how it is known",
        "provenance: verified, recalled",
    ),
    "a gap without a reason": (
        'people: {value: null, reason: "not reported where we read it"}',
        "people: {value: null}",
        "people: {value: null}",
        "not known says why",
        "not reported where we read it",
    ),
    "a gap with a provenance": (
        'people: {value: null, reason: "not reported where we read it"}',
        'people: {value: null, reason: "not reported", provenance: verified}',
        "people: {value: null",
        "not known says why",
        "not reported where we read it",
    ),
    "nought people": ("people: {value: 80,", "people: {value: 0,", "value: 0", "does not fit", "greater than or equal"),
    "a figure with a reason": (
        "i2: {value: 60, provenance: verified}",
        'i2: {value: 60, provenance: verified, reason: "unsure"}',
        "i2: {value: 60",
        "Only a figure that is missing",
        "value: null",
    ),
    "a key left out": (
        '    people: {value: null, reason: "not reported where we read it"}\n',
        "",
        "- id: usual",
        "missing",
        "people",
    ),
    "an unknown provenance": (
        "i2: {value: 60, provenance: verified}",
        "i2: {value: 60, provenance: verfied}",
        "verfied",
        "Not a known word",
        "did you mean 'verified'?",
    ),
    "a comparator of no family": (
        "against: usual_care",
        "against: usual",
        "against: usual",
        "Not a known word",
        "usual_care",
    ),
    "an interval the wrong way round": (
        "[0.2, 0.6]",
        "[0.6, 0.2]",
        "[0.6, 0.2]",
        "begins at its lower end",
        "[0.2, 0.6]",
    ),
    "an estimate outside its interval": (
        "[0.2, 0.6]",
        "[0.5, 0.6]",
        "[0.5, 0.6]",
        "outside its interval",
        "as the source has them",
    ),
    "an estimate outside its prediction": (
        "[-0.1, 0.9]",
        "[0.5, 0.9]",
        "[0.5, 0.9]",
        "outside its interval",
        "as the source",
    ),
    "a logarithm for a ratio": (
        "[0.5, 1.1]",
        "[-0.7, 1.1]",
        "[-0.7, 1.1]",
        "A ratio is above nought",
        "not its logarithm",
    ),
    "a negative ratio": (
        "estimate: {value: 0.7,",
        "estimate: {value: -0.4,",
        "value: -0.4",
        "A ratio is above nought",
        "logarithm",
    ),
    "an I² beyond a hundred": (
        "i2: {value: 60,",
        "i2: {value: 160,",
        "value: 160",
        "share in percent",
        "from 0 to 100",
    ),
    "a negative tau²": (
        "tau2: {value: 0.05,",
        "tau2: {value: -0.05,",
        "value: -0.05",
        "tau² is a variance",
        "from 0 on",
    ),
    "an estimate of no measure": ("measure: g", "measure: null", "measure: null", "has a measure", "measure: g"),
    "no estimate and nothing found": (
        "estimate: {value: 0.4, provenance: verified}",
        'estimate: {value: null, reason: "a narrative"}',
        "- id: usual",
        "in words what was found",
        "finding:",
    ),
    "an interval of nothing": (
        "estimate: {value: 0.4, provenance: verified}",
        'estimate: {value: null, reason: "a narrative"}',
        "ends: [0.2, 0.6]",
        "belongs to an estimate",
        "ends: null",
    ),
    "computed by nobody knows what": (
        "estimate: {value: 0.4, provenance: verified}",
        COMPUTED,
        COMPUTED,
        "its calculation stand together",
        "calculation:",
    ),
    "a certainty of nobody": (
        "{grade: low, by: authors, provenance: verified}",
        "{grade: low}",
        "grade: low",
        "says who rated it",
        "by: authors",
    ),
    "no certainty and no reason": (
        "{grade: low, by: authors, provenance: verified}",
        "{grade: null}",
        "grade: null",
        "nobody rated says why",
        "grade: null and reason",
    ),
    "a source that is not listed": (
        "    source: first\n  - id: relapse",
        "    source: frist\n  - id: relapse",
        "source: frist",
        "no source of this name",
        "did you mean 'first'?",
    ),
    "a row twice": ("- id: relapse", "- id: usual", "- id: usual", "Two rows share one id", "usual_2"),
    "rows about no problem": ("problems: [depression]", "problems: []", "rows:", "about a problem", "problems: ["),
    "a traced claim without a source": (
        "status: traced, source: first",
        "status: traced",
        "id: read",
        "names where it was read",
        "not traced",
    ),
    "an untraced claim without a reason": (
        ', reason: "looked for and not found"',
        "",
        "id: said",
        "not to be repeated says why",
        "reason:",
    ),
    "an untraced claim with a source": (
        'reason: "looked for and not found"',
        'reason: "looked for and not found", source: first',
        "id: said",
        "not traced has no source",
        "once somebody has read it",
    ),
    "reviewed by nobody": (
        "status: awaiting clinical review",
        "status: reviewed",
        "review:",
        "not by whom",
        "the clinician's name",
    ),
    "an id of another file": (
        "id: walking\n",
        "id: running\n",
        "id: running",
        "differs from the name of the file",
        "walking",
    ),
    "a key nobody knows": ("    outcome:", "    outcme:", "outcme", "Unknown key", "did you mean 'outcome'?"),
}


def test_the_question_without_a_mistake_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT) == question()


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_named_with_its_line(tmp_path: Path, mistake: tuple[str, str, str, str, str]) -> None:
    right, wrong, on_line, what, instead = mistake
    assert right in TEXT, "the test plants nothing"
    text = TEXT.replace(right, wrong, 1)
    with pytest.raises(LibraryProblems) as raised:
        read(tmp_path, text)
    lines = text.splitlines()
    found = [(lines[one.line - 1], one.what, one.instead) for one in raised.value.problems]
    assert any(on_line in line and what in said and instead in advice for line, said, advice in found), found


def protocol(name: str, lines: list[str], problems: list[str]) -> SimpleNamespace:
    return SimpleNamespace(id=name, mission=lines, goals=[], problems=problems)


def test_what_a_question_names_must_exist_and_be_about_the_same() -> None:
    document = parse(TEXT, "walking.yaml")
    right = protocol("behavioural-activation", ["T6"], ["depression"])
    assert evidence_references(question(), document, ["T6"], {right.id: right}) == []
    assert evidence_references(question(), document, ["T6"], {right.id: None}) == []
    for lines, known, what, line in (
        (["T7"], {right.id: right}, "no line of span.yaml", "modalities:"),
        (["T6"], {"behavioural-activatoin": right}, "no protocol of this name", "protocols:"),
        (["T6"], {right.id: protocol(right.id, ["T1"], ["depression"])}, "shares no line or no problem", "protocols:"),
        (["T6"], {right.id: protocol(right.id, ["T6"], ["panic"])}, "shares no line or no problem", "protocols:"),
    ):
        (problem,) = evidence_references(question(), document, lines, known)
        assert what in problem.what
        assert line in TEXT.splitlines()[problem.line - 1]


def test_an_intervention_without_evidence_says_so() -> None:
    known = [
        protocol("behavioural-activation", ["T6"], ["depression"]),
        protocol("hiking", ["T6"], ["depression"]),
        protocol("singing", ["T13"], ["depression"]),
    ]
    named, near, none = protocol_evidence(known, [question()])
    assert (named.documents, named.rows, named.rows_checked, named.near) == (("walking",), 2, 1, ())
    assert (near.documents, near.near) == ((), ("walking",))
    assert (none.documents, none.near) == ((), ())
    assert "| hiking | **none** | 0 | 0 | walking |" in evidence_page([named, near, none])
