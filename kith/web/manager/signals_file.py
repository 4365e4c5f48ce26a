"""How good the signals are, as rows and as a PDF file, from the values that the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.queries.signal_accuracy import SignalsOfMeasure
from kith.reports import Bullets, Figure, Heading, Paragraph, Part, Report
from kith.web.manager.cells import Row, rate_cells
from kith.web.manager.printed import facts_of, figure_of, table_of
from kith.web.manager.sentences import Rate
from kith.web.parts.pdf_files import report_of

Shown = Mapping[str, Any]
HEADS = (
    "judged_by",
    "group",
    "ending",
    "figure",
    "numerator",
    "denominator",
    "value",
    "interval_low",
    "interval_high",
    "not_shown_because",
)


class Accuracy(Protocol):
    """The four shares for one kind of ending."""

    @property
    def sensitivity(self) -> Rate: ...
    @property
    def specificity(self) -> Rate: ...
    @property
    def ppv(self) -> Rate: ...
    @property
    def npv(self) -> Rate: ...


def rows_of(one: SignalsOfMeasure) -> Iterator[Row]:
    """Each share as it was published, for both ways of judging and for each group."""
    for way, study in (("expected_course", one.expected), ("rules", one.rules)):
        yield from _shares(way, "", "badly", study.badly)
        yield from _shares(way, "", "deteriorated", study.deteriorated)
        yield (way, "", "", "off_track_of_scores", *rate_cells(study.burden))
    yield ("expected_course", "", "", "beyond_the_edge_of_scores", *rate_cells(one.expected.calibration))
    for kind, groups in one.groups.items():
        for group in groups:
            yield from _shares("expected_course", f"{kind}: {group.name}", "badly", group.accuracy)


def _shares(way: str, group: str, ending: str, accuracy: Accuracy) -> Iterator[Row]:
    for name in ("sensitivity", "specificity", "ppv", "npv"):
        yield (way, group, ending, name, *rate_cells(getattr(accuracy, name)))


def signals_file(shown: Shown, service_name: str) -> Report:
    """False alarms first, then what is found and missed, for whom, and what nobody knows."""
    return report_of(_("How good are the signals?"), _parts(shown), running=f"{service_name}, {shown['one'].name}")


def _parts(shown: Shown) -> Iterator[Part]:
    verdict = shown["verdict"]
    yield Paragraph(f"{verdict['title']}. {verdict['words']}")
    yield Paragraph(shown["on_whom"])
    yield Bullets(tuple(shown["findings"]))
    yield Paragraph(str(shown["rounding"]))
    yield Heading(_("What signals find, and what they miss"))
    for each in shown["endings"]:
        yield Heading(each["title"], is_lower=True)
        yield from figure_of(each)
    yield Heading(_("How often they come"), is_lower=True)
    yield table_of(**shown["how_often"])
    yield Heading(_("When they speak first"), is_lower=True)
    yield table_of(**shown["first_alerts"])
    yield Heading(_("Are they as good for everybody?"))
    for each in shown["groups"]:
        yield from _group(each)
    yield Heading(_("What this does not know"))
    yield Bullets(tuple(shown["unknowns"]))
    yield Heading(_("Where these numbers come from"))
    yield table_of(**shown["bands"])
    yield _source(shown["one"], shown["limits"])


def _group(each: Shown) -> Iterator[Part]:
    heads = (_("Group"), _("People"), _("Found"), _("Left alone"), _("Signals that were right"))
    yield Heading(str(each["name"]), is_lower=True)
    yield Figure(each["drawing"])
    yield table_of(heads, each["rows"])


def _source(one: SignalsOfMeasure, limits: str) -> Part:
    version = _("version %(number)s") % {"number": one.number}
    return facts_of(
        (
            (_("Learned"), f"{date_format(one.fitted_on, 'j F Y')}, {version}"),
            (_("Counted as"), f"{limits} {one.source}"),
            (_("Method"), one.method),
            (_("Library"), one.library_version),
        )
    )
