"""The steps that pages of a service's own share: what a form says of itself, and what is said after each step."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as lazy

from kith.care.models import BadInput, Refusal
from kith.web.practitioner.about import CONFLICT, REFUSED

DONE: dict[str, Any] = {
    "undo": lazy("The last change is undone."),
    "send_back": lazy("It is a draft again."),
    "start_version": lazy("The next version is started as a draft. The released one goes on meanwhile."),
}


def edits_shown(typed: QueryDict) -> int:
    """The count of changes that the page showed; none that fits when it is missing."""
    text = typed.get("edits", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def status_of(refusal: Refusal) -> int:
    """How a page answers: something typed does not fit, or the moment does not."""
    return REFUSED if isinstance(refusal, BadInput) else CONFLICT
