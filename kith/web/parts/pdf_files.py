"""A report as a PDF file to download, in the language of whoever looks; or a refusal that says what to do instead."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from kith.care.models import Refusal
from kith.reports import LettersMissing, Part, Report, as_pdf, can_set_pdf


def no_pdf() -> Refusal:
    """Said where the extra that sets PDF files is not installed."""
    return Refusal(
        _("No PDF file can be made here."),
        _("The part of Kith that sets PDF files is not installed."),
        _("Print the page instead, and choose to save it as PDF; or ask those who run Kith here to install kith[pdf]."),
    )


def pdf_file(report: Report, name: str) -> HttpResponse:
    """The report to download. Raises Refusal where it cannot be set, rather than leave letters out."""
    if not can_set_pdf():
        raise no_pdf()
    try:
        content = as_pdf(report)
    except LettersMissing as missing:
        raise Refusal(
            _("No PDF file was made."),
            _("No font of this machine has these letters: %(letters)s.") % {"letters": missing.letters},
            _("Print the page instead, or ask those who run Kith here to install the font of Noto for these letters."),
        ) from None
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def report_of(title: str, parts: Iterable[Part], *, running: str = "") -> Report:
    """A report in the language of whoever looks."""
    return Report(title, tuple(parts), running, get_language() or "en", get_language_bidi())
