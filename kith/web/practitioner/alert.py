"""One alert, step by step until a person closes it; and the form of anybody who is worried about somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions import safety
from kith.care.actions.countersign import countersign_ending
from kith.care.models import Refusal
from kith.care.queries.alerts import AlertPage, alert_page, concern_page, concerned, open_alert, taker
from kith.care.queries.countersigns import to_countersign
from kith.web.asking import Request, id_in
from kith.web.errors import summary
from kith.web.parts.how_soon import HOW_SOON
from kith.web.practitioner.alert_history import OUTCOMES, told_step
from kith.web.practitioner.clocks import clock_words, is_late
from kith.web.practitioner.fields import words
from kith.web.practitioner.heads import crumbs_to, head_of, sign_of

REFUSED = 422


class Note(forms.Form):
    """Words about a step."""

    note = forms.CharField(
        label=lazy("What was said and agreed"),
        widget=forms.Textarea(attrs={"rows": 4, "translate": "no"}),
        required=False,
    )


class Contacted(Note):
    """Contact with the person."""

    note = forms.CharField(
        label=lazy("How you reached the person, how they are, and what you agreed"),
        widget=forms.Textarea(attrs={"rows": 4, "translate": "no"}),
        required=False,  # the action says what is missing, in three parts
    )


class Closing(Note):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=lazy("How did it end?"), choices=OUTCOMES, widget=forms.RadioSelect, required=False
    )
    field_order = ("outcome", "note")


class HandOver(forms.Form):
    """To whom it is given."""

    to = forms.ChoiceField(label=lazy("Who takes it over?"), widget=forms.Select(attrs={"translate": "no"}))
    note = forms.CharField(
        label=lazy("What they need to know"),
        widget=forms.Textarea(attrs={"rows": 3, "translate": "no"}),
        required=False,
    )

    def __init__(self, *args: Any, takers: Any = (), **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["to"].choices = [("", _("Choose")), *((str(each.id), each.name) for each in takers)]  # type: ignore[attr-defined]


class Countersign(forms.Form):
    """What a supervisor and the practitioner talked through before care ends."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        hint = lazy("The safety plan, who follows up, and when.")
        self.fields["words"] = words(lazy("What you talked through and agreed"), hint, rows=3)


class Concern(forms.Form):
    """A worry, and how soon somebody should make contact."""

    level = forms.ChoiceField(
        label=lazy("How soon should somebody make contact?"), choices=HOW_SOON, widget=forms.RadioSelect, required=False
    )
    words = forms.CharField(
        label=lazy("What are you worried about?"),
        help_text=lazy("What you saw or heard, and when. Only those who care for the person read it."),
        widget=forms.Textarea(attrs={"rows": 5, "translate": "no"}),
        required=False,
    )


FORMS: dict[str, type[forms.Form]] = {"seen": forms.Form, "contacted": Contacted, "planned": Note, "closed": Closing}


def alert(request: Request, alert_id: UUID) -> HttpResponse:
    """The alert; a POST takes its next step."""
    if request.method != "POST":
        return _show(request, alert_id)
    step = request.POST.get("step", "")
    try:
        taken = _take(request, alert_id, step)
    except Refusal as refusal:
        return _show(request, alert_id, step, summary(refusal))
    if taken is None:
        return _show(request, alert_id, step, _not_chosen())
    messages.success(request, taken)
    return redirect("alert", alert_id)


def raise_concern(request: Request, client_id: UUID) -> HttpResponse:
    """Say that you are worried about somebody. Shows nothing of the record."""
    form = Concern(request.POST or None)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            client = concerned(viewer=request.viewer, client_id=client_id, at=request.at)
            raised = safety.raise_concern(client=client, **form.cleaned_data, by=request.viewer, at=request.at)
        except Refusal as refusal:
            errors = summary(refusal)
        else:
            told = {"name": raised.owner.display_name}
            messages.success(request, _("Thank you. %(name)s owns this from now on and has been told.") % told)
            return redirect("caseload")
    page = concern_page(viewer=request.viewer, client_id=client_id, at=request.at)
    hue, sign = sign_of(client_id)
    given = {"page": page, "form": form, "errors": errors, "hue": hue, "sign": sign}
    return render(request, "web/practitioner/concern.html", given, status=REFUSED if form.is_bound else 200)


def countersign(request: Request, client_id: UUID) -> HttpResponse:
    """A supervisor agrees that care may end soon after an alert. The form stands on the page of that alert."""
    client, alert_id = to_countersign(viewer=request.viewer, client_id=client_id, at=request.at)
    try:
        said = request.POST.get("words", "")
        countersign_ending(client=client, words=said, by=request.viewer, at=request.at)
    except Refusal as refusal:
        if alert_id is None:
            raise
        return _show(request, alert_id, "countersigned", summary(refusal))
    messages.success(request, _("Your agreement is kept. It holds for two weeks."))
    return redirect("alert", alert_id) if alert_id is not None else redirect("caseload")


def _take(request: Request, alert_id: UUID, step: str) -> str | None:
    """Take one step; the words of the toast, or None when nothing was chosen."""
    row, _access = open_alert(viewer=request.viewer, alert_id=alert_id, at=request.at)
    who: dict[str, Any] = {"by": request.viewer, "at": request.at}
    note = request.POST.get("note", "")
    if step == "seen":
        safety.see_alert(alert=row, **who)
        return _("You have it in hand. Make contact next.")
    if step == "contacted":
        safety.contact_about_alert(alert=row, note=note, **who)
        return _("The contact is recorded. Look at the safety plan together next.")
    if step == "planned":
        safety.review_safety_for_alert(alert=row, note=note, **who)
        return _("Recorded: the safety plan was looked at.")
    if step == "closed":
        safety.close_alert(alert=row, outcome=request.POST.get("outcome", ""), note=note, **who)
        return _("The alert is closed.")
    if step == "handed_over" and (to := id_in(request.POST.get("to", ""))):
        colleague = taker(alert=row, user_id=to, viewer=request.viewer, at=request.at)
        safety.hand_over_alert(alert=row, to=colleague, note=note, **who)
        return _("%(name)s owns it now and has been told.") % {"name": colleague.display_name}
    return None


def _show(request: Request, alert_id: UUID, step: str = "", errors: list[dict[str, str]] | None = None) -> HttpResponse:
    page = alert_page(viewer=request.viewer, alert_id=alert_id, at=request.at, language=get_language() or "en")
    typed = request.POST if errors else None
    given = {
        "page": page,
        "crumbs": crumbs_to(page.identity, _("Alert"), links_person=page.may_open_person),
        "person": head_of(page.identity),
        "errors": errors,
        "clock": clock_words(page.state, page.contact_due_at, request.at),
        "is_late": is_late(page.state, page.contact_due_at, request.at),
        "history": [told_step(each) for each in page.steps],
        "stages": _stages(page),
        "countersign": Countersign(typed if step == "countersigned" else None),
        "closes_not": _closes_not(page),
        "next_forms": [_next_form(name, typed if name == step else None) for name in page.next_steps],
        "hand_over": HandOver(typed if step == "handed_over" else None, takers=page.takers, auto_id="id_over_%s")
        if page.takers
        else None,
        "how_soon": dict(HOW_SOON)[page.level],
    }
    return render(request, "web/practitioner/alert.html", given, status=REFUSED if errors else 200)


def _closes_not(page: AlertPage) -> str:
    """Why somebody who may answer this alert has no form to close it."""
    if not page.has_raised or page.state == "closed":
        return ""
    return _("You brought this concern in yourself, so a second person looks at it. Hand it over when you are done.")


def _next_form(name: str, typed: Any) -> dict[str, Any]:
    titles = {
        "seen": (_("Say that you have it in hand"), _("I have it in hand")),
        "contacted": (_("Record contact"), _("Record the contact")),
        "planned": (_("Look at the safety plan together"), _("Record that you looked at it")),
        "closed": (_("Close the alert"), _("Close the alert")),
    }
    title, button = titles[name]
    return {"step": name, "title": title, "button": button, "form": FORMS[name](typed)}


def _stages(page: AlertPage) -> list[dict[str, Any]]:
    """The four things that must happen, and how far this alert has come."""
    order = ("raised", "seen", "contacted", "planned", "closed")
    words = {
        "seen": _("Somebody has it in hand"),
        "contacted": _("Contact was made with the person"),
        "planned": _("The safety plan was looked at together"),
        "closed": _("Closed with its outcome"),
    }
    done = order.index(page.state)
    return [
        {"label": label, "is_done": order.index(name) <= done, "is_next": order.index(name) == done + 1}
        for name, label in words.items()
    ]


def _not_chosen() -> list[dict[str, str]]:
    return [
        {
            "happened": _("Nothing was changed."),
            "found": _("No step, or nobody to take it over, was chosen."),
            "do": _("Choose one below."),
            "href": "#next",
        }
    ]
