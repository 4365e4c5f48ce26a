"""Reaching somebody who has not come yet or fell silent: write down each try, plan the next, decide together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions import reach_out
from kith.care.actions.reach_out import Decided, Try
from kith.care.models import Client, Refusal
from kith.care.permissions import reach
from kith.care.queries.outreach import OutreachPage, OutreachShown, open_outreach_of
from kith.care.queries.outreach import outreach as outreach_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.engagement_words import CHANNELS, OUTCOMES
from kith.web.practitioner.about import about
from kith.web.practitioner.fields import day, line, moment, one_of, tick, words
from kith.web.practitioner.group_forms import keep_words, unclear


class TryForm(forms.Form):
    """One try, and the next."""

    def __init__(self, *args: Any, page: OutreachPage, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "channel": one_of(_("How did you try?"), [("", _("Choose")), *CHANNELS.items()], as_list=True),
            "is_safe_checked": tick(
                _("Letter or visit: I asked whether it is safe, and it is"),
                _("Others may open a letter, or the door."),
            ),
            "tried_at": moment(_("When?")),
            "outcome": one_of(_("What came of it?"), [("", _("Choose")), *OUTCOMES.items()], as_list=True),
            "note": words(_("A line about it"), _("The person can read it in the copy of their record."), rows=2),
            "next_on": day(_("Next try on"), _suggested_day(page)),
            "next_channel": one_of(_("How, next time?"), [("", _("Not planned")), *CHANNELS.items()], as_list=True),
        }
        keep_words(self, "note")


class DecisionForm(forms.Form):
    """Going on or stopping, decided by more than one."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "decision": one_of(
                _("What did you decide?"),
                [("go_on", _("Go on trying")), ("stop", _("Stop trying for now. Care stays open"))],
            ),
            "together_with": line(_("With whom?"), _("Your supervisor, or somebody of the team.")),
            "reason": words(_("Why?"), rows=2),
            "again_on": day(_("If you go on: next try on")),
        }
        keep_words(self, "together_with", "reason")


def outreach(request: Request, client_id: UUID) -> HttpResponse:
    """The page; its forms begin, write down a try, and keep a decision."""
    if request.method == "POST":
        try:
            return _change(request, client_id)
        except Refusal as refusal:
            return _show(request, client_id, refusal)
    return _show(request, client_id)


def _change(request: Request, client_id: UUID) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    client, _access = reach(request.viewer, Client, client_id, "W", "outreach", at=request.at)
    what = request.POST.get("what")
    if what == "begin":
        reach_out.begin_outreach(client=client, reason=request.POST.get("reason", ""), **acting)
        messages.success(request, _("Begun. Write down each try here."))
    elif what in ("try", "decide"):
        row = open_outreach_of(viewer=request.viewer, client_id=client_id, at=request.at)
        if what == "try":
            done = reach_out.record_try(outreach=row, what=_try(request, client_id), **acting)
            messages.success(request, _tried_words(done.outcome, done.next_on))
        else:
            reach_out.decide_outreach(outreach=row, what=_decided(request), **acting)
            messages.success(request, _("The decision is kept. Care has not ended by it."))
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    return redirect("outreach", client_id)


def _try(request: Request, client_id: UUID) -> Try:
    form = TryForm(request.POST, page=_page(request, client_id))
    if not form.is_valid():
        raise unclear(
            _("The try was not written down."), _("Correct the fields that are marked."), next(iter(form.errors))
        )
    given = dict(form.cleaned_data)
    return Try(**given | {"tried_at": given["tried_at"] or request.at})


def _decided(request: Request) -> Decided:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise unclear(
            _("The decision was not kept."), _("Correct the fields that are marked."), next(iter(form.errors))
        )
    given = dict(form.cleaned_data)
    return Decided(given["decision"], given["together_with"], given["reason"], given["again_on"])


def _tried_words(outcome: str, next_on: Any) -> str:
    if outcome in ("reached", "met"):
        return _("Good: they were reached. What do they need to come?")
    if next_on is None:
        return _("Written down. Plan the next try, or decide together.")
    return _("Written down. The list of people says so on %(day)s.") % {"day": date_format(next_on, "j F")}


def _page(request: Request, client_id: UUID) -> OutreachPage:
    return outreach_page(viewer=request.viewer, client_id=client_id, at=request.at)


def _show(request: Request, client_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = _page(request, client_id)
    what = request.POST.get("what") if refusal else None
    given = about(request, page.head, _("Reaching them"), "person") | {
        "page": page,
        "form": TryForm(
            request.POST if what == "try" else None,
            page=page,
            initial={"tried_at": localtime(request.at)},
        ),
        "decide": DecisionForm(request.POST if what == "decide" else None),
        "now": _shown(page.now) if page.now else None,
        "before": [_shown(one) for one in page.before],
        "advice": _advice(page),
        "rule": _rule(page),
        "errors": summary(refusal) if refusal else [],
    }
    return render(request, "web/practitioner/outreach.html", given, status=status_of(refusal))


def _shown(one: OutreachShown) -> dict[str, Any]:
    """Tries and decisions in one line of time, the newest first."""
    tries = [
        {
            "when": row.tried_at,
            "title": f"{CHANNELS[row.channel]}: {OUTCOMES[row.outcome]}",
            "row": row,
            "next": CHANNELS.get(row.next_channel, ""),
        }
        for row in one.tries
    ]
    decided = [
        {
            "when": row.decided_at,
            "title": _("Decided: go on trying") if row.decision == "go_on" else _("Decided: stop trying for now"),
            "row": row,
            "next": "",
        }
        for row in one.decisions
    ]
    return {"one": one, "steps": sorted([*tries, *decided], key=lambda step: step["when"], reverse=True)}


def _suggested_day(page: OutreachPage) -> str:
    if page.is_decision_due:
        return _("First decide together whether to go on.")
    if page.suggestion is None:
        return _("Leave a few days between tries, so that it is a kindness and not a chase.")
    return _("Not before %(day)s.") % {"day": date_format(page.suggestion.not_before, "j F")}


def _advice(page: OutreachPage) -> dict[str, str]:
    """What to do next, and why."""
    if page.now is None:
        return {}
    if page.is_decision_due:
        count = len(page.now.tries)
        tried = ngettext("%(count)d try, and no word.", "%(count)d tries, and no word.", count) % {"count": count}
        asked = _("Talk with your supervisor: go on, or stop trying for now? Care does not end by either.")
        return {"tone": "caution", "title": _("Decide together whether to go on"), "words": f"{tried} {asked}"}
    if page.suggestion is None:
        return {
            "tone": "info",
            "title": _("Make the first try"),
            "words": _("Begin with what they want, and with one practical thing that you can help with."),
        }
    told = {"day": date_format(page.suggestion.not_before, "l j F")}
    titles = {
        "try": _("Try again from %(day)s") % told,
        "other_way": _("Try another way, from %(day)s") % told,
        "after_no": _("They said not now. Ask once more from %(day)s") % told,
    }
    words_of = {
        "try": _("Another hour of the day often helps."),
        "other_way": _("The same way did not work twice. A letter or a visit may, if that is safe."),
        "after_no": _("Until then leave the door open: one line with how to reach you, if the rule allows it."),
    }
    return {"tone": "info", "title": titles[page.suggestion.advice], "words": words_of[page.suggestion.advice]}


def _rule(page: OutreachPage) -> list[tuple[str, str]]:
    """What the contact rule allows, each with its tone."""
    rule = page.contact
    if not page.may_see_contact:
        return [(_("Their practitioner knows what is safe"), "")]
    if rule is None:
        return [(_("Nobody has asked how they may be reached. No message, no text, no mail."), "danger")]
    ways = {
        "none": _("No calls, no texts, no mail"),
        "sms": _("Text or call"),
        "email": _("Email only"),
        "phone": _("Phone only"),
    }
    found = [(ways[rule.channel], "danger" if rule.channel == "none" else "brand")]
    if not rule.may_leave_message:
        found.append((_("Never leave a message"), "danger"))
    return found
