"""A report as one HTML file that needs nothing else: no script, nothing fetched, readable in print and in the dark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from kith.cli.csv_rows import UnreadableTable
from kith.pictures import Drawing

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-inline-size: 46rem; margin: 0 auto; padding: 1rem; }
figure { margin: 1.5rem 0; }
figure svg { inline-size: 100%; block-size: auto; }
figcaption, .quiet { opacity: 0.8; }
table { border-collapse: collapse; inline-size: 100%; }
.wide-table { overflow-x: auto; }
th, td { padding: 0.25rem 0.5rem; text-align: end; border-block-end: 1px solid; }
td { white-space: nowrap; }
th:first-child { text-align: start; min-inline-size: 9rem; }
.for-wide { display: none; }
@media (min-width: 40rem) { .for-wide { display: block; } .for-narrow { display: none; } }
@media print { .for-wide { display: block; } .for-narrow { display: none; } figure, tr { break-inside: avoid; } }
"""
NO_PDF = (
    "A report is written as HTML; found a name that ends in .pdf. Write --report NAME.html and print it to PDF from a "
    "browser: this installation has no typesetter."
)


def paragraph(words: str) -> str:
    """A paragraph."""
    return f"<p>{escape(words)}</p>"


def heading(words: str) -> str:
    """A heading of a part."""
    return f"<h2>{escape(words)}</h2>"


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def figure(drawing: Drawing) -> str:
    """A picture at both widths, with its sentence below."""
    return (
        f'<figure><div class="for-narrow">{drawing.narrow}</div><div class="for-wide">{drawing.wide}</div>'
        f"<figcaption>{escape(drawing.sentence)}</figcaption></figure>"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line of heads; the first cell of a row names it."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    whole = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide-table" tabindex="0" role="region" aria-label="{escape(heads[0])}">{whole}</div>'


def check_report_name(path: Path | None) -> None:
    """Refuse a report that cannot be written in its form, before anything is worked out."""
    if path is not None and path.suffix.lower() == ".pdf":
        raise UnreadableTable(NO_PDF)


def write_report(path: Path, title: str, parts: Iterable[str]) -> None:
    """Write the report. Raises UnreadableTable where the place cannot be written."""
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UnreadableTable(
            f"{path}: the report cannot be written; found {error.strerror or error}. Choose another "
            "place with --report."
        ) from None
