"""Which protocols may be offered to one person and why, how what to expect is learned, and who is offered less."""

from kith.science.recommendation.auditing import GroupAudit, audit
from kith.science.recommendation.inputs import ASKED_ALWAYS, NEEDED, OLDEST, Input, Lacking, Limit, lacking
from kith.science.recommendation.offers import (
    COMPARATORS,
    STEP_OF_FORMAT,
    Comparator,
    Dose,
    Evidence,
    Offer,
    ServiceSide,
    offer_from,
)
from kith.science.recommendation.options import Barred, Excluded, Option, Options, ToAsk, options
from kith.science.recommendation.person import (
    PROTECTED,
    AccessNeed,
    Known,
    PastHelp,
    Person,
    Preferences,
    Severity,
    check_not_protected,
)
from kith.science.recommendation.problems import RecommendationProblem
from kith.science.recommendation.reasons import LONG_WAIT_WEEKS, MEANINGFUL_DIFFERENCE, Fit, Reason
from kith.science.recommendation.telling_apart import DIFFERENCE_LEVEL, difference, is_clearly_better, tiers

__all__ = [
    "ASKED_ALWAYS",
    "COMPARATORS",
    "DIFFERENCE_LEVEL",
    "LONG_WAIT_WEEKS",
    "MEANINGFUL_DIFFERENCE",
    "NEEDED",
    "OLDEST",
    "PROTECTED",
    "STEP_OF_FORMAT",
    "AccessNeed",
    "Barred",
    "Comparator",
    "Dose",
    "Evidence",
    "Excluded",
    "Fit",
    "GroupAudit",
    "Input",
    "Known",
    "Lacking",
    "Limit",
    "Offer",
    "Option",
    "Options",
    "PastHelp",
    "Person",
    "Preferences",
    "Reason",
    "RecommendationProblem",
    "ServiceSide",
    "Severity",
    "ToAsk",
    "audit",
    "check_not_protected",
    "difference",
    "is_clearly_better",
    "lacking",
    "offer_from",
    "options",
    "tiers",
]
