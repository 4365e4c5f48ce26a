"""The thing to try on the page "Right now", one screen at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from kith.care.queries.grounding import Grounding, grounding

register = template.Library()


@dataclass(frozen=True)
class Screen:
    """Where somebody is in the practice: 0 before it, one more than its screens when it is done."""

    practice: Grounding
    number: int

    @property
    def words(self) -> str:
        """What to do on this screen; nothing before the first and after the last."""
        return self.practice.screens[self.number - 1] if 1 <= self.number <= len(self.practice.screens) else ""

    @property
    def following(self) -> int:
        """The next screen."""
        return self.number + 1

    @property
    def is_done(self) -> bool:
        """After the last screen."""
        return self.number > len(self.practice.screens)


@register.simple_tag(takes_context=True)
def screen_of_practice(context: template.Context) -> Screen:
    """The screen that `?step=` names; anything else is the first page."""
    request = context["request"]
    step = request.GET.get("step", "")
    number = int(step) if step.isdecimal() and len(step) < 3 else 0
    return Screen(grounding(viewer=request.viewer), number)
