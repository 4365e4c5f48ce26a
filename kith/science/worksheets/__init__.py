"""The forms a person works through: what is asked, how an entry is checked, what is computed from it."""

from kith.science.worksheets import charting, summarising
from kith.science.worksheets.conditions import AskedIf, SheetFlag, is_met
from kith.science.worksheets.entry import Entry, EntryProblem, FieldProblem, check_entry, flags_met, is_asked
from kith.science.worksheets.faults import worksheet_faults
from kith.science.worksheets.fields import Computed, Field, KeepInView
from kith.science.worksheets.worksheet import Chart, Step, Worksheet

__all__ = [
    "AskedIf",
    "Chart",
    "Computed",
    "Entry",
    "EntryProblem",
    "Field",
    "FieldProblem",
    "KeepInView",
    "SheetFlag",
    "Step",
    "Worksheet",
    "charting",
    "check_entry",
    "flags_met",
    "is_asked",
    "is_met",
    "summarising",
    "worksheet_faults",
]
