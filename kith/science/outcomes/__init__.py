"""Adds people's outcomes up to rates with their denominators, intervals and completeness, fit to be shown."""

from kith.science.outcomes.attention import Attention, attention
from kith.science.outcomes.capacity import (
    GroupsRunning,
    PublishedCapacity,
    PublishedMissing,
    StaffWork,
    capacity_results,
    missing_results,
)
from kith.science.outcomes.categories import CategoryTotals, total_by_group, total_categories
from kith.science.outcomes.change_size import (
    KNOWN_SCALES,
    ChangeSize,
    KnownScale,
    change_size,
    expected_return,
    standardised_change,
)
from kith.science.outcomes.comparators import Comparator, comparators
from kith.science.outcomes.data_set import (
    ContactRow,
    DataSet,
    Finding,
    ReferralRow,
    ScoreRow,
    validate,
)
from kith.science.outcomes.dated_limits import DatedLimits, policies_within
from kith.science.outcomes.funnel import Journey, Step, funnel, has_finished_course
from kith.science.outcomes.kinds import KindFacts, Place, PublishedKind, kind_results
from kith.science.outcomes.last_values import PublishedRule, counts_by_rule, known_of, recovery_by_rule
from kith.science.outcomes.limits import FunnelLimits, funnel_limits, place
from kith.science.outcomes.programme import METHOD, programme_results, recovery_of
from kith.science.outcomes.programme_values import AlertFacts, EpisodeFacts, Period, ProgrammeResults
from kith.science.outcomes.published import (
    PublishedCount,
    PublishedFigure,
    PublishedRange,
    PublishedRate,
    publish_count,
    publish_figure,
    publish_ranges,
    publish_rate,
)
from kith.science.outcomes.rates import Rate, rate
from kith.science.outcomes.recovery import RecoveryRates, recovery_rates
from kith.science.outcomes.response_times import LevelTimes, Speed, Wait, response_times
from kith.science.outcomes.trends import IndividualsLimits, individuals_limits
from kith.science.outcomes.waits import (
    EIGHTEEN_WEEKS_IN_DAYS,
    SIX_WEEKS_IN_DAYS,
    Waits,
    days_waited,
    summarise_waits,
)
from kith.science.outcomes.wider import PublishedWider, WiderFacts, wider_results

__all__ = [
    "EIGHTEEN_WEEKS_IN_DAYS",
    "KNOWN_SCALES",
    "METHOD",
    "SIX_WEEKS_IN_DAYS",
    "AlertFacts",
    "Attention",
    "CategoryTotals",
    "ChangeSize",
    "Comparator",
    "ContactRow",
    "DataSet",
    "DatedLimits",
    "EpisodeFacts",
    "Finding",
    "FunnelLimits",
    "GroupsRunning",
    "IndividualsLimits",
    "Journey",
    "KindFacts",
    "KnownScale",
    "LevelTimes",
    "Period",
    "Place",
    "ProgrammeResults",
    "PublishedCapacity",
    "PublishedCount",
    "PublishedFigure",
    "PublishedKind",
    "PublishedMissing",
    "PublishedRange",
    "PublishedRate",
    "PublishedRule",
    "PublishedWider",
    "Rate",
    "RecoveryRates",
    "ReferralRow",
    "ScoreRow",
    "Speed",
    "StaffWork",
    "Step",
    "Wait",
    "Waits",
    "WiderFacts",
    "attention",
    "capacity_results",
    "change_size",
    "comparators",
    "counts_by_rule",
    "days_waited",
    "expected_return",
    "funnel",
    "funnel_limits",
    "has_finished_course",
    "individuals_limits",
    "kind_results",
    "known_of",
    "missing_results",
    "place",
    "policies_within",
    "programme_results",
    "publish_count",
    "publish_figure",
    "publish_ranges",
    "publish_rate",
    "rate",
    "recovery_by_rule",
    "recovery_of",
    "recovery_rates",
    "response_times",
    "standardised_change",
    "summarise_waits",
    "total_by_group",
    "total_categories",
    "validate",
    "wider_results",
]
