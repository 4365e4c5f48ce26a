"""Short answers that fit many worksheets."""

from __future__ import annotations

FEELINGS = ("sad", "ashamed", "worried", "angry", "lonely", "afraid", "guilty", "empty")
SURPRISES = (
    "It was shorter than I expected.",
    "The start was the hardest part.",
    "Nobody looked at me.",
    "I was calmer after than before.",
    "I can stay even when it is hard.",
    "What I feared did not come. Something else did, and it was small.",
)
LEFT_OUT = (
    "Holding my phone in my hand",
    "Standing near the door",
    "Asking if it is all right",
    "Rehearsing every word",
    "Taking a bottle of water",
)
LIFTED = (
    "Being outside before noon.",
    "Talking to someone for five minutes.",
    "Finishing one small thing.",
    "Music while I cooked.",
)
SANK = (
    "Lying on the sofa with the phone.",
    "Too long alone in the afternoon.",
    "Reading old messages.",
    "Skipping lunch.",
)
ORDINARY_ACTIVITIES = (
    "Breakfast and the news",
    "Work at the desk",
    "Washing up",
    "Lay on the sofa, phone in hand",
    "Shopping for supper",
    "Bus ride and a walk home",
    "Phone call with family",
    "Watched a film",
    "Put the laundry away",
)
