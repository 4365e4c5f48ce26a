"""The colours of pictures: middle tones that stand out (3 : 1 or more) on the light ground and on the dark one.

Words never take a tone: they use `currentColor`, which follows the page. A tone never carries a meaning alone.
"""

from __future__ import annotations

from typing import Final

INK: Final = "currentColor"
TEAL: Final = "#168678"
BLUE: Final = "#3d7fb0"
RUST: Final = "#bd6224"
PLUM: Final = "#9a66a8"
RED: Final = "#cb5050"
GREY: Final = "#77817c"
TONES: Final = (TEAL, BLUE, RUST, PLUM, RED, GREY)

# Severity bands are washes, so that words and lines above them keep their contrast on both grounds.
BAND_TONES: Final = (TEAL, "#7f8a2a", "#b08900", RUST, RED)
BAND_OPACITY: Final = 0.15
SOFT_OPACITY: Final = 0.72
"""Opacity of quiet words; 0.72 of the page's ink keeps 4.5 : 1 on both grounds."""
