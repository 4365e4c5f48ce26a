"""What differs between two versions of one protocol, in the words of the protocol itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kith.science.protocols.protocol import Protocol

__all__ = ["Difference", "differences"]

Kind = Literal["new", "gone", "changed"]


@dataclass(frozen=True)
class Difference:
    """One thing that is new, gone or changed, and where: a meeting, a check, a technique, a harm, a phase, a fact."""

    kind: Kind
    where: str
    name: str


def differences(before: Protocol, after: Protocol) -> tuple[Difference, ...]:
    """Everything a practitioner should know before moving a running plan to another version of its protocol.

    Meetings are told by their number, everything else by its id. What only names sources, evidence, the version or the
    review of the document is left out, because it changes nothing that is done.

    >>> from kith.science.library import Library
    >>> panic = Library.open().protocol("cbt-panic")
    >>> differences(panic, panic.model_copy(update={"gates": panic.gates[1:]}))
    (Difference(kind='gone', where='check', name='A medical clinician has looked at the attacks and other causes \
(heart rhythm, thyroid, asthma, seizures, medicines, caffeine and drugs) were considered.'),)
    """
    found: list[Difference] = []
    for where, part in _PARTS.items():
        found += _compared(where, part(before), part(after))
    return tuple(found)


Named = Mapping[str, tuple[str, Any]]  # what it is told by -> how it is called, and all of it


def _compared(where: str, before: Named, after: Named) -> Iterable[Difference]:
    for key, (name, content) in after.items():
        if key not in before:
            yield Difference("new", where, name)
        elif before[key][1] != content:
            yield Difference("changed", where, name)
    for key, (name, _) in before.items():
        if key not in after:
            yield Difference("gone", where, name)


def _facts(one: Protocol) -> Named:
    return {
        "dose": ("dose", one.dose),
        "frame": ("frame", one.frame),
        "not_for": ("not_for", one.not_for),
        "excludes": ("excludes", one.excludes),
        "builds_on": ("builds_on", one.builds_on),
        "not_working_if": ("not_working_if", one.not_working_if),
        "ending": ("ending", one.ending),
    }


_PARTS: Mapping[str, Any] = {
    "check": lambda one: {gate.id: (gate.text, gate) for gate in one.gates},
    "harm": lambda one: {harm.id: (harm.text, harm) for harm in one.harms},
    "phase": lambda one: {phase.id: (phase.title, phase) for phase in one.phases},
    "meeting": lambda one: {str(page.n): (page.title, page) for page in one.sessions},
    "technique": lambda one: {technique.id: (technique.name, technique) for technique in one.techniques},
    "fact": _facts,
}
