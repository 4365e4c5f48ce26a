"""The way through a worksheet after the answers so far: which steps are asked, which may still be, what each shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kith.science.worksheets.conditions import AskedIf
from kith.science.worksheets.entry import Entry, EntryProblem, check_entry, is_asked
from kith.science.worksheets.fields import AskedField, Computed, KeepInView
from kith.science.worksheets.worksheet import Step, Worksheet

__all__ = ["Course", "course_of", "entry_so_far", "shown_fields", "values_so_far"]


@dataclass(frozen=True)
class Course:
    """Steps by their place in the worksheet, from 1: those `asked` after these answers, and those still `undecided`."""

    asked: tuple[int, ...]
    undecided: tuple[int, ...] = ()

    def place(self, step: int) -> int:
        """Which of the asked steps this is, from 1."""
        return sum(one <= step for one in self.asked)

    def after(self, step: int) -> int | None:
        """The next step that is asked, or None at the end."""
        return next((one for one in self.asked if one > step), None)

    def before(self, step: int) -> int | None:
        """The step that was asked before, or None at the beginning."""
        return next((one for one in reversed(self.asked) if one < step), None)


def course_of(worksheet: Worksheet, values: Mapping[str, object]) -> Course:
    """The steps that these cleaned answers lead through.

    >>> from kith.science.library import Library
    >>> sheet = Library.open().worksheet("thought-record")
    >>> course = course_of(sheet, {})
    >>> course.place(course.asked[-1]) == len(course.asked), course.after(course.asked[-1]) is None
    (True, True)
    """
    asked, undecided = [], []
    for number, step in enumerate(worksheet.steps, start=1):
        if is_asked(step, None, values) and shown_fields(step, values):
            asked.append(number)
        elif any(_is_open(condition.field, values) for condition in _conditions(step)):
            undecided.append(number)
    return Course(tuple(asked), tuple(undecided))


def shown_fields(step: Step, values: Mapping[str, object]) -> tuple[AskedField | KeepInView, ...]:
    """What a step shows after these answers, in order. An earlier answer that was not given is not kept in view."""
    shown: list[AskedField | KeepInView] = []
    for field in step.fields:
        if isinstance(field, KeepInView):
            if not _is_open(field.shows, values):
                shown.append(field)
        elif not isinstance(field, Computed) and is_asked(step, field, values):
            shown.append(field)
    return tuple(shown) if any(not isinstance(field, KeepInView) for field in shown) else ()


def values_so_far(worksheet: Worksheet, answers: Mapping[str, object]) -> Mapping[str, object]:
    """What half-written answers say; one that cannot be read yet counts as open."""
    return entry_so_far(worksheet, answers).values


def entry_so_far(worksheet: Worksheet, answers: Mapping[str, object]) -> Entry:
    """The entry that half-written answers make; one that cannot be read yet counts as open."""
    try:
        return check_entry(worksheet, answers, finished=False)
    except EntryProblem as problem:
        wrong = {one.field.partition(".")[0] for one in problem.problems}
        readable = {name: value for name, value in answers.items() if name not in wrong}
        return check_entry(worksheet, readable, finished=False)


def _conditions(step: Step) -> Iterator[AskedIf]:
    if step.asked_if is not None:
        yield step.asked_if
    for field in step.fields:
        if not isinstance(field, Computed | KeepInView) and field.asked_if is not None:
            yield field.asked_if


def _is_open(name: str, values: Mapping[str, object]) -> bool:
    return values.get(name) in (None, "", (), [])
