"""What each part of combined treatments adds: the component network of `kith network`, in lines, tables and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kith.cli.csv_rows import UnreadableTable
from kith.cli.evidence_words import Said, p_in_words
from kith.reports import Heading, Paragraph, Part, Table
from kith.science.evidence import Components, Estimate

NOT_TOLD_APART = "no trial tells it from another part"
ASSUMED = "Parts are taken to add up, whatever they are given with. They rarely do quite: read the test first."


@dataclass(frozen=True)
class ComponentsAsked:
    """What joins the parts of a treatment's name, and the treatment that has no active part."""

    separator: str
    inactive: str


def check_components_asked(separator: str | None, inactive: str | None) -> ComponentsAsked | None:
    """What was asked about parts; None where nothing was. Raises UnreadableTable where half of it is missing."""
    if separator is None and inactive is None:
        return None
    if separator is None or inactive is None:
        found = "--inactive alone" if separator is None else "--components alone"
        raise UnreadableTable(
            f"Parts of treatments need the sign that joins them and a treatment without any; found {found}. Write for "
            'example --components "+" --inactive placebo.'
        )
    return ComponentsAsked(separator, inactive)


def components_as_json(found: Components) -> dict[str, Any]:
    """Each part under both models; null where no trial tells it from another, or heterogeneity cannot be seen."""
    return {
        "common": {name: _one(each) for name, each in found.common.items()},
        "random": None if found.random is None else {name: _one(each) for name, each in found.random.items()},
        "tau2": found.tau2,
        "q": found.q.value,
        "q_freedom": found.q.freedom,
        "additivity_q": found.additivity.value,
        "additivity_freedom": found.additivity.freedom,
        "additivity_p": found.additivity.p,
    }


def _one(each: Estimate | None) -> dict[str, Any] | None:
    return None if each is None else {"estimate": each.estimate, "se": each.se, "ci": list(each.ci)}


def component_lines(found: Components, said: Said) -> list[str]:
    """The parts, line by line, and whether they add up."""
    best = found.random or found.common
    kind = "random effects" if found.random else "common effect"
    lines = [f"  {name}: {_in_words(best[name], said)}" for name in found.components]
    return ["", f"What each part adds ({kind}):", *lines, f"  {_additivity(found)}", f"  {ASSUMED}"]


def component_parts(found: Components, said: Said) -> Iterator[Part]:
    """The same as a part of the report."""
    yield Heading("What does each part add?")
    rows = [
        (
            name,
            _in_words(found.common[name], said),
            "none: heterogeneity cannot be seen" if found.random is None else _in_words(found.random[name], said),
        )
        for name in found.components
    ]
    what = "ratio, " if said.is_ratio else ""
    yield Table(("Part", f"{what}common effect", f"{what}random effects"), tuple(rows))
    yield Paragraph(_additivity(found))
    yield Paragraph(ASSUMED)


def _in_words(each: Estimate | None, said: Said) -> str:
    return NOT_TOLD_APART if each is None else f"{said.number(each.estimate)} ({said.span(each.ci)})"


def _additivity(found: Components) -> str:
    q = found.additivity
    if q.p is None:
        return "Whether parts add up cannot be tested: no treatment is left over to check it."
    tau2 = "tau² unknown" if found.tau2 is None else f"tau² {found.tau2:.4f} (DL)"
    degrees = "1 degree" if q.freedom == 1 else f"{q.freedom} degrees"
    return f"Do parts add up? Q {q.value:.2f} with {degrees} ({p_in_words(q.p)}); {tau2}."
