"""Turns one raw answer into the value that is kept, or says in three parts why it cannot be."""

import math
import re
from dataclasses import dataclass
from datetime import date

from kith.science.worksheets.fields import (
    Choice,
    Choices,
    Date,
    LongText,
    Number,
    Pick,
    Picture,
    RowField,
    Scale,
    Text,
    Time,
    YesNo,
)

__all__ = ["FieldProblem", "clean"]

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_PICTURE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,12}([.,][0-9]{1,6})?")
_WORDS_FOR_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with the answer to one field: what happened, what was found, what to do.

    `kind` and `values` say the same without words, for whoever speaks another language. No kind: only a program can
    have sent this, no form.
    """

    field: str
    what: str
    found: str
    instead: str
    kind: str = ""
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return f"{self.field}: {self.what}. Found: {self.found}. Write instead: {self.instead}."


def clean(field: RowField | Picture, given: object, name: str) -> object:
    """The value to keep for a given answer, or a FieldProblem.

    Text from a form is accepted for numbers and yes/no; NaN and infinity are
    refused, because a comparison with NaN is always false and would hide it.
    """
    if isinstance(field, Text | LongText | Pick):
        return _text(field, given, name)
    if isinstance(field, Choice):
        return _choice(field, given, name)
    if isinstance(field, Choices):
        return _choices(field, given, name)
    if isinstance(field, Number | Scale):
        return _number(field, given, name)
    if isinstance(field, YesNo):
        return _yes_no(field, given, name)
    if isinstance(field, Picture):
        return _picture(given, name)
    return _moment(field, given, name)


def _text(field: Text | LongText | Pick, given: object, name: str) -> object:
    if not isinstance(given, str):
        return FieldProblem(name, "This field holds words", type(given).__name__, "words")
    text = given.strip()
    if len(text) > field.max_length:
        found = f"{len(text)} characters"
        wanted = f"at most {field.max_length} characters"
        values = (("count", len(text)), ("most", field.max_length))
        return FieldProblem(name, "These words do not fit", found, wanted, "too_long", values)
    return text


def _choice(field: Choice, given: object, name: str) -> object:
    known = [option.id for option in field.options]
    if given in known:
        return given
    return FieldProblem(name, "This is not one of the choices", str(given)[:60], "one of: " + ", ".join(known))


def _choices(field: Choices, given: object, name: str) -> object:
    known = [option.id for option in field.options]
    if not isinstance(given, list | tuple):
        return FieldProblem(name, "This field holds a list of choices", type(given).__name__, "a list")
    strangers = [str(one)[:60] for one in given if one not in known]
    if strangers:
        found = ", ".join(strangers)
        return FieldProblem(name, "These are not among the choices", found, "any of: " + ", ".join(known))
    return tuple(one for one in known if one in given)


def _number(field: Number | Scale, given: object, name: str) -> object:
    wanted = f"a number from {field.min:g} to {field.max:g}"
    if isinstance(given, str) and _NUMBER.fullmatch(given.strip()):
        given = float(given.strip().replace(",", "."))
    limits = (("low", f"{field.min:g}"), ("high", f"{field.max:g}"))
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        found = str(given)[:60]
        return FieldProblem(name, "This is not a number", found, wanted, "not_a_number", (("given", found), *limits))
    values = (("given", f"{given:g}"), *limits)
    if not field.min <= given <= field.max:
        return FieldProblem(name, "This number is outside the range", f"{given:g}", wanted, "outside_range", values)
    whole = isinstance(field, Scale) or field.whole
    if whole and given != int(given):
        wanted += ", without a fraction"
        return FieldProblem(name, "This must be a whole number", f"{given:g}", wanted, "not_whole", values)
    return int(given) if whole else float(given)


def _yes_no(field: YesNo, given: object, name: str) -> object:
    answer = _WORDS_FOR_YES_NO.get(given.strip().lower()) if isinstance(given, str) else given
    if isinstance(answer, bool):
        return answer
    found = str(given)[:60]
    return FieldProblem(name, "This is neither yes nor no", found, "yes or no", "not_yes_or_no", (("given", found),))


def _picture(given: object, name: str) -> object:
    if isinstance(given, str) and _PICTURE.fullmatch(given):
        return given
    return FieldProblem(name, "This is not the name of a kept picture", str(given)[:60], "a picture that was uploaded")


def _moment(field: Time | Date, given: object, name: str) -> object:
    text = given.strip() if isinstance(given, str) else ""
    found = str(given)[:60]
    values = (("given", found),)
    if isinstance(field, Time):
        if _TIME.fullmatch(text):
            return text
        wanted = "hours and minutes, as in 14:30"
        return FieldProblem(name, "This is not a time of day", found, wanted, "not_a_time", values)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        wanted = "year, month and day, as in 2026-03-02"
        return FieldProblem(name, "This is not a day", found, wanted, "not_a_day", values)
