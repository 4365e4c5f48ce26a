"""Exercises with turns, run from one screen in the room: what is said stays in the room unless all agree to keep it.

Where the exercise stands travels in the form. Nothing is written into the record before a summary is offered.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.care.actions.together import write_joint_summary
from kith.care.models import BadInput, Refusal
from kith.care.queries.together import unit_of
from kith.care.queries.turns import TurnsPage, turns
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.fields import MOST_WORDS
from kith.web.practitioner.turn_words import SOLVE, TALK

KEPT = ("problem", "choice", "attempt", "look_back")  # of solving a problem, what the summary holds


def talk_in_turns(request: Request, group_id: UUID) -> HttpResponse:
    """One speaks, one says it back, and they swap."""
    page = turns(viewer=request.viewer, group_id=group_id, at=request.at)
    given, count = request.POST, len(page.names)
    speaker, turn = _number(given.get("speaker")) % max(count, 1), _number(given.get("turn"))
    stage, what = given.get("stage", ""), given.get("what", "")
    if what in ("next", "missed", "again"):
        stage, moved = _after(stage, what)
        speaker, turn = (speaker + moved) % max(count, 1), turn + moved
    elif what == "try":
        stage = "try"
    refusal: Refusal | None = None
    if what == "offer":
        answer = _offered(request, page, given.get("attempt", ""))
        if isinstance(answer, HttpResponse):
            return answer
        refusal, stage = answer, "try"
    state = {"speaker": speaker, "turn": turn, "stage": stage}
    return _show(request, page, "talk_in_turns", _talk(page, state) | {"typed": given.get("attempt", "")}, refusal)


def _after(stage: str, what: str) -> tuple[str, int]:
    """The next stage, and whether the turn goes on to the next person."""
    if what == "again" or stage not in TALK:
        return "say", 0
    if what == "missed":
        return "back", 0
    return {"say": ("back", 0), "back": ("check", 0), "check": ("swapped", 1)}[stage]


def _talk(page: TurnsPage, state: dict[str, Any]) -> dict[str, Any]:
    stage, speaker = state["stage"], state["speaker"]
    if len(page.names) < 2:
        return {**state, "turn_words": None}
    names = {"speaker": page.names[speaker], "listener": page.names[(speaker + 1) % len(page.names)]}
    if stage == "swapped":
        stage = "say" if state["turn"] % len(page.names) else "round"
    words = TALK.get(stage)
    told = words and {
        "title": words.title % names,
        "speaker": words.speaker,
        "listener": words.listener,
        "done": words.done % names,
    }
    return {**state, "stage": stage, "turn_words": told, "speaking": names["speaker"], "listening": names["listener"]}


def solve_together(request: Request, group_id: UUID) -> HttpResponse:
    """One problem in six steps; each begins with somebody else."""
    page = turns(viewer=request.viewer, group_id=group_id, at=request.at)
    given, names = request.POST, list(SOLVE)
    place = min(_number(given.get("place")), len(names) - 1)
    written = {name: given.get(name, "").strip()[:MOST_WORDS] for name in names}
    what = given.get("what", "")
    refusal: Refusal | None = None
    if what == "next" and not written[names[place]]:
        refusal = BadInput(
            _("The next step was not opened."),
            _("Nothing is written yet."),
            _("Write a few words that all can agree to, or stop here."),
            names[place],
        )
    elif what == "offer":
        answer = _offered(request, page, _solution(written))
        if isinstance(answer, HttpResponse):
            return answer
        refusal = answer
    elif what in ("next", "back"):
        place = min(max(place + (1 if what == "next" else -1), 0), len(names) - 1)
    name = names[place]
    step, first = SOLVE[name], page.names[place % len(page.names)] if page.names else ""
    given_step = {"name": name, "title": step.title, "what": step.what % {"name": first}, "label": step.label}
    given_step |= {"hint": step.hint, "text": written[name]}
    more = {
        "place": place,
        "step": given_step,
        "others": {other: text for other, text in written.items() if other != name},
        "so_far": [(SOLVE[other].title, written[other]) for other in names[:place] if written[other]],
        "is_last": place == len(names) - 1,
        "number": place + 1,
        "of": len(names),
    }
    return _show(request, page, "solve_together", more, refusal)


def _solution(written: dict[str, str]) -> str:
    lines = [f"{SOLVE[name].label}: {written[name]}" for name in KEPT if written[name]]
    return "\n".join(lines) if written["attempt"] else ""


def _offered(request: Request, page: TurnsPage, text: str) -> HttpResponse | Refusal:
    """Everybody may say yes or no on their own page; it is kept as agreed only with the yes of all."""
    if not page.can_practise:
        return BadInput(_("Nothing was offered."), _("You cannot practise together now."), _("See each person alone."))
    try:
        group = unit_of(viewer=request.viewer, group_id=page.group_id, at=request.at)
        write_joint_summary(group=group, words=text, is_offered=True, by=request.viewer, at=request.at)
    except Refusal as refusal:
        return refusal
    messages.success(request, _("Everybody can read it and say yes or no. It stands when all have said yes."))
    return redirect("together", page.group_id)


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 4 else 0


def _show(
    request: Request, page: TurnsPage, template: str, more: dict[str, Any], refusal: Refusal | None
) -> HttpResponse:
    here = _("Talk in turns") if template == "talk_in_turns" else _("Solve a problem together")
    given = {
        "page": page,
        "errors": [{**one, "href": "#id_words"} for one in summary(refusal)] if refusal else [],
        "crumbs": [
            {"url": redirect("groups").url, "label": _("Groups")},
            {"url": redirect("group", page.group_id).url, "label": page.group_name},
            {"url": redirect("together", page.group_id).url, "label": _("Together")},
            {"label": here},
        ],
        **more,
    }
    return render(request, f"web/practitioner/{template}.html", given, status=status_of(refusal))
