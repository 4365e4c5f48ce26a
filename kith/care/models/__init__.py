"""The nouns of the record: each an entry of GLOSSARY.md that names its private fields and its row of the policy."""

from kith.care.models.access import Block, Consent, Grant
from kith.care.models.activities import Activity, ActivityWish, Outing
from kith.care.models.agenda import AgendaPoint, AgendaWish
from kith.care.models.agreements import AgreementText, AgreementYes
from kith.care.models.allocating import Allocation, AppointmentWish, Availability
from kith.care.models.asking import MeasureRequest, MeasureSchedule
from kith.care.models.audit import AuditEvent, AuditSubject, ChainHead
from kith.care.models.authoring import OwnDocument, OwnInstrument
from kith.care.models.bulk import BulkExport, FilesOut
from kith.care.models.caring import Carer, CarerLoad, CarerPlan
from kith.care.models.choosing import PlanChoice, PlanningFacts
from kith.care.models.connections import Connection, MapShare
from kith.care.models.delivery import (
    Assignment,
    Attendance,
    Entry,
    Facilitation,
    Group,
    GroupEntry,
    GroupNote,
    Membership,
    Reply,
    Session,
    SessionRecord,
)
from kith.care.models.duty import Absence, Concern, Countersign, DutyShift
from kith.care.models.engaging import Barrier, FirstContact, Outreach, OutreachDecision, OutreachTry, Remedy
from kith.care.models.evaluating import CourseReference, Evaluation, LearnedBenefit, SnapshotRequest
from kith.care.models.evidence import EvidenceSignOff
from kith.care.models.explaining import LimitsTalk
from kith.care.models.families import AskedAlone, Confidence, FamilyPicture, JointSummary, SummaryAnswer
from kith.care.models.group_work import AskedAfter, ChoiceRound, Debrief, GroupWait, KeptApart, MeetingMarks
from kith.care.models.harms import HarmEvent, HarmJudgement, SafeguardingEntry, SafeguardingJudgement
from kith.care.models.hiding import SafeModeStep
from kith.care.models.inviting import Invitation
from kith.care.models.keys import DataKey
from kith.care.models.measuring import Draft, Measurement, Score, Withdrawal
from kith.care.models.messages import OutboxMessage
from kith.care.models.peer_register import PeerCheck, PeerRegisterEntry
from kith.care.models.peers import PeerAnswer, PeerContact, PeerMatch, PeerMatchReview, PeerOffer, PeerWish
from kith.care.models.people import CareRelationship, Client, ContactRule, Role, Service, Site, SupervisionLink, User
from kith.care.models.practising import CardReview, PracticeRun, Sheet, WorkPicture
from kith.care.models.refusals import BadInput, Refusal, Stale, WrongMoment
from kith.care.models.research import ResearchExtract
from kith.care.models.reviewing import CaseDiscussion, OwnView, ReviewTry, StepChange
from kith.care.models.running import (
    KeptDocument,
    PhaseChange,
    PlanEnding,
    ProcessNote,
    SignOff,
    Tailoring,
    TechniqueUse,
)
from kith.care.models.safety import Alert, AlertStep, SafetyPlan
from kith.care.models.safety_talks import FollowUp, FollowUpTry, SafetyPlanReview, SafetyTalk
from kith.care.models.single_cases import SingleCase
from kith.care.models.sociotherapy import (
    DecisionResult,
    GroupDecision,
    GroupPhase,
    HereAndNow,
    LeaverAsked,
    RoleTurn,
)
from kith.care.models.stop_rule import StopDecision
from kith.care.models.trials import ArmDrawn, Enrolment, Trial, TrialArm, TrialError, TrialStep
from kith.care.models.warm_line import WarmLineCall, WarmLineShift
from kith.care.models.way import Assessment, Episode, Formulation, Goal, Plan, Problem, Referral, Review

__all__ = [
    "ArmDrawn",
    "Enrolment",
    "Activity",
    "ActivityWish",
    "Carer",
    "CarerLoad",
    "CarerPlan",
    "AgendaPoint",
    "AgendaWish",
    "AgreementText",
    "AgreementYes",
    "DecisionResult",
    "GroupDecision",
    "GroupPhase",
    "HereAndNow",
    "LearnedBenefit",
    "LeaverAsked",
    "RoleTurn",
    "Barrier",
    "FirstContact",
    "Outreach",
    "OutreachDecision",
    "OutreachTry",
    "Remedy",
    "AskedAlone",
    "Confidence",
    "JointSummary",
    "SummaryAnswer",
    "KeptApart",
    "GroupWait",
    "Debrief",
    "ChoiceRound",
    "AskedAfter",
    "Absence",
    "Alert",
    "Allocation",
    "AppointmentWish",
    "Availability",
    "AlertStep",
    "Assessment",
    "Assignment",
    "Attendance",
    "AuditEvent",
    "AuditSubject",
    "BadInput",
    "Block",
    "BulkExport",
    "CardReview",
    "CareRelationship",
    "CaseDiscussion",
    "ChainHead",
    "Client",
    "Concern",
    "Connection",
    "Consent",
    "ContactRule",
    "Countersign",
    "CourseReference",
    "DataKey",
    "Draft",
    "DutyShift",
    "Entry",
    "Episode",
    "Evaluation",
    "EvidenceSignOff",
    "Facilitation",
    "FamilyPicture",
    "FilesOut",
    "FollowUp",
    "FollowUpTry",
    "Formulation",
    "Goal",
    "Grant",
    "Group",
    "GroupEntry",
    "GroupNote",
    "HarmEvent",
    "HarmJudgement",
    "Invitation",
    "KeptDocument",
    "LimitsTalk",
    "MapShare",
    "MeasureRequest",
    "MeasureSchedule",
    "Measurement",
    "MeetingMarks",
    "Membership",
    "OutboxMessage",
    "Outing",
    "OwnDocument",
    "OwnInstrument",
    "OwnView",
    "PeerAnswer",
    "PeerCheck",
    "PeerContact",
    "PeerMatch",
    "PeerOffer",
    "PeerRegisterEntry",
    "PeerMatchReview",
    "PeerWish",
    "PhaseChange",
    "Plan",
    "PlanChoice",
    "PlanEnding",
    "PlanningFacts",
    "PracticeRun",
    "Problem",
    "ProcessNote",
    "Referral",
    "Refusal",
    "ResearchExtract",
    "Reply",
    "Review",
    "ReviewTry",
    "Role",
    "SafeModeStep",
    "SafeguardingEntry",
    "SafeguardingJudgement",
    "SafetyPlan",
    "SafetyPlanReview",
    "SafetyTalk",
    "Score",
    "Service",
    "Session",
    "SessionRecord",
    "Sheet",
    "SignOff",
    "SingleCase",
    "Site",
    "Stale",
    "SnapshotRequest",
    "StepChange",
    "StopDecision",
    "SupervisionLink",
    "Tailoring",
    "TechniqueUse",
    "Trial",
    "TrialArm",
    "TrialError",
    "TrialStep",
    "User",
    "WarmLineCall",
    "WarmLineShift",
    "Withdrawal",
    "WorkPicture",
    "WrongMoment",
]
