"""When people can come and when groups meet: the parts of a week."""

from __future__ import annotations

from datetime import time
from typing import Final

PARTS: Final = ("morning", "afternoon", "evening")
AFTERNOON_FROM: Final = time(12)
EVENING_FROM: Final = time(17)
WEEK_PARTS: Final = tuple(f"{day}-{part}" for day in range(1, 8) for part in PARTS)


def week_part(weekday: int, at: time) -> str:
    """The part of the week of a day (Monday is 1) and an hour.

    >>> week_part(2, time(10)), week_part(4, time(17, 30))
    ('2-morning', '4-evening')
    """
    part = PARTS[0] if at < AFTERNOON_FROM else PARTS[1] if at < EVENING_FROM else PARTS[2]
    return f"{weekday}-{part}"
