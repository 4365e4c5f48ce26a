"""The protocol document: for whom, by whom, how much, what it may do for and to a person, and its sessions."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from kith.science.protocols.exclusions import Exclusion
from kith.science.protocols.session import Frame, ProtocolSession
from kith.science.protocols.strengths import Strength
from kith.science.protocols.targets import Target
from kith.science.sources import (
    EvidenceStatement,
    Id,
    LibraryValue,
    Paragraph,
    Provenance,
    Review,
    Sentence,
    Source,
    Version,
)

__all__ = [
    "Adaptations",
    "Contact",
    "Deliverer",
    "Dose",
    "Ending",
    "Gate",
    "GroupSize",
    "Harm",
    "Phase",
    "Principle",
    "Protocol",
    "Reflection",
    "Role",
    "Target",
    "Technique",
]

Format = Literal["individual", "couple", "family", "group", "peer", "self_guided", "blended"]
Goal = Literal["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"]
MissionLine = Annotated[str, Field(pattern=r"^[TSP][0-9]{1,2}$")]
Setting = Literal["clinic", "hospital", "community", "home", "school", "workplace", "online"]
Profession = Literal[
    "psychotherapist",
    "counsellor",
    "nurse",
    "social_worker",
    "doctor",
    "occupational_therapist",
    "arts_therapist",
    "employment_specialist",
    "pharmacist",
    "teacher",
    "school_counsellor",
    "coach",
    "lay_worker",
    "peer_supporter",
    "volunteer",
    "self",
]


class Gate(LibraryValue):
    """A condition that a named person must attest before a step begins."""

    id: Id
    text: Sentence
    attested_by: Literal["clinician"]
    before_session: Annotated[int, Field(ge=1)] = 1


class Frequency(LibraryValue):
    """In how many of a hundred people something was counted, at the least and at the most, and `who` they were."""

    who: Sentence
    least_of_100: Annotated[float, Field(gt=0, le=100)]
    most_of_100: Annotated[float, Field(gt=0, le=100)]
    source: Id
    provenance: Provenance


class Harm(LibraryValue):
    """Something this work can do to a person, how it shows, and what to do then.

    Without `how_often` nobody knows how often it happens, and every page says so: it is never nought.
    """

    id: Id
    text: Sentence
    look_for: Sentence
    do: Sentence
    how_often: Frequency | None = None
    safety_response: Id | None = None


class Dose(LibraryValue):
    """How much of it: the fewest and most meetings, how long, how often."""

    sessions_min: Annotated[int, Field(ge=1)]
    sessions_max: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=10, le=480)]
    frequency: Sentence


class GroupSize(LibraryValue):
    """The fewest and most members. `of_families` where each of them comes with a family: then these are families."""

    min: Annotated[int, Field(ge=2)]
    max: Annotated[int, Field(ge=2)]
    of_families: bool = False


class Deliverer(LibraryValue):
    """Who may lead it, what they must be able to do, and who looks over their shoulder."""

    professions: Annotated[tuple[Profession, ...], Field(min_length=1)]
    who: Sentence
    competence: Sentence
    supervision: Sentence


class Phase(LibraryValue):
    """A stretch of the work with one purpose; `done_when` says by what one sees that the next may begin."""

    id: Id
    title: Sentence
    purpose: Paragraph
    done_when: Sentence


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
    """What the last meetings leave behind, the form it is written on, and when to meet and measure again.

    `carer_measures` are asked again of those who care, and never of the client.
    """

    relapse_prevention: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    worksheet: Id | None = None
    measures: Annotated[tuple[Id, ...], Field(min_length=1)]
    carer_measures: tuple[Id, ...] = ()
    booster_after_weeks: tuple[Annotated[int, Field(ge=1, le=104)], ...] = ()
    follow_up_months: Annotated[tuple[Annotated[float, Field(gt=0, le=60)], ...], Field(min_length=1)]


class Role(LibraryValue):
    """A part that a member or facilitator takes in the meeting."""

    id: Id
    title: Sentence
    what: Paragraph
    taken_by: Literal["member", "facilitator"]


class Principle(LibraryValue):
    """A rule the whole work stands on, where the modality has such rules."""

    id: Id
    title: Sentence
    what: Paragraph


class Contact(LibraryValue):
    """Something that belongs to the work outside its meetings: a coaching call, a visit to an employer."""

    id: Id
    title: Sentence
    with_whom: Sentence
    when: Sentence
    rules: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    worksheet: Id | None = None


class Reflection(LibraryValue):
    """A question the practitioner thinks about after a meeting; the answer is a process note that only they read."""

    id: Id
    about: Literal["focus", "pattern", "rupture", "repair", "feeling", "process"]
    prompt: Sentence


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
    excludes: tuple[Exclusion, ...] = ()
    builds_on: tuple[Strength, ...] = ()
    gates: tuple[Gate, ...]
    harms: Annotated[tuple[Harm, ...], Field(min_length=1)]
    explanation_for_client: Paragraph
    format: Annotated[tuple[Format, ...], Field(min_length=1)]
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)]
    dose: Dose
    group_size: GroupSize | None = None
    deliverers: Annotated[tuple[Deliverer, ...], Field(min_length=1)]
    goes_with: tuple[Id, ...] = ()
    formulation: Id | None = None
    principles: tuple[Principle, ...] = ()
    targets: tuple[Target, ...] = ()
    contacts: tuple[Contact, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    roles: tuple[Role, ...] = ()
    lessons: Annotated[tuple[Id, ...], Field(min_length=1)]
    frame: Frame | None = None
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

    @property
    def worksheets(self) -> tuple[str, ...]:
        """Every worksheet that the meetings, the contacts and the ending name, each once."""
        named = [sheet.worksheet for page in self.pages for sheet in page.sheets]
        named += [work.worksheet for page in self.pages for work in page.between if work.worksheet is not None]
        named += [contact.worksheet for contact in self.contacts if contact.worksheet is not None]
        named += [self.ending.worksheet] if self.ending.worksheet is not None else []
        return tuple(dict.fromkeys(named))

    @cached_property
    def pages(self) -> tuple[ProtocolSession, ...]:
        """The meetings as they are run, each between the shared opening and closing."""
        return tuple(session.framed(self.frame) for session in self.sessions)

    @property
    def first_together(self) -> int:
        """The number of the first meeting that a group has as a group."""
        return next(session.n for session in self.sessions if not session.before_group)

    def session(self, n: int) -> ProtocolSession:
        """The page for the nth meeting, with its frame. Raises KeyError naming the meetings there are.

        Meetings that share a page (`to`) give the same page.
        """
        for page in self.pages:
            if page.n <= n <= page.last:
                return page
        raise KeyError(f"{self.id} has meetings 1 to {self.sessions[-1].last}; there is no meeting {n}.")
