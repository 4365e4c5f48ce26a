"""Marking a meeting while it runs: what was done, and a tap for each time somebody spoke."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith.care.actions.mark_meeting import Marked
from kith.care.actions.mark_meeting import mark_meeting as keep
from kith.care.models import Refusal
from kith.care.queries.meeting import meeting_to_record
from kith.care.queries.meeting_marks import MarksOfOne
from kith.web.asking import BY_SCRIPT, Request
from kith.web.practitioner.group_forms import unclear, uuid_in
from kith.web.practitioner.group_words import STEPS_SPOKEN

DONE, WAS, AGO, SPOKE = "done-", "was-", "ago-", "spoke-"
DONE_WORDS = (("2", lazy("Yes")), ("1", lazy("In part")), ("0", lazy("No")))
LONGEST_NUMBER = 12  # digits


def keep_marks(request: Request, session_id: UUID) -> HttpResponse:
    """Keep what one page marked; a script is answered with the facilitator's own marks as they stand now."""
    meeting = meeting_to_record(viewer=request.viewer, session_id=session_id, at=request.at)
    marked = _marked(request)
    marks = keep(meeting=meeting, marked=marked, by=request.viewer, at=request.at)
    if request.headers.get(BY_SCRIPT):
        spoke = {str(client): count for client, count in marks.spoke.items()}
        return JsonResponse({"spoke": spoke, "done": {item: str(points) for item, points in marks.points.items()}})
    return redirect(redirect("meeting", session_id).url + ("#taps" if marked.spoke else "#done"))


def refused(problem: Refusal) -> HttpResponse:
    """A mark that a script sent and that was not kept: the three parts, as words."""
    return HttpResponse(
        f"{problem.what} {problem.found} {problem.instead}", content_type="text/plain; charset=utf-8", status=422
    )


def _marked(request: Request) -> Marked:
    """What the page said. A rating that still stands as it was shown is not a new one."""
    given = request.POST
    done: dict[str, tuple[int | None, timedelta]] = {}
    for name, value in given.items():
        item = name.removeprefix(DONE)
        if name.startswith(DONE) and str(value) != given.get(f"{WAS}{item}", None):
            points = _whole(str(value)) if value else None
            done[item] = (points, timedelta(milliseconds=_whole(given.get(f"{AGO}{item}", "0"))))
    spoke = {
        uuid_in(name.removeprefix(SPOKE)): _whole(str(count)) for name, count in given.items() if name.startswith(SPOKE)
    }
    return Marked(page=uuid_in(given.get("page")), turn=_whole(given.get("turn", "")), done=done, spoke=spoke)


def _whole(text: str) -> int:
    if len(text) <= LONGEST_NUMBER and text.removeprefix("-").isdecimal():
        return int(text)
    raise unclear(_("The mark was not kept."), _("Open the page again and use its buttons."), "")


def marking(checklist: Iterable[tuple[str, str]], marks: Iterable[MarksOfOne], seats: Iterable[Any]) -> dict[str, Any]:
    """What the page shows of the marks: each item and each member with one's own, and the others' by name."""
    every, there = list(marks), list(seats)
    often = Counter(seat.name for seat in there)
    own = next((one for one in every if one.is_own), None)
    others = [one for one in every if not one.is_own]
    return {
        "page_key": uuid.uuid4(),
        "done_words": DONE_WORDS,
        "items": [
            {
                "id": item,
                "text": text,
                "chosen": str(own.done[item]) if own is not None and item in own.done else "",
                "others": others_done(every, item),
            }
            for item, text in checklist
        ],
        "tapped": [
            {
                "seat": seat,
                "number": number,
                "name": f"{seat.name} ({seat.number})" if often[seat.name] > 1 else seat.name,
                "count": own.spoke.get(seat.client_id, 0) if own is not None else 0,
                "others": [(one.author, one.spoke.get(seat.client_id, 0)) for one in others if one.has_counted],
            }
            for number, seat in enumerate(there, start=1)
        ],
    }


def others_done(marks: Iterable[MarksOfOne], item: str) -> list[tuple[str, str]]:
    """Who else rated an item, and how."""
    words = dict(DONE_WORDS)
    return [(one.author, str(words[str(one.done[item])])) for one in marks if not one.is_own and item in one.done]


def spoke_words(spoke: int | str | None) -> str:
    """How often somebody spoke; the step in words where that was kept instead of a count."""
    if isinstance(spoke, int):
        return ngettext("spoke %(count)d time", "spoke %(count)d times", spoke) % {"count": spoke}
    return str(STEPS_SPOKEN.get(spoke or "", ""))
