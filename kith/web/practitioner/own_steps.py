"""The steps that pages of a service's own share: what a form says of itself, and what is said after each step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.web.asking import Request

DONE: dict[str, Any] = {
    "undo": lazy("The last change is undone."),
    "send_back": lazy("It is a draft again."),
    "start_version": lazy("The next version is started as a draft. The released one goes on meanwhile."),
}


@dataclass(frozen=True)
class Verbs:
    """The steps of one kind of thing that a service writes, each keyword-only as every verb is."""

    undo: Callable[..., Any]
    propose: Callable[..., Any]
    send_back: Callable[..., Any]
    release: Callable[..., Any]
    retire: Callable[..., Any]
    start_version: Callable[..., Any]


def take_step(
    request: Request, own: Any, wanted: str, *, verbs: Verbs, page: str, said: Mapping[str, Any]
) -> str | None:
    """Take the step that is wanted and answer where to go then; None when it is not one of these steps.

    `page` names the page of one such thing, `said` has the words for proposing and retiring it. Raises Refusal.
    """
    here = reverse(page, args=[own.pk])
    act: dict[str, Any] = {"own": own, "by": request.viewer, "at": request.at}
    reason, edits = {"reason": request.POST.get("reason", "")}, {"edits": edits_shown(request.POST)}
    if wanted == "undo":
        verbs.undo(**act, **edits)
        here += f"?part={request.POST.get('part', '')[:200]}"
    elif wanted == "propose":
        verbs.propose(**act, **edits)
    elif wanted == "send_back":
        verbs.send_back(**act, **reason)
    elif wanted == "start_version":
        here = reverse(page, args=[verbs.start_version(**act).pk])
    elif wanted == "retire":
        verbs.retire(**act, **reason)
    else:
        return None
    messages.success(request, {**DONE, **said}[wanted])
    return here


def decide(request: Request, own: Any, verbs: Verbs, released: str) -> None:
    """The second person's word: release it, or send it back with a reason. Raises Refusal."""
    is_yes = request.POST.get("do") == "release"
    act = verbs.release if is_yes else verbs.send_back
    act(own=own, reason=request.POST.get("reason", ""), by=request.viewer, at=request.at)
    messages.success(request, released if is_yes else _("It is back with its author."))


def edits_shown(typed: QueryDict) -> int:
    """The count of changes that the page showed; none that fits when it is missing."""
    text = typed.get("edits", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1
