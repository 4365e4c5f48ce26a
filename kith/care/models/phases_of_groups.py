"""The meetings and phases of a group's intervention: which comes first, where the group is, what is asked next."""

from __future__ import annotations

from kith.care.models.delivery import Group
from kith.care.models.knowledge import library
from kith.science.protocols import ProtocolSession
from kith.science.protocols.protocol import Gate, Phase


def phases_of(group: Group) -> tuple[Phase, ...]:
    """The phases of the intervention in order; none where the library has lost it."""
    protocol = library().protocols.get(group.protocol)
    return protocol.phases if protocol else ()


def first_meeting(group: Group) -> int:
    """The number of a group's first meeting: those that are held with each alone beforehand are not its own."""
    protocol = library().protocols.get(group.protocol)
    return protocol.first_together if protocol else 1


def phase_now(group: Group) -> Phase | None:
    """Where its leaders last said that the group is; before they say anything, where its first meeting stands."""
    phases = phases_of(group)
    newest = group.phases.order_by("-moved_at", "-made_at", "-pk").first()
    said = next((one for one in phases if newest is not None and one.id == newest.phase), None)
    return said or planned_phase(group, first_meeting(group))


def planned_phase(group: Group, number: int) -> Phase | None:
    """The phase to which the intervention gives the meeting of this number."""
    protocol = library().protocols.get(group.protocol)
    try:
        page = protocol.session(number) if protocol else None
    except KeyError:
        return None
    return next((one for one in phases_of(group) if page is not None and one.id == page.phase), None)


def meeting_page(group: Group, number: int) -> ProtocolSession | None:
    """The intervention's page for a meeting of a group; past the last one that page again, as a circle goes on."""
    protocol = library().protocols.get(group.protocol)
    if protocol is None or number < 1:
        return None
    return protocol.session(min(number, protocol.sessions[-1].last))


def checklist_of(group: Group, number: int) -> dict[str, str]:
    """The checklist of the intervention's page for one meeting: item -> its words; empty where it has no page."""
    page = meeting_page(group, number)
    return {one.id: one.text for one in page.fidelity} if page else {}


def meetings_planned(group: Group, phase: str) -> tuple[int, ...]:
    """The numbers of the meetings that the intervention gives to a phase."""
    protocol = library().protocols.get(group.protocol)
    pages = [page for page in protocol.sessions if page.phase == phase] if protocol else []
    return tuple(number for page in pages for number in range(page.n, page.last + 1))


def gates_of(group: Group, phase: str) -> tuple[Gate, ...]:
    """What the intervention asks before the first meeting of a phase; what it asks before any meeting is left out."""
    protocol, planned = library().protocols.get(group.protocol), meetings_planned(group, phase)
    if protocol is None or not planned:
        return ()
    return tuple(gate for gate in protocol.gates if 1 < gate.before_session == planned[0])
