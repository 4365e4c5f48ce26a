"""How soon a person makes contact, in words: what an alert is called instead of a level."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

HOW_SOON = (
    ("moderate", lazy("By the end of the next working day")),
    ("high", lazy("Today, within four hours")),
    ("imminent", lazy("Now, within thirty minutes")),
)
