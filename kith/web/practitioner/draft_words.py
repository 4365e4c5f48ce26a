"""What is wrong with a draft, in the language of the page: what happened, what was found, what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.own_shapes import ProblemShown
from kith.web.practitioner.draft_labels import label_of

SENTENCES: dict[str, tuple[Any, Any]] = {
    "A group needs a size": (
        lazy("A group needs a size."),
        lazy("Say how many people at least and at most, or take the group out of the formats."),
    ),
    "Meetings must follow one another": (
        lazy("The meetings do not follow one another."),
        lazy("Number them without a gap."),
    ),
    "Meetings before the group come first": (
        lazy("A meeting that is held with each alone stands after the group has begun, or the group never meets."),
        lazy("Put such meetings first, and let the group meet after them."),
    ),
    "No group comes after this meeting": (
        lazy("A meeting is said to be before the group, and this is no work for a group."),
        lazy("Give the size of the group, or let the meeting be one like the others."),
    ),
    "Nothing is watched in this meeting": (
        lazy("Nothing in this meeting could be seen by an observer."),
        lazy("Add something here, or to what every meeting has."),
    ),
    "One circumstance has two rules": (
        lazy("One circumstance has two rules."),
        lazy("Keep one of them, or name another circumstance."),
    ),
    "Only what staff fill in is compared": (
        lazy("This is to hold nobody's name, and the person fills it in too."),
        lazy("Let staff alone fill it in, or take the comparison with names away."),
    ),
    "The fewest rows exceed the most": (
        lazy("The fewest rows are more than the most."),
        lazy("Put the smaller number first."),
    ),
    "The fewest sessions exceed the most": (
        lazy("The fewest meetings are more than the most."),
        lazy("Put the smaller number first."),
    ),
    "The smallest group exceeds the largest": (
        lazy("The smallest group is larger than the largest."),
        lazy("Put the smaller number first."),
    ),
    "The least that was counted exceeds the most": (
        lazy("The least that was counted is more than the most."),
        lazy("Put the smaller number first."),
    ),
    "The lower end must be below the upper": (
        lazy("The lowest number is not below the highest."),
        lazy("Put the smaller number first."),
    ),
    "The meetings do not fit the dose": (
        lazy("There are more or fewer meetings than it says."),
        lazy("Add or take away meetings, or change how much it is."),
    ),
    "The pacer stops within a breath": (
        lazy("The step ends within a breath."),
        lazy("Let it last as long as several whole breaths."),
    ),
    "The review comes after the work has ended": (
        lazy("It is looked at again only after it has ended."),
        lazy("Choose an earlier meeting."),
    ),
    "The steps do not last as long as the practice says": (
        lazy("The steps do not last as long as the practice says."),
        lazy("Change the minutes, or the seconds of the steps."),
    ),
    "There is no such answer": (
        lazy("There is no answer of this number."),
        lazy("Count the answers from 1."),
    ),
    "This chart mixes the rows of two repeats": (
        lazy("This picture mixes the rows of two tables."),
        lazy("Choose answers of one table."),
    ),
    "A chart of the kind": (
        lazy("This kind of picture cannot draw these answers."),
        lazy("Choose others, or another kind."),
    ),
    "A difference is between": (
        lazy("A difference is between two answers."),
        lazy("Choose two: the later first, then the earlier."),
    ),
    "A duration is between": (
        lazy("A duration is between two times."),
        lazy("Choose two: the earlier first, then the later."),
    ),
    "This comparison can never come true": (
        lazy("This comparison can never come true."),
        lazy("Compare with an answer that can be given."),
    ),
    "This label is off its scale": (
        lazy("These words stand at a number that the scale does not have."),
        lazy("Choose a number of the scale."),
    ),
    "This phase has no meeting": (
        lazy("This phase has no meeting."),
        lazy("Choose it in a meeting, or take it away."),
    ),
    "This technique is explained but no meeting uses it": (
        lazy("No meeting uses this technique."),
        lazy("Choose it in a meeting, or take it away."),
    ),
    "Two ": (
        lazy("Two parts are called the same inside."),
        lazy("Take one away and add it again under another name."),
    ),
    "Work between sessions names one thing": (
        lazy("It names no work, or more than one thing."),
        lazy("Choose one: a worksheet, a practice, a lesson or a task."),
    ),
    "The agenda of meeting": (
        lazy("The agenda does not add up to the minutes of the meeting."),
        lazy("Change the minutes of its parts, or of the meeting."),
    ),
    "A column is asked in every row": (
        lazy("A column is asked in every row."),
        lazy("Ask for the earlier answer at the step or at the whole table."),
    ),
    "A live repeat writes the time down first": (
        lazy("What is written down while it happens needs its time."),
        lazy("Make the first column a time of day."),
    ),
    "There is no ": (
        lazy("It points at something that is not there."),
        lazy("Choose one from the list."),
    ),
    "Not a known word": (
        lazy("This is none of the choices."),
        lazy("Choose one from the list."),
    ),
    "A heading of another level": (
        lazy("The lesson has a heading of another level."),
        lazy("Begin headings with ## or ###."),
    ),
    "A link must be safe to follow": (
        lazy("A link in the lesson cannot be followed safely."),
        lazy("Let it begin with https://."),
    ),
    "An image must lie in the library": (
        lazy("A lesson that is written here has no pictures."),
        lazy("Say it in words."),
    ),
    "A lesson written here has no images": (
        lazy("A lesson that is written here has no pictures."),
        lazy("Say it in words."),
    ),
    "Raw HTML is not shown": (
        lazy("The lesson contains HTML."),
        lazy("Say the same without < and >."),
    ),
    "This kind of Markdown is not shown": (
        lazy("The lesson contains something that cannot be shown."),
        lazy("Use paragraphs, lists, quotes and headings."),
    ),
    "The lesson has no text": (lazy("The lesson has no text."), lazy("Write it in the part “The lesson”.")),
    "The lesson is too long": (lazy("The lesson is too long."), lazy("Make two lessons of it.")),
}
"""By how the sentence of science begins."""
LIMITS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"a valid integer|a valid number|valid number"), lazy("Write a number in digits.")),
    (re.compile(r"greater than or equal to (\S+)"), lazy("Write a number from %(limit)s upwards.")),
    (re.compile(r"greater than (\S+)"), lazy("Write a number above %(limit)s.")),
    (re.compile(r"less than or equal to (\S+)"), lazy("Write a number up to %(limit)s.")),
    (re.compile(r"at most (\d+) character"), lazy("Use at most %(limit)s characters.")),
    (re.compile(r"at most (\d+) item"), lazy("Have at most %(limit)s of them.")),
    (re.compile(r"at least (\d+) item"), lazy("Have at least %(limit)s of them.")),
)


@dataclass(frozen=True)
class ProblemWords:
    """One problem for the page: its three parts, the name of its place, and where that is."""

    place: str
    where: str
    happened: str
    found: str
    do: str
    url: str


def problem_words(one: ProblemShown) -> ProblemWords:
    """One problem in words, with the address at which it is put right."""
    happened, found, do = _said(one)
    anchor = f"#id_{one.place}" if one.place else ""
    return ProblemWords(one.place, label_of(one.owner, one.key), happened, found, do, f"?part={one.part}{anchor}")


def _said(one: ProblemShown) -> tuple[str, str, str]:
    if one.is_missing:
        return _("Nothing is written here yet."), "", _("Write or choose something.")
    for begins, (happened, do) in SENTENCES.items():
        if one.what.startswith(begins):
            return str(happened), one.found, str(do)
    for pattern, words in LIMITS:
        match = pattern.search(one.instead)
        if match is not None:
            limit = match.group(1) if match.groups() else ""
            is_list = one.found in ("a list", "a mapping")
            return _("This does not fit here."), "" if is_list else one.found, str(words) % {"limit": limit}
    return _("This does not fit here."), one.found, _("Look at the help beside it.")
