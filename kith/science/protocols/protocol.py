"""The protocol document: for whom, by whom, how much, what it may do for and to a person, and its sessions."""

from typing import Annotated, Literal

from pydantic import Field

from kith.science.protocols.session import ProtocolSession
from kith.science.sources import EvidenceStatement, Id, LibraryValue, Paragraph, Review, Sentence, Source, Version

__all__ = [
    "Adaptations",
    "Deliverer",
    "Dose",
    "Ending",
    "Gate",
    "GroupSize",
    "Harm",
    "Phase",
    "Protocol",
    "Role",
    "Technique",
]

Format = Literal["individual", "couple", "family", "group", "peer", "self_guided", "blended"]
Goal = Literal["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"]
MissionLine = Annotated[str, Field(pattern=r"^[TSP][0-9]{1,2}$")]
Setting = Literal["clinic", "hospital", "community", "home", "school", "workplace", "online"]


class Gate(LibraryValue):
    """A condition that a named person must attest before a step begins."""

    id: Id
    text: Sentence
    attested_by: Literal["clinician"]
    before_session: Annotated[int, Field(ge=1)] = 1


class Harm(LibraryValue):
    """Something this work can do to a person, how it shows, and what to do then."""

    id: Id
    text: Sentence
    look_for: Sentence
    do: Sentence
    safety_response: Id | None = None


class Dose(LibraryValue):
    """How much of it: the fewest and most meetings, how long, how often."""

    sessions_min: Annotated[int, Field(ge=1)]
    sessions_max: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=10, le=480)]
    frequency: Sentence


class GroupSize(LibraryValue):
    """The fewest and most members."""

    min: Annotated[int, Field(ge=2)]
    max: Annotated[int, Field(ge=2)]


class Deliverer(LibraryValue):
    """Who may lead it and what they must be able to do."""

    who: Sentence
    competence: Sentence


class Phase(LibraryValue):
    """A stretch of the work with one purpose."""

    id: Id
    title: Sentence
    purpose: Paragraph


class Technique(LibraryValue):
    """A thing the practitioner does, explained once and pointed at from the sessions."""

    id: Id
    name: Sentence
    what: Paragraph


class Adaptations(LibraryValue):
    """What may change for this person, and how, so that the work stays itself."""

    language: Paragraph
    culture: Paragraph
    literacy: Paragraph
    remote: Paragraph
    low_resource: Paragraph


class Ending(LibraryValue):
    """What the last meetings leave behind and when to look again."""

    relapse_prevention: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    follow_up_months: Annotated[tuple[Annotated[float, Field(gt=0, le=60)], ...], Field(min_length=1)]


class Role(LibraryValue):
    """A part that a member or facilitator takes in the meeting."""

    id: Id
    title: Sentence
    what: Paragraph
    taken_by: Literal["member", "facilitator"]


class Protocol(LibraryValue):
    """An intervention that can be run from this document alone, session by session."""

    id: Id
    version: Version
    title: Sentence
    title_for_client: Sentence
    summary: Paragraph
    problems: Annotated[tuple[Id, ...], Field(min_length=1)]
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]
    mission: Annotated[tuple[MissionLine, ...], Field(min_length=1)]
    who_it_may_help: Paragraph
    not_for: tuple[Sentence, ...]
    gates: tuple[Gate, ...]
    harms: Annotated[tuple[Harm, ...], Field(min_length=1)]
    explanation_for_client: Paragraph
    format: Annotated[tuple[Format, ...], Field(min_length=1)]
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)]
    dose: Dose
    group_size: GroupSize | None = None
    deliverers: Annotated[tuple[Deliverer, ...], Field(min_length=1)]
    formulation: Id | None = None
    roles: tuple[Role, ...] = ()
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    techniques: Annotated[tuple[Technique, ...], Field(min_length=1)]
    sessions: Annotated[tuple[ProtocolSession, ...], Field(min_length=1)]
    adaptations: Adaptations
    review_after_sessions: Annotated[int, Field(ge=1)]
    not_working_if: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    ending: Ending
    evidence: Annotated[tuple[EvidenceStatement, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review: Review

    def session(self, n: int) -> ProtocolSession:
        """The page for the nth meeting. Raises KeyError naming the meetings there are.

        Meetings that share a page (`to`) give the same page.
        """
        for page in self.sessions:
            if page.n <= n <= page.last:
                return page
        raise KeyError(f"{self.id} has meetings 1 to {self.sessions[-1].last}; there is no meeting {n}.")
