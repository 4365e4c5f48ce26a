"""What groups talked about, without a name in it."""

from __future__ import annotations

GROUP_THEMES: tuple[str, ...] = (
    "Safety: what makes a room safe. The agreement was written on one sheet.",
    "Safety: arriving on time, and what silence is for.",
    "Trust: whom we trusted as children, and how it was lost.",
    "Trust: a small promise until next week.",
    "Care: who cares for those who care.",
    "Care: visiting somebody at home, and being visited.",
    "Respect: being spoken to by name.",
    "Respect: an argument, and how it was set right.",
    "New rules: what we want to keep from here.",
    "New rules: living beside people one does not like.",
    "Memory: a day that comes back.",
    "Memory: what helps to carry it.",
    "Feelings: anger has a reason and needs a place.",
    "Looking back: what changed at home.",
    "Farewell: a meal together.",
)
GROUP_NOTES = (
    "Lively, everybody spoke once. One person stayed quiet and was asked afterwards how it was.",
    "A heavy hour. Closed with breathing and a song. Checked on two people before they left.",
    "Warm, some laughter. The homework was done by most.",
    "Slow start because of the rain. The pairs worked well.",
    "A disagreement about being late. The group found its own rule.",
    "Opening up was hard today. Reminded everybody that nobody has to.",
    "Good energy. Someone offered to bring tea next time.",
)
