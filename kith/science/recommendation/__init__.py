"""Which protocols may be offered to one person and why, how what to expect is learned, and who is offered less."""

from kith.science.recommendation.advantage import GAIN_LEVEL, LEAST_LIKELY, Advantage, personal_advantage
from kith.science.recommendation.auditing import GroupAudit, audit
from kith.science.recommendation.clusters import Spreads
from kith.science.recommendation.ended_choices import SHARES, ChoicesAudited, EndedChoice, GroupAudited, audit_ended
from kith.science.recommendation.episodes import FEWEST_EPISODES, Episodes, episodes
from kith.science.recommendation.here import BEGUN_WITH, KEPT_DAYS, BenefitHere, EndedCare, WhyNotHere, benefits_here
from kith.science.recommendation.inputs import ASKED_ALWAYS, NEEDED, OLDEST, PIECES, Input, Lacking, Limit, lacking
from kith.science.recommendation.moderation import Moderation, fit_moderation
from kith.science.recommendation.offers import (
    COMPARATORS,
    STANDARDISED,
    STEP_OF_FORMAT,
    Comparator,
    Dose,
    Evidence,
    Offer,
    ServiceSide,
    offer_from,
)
from kith.science.recommendation.options import Barred, Excluded, Option, Options, ToAsk, options
from kith.science.recommendation.own_effects import OwnEffects, own_effects
from kith.science.recommendation.person import (
    PROTECTED,
    AccessNeed,
    Known,
    PastHelp,
    Person,
    Preferences,
    Severity,
    check_not_protected,
    is_trait,
)
from kith.science.recommendation.personal import FURTHEST, PersonalLines, Shift, personal_lines
from kith.science.recommendation.personal_here import PersonalHere, personal_here
from kith.science.recommendation.problems import RecommendationProblem
from kith.science.recommendation.published import COUNTED_AS, published_evidence
from kith.science.recommendation.reasons import LONG_WAIT_WEEKS, MEANINGFUL_DIFFERENCE, Fit, Reason
from kith.science.recommendation.shrinking import LEVEL, SPREADS, Aim, Learned, Published, learn
from kith.science.recommendation.telling_apart import (
    DIFFERENCE_LEVEL,
    WHY_ALIKE,
    WhyAlike,
    difference,
    is_clearly_better,
    tiers,
    why_alike,
)
from kith.science.recommendation.unseen import unseen_in_slopes, unseen_variance, with_unseen
from kith.science.recommendation.who_got_what import overlap_weights, propensities, propensity_model
from kith.science.recommendation.wishes import MATTERS, WEIGHTS, Matter, Weighable, Weighed, weigh

__all__ = [
    "ASKED_ALWAYS",
    "BEGUN_WITH",
    "COMPARATORS",
    "COUNTED_AS",
    "DIFFERENCE_LEVEL",
    "FEWEST_EPISODES",
    "FURTHEST",
    "GAIN_LEVEL",
    "KEPT_DAYS",
    "LEAST_LIKELY",
    "LEVEL",
    "LONG_WAIT_WEEKS",
    "MATTERS",
    "MEANINGFUL_DIFFERENCE",
    "NEEDED",
    "OLDEST",
    "PIECES",
    "PROTECTED",
    "SHARES",
    "SPREADS",
    "STANDARDISED",
    "WEIGHTS",
    "WHY_ALIKE",
    "STEP_OF_FORMAT",
    "AccessNeed",
    "Advantage",
    "Aim",
    "Barred",
    "BenefitHere",
    "ChoicesAudited",
    "Comparator",
    "Dose",
    "EndedCare",
    "EndedChoice",
    "Episodes",
    "Evidence",
    "Excluded",
    "Fit",
    "GroupAudit",
    "GroupAudited",
    "Input",
    "Known",
    "Lacking",
    "Learned",
    "Limit",
    "Matter",
    "Moderation",
    "Offer",
    "Option",
    "Options",
    "OwnEffects",
    "PastHelp",
    "Person",
    "PersonalHere",
    "PersonalLines",
    "Preferences",
    "Published",
    "Reason",
    "RecommendationProblem",
    "ServiceSide",
    "Severity",
    "Shift",
    "Spreads",
    "ToAsk",
    "Weighable",
    "Weighed",
    "WhyAlike",
    "WhyNotHere",
    "audit",
    "audit_ended",
    "benefits_here",
    "check_not_protected",
    "difference",
    "episodes",
    "fit_moderation",
    "is_clearly_better",
    "is_trait",
    "lacking",
    "learn",
    "offer_from",
    "options",
    "overlap_weights",
    "own_effects",
    "personal_advantage",
    "personal_here",
    "personal_lines",
    "propensities",
    "propensity_model",
    "published_evidence",
    "tiers",
    "unseen_in_slopes",
    "unseen_variance",
    "weigh",
    "why_alike",
    "with_unseen",
]
