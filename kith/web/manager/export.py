"""What a manager sees as a file, CSV, Parquet or PDF; and the rows of a snapshot, which say what they count."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.care.queries.outcomes import OutcomesPage, Results
from kith.reports import Report, can_set_pdf
from kith.web.manager.cells import Row, plain, rate_cells, whole
from kith.web.manager.definitions import BY_GROUP, DEFINITIONS, ROUNDING, UNCONTROLLED, gap_words
from kith.web.manager.section_rows import section_rows
from kith.web.manager.sentences import Count, Figure, Rate
from kith.web.parts.pdf_files import pdf_file

HEADS = (
    "part",
    "figure",
    "group",
    "numerator",
    "denominator",
    "value",
    "interval_low",
    "interval_high",
    "not_shown_because",
    "definition",
)
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(page: OutcomesPage, results: Results, part: str = "") -> list[Row]:
    """All rows, or those of one picture with what the snapshot is of."""
    numbers = [row for row in _numbers(results) if not part or row[0] == part]
    return [*_about(page, results), *numbers]


def table(
    heads: Sequence[str], rows: Iterable[Row], name: str, kind: str, report: Callable[[], Report]
) -> HttpResponse:
    """What a page shows as a file to download: a table, or the report that it makes for people who read PDF.

    Names of columns are the same in every language, so that a script can read them; no cell can start a formula.
    """
    if kind == "pdf":
        return pdf_file(report(), name)
    cells = [tuple(neutral(cell) for cell in row) for row in rows]
    if kind == "parquet" and has_parquet():
        return _download(as_parquet(heads, cells), "application/vnd.apache.parquet", f"{name}.parquet")
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(heads)
    writer.writerows(cells)
    return _download(sheet.getvalue().encode(), "text/csv; charset=utf-8", f"{name}.csv")


def has_parquet() -> bool:
    """Whether the extra that writes Parquet is installed; without it pages offer CSV alone."""
    return find_spec("pyarrow") is not None


def as_parquet(heads: Sequence[str], rows: Sequence[Row]) -> bytes:
    """The same cells as in CSV, as text: an empty one is a number that is not shown, and must not become 0."""
    import pyarrow
    import pyarrow.parquet

    sink = io.BytesIO()
    columns = {head: [row[place] or None for row in rows] for place, head in enumerate(heads)}
    schema = pyarrow.schema([(head, pyarrow.string()) for head in heads])
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), sink)
    return sink.getvalue()


def links(url: str, **query: str) -> list[dict[str, str]]:
    """Where a page can be had as a file, in each kind that can be written here."""
    kinds = [("csv", _("CSV"), True), ("parquet", _("Parquet"), has_parquet()), ("pdf", _("PDF"), can_set_pdf())]
    return [
        {"url": f"{url}?{urlencode({**query, 'as': kind})}", "label": name} for kind, name, is_here in kinds if is_here
    ]


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("Clinic")
    ("'=1+1", 'Clinic')
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(STARTS_A_FORMULA) else cell


def _about(page: OutcomesPage, results: Results) -> Iterator[Row]:
    snapshot = results.snapshot
    measures = "; ".join(
        f"{one.name} policy {one.version}{f' from {one.begins}' if one.begins else ''}: "
        f"case from {one.caseness:g}, reliable from {one.reliable_change:g} points"
        for one in results.measures
    )
    for name, value in (
        ("service", page.service_name),
        ("period_from", snapshot.period_from.isoformat()),
        ("period_to", snapshot.period_to.isoformat()),
        ("taken_at", snapshot.taken_at.isoformat()),
        ("method", results.method),
        ("library_version", results.library_version),
        ("measure_policies", f"version {results.policies_version}: {measures}"),
    ):
        yield ("snapshot", name, "", "", "", value, "", "", "", "")
    yield ("snapshot", "rounding", "", "", "", "", "", "", "", str(ROUNDING))
    yield ("snapshot", "uncontrolled", "", "", "", "", "", "", "", str(UNCONTROLLED))


def _numbers(results: Results) -> Iterator[Row]:
    for step in results.funnel:
        yield _count("funnel", "finished_so_far" if step.id == "finished" else step.id, "", step.people)
    for name in DEFINITIONS:
        if name in results.rates:
            yield _rate("whole", name, "", results.rates[name])
        elif name in results.figures:
            yield _figure("whole", name, results.figures[name])
        elif name in results.counts:
            yield _count("whole", name, "", results.counts[name])
    for one in results.wait_ranges:
        days = (
            f"more than {one.above or 0} days" if one.up_to is None else f"{(one.above or -1) + 1} to {one.up_to} days"
        )
        yield ("waits", "days_to_first", days, "", "", str(one.people), "", "", "", _words("days_to_first"))
    for name, shown in results.places.items():
        for place in shown.places:
            yield _rate("sites", name, " + ".join(place.names), place.rate)
    for first, referred in results.referrals.months:
        yield _count("months", "referred", f"{first:%Y-%m}", referred)
    for name, months in results.months.items():
        for month in months:
            yield _rate("months", name, f"{month.first:%Y-%m}", month.rate)
    for stratum, rows in results.equity.items():
        for row in rows:
            group = f"{stratum}: {row.category}"
            yield _count("equity", "referred", group, row.referred)
            for name in BY_GROUP:
                yield _rate("equity", name, group, getattr(row, name))
    for gap in results.missing:
        yield (*_rate("missing", gap.what, gap.of_whom, gap.missing)[:-1], gap_words(gap.what, gap.of_whom))
    yield from section_rows(results)


def _rate(part: str, name: str, group: str, rate: Rate) -> Row:
    return (part, name, group, *rate_cells(rate), _words(name))


def _count(part: str, name: str, group: str, count: Count) -> Row:
    return (part, name, group, "", "", whole(count.people), "", "", count.reason or "", _words(name))


def _figure(part: str, name: str, figure: Figure) -> Row:
    return (part, name, "", "", whole(figure.people), plain(figure.value), "", "", figure.reason or "", _words(name))


def _words(name: str) -> str:
    return str(DEFINITIONS[name].words) if name in DEFINITIONS else ""
