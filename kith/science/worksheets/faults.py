"""What can be wrong inside one worksheet although every value has the right shape."""

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, repeated, review_faults, source_faults, unknown_name
from kith.science.worksheets.fields import Choice, Choices, Computed, Field, KeepInView, Number, Repeat, Scale
from kith.science.worksheets.worksheet import Worksheet

__all__ = ["worksheet_faults"]


def worksheet_faults(worksheet: Worksheet, document: Document) -> list[LibraryProblem]:
    """Every inner contradiction of a worksheet, each with its line.

    Checked: names used twice; scales and numbers whose ends are the wrong way
    round; labels off their scale; rows that can never be enough; computed
    fields that name something that is not a number; a thought kept in view
    before it was asked; charts of fields that do not exist.
    """
    problems = review_faults(document, worksheet.review) + source_faults(document, worksheet.sources, [])
    problems += repeated(document, ("steps",), "steps", [step.id for step in worksheet.steps])
    names = worksheet.named()
    numeric = {name for name, field in names.items() if isinstance(field, Number | Scale)}
    seen: list[str] = []
    for i, step in enumerate(worksheet.steps):
        for j, field in enumerate(step.fields):
            loc = ("steps", i, "fields", j)
            if isinstance(field, KeepInView):
                if field.shows not in seen:
                    problems.append(unknown_name(document, (*loc, "shows"), "earlier field", field.shows, seen))
                continue
            if field.id in seen:
                problems.append(
                    document.problem(
                        (*loc, "id"), "Two fields share one id", field.id, f"another id, for example {field.id}_2"
                    )
                )
            seen.append(field.id)
            problems += _field_faults(field, document, loc, numeric)
    drawable = numeric | {field.id for field in worksheet.computed}
    for i, chart in enumerate(worksheet.charts):
        problems += [
            unknown_name(document, ("charts", i, "fields", j), "number to draw", name, drawable)
            for j, name in enumerate(chart.fields)
            if name not in drawable
        ]
    return problems


def _field_faults(field: Field, document: Document, loc: Loc, numeric: set[str]) -> list[LibraryProblem]:
    if isinstance(field, Number | Scale):
        return _range_faults(field, document, loc)
    if isinstance(field, Choice | Choices):
        return repeated(document, (*loc, "options"), "options", [option.id for option in field.options])
    if isinstance(field, Computed):
        return _computed_faults(field, document, loc, numeric)
    if isinstance(field, Repeat):
        problems = repeated(document, (*loc, "fields"), "columns", [column.id for column in field.fields])
        for i, column in enumerate(field.fields):
            problems += _field_faults(column, document, (*loc, "fields", i), numeric)
        if field.min_rows > field.max_rows:
            found = f"{field.min_rows} to {field.max_rows}"
            problems.append(
                document.problem(
                    (*loc, "min_rows"), "The fewest rows exceed the most", found, "the smaller number first"
                )
            )
        return problems
    return []


def _range_faults(field: Number | Scale, document: Document, loc: Loc) -> list[LibraryProblem]:
    if field.min >= field.max:
        found = f"{field.min:g} to {field.max:g}"
        return [
            document.problem((*loc, "min"), "The lower end must be below the upper", found, "the smaller number as min")
        ]
    if not isinstance(field, Scale):
        return []
    return [
        document.problem(
            (*loc, "labels", i, "at"),
            "This label is off its scale",
            f"{label.at:g}",
            f"from {field.min} to {field.max}",
        )
        for i, label in enumerate(field.labels)
        if not field.min <= label.at <= field.max
    ]


def _computed_faults(field: Computed, document: Document, loc: Loc, numeric: set[str]) -> list[LibraryProblem]:
    problems = [
        unknown_name(document, (*loc, "of", i), "number or scale field", name, numeric)
        for i, name in enumerate(field.of)
        if name not in numeric
    ]
    of_two = len(field.of) == 2 and not any("." in name for name in field.of)
    if field.rule == "difference" and not of_two:
        found, instead = ", ".join(field.of), "two fields: the later first, then the earlier"
        problems.append(document.problem((*loc, "of"), "A difference is between two single fields", found, instead))
    return problems
