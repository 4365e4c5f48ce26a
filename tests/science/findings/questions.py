"""A small question of evidence for tests, as text with its lines and as a value with what a test changes in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kith.science.documents import check, parse
from kith.science.findings import EvidenceDocument
from kith.science.library.reading import Reader

TEXT = """\
id: walking
version: "1.0"
title: "Walking together against low mood"
modality: walking
modalities: [T6]
problems: [depression]
protocols: [behavioural-activation]
dose:
  - {text: "Half an hour a day.", provenance: recalled, source: first}
harms: []
rows:
  - id: usual
    population: "adults"
    comparator: "usual care"
    against: usual_care
    outcome: "low mood"
    design: pairwise meta-analysis
    measure: g
    benefit: above
    studies: {value: 12, provenance: verified}
    people: {value: null, reason: "not reported where we read it"}
    estimate: {value: 0.4, provenance: verified}
    interval: {ends: [0.2, 0.6], provenance: verified}
    prediction: {ends: [-0.1, 0.9], provenance: verified}
    i2: {value: 60, provenance: verified}
    tau2: {value: 0.05, provenance: verified}
    certainty: {grade: low, by: authors, provenance: verified}
    source: first
  - id: relapse
    population: "adults"
    comparator: "waiting list"
    against: waiting_list
    outcome: "relapse"
    design: randomised trial
    measure: RR
    benefit: below
    studies: {value: 1, provenance: recalled}
    people: {value: 80, provenance: recalled}
    estimate: {value: 0.7, provenance: recalled}
    interval: {ends: [0.5, 1.1], provenance: recalled}
    prediction: {ends: null, reason: "one trial"}
    i2: {value: null, reason: "one trial"}
    tau2: {value: null, reason: "one trial"}
    certainty: {grade: null, reason: "nobody has rated this comparison"}
    source: first
claims:
  - {id: said, text: "It heals all.", status: "not traced: do not repeat", reason: "looked for and not found"}
  - {id: read, text: "Walking helps some.", status: traced, source: first}
sources:
  - {id: first, cite: "An invented review 2020"}
review: {status: awaiting clinical review}
"""


def question(text: str = TEXT) -> EvidenceDocument:
    """The question of a text, checked for its shape only."""
    return check(parse(text, "walking.yaml"), EvidenceDocument)


def read(folder: Path, text: str) -> EvidenceDocument:
    """The question of a text as the library reads it: shape and inner sense. Raises LibraryProblems."""
    path = folder / "walking.yaml"
    path.write_text(text, encoding="utf-8")
    return Reader(folder).evidence("walking", path)


def changed(row: str = "usual", **keys: Any) -> EvidenceDocument:
    """The question with keys of one row replaced."""
    data = question().model_dump(mode="json")
    data["rows"] = [one | keys if one["id"] == row else one for one in data["rows"]]
    return EvidenceDocument.model_validate(data)
