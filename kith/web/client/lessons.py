"""A lesson as it is read: whole or in short words, with questions to check for oneself that nobody counts."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kith.care.queries.my_work_item import Lesson
from kith.web.parts.lesson_text import lesson_html

SHORT = "short"


def reading(lesson: Lesson, asked: QueryDict) -> dict[str, Any]:
    """What the page of a lesson shows, after what was chosen in its address: `?read=short`, `?check-1=2`."""
    is_short = asked.get("read") == SHORT
    names = [f"check-{number}" for number in range(1, len(lesson.front.check) + 1)]
    chosen = {name: str(asked[name]) for name in names if name in asked}
    return {
        "is_short": is_short,
        "body": lesson_html(lesson.body),
        "label": _("How to read it"),
        "tabs": [
            {"url": "?", "label": _("The lesson"), "current": not is_short},
            {"url": f"?read={SHORT}", "label": _("In short words"), "current": is_short},
        ],
        "checks": [_check(number, one, chosen, is_short) for number, one in enumerate(lesson.front.check, start=1)],
    }


def _check(number: int, one: Any, chosen: dict[str, str], is_short: bool) -> dict[str, Any]:
    name = f"check-{number}"
    answer = int(chosen[name]) if chosen.get(name, "").isdecimal() else 0
    answer = answer if answer <= len(one.options) else 0
    others = [(other, value) for other, value in chosen.items() if other != name]
    return {
        "name": name,
        "question": one.question,
        "options": one.options,
        "because": one.because,
        "chosen": answer,
        "fits": answer == one.fits,
        "others": [*others, ("read", SHORT)] if is_short else others,
    }
