"""The forms a person works through: what is asked, how an entry is checked, what is computed from it."""

from kith.science.worksheets.conditions import AskedIf, SheetFlag, is_met
from kith.science.worksheets.course import Course, course_of, entry_so_far, shown_fields, values_so_far
from kith.science.worksheets.entry import Entry, EntryProblem, FieldProblem, check_entry, is_asked, written_words
from kith.science.worksheets.faults import worksheet_faults
from kith.science.worksheets.fields import Field, KeepInView
from kith.science.worksheets.worksheet import Chart, Step, Worksheet

__all__ = [
    "AskedIf",
    "Chart",
    "Course",
    "Entry",
    "EntryProblem",
    "Field",
    "FieldProblem",
    "KeepInView",
    "SheetFlag",
    "Step",
    "Worksheet",
    "check_entry",
    "course_of",
    "is_asked",
    "is_met",
    "shown_fields",
    "entry_so_far",
    "values_so_far",
    "worksheet_faults",
    "written_words",
]
