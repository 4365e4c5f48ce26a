"""What two people looked at side by side, as a sheet to print or keep: from the values that the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.reports import Bullets, Figure, Heading, Paragraph, Part, Report
from kith.web.parts.harm_often import often_in_a_line
from kith.web.parts.pdf_files import report_of

Told = Mapping[str, Any]


def choice_file(title: str, cards: Iterable[Told], *, is_told_apart: bool, before: Iterable[Part] = ()) -> Report:
    """Every card in the order of the page, each part under its heading; `before` is what stands above them."""
    studies = (
        _("Studies show a clear difference in how much these help.")
        if is_told_apart
        else _("Studies cannot tell which of these helps more. So what you want counts most.")
    )
    return report_of(title, (*before, Paragraph(studies), *_parts(cards)))


def _parts(cards: Iterable[Told]) -> Iterator[Part]:
    for one in cards:
        yield Heading(str(one["title"]))
        yield from _fits(one)
        yield from _nothing() if one["card"].is_nothing else _help(one)
    yield Paragraph(
        _(
            "Every picture shows 100 people like those in the studies. The pictures compare with different things, so "
            "do not count one against the other."
        )
    )
    yield Paragraph(_("Not yet verified: this text waits for review by a clinician."))


def _fits(one: Told) -> Iterator[Part]:
    lines = [_("Fits: %(words)s") % {"words": words} for words in one["answers"]]
    lines += [_("Does not fit, or nobody knows: %(words)s") % {"words": words} for words in one["does_not"]]
    if lines:
        yield Bullets((*([one["moved"]] if one["moved"] else []), *lines))


def _nothing() -> Iterator[Part]:
    yield Paragraph(_("You do not start anything new. The help you have stays. You can change your mind."))
    yield Paragraph(
        _(
            "Some people get better with time. Some stay the same, and some get worse. We do not have a good number "
            "for this."
        )
    )
    yield Bullets((_("Things may stay hard for longer."), _("If it gets worse, tell us. Do not wait.")))


def _help(one: Told) -> Iterator[Part]:
    yield Heading(_("What you would do"), is_lower=True)
    yield Paragraph(one["card"].in_full)
    if one["builds_on"]:
        yield Heading(_("What it builds on"), is_lower=True)
        yield Bullets(tuple(str(words) for words in one["builds_on"]))
    yield Heading(_("How long and how much"), is_lower=True)
    yield Figure(one["effort"])
    yield Paragraph(
        " ".join(words for words in (f"{one['meetings']}.", one["work"], one["between"], one["wait"]) if words)
    )
    yield Heading(_("Does it help?"), is_lower=True)
    if one["chance"]:
        yield Figure(one["picture"])
        yield Paragraph(" ".join(one["chance"][name] for name in ("with", "without", "doubt")))
    else:
        yield Paragraph(_("It may help. Nobody has counted it well enough to give a number."))
    yield Heading(_("What may be hard"), is_lower=True)
    for harm in one["harms"]:
        often = often_in_a_line(harm["often"]) if one["is_counted"] else ""
        yield Bullets((f"{harm['words']} {often}".strip(),))
        if harm["told"].get("picture"):
            yield Figure(harm["told"]["picture"])
    if not one["is_counted"]:
        yield Paragraph(_("It is not known how often these happen."))
