"""The programme page as a PDF file, whole or one picture of it, from the values that the page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.queries.outcomes import OutcomesPage, Results
from kith.reports import Facts, Figure, Heading, Paragraph, Part, Report
from kith.web.manager import drawings
from kith.web.manager.chapters import WAITS
from kith.web.manager.definitions import DEFINITIONS, ROUNDING, STRATA, UNCONTROLLED, Definition
from kith.web.manager.funder_file import equity_of
from kith.web.manager.gaps import gaps_of
from kith.web.manager.printed import definitions_of, figure_of, numbers_of, snapshot_of, table_of
from kith.web.manager.sections import QUESTIONS as SECTION_QUESTIONS
from kith.web.manager.sections import SECTIONS, Section, defined_file
from kith.web.manager.sentences import about_step, number_of, period_words
from kith.web.parts.pdf_files import report_of

WITHOUT_SCORES = ("funnel", "waits", "missing", "kinds")


def outcomes_file(page: OutcomesPage, results: Results, part: str) -> Report:
    """One part with its question for a title, or all of them."""
    running = f"{page.service_name}, {period_words(results.snapshot)}"
    if part:
        return report_of(str(QUESTIONS[part]), [*PARTS[part](results), *_source(results, part)], running=running)
    return report_of(_("Outcomes"), _all(results), running=running)


def _all(results: Results) -> Iterator[Part]:
    for name, parts in PARTS.items():
        yield Heading(str(QUESTIONS[name]))
        yield from parts(results)
    yield from _source(results)


def _source(results: Results, part: str = "") -> Iterator[Part]:
    yield Heading(_("Where these numbers come from"))
    if part not in WITHOUT_SCORES:
        yield Paragraph(str(UNCONTROLLED))
    yield Paragraph(str(ROUNDING))
    yield snapshot_of(results)


def _funnel(results: Results) -> Iterator[Part]:
    yield from figure_of(drawings.funnel(results))
    yield Heading(_("Definitions"), is_lower=True)
    yield definitions_of(about_step(step.id) for step in results.funnel)


def _waits(results: Results) -> Iterator[Part]:
    yield from figure_of(drawings.waits(results))
    yield numbers_of(number_of(results, name) for name in WAITS)
    yield Heading(_("Definitions"), is_lower=True)
    yield definitions_of(DEFINITIONS[name] for name in WAITS)


def _whole(results: Results) -> Iterator[Part]:
    """The picture, and below it every number of the whole service, as in the table to download."""
    yield Figure(drawings.outcomes(results)["drawing"])
    yield _every_number(results)
    yield Heading(_("Definitions"), is_lower=True)
    yield definitions_of(DEFINITIONS[name] for name in drawings.OUTCOMES)


def _every_number(results: Results) -> Facts:
    known = results.rates.keys() | results.figures.keys() | results.counts.keys()
    return numbers_of(number_of(results, name) for name in DEFINITIONS if name in known)


def _months(results: Results) -> Iterator[Part]:
    if not results.referrals.months:
        yield Paragraph(_("This snapshot was taken before months were kept. Take a new one to see them."))
        return
    for name in drawings.compared(results):
        yield from _defined(drawings.trend(results, name))
    yield Heading(_("Referred"), is_lower=True)
    yield from figure_of(drawings.referrals(results))
    yield Paragraph(_("A month inside the limits needs no explanation. One outside is a reason to ask, not a verdict."))


def _sites(results: Results) -> Iterator[Part]:
    for name in drawings.compared(results):
        yield from _defined(drawings.places(results, name))
    yield Paragraph(
        _("Sites are never ranked. One with fewer than 10 people or 3 practitioners is joined with its neighbour.")
    )


def _defined(shown: Mapping[str, Any]) -> Iterator[Part]:
    definition: Definition = shown["definition"]
    yield Heading(str(definition.name), is_lower=True)
    yield Paragraph(str(definition.words))
    yield from figure_of(shown)


def _equity(results: Results) -> Iterator[Part]:
    for name in STRATA:
        if results.equity.get(name):
            stratum = drawings.equity(results, name)
            first, *rest = equity_of(stratum)
            yield from (first, Figure(stratum["drawing"]), *rest)


def _missing(results: Results) -> Iterator[Part]:
    shown = gaps_of(results)
    yield Figure(shown["drawing"])
    yield Heading(_("What to do"), is_lower=True)
    heads = (_("What"), _("Of whom"), _("Missing"), _("What would fill the gap"))
    yield table_of(heads, ((row["what"], row["of_whom"], row["missing"], row["do"]) for row in shown["rows"]))


def _section(build: Callable[[Results], Section], results: Results) -> Iterator[Part]:
    yield from defined_file(build(results))


QUESTIONS = {
    "funnel": gettext_lazy("Who came, and how far?"),
    "waits": gettext_lazy("How long did they wait?"),
    "whole": gettext_lazy("What became of people?"),
    "months": gettext_lazy("Does it change from month to month?"),
    "sites": gettext_lazy("Do sites differ by more than chance?"),
    "equity": gettext_lazy("Is anybody served less well?"),
    "missing": gettext_lazy("What is missing from the record?"),
    **SECTION_QUESTIONS,
}
PARTS: dict[str, Callable[[Results], Iterator[Part]]] = {
    "funnel": _funnel,
    "waits": _waits,
    "whole": _whole,
    "months": _months,
    "sites": _sites,
    "equity": _equity,
    "missing": _missing,
    **{name: partial(_section, build) for name, build in SECTIONS.items()},
}
