"""Ask without a log-in: make a link that works once, or hand over the tablet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from kith.care.actions.inviting import MOST_DAYS, USUAL_DAYS, Asked, Made, hand_over_tablet, invite_by_link
from kith.care.actions.inviting import withdraw_invitation as take_back
from kith.care.models import BadInput, Refusal
from kith.care.queries.inviting import InvitePage, invitation_to_withdraw, inviting
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.invited.opening import begin
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import any_of, line, number, one_of
from kith.web.practitioner.forms import shown_invitation
from kith.web.practitioner.names import choices_of, name_of

YEAR, WORD = "year", "word"


class AskedForm(forms.Form):
    """What is asked, who answers, and in which language."""

    def __init__(self, page: InvitePage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        rows = [(one.instrument, _measure(one.title, one.short, one.questions)) for one in page.askable]
        self.fields["instruments"] = any_of(
            _("What to ask"), rows, _("They are asked in this order, one question a page."), initial=["phq9"]
        )
        self.fields["respondent"] = one_of(
            _("Who answers?"), choices_of(page.respondents), initial="self", as_list=True
        )
        if len(page.languages) > 1:
            languages = [(code, get_language_info(code)["name_local"]) for code in page.languages]
            self.fields["language"] = one_of(_("Language"), languages, initial=page.language, as_list=True)

    def asked(self, page: InvitePage) -> Asked:
        """What the action needs."""
        data = self.cleaned_data
        return Asked(
            tuple(data["instruments"]), data["respondent"], data.get("name", ""), data.get("language") or page.language
        )


class LinkForm(AskedForm):
    """A link, with whose it is, how long it lasts, and what else must be known."""

    def __init__(self, page: InvitePage, *args: Any, **given: Any) -> None:
        super().__init__(page, *args, **given)
        self.fields["name"] = line(
            _("Name of whoever answers"), _("For your own list. The link and its pages never show it."), most=120
        )
        self.fields["days"] = number(
            _("Days it works"), _("From 1 to %(most)d.") % {"most": MOST_DAYS}, initial=USUAL_DAYS
        )
        year = [(YEAR, _("The person's year of birth, as it stands in the record"))] if page.has_year_of_birth else []
        self.fields["fact"] = one_of(
            _("What must be known beside the address?"),
            [*year, (WORD, _("A word or number you agree on"))],
            _("Tell it to the person yourself. Never send it together with the address."),
            initial=YEAR if year else WORD,
        )
        self.fields["agreed_word"] = line(
            _("The word or number you agreed on"), _("At least four letters or digits."), most=100
        )
        self.fields["key"] = forms.UUIDField(widget=forms.HiddenInput, initial=page.key, required=False)


def invite(request: Request, client_id: UUID) -> HttpResponse:
    """Make a link; its address is shown on the answer to this very form and never again."""
    page = _page(request, client_id)
    if request.method != "POST":
        return _show(request, page, LinkForm(page), [])
    if request.POST.get("act") == "withdraw":
        return _withdraw(request, page)
    form = LinkForm(page, _with_language(request.POST, page))
    if not form.is_valid():
        return _show(request, page, form, [])
    try:
        made = _make(request, page, form)
    except Refusal as refusal:
        return _show(request, page, form, summary(refusal))
    return _made(request, page, made)


def hand_over(request: Request, client_id: UUID) -> HttpResponse:
    """Choose the questions; a POST ends the log-in in this browser and shows the first page to the person."""
    page = _page(request, client_id)
    form = AskedForm(page, _with_language(request.POST, page) if request.method == "POST" else None)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            client, _access = open_as_staff(request.viewer, client_id, "W", "answers", at=request.at)
            invitation = hand_over_tablet(client=client, asked=form.asked(page), by=request.viewer, at=request.at)
        except Refusal as refusal:
            errors = summary(refusal)
        else:
            logout(request)
            begin(request, invitation.pk)
            return redirect("invited")
    given = {**about(request, page.head, _("Hand over the tablet"), ""), "page": page, "form": form, "errors": errors}
    return render(request, "web/practitioner/hand_over.html", given, status=REFUSED if form.is_bound else 200)


def _page(request: Request, client_id: UUID) -> InvitePage:
    return inviting(viewer=request.viewer, client_id=client_id, at=request.at, language=get_language() or "en")


def _with_language(sent: QueryDict, page: InvitePage) -> QueryDict:
    """A form sent without a language means the person's own."""
    data = sent.copy()
    data.setdefault("language", page.language)
    return data


def _measure(title: str, short: str, questions: int) -> str:
    return _("%(short)s: %(title)s (%(count)d questions)") % {"short": short, "title": title, "count": questions}


def _make(request: Request, page: InvitePage, form: LinkForm) -> Made:
    data = form.cleaned_data
    word = data["agreed_word"] if data["fact"] == WORD else ""
    if data["fact"] == WORD and not word.strip():
        raise BadInput(
            _("No link was made."),
            _("The word or number you agreed on is missing."),
            _("Write it, or choose the year of birth."),
            "agreed_word",
        )
    client, _access = open_as_staff(request.viewer, page.head.identity.client_id, "W", "answers", at=request.at)
    return invite_by_link(
        client=client,
        asked=form.asked(page),
        key=data["key"] or page.key,
        days=data["days"] if data["days"] is not None else USUAL_DAYS,
        agreed_word=word,
        by=request.viewer,
        at=request.at,
    )


def _made(request: Request, page: InvitePage, made: Made) -> HttpResponse:
    address = request.build_absolute_uri(reverse("answer_link") + f"?a={made.token}")
    given = {
        **about(request, page.head, _("Link"), ""),
        "page": page,
        "is_sheet": True,
        "address": address,
        "code": code_of(address),
        "until": made.invitation.expires_at,
        "asks_year": request.POST.get("fact") == YEAR,
        "by": name_of(made.invitation.respondent),
    }
    return render(request, "web/practitioner/link_made.html", given)


def code_of(address: str) -> SafeString:
    """The address as a picture for a telephone; segno writes only squares, nothing of the text is markup."""
    picture = segno.make(address, error="m", micro=False)
    drawn = picture.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308


def _withdraw(request: Request, page: InvitePage) -> HttpResponse:
    try:
        wanted = UUID(request.POST.get("invitation", ""))
    except ValueError:
        wanted = UUID(int=0)
    client_id = page.head.identity.client_id
    row = invitation_to_withdraw(viewer=request.viewer, client_id=client_id, invitation_id=wanted, at=request.at)
    try:
        take_back(invitation=row, by=request.viewer, at=request.at)
    except Refusal as refusal:
        return _show(request, page, LinkForm(page), summary(refusal))
    messages.success(request, _("The link opens nothing any more."))
    return redirect("invite", client_id)


def _show(request: Request, page: InvitePage, form: LinkForm, errors: list[dict[str, str]]) -> HttpResponse:
    given = {
        **about(request, page.head, _("Send a link"), ""),
        "page": page,
        "form": form,
        "errors": errors,
        "invitations": [shown_invitation(row) for row in page.rows],
    }
    return render(request, "web/practitioner/invite.html", given, status=REFUSED if form.is_bound or errors else 200)
