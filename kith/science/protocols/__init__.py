"""An intervention, session by session: what a practitioner needs to run it and a client to agree to it."""

from kith.science.protocols.course import (
    Band,
    Course,
    GateDue,
    PageRef,
    PlannedMeeting,
    beside_page,
    gates_of,
    joined,
    own_course,
    page_for,
)
from kith.science.protocols.exclusions import CIRCUMSTANCES, Circumstance, Exclusion
from kith.science.protocols.faults import protocol_faults
from kith.science.protocols.fidelity import ADHERENT_FROM, MOST_POINTS, Fidelity, fidelity
from kith.science.protocols.protocol import Harm, Protocol, Technique
from kith.science.protocols.session import (
    AgendaItem,
    Between,
    Exercise,
    FidelityItem,
    Frame,
    ProtocolSession,
    SheetUsed,
)
from kith.science.protocols.strengths import STRENGTHS, Strength
from kith.science.protocols.tailoring import WAYS, Change, CourseProblem, course_of, course_with
from kith.science.protocols.targets import Target, TargetSign, first_target
from kith.science.protocols.versions import Difference, differences

__all__ = [
    "ADHERENT_FROM",
    "CIRCUMSTANCES",
    "MOST_POINTS",
    "STRENGTHS",
    "WAYS",
    "AgendaItem",
    "Band",
    "Between",
    "Change",
    "Circumstance",
    "Course",
    "CourseProblem",
    "Difference",
    "Exclusion",
    "Exercise",
    "Fidelity",
    "FidelityItem",
    "Frame",
    "GateDue",
    "Harm",
    "PageRef",
    "PlannedMeeting",
    "Protocol",
    "ProtocolSession",
    "SheetUsed",
    "Strength",
    "Target",
    "TargetSign",
    "Technique",
    "beside_page",
    "course_of",
    "course_with",
    "differences",
    "fidelity",
    "first_target",
    "gates_of",
    "joined",
    "own_course",
    "page_for",
    "protocol_faults",
]
