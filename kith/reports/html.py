"""A report as one HTML file that needs nothing else: no script, nothing fetched, readable in print and in the dark."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from kith.reports.report import Bullets, Facts, Figure, Heading, Paragraph, Part, Report, Table

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


def as_html(report: Report) -> str:
    """The report as a page of its own."""
    direction = ' dir="rtl"' if report.is_right_to_left else ""
    return (
        f'<!doctype html>\n<html lang="{escape(report.language)}"{direction}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(report.title)}</h1>\n" + "\n".join(_written(part) for part in report.parts) + "\n"
        "</main>\n</body>\n</html>\n"
    )


@singledispatch
def _written(part: Part) -> str:
    raise TypeError(f"A report cannot hold this; found {type(part).__name__}. Use a part of kith.reports.")


@_written.register
def _(part: Paragraph) -> str:
    return f"<p>{escape(part.words)}</p>"


@_written.register
def _(part: Heading) -> str:
    name = "h3" if part.is_lower else "h2"
    return f"<{name}>{escape(part.words)}</{name}>"


@_written.register
def _(part: Bullets) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in part.lines) + "</ul>"


@_written.register
def _(part: Facts) -> str:
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in part.pairs) + "</dl>"


@_written.register
def _(part: Figure) -> str:
    drawing = part.drawing
    return (
        f'<figure><div class="for-narrow">{drawing.narrow}</div><div class="for-wide">{drawing.wide}</div>'
        f"<figcaption>{escape(drawing.sentence)}</figcaption></figure>"
    )


@_written.register
def _(part: Table) -> str:
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in part.heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in part.rows
    )
    whole = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide-table" tabindex="0" role="region" aria-label="{escape(part.heads[0])}">{whole}</div>'
