"""Makes numbers of people fit to leave the service, so that what is shown does not give back what is withheld."""

from kith.science.disclosure.breakdowns import ShownBreakdowns, shown_breakdowns
from kith.science.disclosure.counts import (
    FEW_OR_NOBODY,
    GIVES_BACK,
    NOBODY,
    NOT_BROKEN_DOWN,
    ROUNDED_TO,
    SMALL_NUMBERS,
    SMALLEST_SHOWN,
    ShownCount,
    ShownRate,
    shown_count,
    shown_figure,
    shown_part,
    shown_rate,
)
from kith.science.disclosure.k_anonymity import SMALLEST_K, Anonymous, Ladder, anonymise
from kith.science.disclosure.limits import (
    FEWEST_PEOPLE,
    FEWEST_PRACTITIONERS,
    MOST_DIMENSIONS,
    TooFine,
    check_dimensions,
    check_drill_down,
    is_wide_enough,
    join_small_places,
)
from kith.science.disclosure.periods import PeriodOffered, offered_periods, quarters_over
from kith.science.disclosure.tables import ShownTable, shown_table

__all__ = [
    "FEWEST_PEOPLE",
    "FEWEST_PRACTITIONERS",
    "FEW_OR_NOBODY",
    "GIVES_BACK",
    "MOST_DIMENSIONS",
    "NOBODY",
    "NOT_BROKEN_DOWN",
    "ROUNDED_TO",
    "SMALLEST_K",
    "SMALLEST_SHOWN",
    "SMALL_NUMBERS",
    "Anonymous",
    "Ladder",
    "PeriodOffered",
    "ShownBreakdowns",
    "ShownCount",
    "ShownRate",
    "ShownTable",
    "TooFine",
    "anonymise",
    "check_dimensions",
    "check_drill_down",
    "is_wide_enough",
    "join_small_places",
    "offered_periods",
    "quarters_over",
    "shown_breakdowns",
    "shown_count",
    "shown_figure",
    "shown_part",
    "shown_rate",
    "shown_table",
]
