"""What the goals are called that interventions serve."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

GOALS: dict[str, Any] = {
    "G1": lazy("being with others"),
    "G2": lazy("less distress"),
    "G3": lazy("coping"),
    "G4": lazy("work and learning a trade"),
    "G5": lazy("less fear of others"),
    "G6": lazy("taking medication as one wants to"),
    "G7": lazy("self-esteem and confidence"),
    "G8": lazy("daily living"),
    "G9": lazy("recovery and resilience"),
}
