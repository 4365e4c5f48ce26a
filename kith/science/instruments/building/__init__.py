"""A measure being written: one change at a time on a half-finished document, and what is still missing from it.

The document is always in the library's own form; only the worked examples are kept by question until they are cases.
"""

from kith.science.instruments.building.content import (
    Content,
    Reading,
    blank,
    copied,
    next_version,
    read,
    settle,
    text_at,
    word_places,
)
from kith.science.instruments.building.differing import Difference, differences
from kith.science.instruments.building.dispatching import CHANGES, change
from kith.science.instruments.building.examples import Worked, case_faults, cases_of, work_out
from kith.science.instruments.building.gaps import FEWEST_EXAMPLES, Gap, gaps
from kith.science.instruments.building.limits import ChangeProblem
from kith.science.instruments.building.meaning import BandRow

__all__ = [
    "BandRow",
    "CHANGES",
    "ChangeProblem",
    "Content",
    "Difference",
    "FEWEST_EXAMPLES",
    "Gap",
    "Reading",
    "Worked",
    "blank",
    "case_faults",
    "cases_of",
    "change",
    "copied",
    "differences",
    "gaps",
    "next_version",
    "read",
    "settle",
    "text_at",
    "word_places",
    "work_out",
]
