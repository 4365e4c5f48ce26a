"""Limits, training and supervision of peer supporters: what each agreed, what is done, and what is due."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.peer_register import agree_boundaries, record_supervision, record_training
from kith.care.models import Refusal
from kith.care.queries.peer_register import EntryShown, PeerRegister, Standing, supervised_peer
from kith.care.queries.peer_register import peer_register as register_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.peer_words import HOUSE_RULES, LESSONS, TOPICS
from kith.web.practitioner.fields import day, one_of, words
from kith.web.practitioner.group_forms import keep_words, unclear, uuid_in


class LimitsForm(forms.Form):
    """One's own limits."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["words"] = words(
            _("My own limits"),
            _(
                "For example: I am reached on weekdays until six. I do not talk about my brother. "
                "Your supervisor reads it."
            ),
        )
        keep_words(self, "words")


class DoneForm(forms.Form):
    """A training or a talk."""

    def __init__(self, *args: Any, is_training: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if is_training:
            self.fields["topic"] = one_of(_("Which training?"), list(TOPICS.items()), as_list=True)
        self.fields["on"] = day(_("On which day?"))
        hint = _("Both of you read it. No names of people in care.")
        self.fields["words"] = words(_("Note") if is_training else _("What did you agree?"), hint, rows=2)
        keep_words(self, "words")


def peer_register(request: Request) -> HttpResponse:
    """The page; a POST writes into it."""
    if request.method == "POST":
        try:
            return _write(request)
        except Refusal as refusal:
            return _show(request, refusal)
    return _show(request)


def _write(request: Request) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    what = request.POST.get("what", "")
    if what == "boundaries":
        agree_boundaries(words=request.POST.get("words", ""), **acting)
        messages.success(request, _("Your limits are kept. You see them on your day."))
    elif what in ("training", "supervision"):
        person = supervised_peer(viewer=request.viewer, person_id=uuid_in(request.POST.get("person")), at=request.at)
        form = DoneForm(request.POST, is_training=what == "training")
        if not form.is_valid():
            raise unclear(_("Nothing was kept."), _("Correct the fields that are marked."), next(iter(form.errors)))
        (record_training if what == "training" else record_supervision)(person=person, **form.cleaned_data, **acting)
        messages.success(request, _("Kept. Both of you can read it."))
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    return redirect("peer_register")


def _show(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    page = register_page(viewer=request.viewer, at=request.at)
    what = request.POST.get("what") if refusal else ""
    given = {
        "page": page,
        "rows": [_row(one, request, what) for one in page.registers],
        "limits": LimitsForm(request.POST if what == "boundaries" else None),
        "rules": HOUSE_RULES,
        "errors": _errors(request, what, refusal),
    }
    with timezone.override(page.time_zone):
        return render(request, "web/practitioner/peer_register.html", given, status=status_of(refusal))


def _row(one: PeerRegister, request: Request, what: str | None) -> dict[str, Any]:
    is_typed = request.POST.get("person") == str(one.person_id)
    kinds = (("supervision", _("A talk in supervision")), ("training", _("A training")))
    forms_of = [
        (
            kind,
            label,
            DoneForm(
                request.POST if is_typed and what == kind else None,
                is_training=kind == "training",
                auto_id=f"id_{kind}_{one.person_id}_%s",
            ),
        )
        for kind, label in kinds
    ]
    return {
        "register": one,
        "standing": [(standing_words(each), each.is_due) for each in one.standing],
        "entries": [(each, _entry_name(each)) for each in one.entries],
        "forms": [] if one.is_me else forms_of,
    }


def standing_words(one: Standing) -> dict[str, str]:
    """The name of a thing asked for, when it was done or is due, and what there is to read about it."""
    if one.done_on is None:
        when = _("not yet")
    elif one.due_on is None:
        when = _("done on %(day)s") % {"day": date_format(one.done_on, "j F Y")}
    else:
        days = {"done": date_format(one.done_on, "j F Y"), "due": date_format(one.due_on, "j F Y")}
        when = _("done on %(done)s, next by %(due)s") % days
    return {"name": _name(one.kind, one.topic), "when": when, "lesson": LESSONS.get(one.topic, "")}


def _name(kind: str, topic: str) -> str:
    if kind == "training":
        return _("Training: %(topic)s") % {"topic": TOPICS[topic]}
    return _("A talk in supervision") if kind == "supervision" else _("Own limits written down")


def _entry_name(one: EntryShown) -> str:
    return _name(one.kind, one.topic)


def _errors(request: Request, what: str | None, refusal: Refusal | None) -> list[dict[str, str]]:
    """The refusal, pointing at the field of the very form that was sent."""
    if refusal is None:
        return []
    start = "#id_" if what == "boundaries" else f"#id_{what}_{request.POST.get('person', '')}_"
    return [one | {"href": one["href"].replace("#id_", start)} for one in summary(refusal)]
