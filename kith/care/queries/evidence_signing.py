"""Which questions of the evidence somebody here stands by, and what changed in one since it was signed last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kith.care.models import EvidenceSignOff
from kith.care.models.evidence import evidence_now
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer, policy
from kith.science.evidence import Difference, differences, from_values
from kith.science.findings import EvidenceDocument

State = Literal["never", "changed", "signed"]


@dataclass(frozen=True)
class Signing:
    """Where one question stands in the viewer's service; who signed it last, when, and which version."""

    state: State
    signed_by: str = ""
    signed_at: datetime | None = None
    version: str = ""
    words: str = ""


@dataclass(frozen=True)
class QuestionSigned:
    """One question with where it stands."""

    document: EvidenceDocument
    signing: Signing


@dataclass(frozen=True)
class EvidenceSigningPage:
    """Every question by where it stands, each by its title."""

    changed: tuple[QuestionSigned, ...]
    never: tuple[QuestionSigned, ...]
    signed: tuple[QuestionSigned, ...]
    may_sign: bool
    time_zone: str


@dataclass(frozen=True)
class QuestionChanged:
    """One question and what changed since it was signed last.

    `sum` names the version as it is shown. `differences` is None where nobody has signed it, or where what was signed
    has a form that can no longer be compared.
    """

    document: EvidenceDocument
    signing: Signing
    sum: str
    differences: tuple[Difference, ...] | None
    may_sign: bool
    time_zone: str


def signings(*, viewer: Viewer) -> Mapping[str, Signing]:
    """Where each question stands in the viewer's service, by id."""
    rows = EvidenceSignOff.objects.filter(service_id=viewer.service_id).select_related("signed_by").defer("content")
    last: dict[str, EvidenceSignOff] = {}
    for row in rows.order_by("-signed_at", "-pk"):
        last.setdefault(row.question, row)
    return {name: _signing(name, last.get(name)) for name in library().evidence}


def evidence_changes(*, viewer: Viewer) -> EvidenceSigningPage:
    """Every question by where it stands. Who may look, the page asks: no client is concerned."""
    found = signings(viewer=viewer)
    documents = sorted(library().evidence.values(), key=lambda one: one.title.casefold())
    by_state: dict[State, list[QuestionSigned]] = {"changed": [], "never": [], "signed": []}
    for one in documents:
        by_state[found[one.id].state].append(QuestionSigned(one, found[one.id]))
    return EvidenceSigningPage(
        changed=tuple(by_state["changed"]),
        never=tuple(by_state["never"]),
        signed=tuple(by_state["signed"]),
        may_sign=_may_sign(viewer),
        time_zone=viewer.time_zone,
    )


def evidence_change(*, viewer: Viewer, question: str) -> QuestionChanged:
    """What changed in one question since somebody of the viewer's service signed it. Raises NotYours for none."""
    if question not in library().evidence:
        raise NotYours
    version, present = evidence_now(question)
    rows = EvidenceSignOff.objects.filter(service_id=viewer.service_id, question=question).select_related("signed_by")
    last = rows.order_by("-signed_at", "-pk").first()
    before = None if last is None else from_values(last.content)
    return QuestionChanged(
        document=version.document,
        signing=_signing(question, last),
        sum=present,
        differences=None if before is None else differences({question: before}, {question: version}),
        may_sign=_may_sign(viewer),
        time_zone=viewer.time_zone,
    )


def _signing(question: str, last: EvidenceSignOff | None) -> Signing:
    if last is None:
        return Signing("never")
    state: State = "signed" if last.sum == evidence_now(question)[1] else "changed"
    return Signing(state, last.signed_by.display_name, last.signed_at, last.version, last.words)


def _may_sign(viewer: Viewer) -> bool:
    return bool(viewer.roles & set(policy().functions["sign_evidence"]))
