"""What science finds wrong with answers, said as a refusal in the language of the page.

Science speaks English and names each problem by its kind; here every kind that a form can cause has its sentences.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kith.care.models import BadInput
from kith.science.instruments import AnswerProblem
from kith.science.worksheets import EntryProblem

Sentences = tuple[Promise, Promise, Promise]

_FOUND = gettext_lazy("Found: %(given)s.")
_NUMBER = gettext_lazy("Write instead: a number from %(low)s to %(high)s.")
_GIVE = gettext_lazy("Give one of %(allowed)s, or leave it blank.")
IN_WORKSHEETS: dict[str, Sentences] = {
    "unanswered": (
        gettext_lazy("“%(label)s” has no answer yet."),
        gettext_lazy("Found: nothing."),
        gettext_lazy("Write instead: an answer, or keep the entry as a draft."),
    ),
    "too_long": (
        gettext_lazy("These words do not fit."),
        gettext_lazy("Found: %(count)s characters."),
        gettext_lazy("Write instead: at most %(most)s characters."),
    ),
    "not_a_number": (gettext_lazy("This is not a number."), _FOUND, _NUMBER),
    "outside_range": (gettext_lazy("This number is outside the range."), _FOUND, _NUMBER),
    "not_whole": (
        gettext_lazy("This must be a whole number."),
        _FOUND,
        gettext_lazy("Write instead: a number from %(low)s to %(high)s, without a fraction."),
    ),
    "not_yes_or_no": (
        gettext_lazy("This is neither yes nor no."),
        _FOUND,
        gettext_lazy("Write instead: yes or no."),
    ),
    "not_a_time": (
        gettext_lazy("This is not a time of day."),
        _FOUND,
        gettext_lazy("Write instead: hours and minutes, as in 14:30."),
    ),
    "not_a_day": (
        gettext_lazy("This is not a day."),
        _FOUND,
        gettext_lazy("Write instead: year, month and day, as in 2026-03-02."),
    ),
    "number_of_rows": (
        gettext_lazy("“%(label)s” has too many or too few rows."),
        gettext_lazy("Found: %(count)s rows."),
        gettext_lazy("Write instead: from %(fewest)s to %(most)s rows."),
    ),
}
IN_ANSWERS: dict[str, Sentences] = {
    "not_a_number": (
        gettext_lazy("%(short)s, question %(number)s (%(item)s) has an answer that is not a number."),
        _FOUND,
        _GIVE,
    ),
    "not_offered": (
        gettext_lazy("%(short)s, question %(number)s (%(item)s) has an answer that is not offered."),
        _FOUND,
        _GIVE,
    ),
}
STRANGE: Sentences = (
    gettext_lazy("This was not kept."),
    gettext_lazy("It holds something that the form does not offer."),
    gettext_lazy("Open the form again and answer there."),
)  # no form of ours can send it, so it needs no more words than this


def refused_entry(problem: EntryProblem) -> BadInput:
    """The first problem of a worksheet, in words for the page, at the field that has it."""
    first = problem.problems[0]
    what, found, instead = IN_WORKSHEETS.get(first.kind, STRANGE)
    values = dict(first.values)
    return BadInput(str(what) % values, str(found) % values, str(instead) % values, first.field)


def refused_answer(problem: AnswerProblem) -> BadInput:
    """An answer that an instrument does not have, in words for the page."""
    what, found, instead = IN_ANSWERS.get(problem.kind, STRANGE)
    values = dict(problem.values)
    return BadInput(str(what) % values, str(found) % values, str(instead) % values, "answers")
