"""The picture of nothing yet: a quiet frame and a kind sentence."""

from __future__ import annotations

from kith.pictures.drawing import Format, Sheet
from kith.pictures.lettering import wrap
from kith.pictures.tones import GREY


def empty_picture(format: Format, title: str, sentence: str, words: str) -> str:
    """Draw a dashed frame with words that say what will appear here."""
    sheet = Sheet(format.width)
    lines = wrap(words, format.width - 60, format.size + 2)
    step = (format.size + 2) * 1.4
    height = max(len(lines) * step + 60, 120)
    sheet.rect(1, 1, format.width - 2, height - 2, rx=10, fill="none", stroke=GREY, stroke_dasharray="5 5")
    for i, line in enumerate(lines):
        y = height / 2 + (i - (len(lines) - 1) / 2) * step + format.size * 0.35
        sheet.words(format.width / 2, y, line, format.size + 2, anchor="middle", soft=True)
    return sheet.finish(height, title, sentence)
