"""The network of treatments: which of them trials compare, with numbers for names and a key below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import wrap
from kith.pictures.tones import GREY, TEAL


@dataclass(frozen=True)
class TreatmentNode:
    """One treatment; `size_label` says how many trials, and people where that is known."""

    label: str
    trials: int
    size_label: str


@dataclass(frozen=True)
class TrialEdge:
    """How many trials compare two treatments, by their places among the nodes."""

    first: int
    second: int
    trials: int


def network_graph(
    nodes: Sequence[TreatmentNode],
    edges: Sequence[TrialEdge],
    *,
    single_trial: str,
    title: str,
    sentence: str,
    empty: str,
) -> Drawing:
    """Draw treatments on a circle, joined where trials compare them; one trial is dashed.

    Lines and circles grow with the number of trials. `single_trial` says what the dashes are.
    """
    return draw(partial(_graph, nodes, edges, single_trial, title, sentence, empty), sentence)


def _graph(
    nodes: Sequence[TreatmentNode],
    edges: Sequence[TrialEdge],
    single_trial: str,
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if not nodes:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    side = min(format.width, 420)
    places = _on_circle(len(nodes), format.width / 2, side / 2, side / 2 - 24)
    most = max([edge.trials for edge in edges], default=1)
    for edge in edges:
        dashes = {"stroke_dasharray": "6 5"} if edge.trials == 1 else {}
        width = 2 + 7 * (edge.trials - 1) / max(most - 1, 1)
        (x1, y1), (x2, y2) = places[edge.first], places[edge.second]
        sheet.line(x1, y1, x2, y2, stroke=GREY, stroke_width=width, **dashes)
    largest = max(node.trials for node in nodes) or 1
    for number, (node, (x, y)) in enumerate(zip(nodes, places, strict=True), start=1):
        radius = 13 + 9 * math.sqrt(node.trials / largest)
        sheet.put("circle", cx=x, cy=y, r=radius, fill="Canvas", stroke=TEAL, stroke_width=4)
        sheet.words(x, y + size * 0.35, f"{number}", size, anchor="middle", bold=True)
    y = float(side) + 4
    if any(edge.trials == 1 for edge in edges):
        sheet.line(4, y + size * 0.65, 32, y + size * 0.65, stroke=GREY, stroke_width=2, stroke_dasharray="6 5")
        for line in wrap(single_trial, format.width - 46, size):
            sheet.words(42, y + size, line, size, soft=True)
            y += size * 1.3
    return sheet.finish(
        numbered_names(sheet, [f"{n.label}, {n.size_label}" for n in nodes], y, format), title, sentence
    )


def _on_circle(count: int, x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """Return places on a circle, the first on top."""
    turns = [2 * math.pi * place / count - math.pi / 2 for place in range(count)]
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def numbered_names(sheet: Sheet, names: Sequence[str], y: float, format: Format) -> float:
    """Write the key: each number with its name; return where the picture ends."""
    size = format.size
    for number, name in enumerate(names, start=1):
        sheet.words(26, y + size, f"{number}", size, anchor="end", bold=True)
        for line in wrap(name, format.width - 44, size, most=2):
            sheet.words(36, y + size, line, size)
            y += size * 1.3
    return y + 6
