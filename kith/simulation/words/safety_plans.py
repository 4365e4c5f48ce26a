"""Lines for safety plans: six steps, in words as people use them."""

from __future__ import annotations

SAFETY_STEPS: dict[str, tuple[str, ...]] = {
    "warning_signs": (
        "I stop answering messages.",
        "I lie awake and go over the same thing.",
        "I think everybody would be fine without me.",
        "I do not eat until the evening.",
        "I tidy everything away as if I were leaving.",
    ),
    "coping": (
        "Walk to the river and back.",
        "A hot shower, then the blue blanket.",
        "Put on the album from summer and draw.",
        "Make tea slowly, smell it, drink it by the window.",
        "Count back from one hundred in sevens.",
    ),
    "places_and_people": (
        "The coffee place by the library.",
        "My neighbour on the second floor.",
        "The choir on Wednesday.",
        "The park where the dogs are.",
    ),
    "ask_for_help": ("My sister", "My friend from work", "My uncle", "My cousin in the next street"),
    "professionals": (
        "The service, in working hours",
        "The crisis line, day and night",
        "My doctor's practice",
        "The emergency number, if I might act",
    ),
    "safer_place": (
        "Tablets are kept at my sister's and given a week at a time.",
        "No drink in the house for now.",
        "The door stays open and I tell someone where I am.",
    ),
}
