"""Which interventions the synthetic service offers, and for whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Programme:
    """An intervention of the library as this service uses it: techniques in the order of the sessions."""

    protocol: str
    planned: tuple[int, ...]
    techniques: tuple[str, ...]
    worksheets: tuple[str, ...]
    why: str


CBT_DEPRESSION = Programme(
    protocol="cbt-depression",
    planned=(12,),
    techniques=(
        "five-areas",
        "monitoring",
        "activity-scheduling",
        "graded-task",
        "thought-record",
        "thinking-styles",
        "behavioural-experiment",
        "compassion",
    ),
    worksheets=("activity-diary", "thought-record"),
    why="Low mood, doing less and harsh thoughts feed each other, and all three can be worked on.",
)
CBT_PANIC = Programme(
    protocol="cbt-panic",
    planned=(12,),
    techniques=(
        "panic-cycle",
        "panic-log",
        "misreading",
        "expectancy",
        "ladder",
        "safety-habits",
        "in-vivo",
        "setback-plan",
    ),
    worksheets=("thought-record", "exposure-record"),
    why="Sudden fear comes with the worry. Avoiding and checking keep it going, and both can be tested in small steps.",
)
BY_STREAM: dict[str, Programme] = {"depression": CBT_DEPRESSION, "anxiety": CBT_PANIC}
OPTIONS: dict[str, tuple[str, ...]] = {
    "depression": ("cbt-depression", "community-sociotherapy"),
    "anxiety": ("cbt-panic", "cbt-depression", "community-sociotherapy"),
}
SOCIOTHERAPY = "community-sociotherapy"
