"""Who sees whom first: a proposal for everybody who waits, and what each of them asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions import allocating as acts
from kith.care.actions.refer import allocate
from kith.care.models import Client, Refusal
from kith.care.permissions import reach
from kith.care.queries import allocating as looks
from kith.care.queries.allocating import Proposal, Unplaced
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.manager.wish_form import WishForm
from kith.web.parts import allocating_words as say
from kith.web.parts.peer_forms import PART, week_of
from kith.web.practitioner.group_forms import unclear, uuid_in

KEEP, NOBODY = "keep-", "nobody"


def allocating(request: Request) -> HttpResponse:
    """The page. Whoever is kept where is part of its address, so that going back undoes it."""
    refused = None
    if request.method == "POST":
        try:
            return _decide(request)
        except Refusal as refusal:
            refused = refusal
    keep = _kept(request.POST if request.method == "POST" else request.GET)
    page = looks.allocating(viewer=request.viewer, at=request.at, keep=keep)
    refused, about = refused or page.refusal, request.POST.get("client", "")
    plain = [one for one in page.proposals if not one.is_override]
    given: dict[str, Any] = {
        "page": page,
        "proposals": [_proposal(one, keep) for one in page.proposals],
        "unplaced": [_unplaced(one, keep) for one in page.unplaced],
        "unasked": [
            (one, [say.UNKNOWN[name] for name in one.unknown], say.weeks_words(one.weeks)) for one in page.unasked
        ],
        "staff": [(one, say.staff_words(one)) for one in page.staff],
        "decided": [(one, say.when_words(one.way)) for one in page.decided],
        "declined": [(one, say.declined_words(one)) for one in page.declined],
        "choices": [(str(one.person.pk), one.person.display_name) for one in page.staff if one.can_be_asked],
        "kept": [(f"{KEEP}{client}", with_ or NOBODY) for client, with_ in keep.items()],
        "plain": [(f"pair-{one.waiting.client.pk}", _sent(one)) for one in plain],
        "keep": KEEP,
        "nobody": NOBODY,
        "errors": [{**one, "href": f"#pair-{about}" if about else ""} for one in summary(refused)] if refused else [],
        "reason": request.POST.get("reason", ""),
        "refused_for": about,
        "chosen": request.POST.get("practitioner", ""),
        "was_told": "is_told" in request.POST,
    }
    return render(request, "web/manager/allocating.html", given, status=status_of(refused))


def appointment_wish(request: Request, client_id: UUID) -> HttpResponse:
    """What one person asked for; a POST keeps it."""
    refused = None
    page = looks.appointment_wish(viewer=request.viewer, client_id=client_id, at=request.at)
    form = WishForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST":
        try:
            return _note(request, client_id, form, page.may_allocate)
        except Refusal as refusal:
            refused = refusal
    ticked = request.POST.getlist(PART) if refused else page.wish.asks["parts"] if page.wish else ()
    given = {"page": page, "form": form, "week": week_of(ticked), "part": PART}
    given |= {"errors": summary(refused) if refused else []}
    return render(request, "web/manager/appointment_wish.html", given, status=status_of(refused))


def allocation(request: Request, allocation_id: UUID) -> HttpResponse:
    """One decision: the person was told, or it is undone. Back to the page it was pressed on."""
    row = looks.allocation_of(allocation_id=allocation_id, viewer=request.viewer, at=request.at)
    what, back = request.POST.get("what", ""), "allocating" if looks.may_allocate(request.viewer) else "caseload"
    try:
        if what not in ("undo", "told"):
            raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
        act = acts.undo_allocation if what == "undo" else acts.tell_allocated
        act(allocation=row, by=request.viewer, at=request.at)
    except Refusal as refusal:
        messages.error(request, f"{refusal.what} {refusal.found} {refusal.instead}")
    else:
        undone = {
            "accepted": _("Undone. The person waits again."),
            "declined": _("Taken back. These two can be proposed again."),
        }
        messages.success(request, undone[row.decision] if what == "undo" else _("Noted that the person was told."))
    return redirect(back)


def _note(request: Request, client_id: UUID, form: WishForm, may_allocate: bool) -> HttpResponse:
    client, _access = reach(request.viewer, Client, client_id, "W", "appointment_wish", at=request.at)
    if not form.is_valid():
        raise unclear(_("Nothing was kept."), _("Correct the fields that are marked."), next(iter(form.errors)))
    given = form.cleaned_data
    acts.note_appointment_wish(
        client=client,
        asks=form.asks(request.POST.getlist(PART)),
        words=given["words"],
        not_now=given["not_now"],
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("Kept. The next proposal goes by it."))
    return redirect("allocating") if may_allocate else redirect("appointment_wish", client_id)


def _decide(request: Request) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    sent, keep = request.POST, _kept(request.POST)
    what = sent.get("what", "")
    if what == "all":
        pairs = [_pair(request, name[5:], str(value), keep) for name, value in sent.items() if name.startswith("pair-")]
        made = acts.accept_all(pairs=pairs, **acting)
        told = ngettext("%(count)d person has somebody now.", "%(count)d people have somebody now.", len(made))
        done = f"{told % {'count': len(made)}} {_('Tell them.')}"
    elif what in ("accept", "decline"):
        client, pair = _pair(request, sent.get("client", ""), sent.get("pair", ""), keep)
        if what == "accept":
            acts.accept_allocation(client=client, pair=pair, reason=sent.get("reason", ""), **acting)
            done = _("%(name)s is responsible now. Tell the person.") % {"name": pair.practitioner.display_name}
        else:
            who = pair.practitioner
            acts.decline_allocation(client=client, practitioner=who, reason=sent.get("reason", ""), **acting)
            done = _("Declined. These two are not proposed again.")
        keep.pop(str(client.pk), None)
    elif what == "choose":
        done = _choose(request, keep)
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    messages.success(request, done)
    query = urlencode({f"{KEEP}{client}": with_ or NOBODY for client, with_ in keep.items()})
    return redirect(f"{reverse('allocating')}?{query}" if query else reverse("allocating"))


def _choose(request: Request, keep: dict[str, str | None]) -> str:
    """Somebody by hand, for whom nobody is proposed."""
    sent = request.POST
    if not sent.get("practitioner"):
        raise unclear(_("Nobody was made responsible."), _("Choose a practitioner from the list."), "practitioner")
    client, who = looks.to_pair(
        viewer=request.viewer,
        client_id=uuid_in(sent.get("client", "")),
        practitioner_id=uuid_in(sent["practitioner"]),
        at=request.at,
    )
    allocate(
        client=client,
        practitioner=who,
        reason=sent.get("reason", ""),
        is_told="is_told" in sent,
        by=request.viewer,
        at=request.at,
    )
    keep.pop(str(client.pk), None)
    return _("%(name)s is responsible now.") % {"name": who.display_name}


def _pair(request: Request, client: str, sent: str, keep: dict[str, str | None]) -> tuple[Client, acts.Pair]:
    """A pair as the page sends it: practitioner, hour and way to meet."""
    practitioner, slot, way = (*sent.split("|"), "", "", "")[:3]
    person, colleague = looks.to_pair(
        viewer=request.viewer, client_id=uuid_in(client), practitioner_id=uuid_in(practitioner), at=request.at
    )
    return person, acts.Pair(colleague, slot, way, dict(keep))


def _sent(one: Proposal) -> str:
    return "|".join((one.match.practitioner, one.match.way.slot, one.match.way.format))


def _kept(sent: QueryDict) -> dict[str, str | None]:
    found = {name.removeprefix(KEEP): str(value) for name, value in sent.items() if name.startswith(KEEP) and value}
    return {client: None if with_ == NOBODY else with_ for client, with_ in found.items()}


def _kept_with(one: Proposal | Unplaced, keep: dict[str, str | None]) -> str:
    """With whom the person is kept by hand; empty where they are not."""
    client = str(one.waiting.client.pk)
    return (keep[client] or NOBODY) if client in keep else ""


def _proposal(one: Proposal, keep: dict[str, str | None]) -> dict[str, Any]:
    way = {"slot": one.match.way.slot, "format": one.match.way.format}
    return {
        "it": one,
        "when": say.when_words(way),
        "waits": say.weeks_words(one.waiting.weeks),
        "asked": say.asked_words(one.waiting),
        "reasons": say.reasons(one),
        "given_up": say.given_up(one),
        "pair": _sent(one),
        "kept_with": _kept_with(one, keep),
    }


def _unplaced(one: Unplaced, keep: dict[str, str | None]) -> dict[str, Any]:
    why, steps = say.in_the_way(one)
    return {
        "it": one,
        "waits": say.weeks_words(one.waiting.weeks),
        "asked": say.asked_words(one.waiting),
        "why": why,
        "steps": steps,
        "barred": say.barred_words(one),
        "kept_with": _kept_with(one, keep),
    }
