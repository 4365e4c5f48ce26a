"""Reports: a title, words, tables and pictures as one value, written as an HTML page or as a tagged PDF file."""

from kith.reports.html import as_html
from kith.reports.pdf import LettersMissing, as_pdf, can_set_pdf
from kith.reports.report import Bullets, Facts, Figure, Heading, Paragraph, Part, Report, Table

__all__ = [
    "Bullets",
    "Facts",
    "Figure",
    "Heading",
    "LettersMissing",
    "Paragraph",
    "Part",
    "Report",
    "Table",
    "as_html",
    "as_pdf",
    "can_set_pdf",
]
