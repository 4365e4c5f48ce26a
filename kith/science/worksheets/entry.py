"""Checks what a person wrote in a worksheet, keeps what is not known as None, and works out the computed fields."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from kith.science.worksheets.answers import FieldProblem, clean
from kith.science.worksheets.computing import compute
from kith.science.worksheets.conditions import SheetFlag, is_met
from kith.science.worksheets.fields import AskedField, Computed, KeepInView, LongText, Picture, Repeat, RowField, Text
from kith.science.worksheets.worksheet import Step, Worksheet

__all__ = ["Entry", "EntryProblem", "FieldProblem", "check_entry", "is_asked", "written_words"]


@dataclass(frozen=True)
class Entry:
    """A checked entry: values by field (None is "not answered"), computed values, and what became of the rest.

    `unanswered` was asked and left open, `not_asked` was not asked after the answers before it; `flags` need a person.
    """

    worksheet: str
    version: str
    values: Mapping[str, object]
    computed: Mapping[str, float | None]
    unanswered: tuple[str, ...]
    not_asked: tuple[str, ...] = ()
    flags: tuple[SheetFlag, ...] = ()

    def as_data(self) -> dict[str, object]:
        """The values as plain data that JSON can hold: rows as lists of mappings, choices as lists."""
        return {name: _plain(value) for name, value in self.values.items()}

    def as_kept(self) -> dict[str, object]:
        """The same with what was worked out, under `computed`: what the record keeps."""
        return self.as_data() | {"computed": dict(self.computed)}


class EntryProblem(ValueError):
    """An entry that cannot be kept as it is; `problems` says per field what happened, what was found, what to do."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def check_entry(worksheet: Worksheet, answers: Mapping[str, object], *, finished: bool = True) -> Entry:
    """The answers, cleaned and completed with what can be computed from them.

    An answer that is missing, empty or None is kept as None. When the entry is
    `finished`, a field that is not optional must be answered; a draft may leave
    anything open. A field that is not asked after the answers before it is None
    and never missing. Answers to fields the worksheet does not have are refused,
    never dropped. Raises EntryProblem with every field's problem at once.

    >>> from kith.science.library import Library
    >>> diary = Library.open().worksheet("activity-diary")
    >>> check_entry(diary, {"day": "2026-03-02"}, finished=False).values["day"]
    '2026-03-02'
    """
    fields = worksheet.asked
    known = {field.id for field in fields}
    problems = [
        FieldProblem(name, "This worksheet has no such field", name, "one of: " + ", ".join(sorted(known)))
        for name in answers
        if name not in known
    ]
    values: dict[str, object] = {}
    not_asked: list[str] = []
    for condition, field in _in_order(worksheet):
        given = answers.get(field.id)
        if not condition(values):
            values[field.id] = () if isinstance(field, Repeat) else None
            not_asked.append(field.id)
        elif isinstance(field, Repeat):
            values[field.id] = _rows(field, given, finished, problems)
        else:
            values[field.id] = _one(field, given, field.id, finished, problems)
    if problems:
        raise EntryProblem(problems)
    return Entry(
        worksheet=worksheet.id,
        version=worksheet.version,
        values=MappingProxyType(values),
        computed=MappingProxyType({field.id: compute(field, values) for field in worksheet.computed}),
        unanswered=tuple(
            name for name, value in values.items() if (value is None or value == ()) and name not in not_asked
        ),
        not_asked=tuple(not_asked),
        flags=tuple(flag for flag in worksheet.flags if is_met(flag, values)),
    )


def written_words(worksheet: Worksheet, entry: Entry) -> list[tuple[str, str, str]]:
    """Every text somebody wrote: (its name, with a row as `repeat.row.column`, the label of the field, the words)."""
    found = []
    for field in worksheet.asked:
        rows = entry.values.get(field.id)
        if isinstance(field, Text | LongText):
            found.append((field.id, field.label, rows))
        elif isinstance(field, Repeat) and isinstance(rows, tuple):
            columns = [column for column in field.fields if isinstance(column, Text | LongText)]
            found += [
                (f"{field.id}.{i}.{column.id}", column.label, row.get(column.id))
                for i, row in enumerate(rows)
                for column in columns
            ]
    return [(name, label, words) for name, label, words in found if isinstance(words, str)]


def is_asked(step: Step, field: AskedField | None, values: Mapping[str, object]) -> bool:
    """Whether a step (or a field of it) is asked after these answers, which are cleaned ones."""
    conditions = [one.asked_if for one in (step, field) if one is not None and one.asked_if is not None]
    return all(is_met(condition, values) for condition in conditions)


def _in_order(worksheet: Worksheet) -> Iterator[tuple[Callable[[Mapping[str, object]], bool], AskedField]]:
    for step in worksheet.steps:
        for field in step.fields:
            if not isinstance(field, Computed | KeepInView):
                yield partial(is_asked, step, field), field


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


def _one(field: RowField | Picture, given: object, name: str, finished: bool, problems: list[FieldProblem]) -> object:
    if given is None or (isinstance(given, str) and not given.strip()):
        if finished and not field.optional:
            what, instead = f"“{field.label}” has no answer yet", "an answer, or keep the entry as a draft"
            problems.append(FieldProblem(name, what, "nothing", instead, "unanswered", (("label", field.label),)))
        return None
    answer = clean(field, given, name)
    if isinstance(answer, FieldProblem):
        problems.append(answer)
        return None
    return answer


def _rows(
    field: Repeat, given: object, finished: bool, problems: list[FieldProblem]
) -> tuple[Mapping[str, object], ...]:
    if given is None:
        given = ()
    if not isinstance(given, Sequence) or isinstance(given, str) or not all(isinstance(row, Mapping) for row in given):
        problems.append(FieldProblem(field.id, "This field holds rows", type(given).__name__, "a list of rows"))
        return ()
    if len(given) > field.max_rows or (finished and len(given) < field.min_rows):
        found = f"{len(given)} rows"
        wanted = f"from {field.min_rows} to {field.max_rows} rows"
        what = f"“{field.label}” has too many or too few rows"
        values = (("label", field.label), ("count", len(given)), ("fewest", field.min_rows), ("most", field.max_rows))
        problems.append(FieldProblem(field.id, what, found, wanted, "number_of_rows", values))
        return ()
    return tuple(_row(field, i, row, finished, problems) for i, row in enumerate(given))


def _row(
    field: Repeat, i: int, row: Mapping[str, object], finished: bool, problems: list[FieldProblem]
) -> Mapping[str, object]:
    known = [column.id for column in field.fields]
    problems.extend(
        FieldProblem(f"{field.id}.{i}.{name}", "This row has no such column", str(name), "one of: " + ", ".join(known))
        for name in row
        if name not in known
    )
    return MappingProxyType(
        {
            column.id: _one(column, row.get(column.id), f"{field.id}.{i}.{column.id}", finished, problems)
            for column in field.fields
        }
    )
