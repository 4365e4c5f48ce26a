"""How fast alerts are answered, as a PDF file, from the values that the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.reports import Figure, Heading, Paragraph, Part, Report, Table
from kith.web.manager.printed import facts_of, table_of
from kith.web.parts.pdf_files import report_of

Shown = Mapping[str, Any]


def alert_times_file(shown: Shown, service_name: str) -> Report:
    """Of the service without names for a manager; of each supervisee for the supervisor."""
    return report_of(_("How fast alerts are answered"), _parts(shown), running=service_name)


def _parts(shown: Shown) -> Iterator[Part]:
    yield Paragraph(
        _(
            "A clock begins with the first news, and anew with news that comes after contact was made. What still has "
            "time counts neither as kept nor as missed."
        )
    )
    if shown["quarter"]:
        yield Heading(_("The whole service, %(quarter)s") % {"quarter": shown["quarter"]})
        if not shown["page"].burden:
            yield Paragraph(_("No alerts were written down yet."))
    if shown["page"].burden:
        yield Figure(shown["programme_picture"])
        yield _levels(shown["programme"])
        yield Paragraph(_("Where one row would have fewer than 8 alerts, it stands together with the next."))
        yield Paragraph(str(shown["rounding"]))
        yield facts_of(
            (
                (_("Alerts given to one practitioner in a week, on average"), shown["given"]),
                (_("Acted on, of those that were due"), shown["acted_on"]),
            )
        )
    if shown["page"].team:
        yield Heading(_("People led by those you supervise, last %(weeks)s weeks") % {"weeks": shown["page"].weeks})
        yield Figure(shown["team_picture"])
        yield _levels(shown["team"])
    if shown["supervisees"]:
        yield Heading(_("Each of those you supervise"))
        yield Paragraph(_("Who leads people in danger has more alerts. Ask what held them up before anything else."))
        yield _supervisees(shown["supervisees"])


def _levels(rows: Iterable[Shown]) -> Table:
    heads = (
        _("Contact was asked for"),
        _("Alerts"),
        _("Until in hand"),
        _("Until contact"),
        _("Until closed"),
        _("Went on to somebody else"),
        _("Contact missed"),
    )
    return table_of(
        heads,
        (
            (row["level"], row["alerts"], *(_speed(one) for one in row["speeds"]), row["went_on"], row["missed"])
            for row in rows
        ),
    )


def _supervisees(rows: Iterable[Shown]) -> Table:
    heads = (
        _("Practitioner"),
        _("Alerts given"),
        _("Alerts of people they lead"),
        _("Until in hand"),
        _("Until contact"),
        _("Went on from them"),
        _("Contact missed"),
        _("Acted on"),
    )
    return table_of(
        heads,
        (
            (
                one["name"],
                _("%(given)s, %(number)s a week") % {"given": one["given"], "number": one["given_a_week"]},
                one["alerts"],
                _speed(one["seen"]),
                _speed(one["contact"]),
                one["went_on"],
                one["missed"],
                one["acted_on"],
            )
            for one in rows
        ),
    )


def _speed(speed: Mapping[str, str]) -> str:
    return ", ".join(words for words in (speed["median"], speed["worst"], speed["share"]) if words)
