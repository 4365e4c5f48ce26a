"""The report for a funder as one PDF file, from the values that its page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.reports import Bullets, Figure, Heading, Paragraph, Part, Report
from kith.web.manager.definitions import BY_GROUP
from kith.web.manager.printed import definitions_of, facts_of, figure_of, numbers_of, snapshot_of, table_of
from kith.web.manager.sections import section_file
from kith.web.parts.pdf_files import report_of

Shown = Mapping[str, Any]


def funder_file(shown: Shown) -> Report:
    """Everything the page says, in its order."""
    running = f"{shown['page'].outcomes.service_name}, {shown['period']}"
    return report_of(_("What did the service reach?"), _parts(shown), running=running)


def _parts(shown: Shown) -> Iterator[Part]:
    yield Bullets(tuple(shown["sentences"]))
    yield Heading(_("Who was reached?"))
    yield from figure_of(shown["funnel"])
    yield Heading(_("How long did they wait?"))
    yield from figure_of(shown["waits"])
    yield numbers_of(shown["wait_numbers"])
    yield Heading(_("What became of people, before and after care?"))
    yield Paragraph(f"{_('Before and after, not with and without')}. {shown['uncontrolled']}")
    yield Figure(shown["outcomes"]["drawing"])
    yield numbers_of(shown["completeness"])
    for section in shown["sections"]:
        yield Heading(section.question)
        yield from section_file(section)
    yield Heading(_("Who was served less well?"))
    for stratum in shown["equity"]:
        yield from equity_of(stratum)
    yield Heading(_("Did care harm anybody?"))
    yield from _harms(shown)
    yield Heading(_("What did it cost?"))
    yield from _costs(shown)
    yield Heading(_("What these numbers cannot say"))
    yield Bullets(tuple(_limits(shown)))
    yield Heading(_("Definitions"))
    yield definitions_of(shown["definitions"])
    version = (_("Version of the program that wrote this report"), f"Kith {shown['version']}")
    yield snapshot_of(shown["results"], version)


def equity_of(stratum: Shown) -> Iterator[Part]:
    """One stratum as a table."""
    heads = (_("Group"), _("Referred"), *BY_GROUP.values())
    yield Heading(str(stratum["name"]), is_lower=True)
    yield table_of(
        heads,
        ((row["category"], row["referred"], *(cell["words"] for cell in row["cells"])) for row in stratum["rows"]),
    )


def _harms(shown: Shown) -> Iterator[Part]:
    if not shown["harms"]:
        yield Paragraph(_("Nothing was written down in a register yet. That is not the same as no harm."))
        return
    yield Paragraph(
        _(
            "Unwanted events and effects, in each whole quarter since they were written down, the oldest first. A "
            "service that asks finds more."
        )
    )
    yield facts_of((one["kind"], one["counts"]) for one in shown["harms"])


def _costs(shown: Shown) -> Iterator[Part]:
    costs = shown["costs"]
    if not costs:
        yield Paragraph(_("No price was given, or the snapshot holds too little."))
        return
    yield facts_of(
        (
            (_("A finished course"), costs["course"]),
            (_("A recovery"), costs["recovery"]),
            (_("Prices"), shown["source"] or _("Year and source were not stated.")),
        )
    )
    yield Paragraph(
        _("The cost of all courses, over those who recovered. It is not what care adds: many recover without.")
    )


def _limits(shown: Shown) -> Iterator[str]:
    yield str(shown["uncontrolled"])
    yield str(shown["rounding"])
    yield _("Courses without both scores are in no rate. They may have gone worse or better; nobody knows.")
    for gap in shown["gaps"]:
        yield f"{_('Missing from the record')} – {gap}"
