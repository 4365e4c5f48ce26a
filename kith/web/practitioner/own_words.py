"""What the parts of a measure are called where it is made, what is still missing, and what is new in a version."""

from __future__ import annotations

from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.own_instruments import Difference, Gap

PARTS: tuple[tuple[str, Any], ...] = (
    ("about", lazy("About")),
    ("answers", lazy("Answers")),
    ("questions", lazy("Questions")),
    ("scores", lazy("Scores")),
    ("flags", lazy("Must be acted on")),
    ("rights", lazy("Rights")),
    ("languages", lazy("Languages")),
    ("examples", lazy("Worked examples")),
)
KINDS: tuple[tuple[str, Any], ...] = (
    ("symptoms", lazy("Symptoms")),
    ("distress", lazy("Distress")),
    ("wellbeing", lazy("Wellbeing")),
    ("functioning", lazy("Daily life and functioning")),
    ("relationships", lazy("Relationships")),
    ("strengths", lazy("Strengths")),
    ("skills", lazy("Skills")),
    ("adherence", lazy("Keeping to a treatment")),
    ("burden", lazy("Burden of care")),
    ("process", lazy("How the meetings are")),
)
DIRECTIONS: tuple[tuple[str, Any], ...] = (
    ("higher_is_worse", lazy("A higher score means that it is harder")),
    ("higher_is_better", lazy("A higher score means that it is better")),
)
RESPONDENTS: tuple[tuple[str, Any], ...] = (
    ("self", lazy("The person")),
    ("carer", lazy("A carer")),
    ("clinician", lazy("A clinician")),
)
URGENCIES: tuple[tuple[str, Any], ...] = (
    ("same_day", lazy("Today: somebody makes contact within four hours")),
    ("this_week", lazy("By the end of the next working day")),
)
RIGHTS: tuple[tuple[str, Any, Any], ...] = (
    ("own", lazy("Our own words"), lazy("Nobody else wrote these questions.")),
    ("A", lazy("Free for everybody"), lazy("It says in writing that anybody may use and change them.")),
    ("A*", lazy("We hold a permission"), lazy("Somebody gave it to this service, and it can be shown.")),
)
METHODS: tuple[tuple[str, Any], ...] = (
    ("sum", lazy("Added together")),
    ("mean", lazy("Averaged")),
)
STATES: dict[str, tuple[Any, str, str]] = {
    "draft": (lazy("Draft"), "", "pencil"),
    "proposed": (lazy("Waits for a second person"), "caution", "clock"),
    "released": (lazy("In use"), "good", "circle-check"),
    "replaced": (lazy("Replaced by a newer version"), "", "history"),
    "retired": (lazy("No longer used"), "", "x"),
}
MISSING: dict[str, Any] = {
    "no_title": lazy("The measure has no name."),
    "no_thanks": lazy("There is no word of thanks after the last question."),
    "no_questions": lazy("There are no questions."),
    "question_without_words": lazy("Question %(number)s has no words."),
    "question_without_answers": lazy("Question %(number)s offers no answers."),
    "unasked_counts_strange": lazy("Question %(number)s counts, when it is not asked, as an answer it does not offer."),
    "asks_later": lazy("Question %(number)s depends on a question that comes later."),
    "never_asked": lazy("Question %(number)s would never be asked: no answer before it is high enough."),
    "no_answers": lazy("There are no answers to choose from."),
    "choice_without_words": lazy("In answers %(number)s there are no words for: %(answers)s."),
    "ends_without_words": lazy("Answers %(number)s have no words at their ends."),
    "no_scores": lazy("No score is made of the answers."),
    "score_without_questions": lazy("The score “%(name)s” counts no question."),
    "band_outside": lazy("In “%(name)s” a band begins at %(found)s, and the score runs from %(low)s to %(high)s."),
    "band_without_words": lazy("In “%(name)s” the band from %(found)s lacks words for staff or for clients."),
    "flag_without_words": lazy("Point %(number)s of what must be acted on has no words."),
    "flag_without_response": lazy("Point %(number)s of what must be acted on does not say how soon and what then."),
    "flag_never": lazy("Point %(number)s of what must be acted on can never happen with these answers."),
    "no_rights": lazy("It does not say whose words these are."),
    "rights_without_proof": lazy("The rights are not named in full."),
    "rights_not_confirmed": lazy("Nobody has confirmed that no words were copied without the right to."),
    "words_missing": lazy("%(language)s: words are missing for %(count)s texts, the first is “%(first)s”."),
    "too_few_examples": lazy("%(count)s of at least %(fewest)s worked examples are confirmed."),
    "example_differs": lazy("Example %(number)s (%(name)s) now gives another result than the one confirmed."),
    "library": lazy("Something does not fit: %(words)s"),
}
CHANGED: dict[str, Any] = {
    "about_title": lazy("The name was “%(was)s”, now “%(now)s”."),
    "about_short": lazy("The short name was “%(was)s”, now “%(now)s”."),
    "about_recall": lazy("The time it asks about was “%(was)s”, now “%(now)s”."),
    "about_recall_days": lazy("The days it looks back: was “%(was)s”, now “%(now)s”."),
    "about_instruction": lazy("What is said before the questions was “%(was)s”, now “%(now)s”."),
    "about_stem": lazy("The words above the questions were “%(was)s”, now “%(now)s”."),
    "about_thanks": lazy("The thanks were “%(was)s”, now “%(now)s”."),
    "about_kind": lazy("What it is about was “%(was)s”, now “%(now)s”."),
    "about_direction": lazy("The meaning of a high score was “%(was)s”, now “%(now)s”."),
    "about_respondents": lazy("Who answers: was “%(was)s”, now “%(now)s”."),
    "question_new": lazy("Question %(number)s is new: “%(now)s”."),
    "question_gone": lazy("Question %(number)s is gone. It was “%(was)s”."),
    "question_moved": lazy("Question %(number)s was question %(was)s."),
    "question_words": lazy("Question %(number)s: was “%(was)s”, now “%(now)s”."),
    "question_answers": lazy("Question %(number)s offers other answers."),
    "question_reversed": lazy("Question %(number)s now counts the other way round."),
    "question_forward": lazy("Question %(number)s no longer counts the other way round."),
    "question_condition": lazy("Question %(number)s is asked under another condition."),
    "question_always": lazy("Question %(number)s is now always asked."),
    "answers_new": lazy("New answers to choose from: %(words)s."),
    "answers_gone": lazy("Answers that are gone: %(words)s."),
    "answer_numbers": lazy("The numbers of a set of answers were %(was)s, now %(now)s."),
    "answer_words": lazy("The answer %(answer)s was “%(was)s”, now “%(now)s”."),
    "score_new": lazy("The score “%(name)s” is new."),
    "score_gone": lazy("The score “%(name)s” is gone."),
    "score_name": lazy("The score “%(was)s” is now called “%(now)s”."),
    "score_questions": lazy("“%(name)s” counted questions %(was)s, now %(now)s."),
    "score_sum": lazy("“%(name)s” was an average and is now a sum."),
    "score_mean": lazy("“%(name)s” was a sum and is now an average."),
    "score_blanks": lazy("“%(name)s” allowed %(was)s blank answers, now %(now)s."),
    "band_new": lazy("“%(name)s”: the band “%(band)s” is new and begins at %(now)s."),
    "band_gone": lazy("“%(name)s”: the band “%(band)s” is gone."),
    "band_start": lazy("“%(name)s”: the band “%(band)s” begins at %(now)s, was %(was)s."),
    "band_words": lazy("“%(name)s”: the words of the band “%(band)s” were “%(was)s”, now “%(now)s”."),
    "flag_new": lazy("Must be acted on, new: “%(now)s”."),
    "flag_gone": lazy("No longer acted on: “%(was)s”."),
    "flag_rule": lazy("“%(now)s” is raised from another answer, or acted on in another way."),
    "flag_words": lazy("Must be acted on: was “%(was)s”, now “%(now)s”."),
    "rights": lazy("The rights were “%(was)s”, now “%(now)s”."),
    "language_new": lazy("%(language)s is new."),
    "language_gone": lazy("%(language)s is gone."),
    "language_words": lazy("Words in %(language)s have changed."),
}
NAMED = {name: label for group in (KINDS, DIRECTIONS, RESPONDENTS, METHODS, URGENCIES) for name, label in group}
PLACE_WORDS: dict[str, Any] = {
    "title": lazy("Before and after the questions"),
    "items": lazy("Questions"),
    "options": lazy("Answers"),
    "scales": lazy("Scores"),
    "flags": lazy("Must be acted on"),
}


def language_name(code: str) -> str:
    """What speakers of a language call it."""
    known = LANG_INFO.get(code, {})
    return str(known.get("name_local") or code)


def languages_to_choose() -> list[tuple[str, str]]:
    """Languages with the names their speakers give them; an id like “en-gb” is a variant and left out."""
    codes = [code for code in LANG_INFO if code.isalpha() and 2 <= len(code) <= 3]
    return sorted(((code, language_name(code)) for code in codes), key=lambda one: one[1].casefold())


def gap_words(gap: Gap) -> str:
    """What is missing, in one sentence."""
    values = {name: value for name, value in gap.values.items() if name != "language"}
    if "language" in gap.values:
        values["language"] = language_name(gap.values["language"])
    return str(MISSING[gap.kind]) % values


def difference_words(one: Difference) -> str:
    """What is different, in one sentence."""
    values = {"was": _value(one.was) or _("nothing"), "now": _value(one.now) or _("nothing"), **one.values}
    if "language" in values:
        values["language"] = language_name(values["language"])
    return str(CHANGED[one.kind]) % values


def state_chip(state: str) -> dict[str, Any]:
    """A state as a shape and a word."""
    label, tone, icon = STATES[state]
    return {"label": label, "tone": tone, "icon": icon}


def _value(text: str) -> str:
    """Ids that stand for a choice are said in the words of that choice."""
    parts = text.split(",") if text else []
    return ", ".join(str(NAMED[one]) for one in parts) if parts and set(parts) <= set(NAMED) else text
