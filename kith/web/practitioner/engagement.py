"""Before the first meeting: ask what is in the way, offer help with it, keep what was promised."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.care.actions import engage
from kith.care.models import Client, Refusal
from kith.care.queries.engagement import EngagementPage, barrier_of, client_to_engage, remedy_of
from kith.care.queries.engagement import engagement as engagement_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.as_written import as_written
from kith.web.parts.engagement_words import HOW, WHERE, WHO
from kith.web.practitioner.about import about
from kith.web.practitioner.fields import any_of, line, one_of
from kith.web.practitioner.group_forms import keep_words, unclear, uuid_in


class BarriersForm(forms.Form):
    """What is in the way, in the words the person would tick."""

    def __init__(self, *args: Any, page: EngagementPage, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "kinds": any_of(
                _("What makes it hard to come?"),
                [(one.kind, as_written(one.in_plain_words)) for one in page.choices],
                _("Read it out, or turn the screen. What is not ticked any more counts as gone."),
                initial=[one.kind for one in page.barriers],
            ),
            "words": line(
                _("Something else: what?"), initial=next((one.words for one in page.barriers if one.words), "")
            ),
        }
        keep_words(self, "words")


class FirstContactForm(forms.Form):
    """The first contact as the person would like it, asked in the room or on the phone."""

    def __init__(self, *args: Any, page: EngagementPage, **given: Any) -> None:
        super().__init__(*args, **given)
        open_yet = [("", _("Not asked yet"))]
        self.fields |= {
            "who": one_of(_("Whom would they like to meet?"), [*open_yet, *WHO.items()], as_list=True),
            "where": one_of(_("Where?"), [*open_yet, *WHERE.items()], as_list=True),
            "how": one_of(_("How may we be in touch until then?"), [*open_yet, *HOW.items()], as_list=True),
            "step": line(_("One small thing that should soon be better"), _("For example: sleep through one night.")),
            "benefit": line(_("What would that give them?"), _("For example: not to snap at the children.")),
        }
        self.initial = {**{name: getattr(page.wished, name) for name in self.fields}, **self.initial}
        keep_words(self, "step", "benefit")


def engagement(request: Request, client_id: UUID) -> HttpResponse:
    """The page; its forms name barriers, offer, answer and finish remedies, and keep the wishes for a first contact."""
    if request.method == "POST":
        try:
            return _change(request, client_id)
        except Refusal as refusal:
            return _show(request, client_id, refusal)
    return _show(request, client_id)


def _change(request: Request, client_id: UUID) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    client = client_to_engage(viewer=request.viewer, client_id=client_id, at=request.at)
    sent, what = request.POST, request.POST.get("what")
    if what == "barriers":
        engage.tell_barriers(client=client, kinds=tuple(sent.getlist("kinds")), words=sent.get("words", ""), **acting)
        messages.success(request, _("Saved. Below is what can be offered."))
    elif what == "offer":
        barrier = barrier_of(
            viewer=request.viewer, client_id=client_id, barrier_id=uuid_in(sent.get("barrier")), at=request.at
        )
        engage.offer_remedy(barrier=barrier, kind=sent.get("kind", ""), **acting)
        messages.success(request, _("Offered. Write down what they say to it."))
    elif what in ("answer", "done"):
        remedy = remedy_of(
            viewer=request.viewer, client_id=client_id, remedy_id=uuid_in(sent.get("remedy")), at=request.at
        )
        if what == "done":
            engage.finish_remedy(remedy=remedy, **acting)
            messages.success(request, _("Marked as done."))
        else:
            engage.answer_remedy(remedy=remedy, answer=sent.get("answer", ""), **acting)
            messages.success(request, _("Their answer is kept. A no costs nothing."))
    elif what == "first_contact":
        _keep_wishes(request, client)
        messages.success(request, _("Saved: the first contact as they would like it."))
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    return redirect("engagement", client_id)


def _keep_wishes(request: Request, client: Client) -> None:
    sent = request.POST
    engage.say_first_contact(
        client=client,
        wishes={part: sent[part] for part in engage.WISHES if sent.get(part)},
        goal={part: sent.get(part, "") for part in engage.GOAL_PARTS},
        by=request.viewer,
        at=request.at,
    )


def _show(request: Request, client_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = engagement_page(viewer=request.viewer, client_id=client_id, at=request.at)
    what = request.POST.get("what") if refusal else None
    given = about(request, page.head, _("Before the first meeting"), "person") | {
        "page": page,
        "form": BarriersForm(request.POST if what == "barriers" else None, page=page),
        "first": FirstContactForm(request.POST if what == "first_contact" else None, page=page),
        "wished": _wished(page),
        "now": _next(page),
        "errors": summary(refusal) if refusal else [],
    }
    return render(request, "web/practitioner/engagement.html", given, status=status_of(refusal))


def _wished(page: EngagementPage) -> list[tuple[str, Any]]:
    rows = ((_("With"), WHO, page.wished.who), (_("Where"), WHERE, page.wished.where), (_("How"), HOW, page.wished.how))
    return [(label, words[said]) for label, words, said in rows if said]


def _next(page: EngagementPage) -> dict[str, str]:
    """What to do next, in two sentences and a link."""
    client = page.head.identity.client_id
    book = reverse("book", args=[client]) if "book" in page.head.steps else ""
    return {
        "ask": {
            "title": _("Ask what is in the way"),
            "words": _("Nothing is known yet. Ask before you book: a barrier that is named is half taken away."),
            "url": "#ask",
            "button": _("Ask"),
        },
        "offer": {
            "title": _("Offer something against what is in the way"),
            "words": _("Choose with them. One thing that is kept is better than three that are promised."),
        },
        "do": {
            "title": _("Do what was promised"),
            "words": as_written(", ".join(each.offer for _one, each in page.promised)),
        },
        "book": {
            "title": _("Book the first meeting as they would like it"),
            "words": _("What was promised is done, or nothing was needed."),
            "url": book,
            "button": _("Book") if book else "",
        },
        "met": {
            "title": _("The first meeting has taken place"),
            "words": _("What helped with coming may help with staying. Ask again when somebody stays away."),
        },
    }[page.next_step]
