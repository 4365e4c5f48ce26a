"""Signed evidence: which questions somebody here stands by, what changed since, and the form that signs."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.sign_evidence import MOST_WORDS, sign_evidence
from kith.care.models import Refusal
from kith.care.queries.evidence_signing import evidence_change
from kith.care.queries.evidence_signing import evidence_changes as every_question
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.about import REFUSED
from kith.web.practitioner.evidence_change_words import told_change

CHIPS = {
    "never": (lazy("Nobody here has signed it"), "", "circle-help"),
    "changed": (lazy("Changed, not signed off"), "caution", "circle-alert"),
    "signed": (lazy("Signed off"), "good", "check"),
}


class SignForm(forms.Form):
    """What the one who signs looked at, and the version that was shown to them."""

    sum = forms.CharField(widget=forms.HiddenInput, max_length=64)
    words = forms.CharField(
        label=lazy("What did you look at?"),
        help_text=lazy("One sentence. Colleagues read it beside your name."),
        max_length=MOST_WORDS,
    )


def evidence_changes(request: Request) -> HttpResponse:
    """Every question by where it stands: changed first, then those that nobody has signed, then the rest."""
    page = every_question(viewer=request.viewer)
    given = {
        "page": page,
        "parts": [
            ("changed", _("Changed since it was signed"), page.changed, _("No signed question has changed.")),
            ("never", _("Not signed by anybody here"), page.never, _("Every question has been signed.")),
            ("signed", _("Signed off as they are now"), page.signed, _("None yet.")),
        ],
        "crumbs": _crumbs({"url": "", "label": _("Signed evidence")}),
    }
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/evidence_changes.html", given)


def evidence_signing(request: Request, question: str) -> HttpResponse:
    """What changed in one question since it was signed last; a POST signs it as it is shown."""
    form: SignForm | None = SignForm(request.POST) if request.method == "POST" else None
    refusal: Refusal | None = None
    if form is not None and form.is_valid():
        said = form.cleaned_data
        try:
            sign_evidence(question=question, sum_=said["sum"], words=said["words"], by=request.viewer, at=request.at)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("You signed it. A later change will be shown as not signed off."))
            return redirect("evidence_signing", question)
    page = evidence_change(viewer=request.viewer, question=question)
    told = None if page.differences is None else [told_change(one) for one in page.differences]
    given: dict[str, Any] = {
        "page": page,
        "it": page.document,
        "chip": CHIPS[page.signing.state],
        "told": told,
        "form": _with_the_sum(form, page.sum),
        "errors": summary(refusal) if refusal else [],
        "crumbs": _crumbs(
            {"url": reverse("evidence_changes"), "label": _("Signed evidence")},
            {"url": "", "label": page.document.title, "is_name": True},
        ),
    }
    status = REFUSED if form is not None and form.errors else status_of(refusal)
    with timezone.override(ZoneInfo(page.time_zone)):
        return render(request, "web/practitioner/evidence_signing.html", given, status=status)


def _with_the_sum(form: SignForm | None, present: str) -> SignForm:
    """The form for the version that is shown now, with what was typed."""
    if form is None:
        return SignForm(initial={"sum": present})
    form.data = {name: form.data[name] for name in form.data} | {"sum": present}
    return form


def _crumbs(*further: dict[str, Any]) -> list[dict[str, Any]]:
    first = ({"url": reverse("interventions"), "label": _("Interventions")},)
    return [*first, {"url": reverse("evidence"), "label": _("Evidence")}, *further]
