"""What can be wrong inside one worksheet although every value has the right shape."""

from collections.abc import Mapping, Sequence

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, repeated, review_faults, source_faults, unknown_name
from kith.science.worksheets.conditions import AskedIf, SheetFlag
from kith.science.worksheets.fields import (
    AskedField,
    Choice,
    Choices,
    Computed,
    Field,
    KeepInView,
    LongText,
    Number,
    Pick,
    Repeat,
    Scale,
    Text,
    Time,
    YesNo,
)
from kith.science.worksheets.worksheet import Chart, Worksheet

__all__ = ["worksheet_faults"]


def worksheet_faults(worksheet: Worksheet, document: Document) -> list[LibraryProblem]:
    """Every inner contradiction of a worksheet, each with its line.

    Checked: names used twice; scales and numbers whose ends are the wrong way
    round; labels off their scale; rows that can never be enough; computed
    fields that name something their rule cannot take; a thought kept in view
    or a condition before it was asked; comparisons that an answer can never
    meet; names kept out of what others than staff fill in; charts of fields that do not exist or do not suit.
    """
    problems = review_faults(document, worksheet.review) + source_faults(document, worksheet.sources, [])
    problems += repeated(document, ("steps",), "steps", [step.id for step in worksheet.steps])
    theirs = sorted({"client", "carer"} & set(worksheet.filled_in_by))
    if worksheet.names_nobody and theirs:
        what = "Only what staff fill in is compared with the names of others"
        problems.append(
            document.problem(("names_nobody",), what, ", ".join(theirs), "filled_in_by: staff only, or no names_nobody")
        )
    names = worksheet.named()
    seen: list[str] = []
    for i, step in enumerate(worksheet.steps):
        if step.asked_if is not None:
            problems += _condition_faults(step.asked_if, document, ("steps", i, "asked_if"), names, seen)
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
            if not isinstance(field, Computed) and field.asked_if is not None:
                problems += _condition_faults(field.asked_if, document, (*loc, "asked_if"), names, seen)
            seen.append(field.id)
            problems += _field_faults(field, document, loc, names)
    for i, flag in enumerate(worksheet.flags):
        problems += _condition_faults(flag, document, ("flags", i), names, [*names])
    problems += repeated(document, ("flags",), "flags", [flag.id for flag in worksheet.flags])
    problems += repeated(document, ("charts",), "charts", [chart.id for chart in worksheet.charts])
    for i, chart in enumerate(worksheet.charts):
        problems += _chart_faults(chart, worksheet, document, ("charts", i))
    return problems


def _numeric(names: Mapping[str, AskedField]) -> set[str]:
    return {name for name, field in names.items() if isinstance(field, Number | Scale)}


def _condition_faults(
    condition: AskedIf | SheetFlag, document: Document, loc: Loc, names: Mapping[str, AskedField], known: Sequence[str]
) -> list[LibraryProblem]:
    """A condition looks at an answer that was given before, and compares it in a way that can come true."""
    if condition.field not in known:
        return [unknown_name(document, (*loc, "field"), "earlier field", condition.field, known)]
    field = names.get(condition.field)
    if isinstance(field, Choice | Choices):
        options = [option.id for option in field.options]
        strangers = [one for one in condition.any_of if one not in options]
        if condition.any_of and not strangers:
            return []
        found, instead = ", ".join(strangers) or "no any_of", "any_of with choices of that field: " + ", ".join(options)
    elif isinstance(field, YesNo):
        if condition.is_yes is not None:
            return []
        found, instead = "no is_yes", "is_yes: true or is_yes: false"
    elif isinstance(field, Number | Scale):
        limits = [limit for limit in (condition.at_least, condition.at_most) if limit is not None]
        if limits and all(field.min <= limit <= field.max for limit in limits):
            return []
        found = f"{limits[0]:g}" if limits else "no at_least or at_most"
        instead = f"at_least or at_most with a number from {field.min:g} to {field.max:g}"
    else:
        found, instead = condition.field, "a choice, a yes or no, a number or a scale"
    return [document.problem(loc, "This comparison can never come true", found, instead)]


def _chart_faults(chart: Chart, worksheet: Worksheet, document: Document, loc: Loc) -> list[LibraryProblem]:
    names = worksheet.named()
    computed, numeric = {field.id for field in worksheet.computed}, _numeric(names)
    spoken = {name for name, field in names.items() if isinstance(field, Text | LongText | Pick | Choice | Time)}
    counted = {name for name, field in names.items() if isinstance(field, Choice | Choices | YesNo)}
    rows = {name for name in names if "." in name}
    wanted: dict[str, list[set[str]]] = {
        "before_after": [numeric - rows] * 2,
        "within_entry": [numeric & rows] * 4,
        "across_entries": [(numeric - rows) | computed] * 4,
        "rows": [spoken & rows, numeric & rows],
        "counts": [counted] * 4,
        "chain": [spoken & rows] * 2,
        "circle": [spoken & rows, numeric & rows],
    }
    allowed, needed = wanted[chart.kind], 2 if chart.kind in ("before_after", "rows", "circle") else 1
    if not needed <= len(chart.fields) <= len(allowed):
        found, instead = f"{len(chart.fields)} fields", f"{needed} to {len(allowed)} fields"
        return [document.problem((*loc, "fields"), f"A chart of the kind {chart.kind} needs others", found, instead)]
    problems = [
        unknown_name(document, (*loc, "fields", i), f"field that {chart.kind} can draw", name, allowed[i])
        for i, name in enumerate(chart.fields)
        if name not in allowed[i]
    ]
    heads = {name.partition(".")[0] for name in chart.fields}
    if chart.kind in ("within_entry", "rows", "chain", "circle") and len(heads) > 1:
        found, instead = ", ".join(sorted(heads)), "columns of one repeat"
        problems.append(document.problem((*loc, "fields"), "This chart mixes the rows of two repeats", found, instead))
    return problems


def _field_faults(field: Field, document: Document, loc: Loc, names: Mapping[str, AskedField]) -> list[LibraryProblem]:
    if isinstance(field, Number | Scale):
        return _range_faults(field, document, loc)
    if isinstance(field, Choice | Choices):
        return repeated(document, (*loc, "options"), "options", [option.id for option in field.options])
    if isinstance(field, Computed):
        return _computed_faults(field, document, loc, names)
    if isinstance(field, Repeat):
        problems = repeated(document, (*loc, "fields"), "columns", [column.id for column in field.fields])
        for i, column in enumerate(field.fields):
            problems += _field_faults(column, document, (*loc, "fields", i), names)
            if column.asked_if is not None:
                what, instead = "A column is asked in every row", "the condition on the step or on the whole repeat"
                problems.append(document.problem((*loc, "fields", i, "asked_if"), what, column.id, instead))
        if field.live and not isinstance(field.fields[0], Time):
            what, instead = "A live repeat writes the time down first", "a column of type time as the first"
            problems.append(document.problem((*loc, "fields", 0), what, field.fields[0].type, instead))
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


def _computed_faults(
    field: Computed, document: Document, loc: Loc, names: Mapping[str, AskedField]
) -> list[LibraryProblem]:
    takes: dict[str, tuple[str, set[str]]] = {
        "count": ("field to count", set(names)),
        "share": ("field of yes or no", {name for name, one in names.items() if isinstance(one, YesNo)}),
        "duration": ("time of day", {name for name, one in names.items() if isinstance(one, Time)}),
    }
    kind, allowed = takes.get(field.rule, ("number or scale field", _numeric(names)))
    problems = [
        unknown_name(document, (*loc, "of", i), kind, name, allowed)
        for i, name in enumerate(field.of)
        if name not in allowed
    ]
    of_two = len(field.of) == 2 and not any("." in name for name in field.of)
    if field.rule in ("difference", "duration") and not of_two:
        found = ", ".join(field.of)
        instead = "two fields: the later first, then the earlier"
        if field.rule == "duration":
            instead = "two times: the earlier first, then the later"
        problems.append(document.problem((*loc, "of"), f"A {field.rule} is between two single fields", found, instead))
    return problems
