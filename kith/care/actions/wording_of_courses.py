"""Why the course of a plan cannot be changed in some way, said as a refusal in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kith.care.models import BadInput, Refusal, WrongMoment
from kith.science.protocols import CourseProblem

Sentences = tuple[Promise, Promise, Promise]

_NOT_MADE = gettext_lazy("The change was not made.")
_NOT_ADDED = gettext_lazy("The meeting was not added.")
_NOT_UNDONE = gettext_lazy("The change was not undone.")
_NOT_COMBINED = gettext_lazy("Nothing was combined.")
_HELD_STAYS = gettext_lazy("What was held stays as it was. Choose a later meeting.")
TOO_LATE = frozenset({"held", "undo_held", "undo_builds", "nothing_to_undo", "nothing_left"})
IN_COURSES: dict[str, Sentences] = {
    "no_act": (
        _NOT_MADE,
        gettext_lazy("It does not say what to change."),
        gettext_lazy("Choose one of the changes."),
    ),
    "unknown_meeting": (
        _NOT_MADE,
        gettext_lazy("The meeting is not part of the course."),
        gettext_lazy("Choose a meeting of the course."),
    ),
    "held": (_NOT_MADE, gettext_lazy("“%(title)s” was held as meeting %(position)s."), _HELD_STAYS),
    "not_moved": (
        gettext_lazy("The meeting was not moved."),
        gettext_lazy("“%(title)s” already stands there."),
        gettext_lazy("Choose another place."),
    ),
    "nothing_left": (
        _NOT_MADE,
        gettext_lazy("“%(title)s” is the last one left."),
        gettext_lazy("Add a meeting first, or end the plan."),
    ),
    "unknown_protocol": (
        _NOT_MADE,
        gettext_lazy("There is no intervention “%(given)s”."),
        gettext_lazy("Choose one from the list."),
    ),
    "unknown_page": (
        _NOT_ADDED,
        gettext_lazy("“%(protocol)s” has meetings 1 to %(last)s, and no meeting %(given)s."),
        gettext_lazy("Choose one of these."),
    ),
    "no_title": (
        _NOT_ADDED,
        gettext_lazy("It has no title."),
        gettext_lazy("Say in a few words what it is about, or choose a page."),
    ),
    "minutes": (
        _NOT_MADE,
        gettext_lazy("The meeting would last %(given)s minutes."),
        gettext_lazy("Give a number from %(low)s to %(high)s."),
    ),
    "repeats": (
        _NOT_MADE,
        gettext_lazy("The meeting would be held %(given)s times more."),
        gettext_lazy("Give a number from 1 to %(high)s."),
    ),
    "nothing_longer": (
        _NOT_MADE,
        gettext_lazy("It says neither how long nor how often."),
        gettext_lazy("Give minutes, or how many times more."),
    ),
    "way": (
        _NOT_COMBINED,
        gettext_lazy("It does not say in which way."),
        gettext_lazy("Choose after, by turns or beside."),
    ),
    "already_in": (
        _NOT_COMBINED,
        gettext_lazy("“%(given)s” is part of this course already."),
        gettext_lazy("Add single meetings of it instead."),
    ),
    "too_many": (
        _NOT_MADE,
        gettext_lazy("The course would have %(given)s meetings."),
        gettext_lazy("Stay at %(high)s or fewer."),
    ),
    "nothing_to_undo": (
        gettext_lazy("Nothing was undone."),
        gettext_lazy("There is no such change, or it was undone before."),
        gettext_lazy("Choose one that stands."),
    ),
    "undo_builds": (
        _NOT_UNDONE,
        gettext_lazy("A later change builds on it."),
        gettext_lazy("Undo the later change first."),
    ),
    "undo_held": (
        _NOT_UNDONE,
        gettext_lazy("It shaped meetings that were held."),
        gettext_lazy("What was held stays as it was. Change what is still ahead."),
    ),
}


def refused_change(problem: CourseProblem) -> Refusal:
    """The problem in words for the page, at the field that has it."""
    what, found, instead = (str(part) % problem.values for part in IN_COURSES[problem.kind])
    kind = WrongMoment if problem.kind in TOO_LATE else BadInput
    return kind(what, found, instead, problem.field)
