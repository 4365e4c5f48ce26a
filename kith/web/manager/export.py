"""All numbers of a snapshot as a table, with what each one counts; no cell can start a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kith.care.queries.outcomes import OutcomesPage, Results
from kith.web.manager.definitions import DEFINITIONS, ROUNDING, UNCONTROLLED
from kith.web.manager.sentences import Count, Figure, Rate

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
Row = tuple[str, ...]


def as_csv(page: OutcomesPage, results: Results) -> str:
    """The table as text. Names of columns are the same in every language, so that a script can read it."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(HEADS)
    for row in (*_about(page, results), *_numbers(results)):
        writer.writerow([neutral(cell) for cell in row])
    return sheet.getvalue()


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("Clinic")
    ("'=1+1", 'Clinic')
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(STARTS_A_FORMULA) else cell


def _about(page: OutcomesPage, results: Results) -> Iterator[Row]:
    snapshot = results.snapshot
    measures = "; ".join(
        f"{one.name} policy {one.version}: case from {one.caseness:g}, reliable from {one.reliable_change:g} points"
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
            for name in ("treated", "recovery", "reliable_improvement"):
                yield _rate("equity", name, group, getattr(row, name))


def _rate(part: str, name: str, group: str, rate: Rate) -> Row:
    counts = (_whole(rate.numerator), _whole(rate.denominator))
    shares = (_share(rate.value), _share(rate.low), _share(rate.high))
    return (part, name, group, *counts, *shares, rate.reason or "", _words(name))


def _count(part: str, name: str, group: str, count: Count) -> Row:
    return (part, name, group, "", "", _whole(count.people), "", "", count.reason or "", _words(name))


def _figure(part: str, name: str, figure: Figure) -> Row:
    value = "" if figure.value is None else f"{figure.value:g}"
    return (part, name, "", "", _whole(figure.people), value, "", "", figure.reason or "", _words(name))


def _whole(count: int | None) -> str:
    return "" if count is None else str(count)


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.4f}"


def _words(name: str) -> str:
    return str(DEFINITIONS[name].words)
