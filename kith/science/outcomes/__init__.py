"""Adds people's outcomes up to rates with their denominators, intervals and completeness, fit to be shown."""

from kith.science.outcomes.capacity import (
    GroupsRunning,
    PublishedCapacity,
    PublishedMissing,
    StaffWork,
    capacity_results,
    missing_results,
)
from kith.science.outcomes.categories import CategoryTotals, total_by_group, total_categories
from kith.science.outcomes.data_set import (
    ContactRow,
    DataSet,
    Finding,
    ReferralRow,
    ScoreRow,
    validate,
)
from kith.science.outcomes.funnel import Journey, Step, funnel, has_finished_course
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

__all__ = [
    "EIGHTEEN_WEEKS_IN_DAYS",
    "METHOD",
    "SIX_WEEKS_IN_DAYS",
    "AlertFacts",
    "CategoryTotals",
    "ContactRow",
    "DataSet",
    "EpisodeFacts",
    "Finding",
    "FunnelLimits",
    "GroupsRunning",
    "IndividualsLimits",
    "Journey",
    "LevelTimes",
    "Period",
    "ProgrammeResults",
    "PublishedCapacity",
    "PublishedCount",
    "PublishedFigure",
    "PublishedMissing",
    "PublishedRange",
    "PublishedRate",
    "Rate",
    "RecoveryRates",
    "ReferralRow",
    "ScoreRow",
    "Speed",
    "StaffWork",
    "Step",
    "Wait",
    "Waits",
    "capacity_results",
    "days_waited",
    "funnel",
    "funnel_limits",
    "has_finished_course",
    "individuals_limits",
    "missing_results",
    "place",
    "programme_results",
    "publish_count",
    "publish_figure",
    "publish_ranges",
    "publish_rate",
    "rate",
    "recovery_of",
    "recovery_rates",
    "response_times",
    "summarise_waits",
    "total_by_group",
    "total_categories",
    "validate",
]
