"""Flags of worksheets as an alert names them, and how soon the safety response behind each asks for contact."""

from __future__ import annotations

from kith.care.models.knowledge import library
from kith.science.pathways.safety_responses import Level
from kith.science.worksheets import SheetFlag


def name_of_flag(worksheet: str, flag: SheetFlag) -> str:
    """How an alert names it: `worksheet:flag`."""
    return f"{worksheet}:{flag.id}"


def flag_of_name(name: str) -> SheetFlag | None:
    """The flag of that name; None for the flag of a measure, and for one that has left the library."""
    worksheet, _colon, flag = name.partition(":")
    known = library().worksheets[worksheet].flags if flag and worksheet in library().worksheets else ()
    return next((each for each in known if each.id == flag), None)


def level_of_flag(flag: SheetFlag) -> Level:
    """The level it calls for; the most urgent one where the response has lost it, so that nobody waits longest."""
    levels = library().safety_responses[flag.response].levels
    return next((level for level in levels if level.id == flag.level), levels[-1])
