"""Why a change of a measure being written cannot be made, said as a refusal in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kith.care.models import BadInput
from kith.science.instruments.building import ChangeProblem

Sentences = tuple[Promise, Promise, Promise]

_NOT_KEPT = gettext_lazy("The change was not kept.")
IN_CHANGES: dict[str, Sentences] = {
    "too_long": (
        gettext_lazy("These words do not fit."),
        gettext_lazy("Found: %(count)s characters."),
        gettext_lazy("Use at most %(most)s characters."),
    ),
    "no_title": (_NOT_KEPT, gettext_lazy("The measure has no name."), gettext_lazy("Write what it is called.")),
    "no_respondent": (
        _NOT_KEPT,
        gettext_lazy("It does not say who answers."),
        gettext_lazy("Choose at least one."),
    ),
    "days_outside": (
        _NOT_KEPT,
        gettext_lazy("The number of days is %(found)s."),
        gettext_lazy("Give a number from 0 to 3650, or leave it empty."),
    ),
    "no_words": (_NOT_KEPT, gettext_lazy("There are no words."), gettext_lazy("Write the words that people read.")),
    "no_such_answers": (
        _NOT_KEPT,
        gettext_lazy("The question offers no answers."),
        gettext_lazy("Make a set of answers first, then choose it here."),
    ),
    "asks_later": (
        _NOT_KEPT,
        gettext_lazy("The question depends on one that comes later."),
        gettext_lazy("Choose an earlier question, or move this one down."),
    ),
    "no_number": (
        _NOT_KEPT,
        gettext_lazy("A number is missing, or it is not a number."),
        gettext_lazy("Write it in digits, for example 2."),
    ),
    "not_an_answer": (
        _NOT_KEPT,
        gettext_lazy("%(found)s is not one of the answers of this question."),
        gettext_lazy("Choose one of %(allowed)s, or leave it blank."),
    ),
    "too_few_choices": (
        _NOT_KEPT,
        gettext_lazy("There are %(count)s answers to choose from."),
        gettext_lazy("Give at least two, each with its number."),
    ),
    "too_many_choices": (
        _NOT_KEPT,
        gettext_lazy("There are too many answers to choose from."),
        gettext_lazy("Use at most %(most)s, or a rating between two ends."),
    ),
    "number_twice": (
        _NOT_KEPT,
        gettext_lazy("The number %(found)s stands at two answers."),
        gettext_lazy("Give each answer a number of its own."),
    ),
    "ends_the_wrong_way": (
        _NOT_KEPT,
        gettext_lazy("The rating runs from %(low)s to %(high)s."),
        gettext_lazy("Begin with the lower number, and keep the ends at most %(most)s apart."),
    ),
    "answers_in_use": (
        gettext_lazy("These answers were not taken away."),
        gettext_lazy("They are offered by these questions: %(numbers)s."),
        gettext_lazy("Give those questions other answers first."),
    ),
    "no_questions_chosen": (
        _NOT_KEPT,
        gettext_lazy("No question counts for this score."),
        gettext_lazy("Tick at least one."),
    ),
    "too_many_blanks": (
        _NOT_KEPT,
        gettext_lazy("%(found)s blank answers are allowed."),
        gettext_lazy("Allow from 0 to %(most)s: a score needs at least one answer."),
    ),
    "band_twice": (
        _NOT_KEPT,
        gettext_lazy("Two bands begin at %(found)s."),
        gettext_lazy("Let each band begin at a number of its own."),
    ),
    "looks_at_nothing": (
        _NOT_KEPT,
        gettext_lazy("It does not say which question or score to look at."),
        gettext_lazy("Choose one from the list."),
    ),
    "no_response": (
        _NOT_KEPT,
        gettext_lazy("It does not say what colleagues do then."),
        gettext_lazy("Choose the response that fits."),
    ),
    "no_rights": (
        _NOT_KEPT,
        gettext_lazy("It does not say whose words these are."),
        gettext_lazy("Choose one of the three."),
    ),
    "rights_without_proof": (
        _NOT_KEPT,
        gettext_lazy("The permission is not named in full."),
        gettext_lazy("Write who gave it, where it is kept or stands written, and the day you looked at it."),
    ),
    "language_there": (
        _NOT_KEPT,
        gettext_lazy("These words are there already in that language."),
        gettext_lazy("Go on with them below."),
    ),
    "not_scorable_yet": (
        gettext_lazy("The example was not confirmed."),
        gettext_lazy("The measure cannot be scored yet."),
        gettext_lazy("Put the other parts right first; the list of what is missing leads there."),
    ),
    "answers_gone": (
        gettext_lazy("The example was not confirmed."),
        gettext_lazy("Example %(number)s has answers that are no longer offered."),
        gettext_lazy("Take it away and add it again."),
    ),
}
TOO_MANY: Sentences = (
    _NOT_KEPT,
    gettext_lazy("A measure holds at most %(most)s of these."),
    gettext_lazy("Take one away first, or make a second measure."),
)
STRANGE: Sentences = (
    _NOT_KEPT,
    gettext_lazy("It is about something that is no longer there."),
    gettext_lazy("Open the page again and look at the draft as it is now."),
)


def refused_change(problem: ChangeProblem) -> BadInput:
    """The problem in words, at the field it came from."""
    otherwise = TOO_MANY if problem.kind.startswith("too_many_") else STRANGE
    what, found, instead = IN_CHANGES.get(problem.kind, otherwise)
    values = dict(problem.values)
    return BadInput(str(what) % values, str(found) % values, str(instead) % values, problem.field)
