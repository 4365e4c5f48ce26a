"""Does everybody get the same choice, as files: the rows of the snapshot, and what the page shows as a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.care.queries.choice_audit import ChoiceAudit
from kith.reports import Figure, Heading, Paragraph, Part, Report
from kith.web.manager.export import Row, rate_cells
from kith.web.manager.printed import definitions_of, table_of
from kith.web.parts.pdf_files import report_of

Shown = Mapping[str, Any]


def choice_rows(page: ChoiceAudit, words: Mapping[str, str]) -> Iterator[Row]:
    """Each group with its people and shares, then each intervention by group; `words` say what a share counts."""
    for one in page.strata:
        for each in one.groups:
            group, people = f"{one.name}: {each.group}", each.people
            count = "" if people.people is None else str(people.people)
            yield ("choices", "people", group, "", "", count, "", "", people.reason or "", "")
            for name, rate in each.shares.items():
                yield ("choices", name, group, *rate_cells(rate), words.get(name, ""))
        for protocol in one.protocols:
            for name, rates in (("suggested", protocol.suggested), ("chosen", protocol.chosen)):
                for each, rate in zip(one.groups, rates, strict=True):
                    yield (f"intervention: {protocol.title}", name, f"{one.name}: {each.group}", *rate_cells(rate), "")


def choice_file(shown: Shown, service_name: str) -> Report:
    """What the page shows, in its order."""
    return report_of(_("Does everybody get the same choice?"), _parts(shown), running=service_name)


def _parts(shown: Shown) -> Iterator[Part]:
    if shown["page"].snapshot is None:
        yield Paragraph(_("No snapshot says it yet."))
        return
    yield Paragraph(f"{shown['first']['title']}. {shown['first']['words']}")
    people = _("People whose care ended: %(people)s.") % {"people": shown["people"]}
    yield Paragraph(f"{shown['period']}. {people}")
    if shown["apart"]:
        yield Heading(_("Look into these"))
        heads = (_("Who"), _("What"), _("This group"), _("Everybody else"))
        yield table_of(
            heads,
            ((f"{one['stratum']}: {one['group']}", one["what"], one["rate"], one["rest"]) for one in shown["apart"]),
        )
    for stratum in shown["strata"]:
        yield from _stratum(stratum, [str(one.name) for one in shown["definitions"]])
    yield Heading(_("What each column counts"))
    yield definitions_of(shown["definitions"])
    yield Paragraph(str(shown["rounding"]))


def _stratum(stratum: Shown, heads: list[str]) -> Iterator[Part]:
    yield Heading(str(stratum["name"]))
    if stratum["picture"]:
        yield Figure(stratum["picture"]["drawing"])
    yield table_of(
        (_("Group"), _("People"), *heads),
        (
            (row["name"], row["people"], *([cell["words"] for cell in row["cells"]] or [""] * len(heads)))
            for row in stratum["rows"]
        ),
    )
    if stratum["protocols"]:
        yield Heading(_("By intervention"), is_lower=True)
        yield table_of(
            (_("Intervention"), *stratum["names"]),
            (
                (
                    row["title"],
                    *(
                        _("suggested: %(suggested)s; chosen: %(chosen)s")
                        % {"suggested": cell["suggested"], "chosen": cell["chosen"]}
                        for cell in row["cells"]
                    ),
                )
                for row in stratum["protocols"]
            ),
        )
