"""Those who care: how heavy it is for each, what to do next, and the link by which they answer for themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith import pictures
from kith.care.actions import caring
from kith.care.actions.caring import Named
from kith.care.actions.inviting import Made
from kith.care.models import Client, Refusal
from kith.care.permissions import reach
from kith.care.queries.carers import CarerShown, CarersPage, carer_of
from kith.care.queries.carers import carers as carers_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.carer_words import NAMED_BY, PARTS, TIES
from kith.web.parts.timelines import day_words, score_words, timeline_words
from kith.web.practitioner.about import about
from kith.web.practitioner.fields import line, one_of
from kith.web.practitioner.group_forms import keep_words, unclear, uuid_in
from kith.web.practitioner.inviting import code_of

ACTS: dict[str, tuple[Any, str, Any]] = {
    "alone": (
        lazy("Contact the carer alone, today"),
        "danger",
        lazy("They are afraid of somebody at home. Only the way they called safe; no word to the client or at home."),
    ),
    "relief": (
        lazy("Speak with the carer alone this week, about relief first"),
        "caution",
        lazy("The load is heavy in most ways. Look for two hours off a week and who could take over, before advice."),
    ),
    "ask": (
        lazy("Ask the carer, alone, whether they want to be asked"),
        "info",
        lazy("Their own yes counts and nobody else's. A no changes nothing about the care."),
    ),
    "invite": (lazy("Make their link"), "info", lazy("Ten questions and their own plan, on their phone.")),
    "wait": (lazy("Wait for their answers"), "info", lazy("The link is out. If it is lost, make a new one.")),
    "again": (lazy("Ask again"), "caution", lazy("Four weeks have passed. Make a new link.")),
    "flags": (lazy("Take up what they said"), "caution", lazy("At your next talk, with what is advised below.")),
    "plan": (lazy("Offer their own plan"), "info", lazy("It waits behind the same link, in four short questions.")),
    "review": (
        lazy("Look at their plan again"),
        "caution",
        lazy("Twelve weeks have passed. It waits behind their link; kept once more, it counts again."),
    ),
    "none": (lazy("Nothing for now"), "good", lazy("Ask again on the day that stands here.")),
}
"""What to do next, how it looks, and how to do it."""


class NamedForm(forms.Form):
    """Somebody who cares."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "name": line(_("Name of the carer"), most=200),
            "tie": one_of(_("Who are they to the person?"), [("", _("Choose")), *TIES.items()], as_list=True),
            "named_by": one_of(_("Who named them?"), [("", _("Choose")), *NAMED_BY.items()], as_list=True),
            "reach": line(
                _("How to reach them safely and alone"),
                _("When, on which number, and whether a message may be left. In their words."),
            ),
        }
        keep_words(self, "name", "reach")


def carers(request: Request, client_id: UUID) -> HttpResponse:
    """The page; its forms name a carer, keep their yes or no, make their link, and let them go."""
    if request.method != "POST":
        return _show(request, client_id)
    try:
        return _change(request, client_id)
    except Refusal as refusal:
        return _show(request, client_id, refusal)


def _change(request: Request, client_id: UUID) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    client, _access = reach(request.viewer, Client, client_id, "W", "carer", at=request.at)
    what = request.POST.get("what", "")
    if what == "name":
        given = {name: request.POST.get(name, "") for name in ("name", "tie", "named_by", "reach")}
        caring.name_carer(client=client, named=Named(**given), **acting)
        messages.success(request, _("Written down. Now ask them alone, before anything else."))
        return redirect("carers", client_id)
    if what not in ("yes", "no", "link", "end"):
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    wanted = uuid_in(request.POST.get("carer"))
    carer = carer_of(viewer=request.viewer, client_id=client_id, carer_id=wanted, at=request.at)
    if what == "link":
        key, word = uuid_in(request.POST.get("key")), request.POST.get("agreed_word", "")
        made = caring.invite_carer(carer=carer, agreed_word=word, key=key, language=get_language() or "en", **acting)
        return _made(request, client_id, made)
    if what == "end":
        caring.let_carer_go(carer=carer, **acting)
        messages.success(request, _("They are asked nothing any more."))
    else:
        caring.hear_carer(carer=carer, says_yes=what == "yes", **acting)
        messages.success(request, _("Their answer is kept."))
    return redirect("carers", client_id)


def _made(request: Request, client_id: UUID, made: Made) -> HttpResponse:
    page = _page(request, client_id)
    address = request.build_absolute_uri(reverse("answer_link") + f"?a={made.token}")
    given = {
        **about(request, page.head, _("Link"), ""),
        "is_sheet": True,
        "address": address,
        "code": code_of(address),
        "until": made.invitation.expires_at,
        "asks_year": False,
        "is_for_carer": True,
    }
    return render(request, "web/practitioner/link_made.html", given)


def _page(request: Request, client_id: UUID) -> CarersPage:
    return carers_page(viewer=request.viewer, client_id=client_id, at=request.at, language=(get_language() or "en"))


def _show(request: Request, client_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page, what = _page(request, client_id), request.POST.get("what")
    given = about(request, page.head, _("Those who care"), "person") | {
        "page": page,
        "rows": [_row(page, one) for one in page.now],
        "before": [{"name": one.name, "ended_at": one.ended_at} for one in page.before],
        "form": NamedForm(request.POST if what == "name" else None),
        "tried": request.POST.get("carer", "") if what == "link" else "",
        "word": request.POST.get("agreed_word", ""),
        "errors": summary(refusal) if refusal else [],
    }
    return render(request, "web/practitioner/carers.html", given, status=status_of(refusal))


def _row(page: CarersPage, one: CarerShown) -> dict[str, Any]:
    label, tone, how = ACTS[one.act]
    return {
        "one": one,
        "key": uuid4(),
        "tie": TIES[one.tie],
        "named_by": NAMED_BY[one.named_by],
        "act": {"title": label, "tone": tone, "words": how},
        "lines": [(PARTS[part], words) for part, words in one.plan.lines] if one.plan else [],
        "figure": _figure(page, one) if one.loads else None,
        "total": score_words(one.last.total) if one.last and one.last.total is not None else "",
    }


def _figure(page: CarersPage, one: CarerShown) -> dict[str, Any]:
    known = [(load.day, load.total) for load in one.loads if load.total is not None]
    drawing = pictures.timeline(
        pictures.TimelinePicture(
            title=page.title,
            sentence=_sentence(known),
            words=timeline_words(lower_is_better=True),
            minimum=page.lowest,
            maximum=page.highest,
            scores=tuple(pictures.Score(day, value, day_words(day), score_words(value)) for day, value in known),
            bands=tuple(pictures.Band(band.low, band.high, band.name, band.severity) for band in page.bands),
            missed=tuple(load.day for load in one.loads if load.total is None) if known else (),
            until=page.head.today,
        )
    )
    rows = [
        [
            date_format(load.day, "DATE_FORMAT"),
            score_words(load.total) if load.total is not None else None,
            load.band or _("Too much was left out for a score."),
            "; ".join(flag.words for flag in load.flags) or None,
        ]
        for load in one.loads
    ]
    heads = [_("Date"), _("Score"), _("Band"), _("What asks for an act")]
    return {"drawing": drawing, "title": page.title, "numbers": {"heads": heads, "rows": rows}}


def _sentence(known: list[Any]) -> str:
    if not known:
        return _("There is no score yet: too much was left out.")
    (first_day, first), (last_day, last) = known[0], known[-1]
    told = {
        "first": score_words(first),
        "first_day": day_words(first_day),
        "last": score_words(last),
        "last_day": day_words(last_day),
    }
    if len(known) == 1:
        return _("The load was %(last)s of 24 on %(last_day)s. Higher is heavier.") % told
    return _("The load was %(first)s of 24 on %(first_day)s and %(last)s on %(last_day)s. Higher is heavier.") % told
