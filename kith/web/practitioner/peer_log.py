"""The log of peer support: written in a minute on a phone by the peer supporter, read by the team and the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.care.actions.peers import Contact, record_contact
from kith.care.models import Client, Refusal
from kith.care.permissions import reach
from kith.care.queries.peer_log import ContactShown, PeerLogPage, own_contact
from kith.care.queries.peer_log import peer_log as log_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.peer_words import WAY_ICONS, WAYS
from kith.web.practitioner.fields import day, moment, number, one_of, words
from kith.web.practitioner.group_forms import keep_words, unclear, uuid_in
from kith.web.practitioner.heads import crumbs_to, head_of


class ContactForm(forms.Form):
    """A contact, in plain words."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "way": one_of(_("How were you in touch?"), list(WAYS.items())),
            "began_at": moment(_("When did it begin?")),
            "minutes": number(_("How many minutes?")),
            "did": words(_("What did you do together?"), _("In plain words. The person reads this."), rows=3),
            "agreed": words(_("What did you agree?"), rows=2),
            "said": words(
                _("How did they say they are?"), _("In their own words, only if they want it written down."), rows=2
            ),
            "next_on": day(_("When are you in touch again?")),
        }
        keep_words(self, "did", "agreed", "said")


def peer_log(request: Request, client_id: UUID) -> HttpResponse:
    """The log; a POST adds an entry, or corrects one of one's own."""
    if request.method == "POST":
        try:
            return _keep(request, client_id)
        except Refusal as refusal:
            return _show(request, client_id, refusal)
    return _show(request, client_id)


def _keep(request: Request, client_id: UUID) -> HttpResponse:
    client, _access = reach(request.viewer, Client, client_id, "W", "peer_log", at=request.at)
    form = ContactForm(request.POST)
    if not form.is_valid():
        raise unclear(
            _("The entry was not kept yet."), _("Correct the fields that are marked."), next(iter(form.errors))
        )
    corrected = request.POST.get("replaces")
    replaces = (
        own_contact(viewer=request.viewer, client_id=client_id, contact_id=uuid_in(corrected), at=request.at)
        if corrected
        else None
    )
    what = Contact(**form.cleaned_data)
    record_contact(client=client, what=what, replaces=replaces, by=request.viewer, at=request.at)
    messages.success(request, _("Kept. The person can read it on their page and answer."))
    return redirect("peer_log", client_id)


def _show(request: Request, client_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = log_page(viewer=request.viewer, client_id=client_id, at=request.at)
    changed = request.POST.get("replaces") if refusal else request.GET.get("change", "")
    chosen = next((one for one in page.entries if one.is_mine and str(one.id) == changed), None)
    with timezone.override(page.time_zone):
        form = ContactForm(request.POST if refusal else None, initial=_initial(chosen, request))
        given = {
            "page": page,
            "client_id": client_id,
            "time_zone": page.time_zone,
            "crumbs": crumbs_to(page.identity, _("Peer support"), links_person=page.may_open_person),
            "person": head_of(page.identity),
            "rows": [(one, WAYS[one.way], WAY_ICONS[one.way]) for one in page.entries],
            "form": form,
            "replaces": chosen.id if chosen else "",
            "next_on": _next_on(page),
            "errors": summary(refusal) if refusal else [],
        }
        return render(request, "web/practitioner/peer_log.html", given, status=status_of(refusal))


def _next_on(page: PeerLogPage) -> Any:
    """The next day that was agreed; None when there is none to come."""
    return min((one.next_on for one in page.entries if one.next_on and one.next_on >= page.today), default=None)


def _initial(one: ContactShown | None, request: Request) -> dict[str, Any]:
    if one is None:
        return {"began_at": localtime(request.at).replace(second=0, microsecond=0)}
    names = ("way", "minutes", "did", "agreed", "said", "next_on")
    return {name: getattr(one, name) for name in names} | {"began_at": localtime(one.began_at)}
