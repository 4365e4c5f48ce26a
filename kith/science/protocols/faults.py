"""What can be wrong inside one protocol although every value has the right shape."""

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, repeated, review_faults, source_faults, unknown_name
from kith.science.protocols.exclusions import exclusion_faults
from kith.science.protocols.protocol import Frequency, Protocol
from kith.science.protocols.session import ProtocolSession

__all__ = ["protocol_faults"]


def protocol_faults(protocol: Protocol, document: Document) -> list[LibraryProblem]:
    """Every inner contradiction of a protocol, each with its line.

    Checked: agenda minutes add up; meetings run from 1 without gap or overlap,
    those before a group first, and fit the dose; phases, techniques and sources that are named exist and
    are used; a group has a size; ids are not used twice; each piece of work
    names exactly one thing.
    """
    return [
        *review_faults(document, protocol.review),
        *source_faults(
            document,
            protocol.sources,
            [
                *((("evidence", i, "source"), row.source) for i, row in enumerate(protocol.evidence)),
                *((("harms", i, "how_often", "source"), one.source) for i, one in _counted(protocol)),
            ],
        ),
        *_name_faults(protocol, document),
        *_dose_faults(protocol, document),
        *_count_faults(protocol, document),
        *_order_faults(protocol, document),
        *(
            problem
            for i, session in enumerate(protocol.sessions)
            for problem in _session_faults(protocol, session, document, ("sessions", i))
        ),
        *_frame_faults(protocol, document),
        *_unused_faults(protocol, document),
        *exclusion_faults(protocol.excludes, document),
    ]


def _name_faults(protocol: Protocol, document: Document) -> list[LibraryProblem]:
    return [
        *repeated(document, ("phases",), "phases", [phase.id for phase in protocol.phases]),
        *repeated(document, ("techniques",), "techniques", [technique.id for technique in protocol.techniques]),
        *repeated(document, ("builds_on",), "builds_on", protocol.builds_on),
        *repeated(document, ("gates",), "gates", [gate.id for gate in protocol.gates]),
        *repeated(document, ("harms",), "harms", [harm.id for harm in protocol.harms]),
        *repeated(document, ("roles",), "roles", [role.id for role in protocol.roles]),
        *repeated(document, ("principles",), "principles", [principle.id for principle in protocol.principles]),
        *repeated(document, ("targets",), "targets", [target.id for target in protocol.targets]),
        *repeated(document, ("contacts",), "contacts", [contact.id for contact in protocol.contacts]),
        *repeated(document, ("reflections",), "reflections", [one.id for one in protocol.reflections]),
    ]


def _counted(protocol: Protocol) -> list[tuple[int, Frequency]]:
    return [(i, one.how_often) for i, one in enumerate(protocol.harms) if one.how_often is not None]


def _count_faults(protocol: Protocol, document: Document) -> list[LibraryProblem]:
    return [
        document.problem(
            ("harms", i, "how_often", "least_of_100"),
            "The least that was counted exceeds the most",
            f"{one.least_of_100:g} to {one.most_of_100:g}",
            "the smaller first",
        )
        for i, one in _counted(protocol)
        if one.least_of_100 > one.most_of_100
    ]


def _dose_faults(protocol: Protocol, document: Document) -> list[LibraryProblem]:
    dose, size, problems = protocol.dose, protocol.group_size, []
    if dose.sessions_min > dose.sessions_max:
        found = f"{dose.sessions_min} to {dose.sessions_max}"
        problems.append(
            document.problem(
                ("dose", "sessions_min"), "The fewest sessions exceed the most", found, "the smaller first"
            )
        )
    if size is not None and size.min > size.max:
        found = f"{size.min} to {size.max}"
        problems.append(
            document.problem(
                ("group_size", "min"), "The smallest group exceeds the largest", found, "the smaller first"
            )
        )
    if size is None and "group" in protocol.format:
        problems.append(
            document.problem(("format",), "A group needs a size", "no group_size", "group_size: {min: 6, max: 10}")
        )
    if protocol.review_after_sessions > dose.sessions_max:
        problems.append(
            document.problem(
                ("review_after_sessions",),
                "The review comes after the work has ended",
                str(protocol.review_after_sessions),
                f"a number from 1 to {dose.sessions_max}",
            )
        )
    return problems


def _order_faults(protocol: Protocol, document: Document) -> list[LibraryProblem]:
    problems, expected = [], 1
    for i, session in enumerate(protocol.sessions):
        if session.n != expected or session.last < session.n:
            found = f"{session.n} to {session.last}"
            problems.append(
                document.problem(("sessions", i, "n"), "Meetings must follow one another", found, f"n: {expected}")
            )
        expected = max(session.last, session.n) + 1
    problems += _before_group_faults(protocol, document)
    planned, dose = expected - 1, protocol.dose
    if not dose.sessions_min <= planned <= dose.sessions_max:
        instead = f"{dose.sessions_min} to {dose.sessions_max} meetings, or another dose"
        problems.append(
            document.problem(("sessions",), "The meetings do not fit the dose", f"{planned} meetings", instead)
        )
    return problems


def _before_group_faults(protocol: Protocol, document: Document) -> list[LibraryProblem]:
    """What is held before a group meets comes first, in work that a group does, and is not all of it."""
    before = [session.before_group for session in protocol.sessions]
    if protocol.group_size is None and any(before):
        what, instead = "No group comes after this meeting", "group_size, or leave before_group out"
        at = ("sessions", before.index(True), "before_group")
        return [document.problem(at, what, "before_group without a group_size", instead)]
    if before != sorted(before, reverse=True) or all(before):
        last = len(before) - 1 - before[::-1].index(True)
        what, instead = "Meetings before the group come first, and the group meets after them", "no before_group here"
        return [document.problem(("sessions", last, "before_group"), what, "before_group: true", instead)]
    return []


def _session_faults(protocol: Protocol, session: ProtocolSession, document: Document, loc: Loc) -> list[LibraryProblem]:
    techniques = [technique.id for technique in protocol.techniques]
    phases = [phase.id for phase in protocol.phases]
    shared = [item.id for item in protocol.frame.fidelity] if protocol.frame and not session.without_frame else []
    watched = [*shared, *(item.id for item in session.fidelity)]
    problems = repeated(document, (*loc, "fidelity"), "fidelity items", watched)
    if not watched:
        what, instead = "Nothing is watched in this meeting", "a fidelity item here or in the frame"
        problems.append(document.problem((*loc, "fidelity"), what, "no fidelity item", instead))
    if session.phase not in phases:
        problems.append(unknown_name(document, (*loc, "phase"), "phase", session.phase, phases))
    for i, item in enumerate(session.agenda):
        if item.technique is not None and item.technique not in techniques:
            at = (*loc, "agenda", i, "technique")
            problems.append(unknown_name(document, at, "technique", item.technique, techniques))
    for i, name in enumerate(session.techniques):
        if name not in techniques:
            problems.append(unknown_name(document, (*loc, "techniques", i), "technique", name, techniques))
    for i, work in enumerate(session.between):
        if len(work.named()) != 1:
            found = ", ".join(kind for kind, _ in work.named()) or "none"
            instead = "exactly one of worksheet, practice, lesson, task"
            problems.append(
                document.problem((*loc, "between", i), "Work between sessions names one thing", found, instead)
            )
    problems += _minutes_faults(protocol, session, document, loc)
    return problems


def _frame_faults(protocol: Protocol, document: Document) -> list[LibraryProblem]:
    if protocol.frame is None:
        return []
    techniques = [technique.id for technique in protocol.techniques]
    return [
        unknown_name(document, ("frame", part, i, "technique"), "technique", item.technique, techniques)
        for part, items in (("opening", protocol.frame.opening), ("closing", protocol.frame.closing))
        for i, item in enumerate(items)
        if item.technique is not None and item.technique not in techniques
    ]


def _minutes_faults(protocol: Protocol, session: ProtocolSession, document: Document, loc: Loc) -> list[LibraryProblem]:
    planned = protocol.dose.minutes if session.minutes is None else session.minutes
    around = protocol.frame.minutes if protocol.frame is not None and not session.without_frame else 0
    used = around + sum(item.minutes for item in session.agenda)
    if used == planned:
        return []
    what = f"The agenda of meeting {session.n} does not add up to its {planned} minutes"
    found = f"{used} minutes, {around} of them in the frame" if around else f"{used} minutes"
    instead = f"parts that add up to {planned - around}, or minutes: {used} on this meeting"
    return [document.problem((*loc, "agenda"), what, found, instead)]


def _unused_faults(protocol: Protocol, document: Document) -> list[LibraryProblem]:
    used = {name for session in protocol.sessions for name in session.techniques}
    used |= {item.technique for page in protocol.pages for item in page.agenda if item.technique is not None}
    problems = [
        document.problem(
            ("techniques", i),
            "This technique is explained but no meeting uses it",
            technique.id,
            "its id in a meeting's techniques or agenda, or remove it",
        )
        for i, technique in enumerate(protocol.techniques)
        if technique.id not in used
    ]
    phases = {session.phase for session in protocol.sessions}
    problems += [
        document.problem(
            ("phases", i), "This phase has no meeting", phase.id, "its id as the phase of a meeting, or remove it"
        )
        for i, phase in enumerate(protocol.phases)
        if phase.id not in phases
    ]
    return problems
