"""Where a command writes its report: the ending of the file's name decides whether it is a page or a PDF file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kith.cli.csv_rows import UnreadableTable
from kith.reports import LettersMissing, Part, Report, as_html, as_pdf, can_set_pdf

NO_PDF = (
    "A report cannot be set as PDF; found no typesetter. Install kith[pdf], or write --report NAME.html and print it "
    "to PDF from a browser."
)


def check_report_name(path: Path | None) -> None:
    """Refuse a report that cannot be written in its form, before anything is worked out."""
    if path is None:
        return
    if path.suffix.lower() not in (".html", ".htm", ".pdf"):
        raise UnreadableTable(
            f"A report is an HTML page or a PDF file, by the ending of its name; found {path.name!r}. Give a name that "
            "ends in .html or .pdf."
        )
    if is_pdf(path) and not can_set_pdf():
        raise UnreadableTable(NO_PDF)


def is_pdf(path: Path) -> bool:
    """Whether a report of this name is a PDF file."""
    return path.suffix.lower() == ".pdf"


def write_report(path: Path, title: str, parts: Iterable[Part]) -> None:
    """Write the report. Raises UnreadableTable where it cannot be set, or the place cannot be written."""
    report = Report(title, tuple(parts))
    try:
        path.write_bytes(as_pdf(report) if is_pdf(path) else as_html(report).encode())
    except LettersMissing as missing:
        raise UnreadableTable(str(missing)) from None
    except OSError as error:
        raise UnreadableTable(
            f"{path}: the report cannot be written; found {error.strerror or error}. Choose another "
            "place with --report."
        ) from None
