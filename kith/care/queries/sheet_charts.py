"""What the charts of a worksheet draw, for pages: from what a query has read already, without another look."""

from kith.science.worksheets import Worksheet
from kith.science.worksheets.charting import Bars, Chain, Circle, Counts, Drawable, Line, Lines, across, within
from kith.science.worksheets.summarising import CountWeek, NumberWeek, Week

__all__ = [
    "Bars",
    "Chain",
    "Circle",
    "CountWeek",
    "Counts",
    "Drawable",
    "Line",
    "Lines",
    "NumberWeek",
    "Week",
    "Worksheet",
    "across",
    "within",
]
