"""Choosing together at one screen, and the decisions a supervisor looks at again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.choose import Decision, keep_choice
from kith.care.models import Refusal
from kith.care.queries.choices import decisions_to_revisit
from kith.care.queries.choosing_together import TogetherPage, choosing_together
from kith.care.queries.staff_looking import open_as_staff
from kith.reports import can_set_pdf
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.cards_side_by_side import cards_told, matters_asked, matters_in
from kith.web.parts.choice_file import choice_file
from kith.web.parts.pdf_files import pdf_file
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.choice_words import OUTCOMES, choice_words
from kith.web.practitioner.fields import line, one_of, words
from kith.web.practitioner.names import name_of


class TogetherForm(forms.Form):
    """What the two have decided."""

    def __init__(self, page: TogetherPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        titles = {one.id: one.title for one in page.offered}
        self.fields["outcome"] = one_of(
            lazy("What we do now"), [*((name, titles[name]) for name in page.compared), *OUTCOMES.items()]
        )
        self.fields["client_choice"] = words(lazy("In your words: what and why"), rows=3)
        self.fields["made_with"] = line(lazy("Who else was there"), lazy("Leave it empty if it was the two of us."))
        if page.need_reason:
            self.fields["override_reason"] = words(
                lazy("If something speaks against it: why all the same"),
                lazy("Written by the practitioner. A supervisor reads it."),
                rows=2,
            )


def choose_together(request: Request, client_id: UUID) -> HttpResponse:
    """Two options and nothing for now; a GET weighs what matters, a POST keeps what was decided."""
    asked = request.POST if request.method == "POST" else request.GET
    matters = matters_in(asked)
    page = choosing_together(
        viewer=request.viewer,
        client_id=client_id,
        at=request.at,
        compared=[name for name in asked.getlist("with") if name],
        matters=matters,
        language=get_language() or "en",
    )
    cards = cards_told(page.shown)
    if request.GET.get("as") == "pdf" and not page.is_refused:
        file = choice_file(_("What could we try?"), cards, is_told_apart=page.shown.is_told_apart)
        return pdf_file(file, "what-could-we-try")
    form = TogetherForm(page, request.POST if request.method == "POST" else None)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _keep(request, client_id, page, form.cleaned_data, matters)
        except Refusal as refusal:
            errors = summary(refusal)
    given = {
        **about(request, page.head, _("Choosing together"), "plan"),
        "page": page,
        "form": form,
        "errors": errors,
        "cards": cards,
        "file_query": _file_query(page, matters) if can_set_pdf() else "",
        "matters": matters_asked(matters),
        "weighed": list(matters.items()),
        "is_sheet": True,
    }
    return render(request, "web/practitioner/choose_together.html", given, status=REFUSED if form.is_bound else 200)


def _file_query(page: TogetherPage, matters: dict[str, int]) -> str:
    """What makes the same sheet as a file."""
    return urlencode({"with": page.compared, **matters, "as": "pdf"}, doseq=True)


def _keep(
    request: Request, client_id: UUID, page: TogetherPage, said: dict[str, Any], matters: dict[str, int]
) -> HttpResponse:
    client, _access = open_as_staff(request.viewer, client_id, "W", "plan", at=request.at)
    is_plan = said["outcome"] in page.compared
    keep_choice(
        client=client,
        outcome="plan" if is_plan else said["outcome"],
        protocol=said["outcome"] if is_plan else "",
        decision=Decision(
            said["client_choice"], said["made_with"], said.get("override_reason", ""), matters, page.compared
        ),
        by=request.viewer,
        at=request.at,
    )
    if is_plan:
        messages.success(request, _("The choice is kept. Now write down the plan: where, how, how many meetings."))
        return redirect(f"{reverse('plan', args=[client_id])}?{urlencode({'choose': said['outcome']})}#choose")
    messages.success(request, _("Kept. The page can be read again alone, and nothing has been started."))
    return redirect("plan", client_id)


def decisions(request: Request) -> HttpResponse:
    """For a supervisor: what was chosen against what was suggested, and what came of it."""
    rows = decisions_to_revisit(viewer=request.viewer, at=request.at, language=get_language() or "en")
    shown = [
        {"row": row, **choice_words(row.choice), "decision": name_of(row.decision) if row.decision else ""}
        for row in rows
    ]
    return render(request, "web/practitioner/decisions.html", {"rows": shown})
