"""Makes numbers of people fit to leave the service, so that what is shown does not give back what is withheld."""

from kith.science.disclosure.counts import (
    NOBODY,
    ROUNDED_TO,
    SMALL_NUMBERS,
    SMALLEST_SHOWN,
    ShownCount,
    ShownRate,
    shown_count,
    shown_figure,
    shown_rate,
)

__all__ = [
    "NOBODY",
    "ROUNDED_TO",
    "SMALLEST_SHOWN",
    "SMALL_NUMBERS",
    "ShownCount",
    "ShownRate",
    "shown_count",
    "shown_figure",
    "shown_rate",
]
