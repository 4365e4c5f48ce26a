"""Things to do near me: what I like, what there is and why, a plan to go, and how it was. One question a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.care.actions import go_out
from kith.care.models import BadInput, Outing, Refusal, WrongMoment
from kith.care.queries import activities as asked
from kith.web.asking import Request
from kith.web.client.page import key_in, own_record, readers_of, show
from kith.web.parts.activity_words import ACCESS, COSTS, DISTANCES, INTERESTS, outing_rows, suggestion_rows, wish_rows

NOT_SAID, NOTHING = "not_said", "nothing"
PLAN, TOLD = ("when", "who", "easier"), ("went", "how", "words")


class OneQuestion(forms.Form):
    """One question; which one decides how it is answered."""

    def __init__(self, field: forms.Field, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["said"] = field


def my_activities(request: Request) -> HttpResponse:
    """The page; a POST plans to go somewhere or takes the plan back."""
    refused = None
    if request.method == "POST":
        try:
            return _act(request)
        except Refusal as refusal:
            refused = refusal
    page = asked.my_activities(viewer=request.viewer, at=request.at)
    return show(
        request,
        "my_activities",
        page,
        refusal=refused,
        wishes=wish_rows(page.wants),
        suits=suggestion_rows(page.suits),
        left_out=suggestion_rows(page.left_out),
        plan=outing_rows([page.plan])[0] if page.plan else None,
        been=outing_rows(page.been),
        readers=readers_of(page.readers),
    )


def _act(request: Request) -> HttpResponse:
    what = request.POST.get("what", "")
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    if what == "plan":
        one = key_in(request.POST.get("one"))
        activity = asked.activity_to_plan(viewer=request.viewer, activity_id=one, at=request.at)
        go_out.plan_outing(client=own_record(request, "W", "outings"), activity=activity, **acting)
        return redirect("my_outing", "when")
    if what == "back":
        go_out.take_back_outing(outing=asked.my_outing(viewer=request.viewer, at=request.at), **acting)
        messages.success(request, _("The plan is taken back. That is fine."))
        return redirect("my_activities")
    raise BadInput(_("Nothing was changed."), _("It is not said what you want."), _("Use the buttons of the page."), "")


def my_activity_wish(request: Request, wish: str) -> HttpResponse:
    """One question about what I like. An answer is saved at once."""
    page = asked.my_activities(viewer=request.viewer, at=request.at, verb="W")
    if wish not in asked.PARTS:
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            client = own_record(request, "W", "outings")
            go_out.say_wish(client=client, part=wish, said=_wish_in(request, wish), by=request.viewer, at=request.at)
            return _onward("my_activity_wish", asked.PARTS, wish)
        except Refusal as refusal:
            refused = refusal
    field = _wish_field(wish, page.wants)
    return _question(request, page, field, "my_activity_wish", asked.PARTS, wish, refused)


def my_outing(request: Request, part: str) -> HttpResponse:
    """One question about a plan, or about how it was."""
    page = asked.my_activities(viewer=request.viewer, at=request.at, verb="W")
    if part not in (*PLAN, *TOLD):
        raise Http404
    try:
        outing = asked.my_outing(viewer=request.viewer, at=request.at)
    except WrongMoment as nothing:
        messages.info(request, f"{nothing.found} {nothing.instead}")
        return redirect("my_activities")
    parts = PLAN if part in PLAN else ("went", "how", "words") if outing.told.get("went") != "no" else ("went", "words")
    refused = None
    if request.method == "POST":
        try:
            return _keep_outing(request, outing, part)
        except Refusal as refusal:
            refused = refusal
    field = _outing_field(part, outing)
    return _question(request, page, field, "my_outing", parts, part, refused, about=outing.activity.name)


def _keep_outing(request: Request, outing: Outing, part: str) -> HttpResponse:
    said = request.POST.get("said", "")
    acting: dict[str, Any] = {"outing": outing, "by": request.viewer, "at": request.at}
    if part in PLAN:
        go_out.plan_part(part=part, said=said, **acting)
        return _onward("my_outing", PLAN, part)
    if part == "went":
        go_out.tell_outing(went=said, **acting)
        if said == NOT_SAID:
            messages.success(request, _("That is fine. Thank you for telling us so."))
            return redirect("my_activities")
        return redirect("my_outing", "how" if said == "yes" else "words")
    if part == "how":
        go_out.tell_more(part=part, how=_number(said), **acting)
    else:
        go_out.tell_more(part=part, words=said, **acting)
        messages.success(request, _("Thank you. Your team can read it."))
    return _onward("my_outing", TOLD, part)


def _number(said: str) -> int | None:
    if said == NOT_SAID:
        return None
    return int(said) if said.isdecimal() and len(said) < 3 else -1


def _question(
    request: Request,
    page: Any,
    field: forms.Field,
    name: str,
    parts: tuple[str, ...],
    part: str,
    refused: Refusal | None,
    *,
    about: str = "",
) -> HttpResponse:
    number = parts.index(part) + 1 if part in parts else 1
    before = reverse(name, args=[parts[number - 2]]) if number > 1 else reverse("my_activities")
    given = {
        "form": OneQuestion(field, request.POST if refused else None),
        "title": field.label,
        "is_open": not isinstance(field, forms.ChoiceField),
        "about": about,
        "number": number,
        "of": len(parts),
        "before": before,
    }
    return show(request, "my_activity_question", page, refusal=refused, **given)


def _onward(name: str, parts: tuple[str, ...], part: str) -> HttpResponse:
    after = parts[parts.index(part) + 1 :]
    return redirect(name, after[0]) if after else redirect("my_activities")


def _wish_in(request: Request, part: str) -> Any:
    """What was chosen; None for rather not say, and "nothing special" is no need at all."""
    said = request.POST.getlist("said")
    if NOT_SAID in said:
        return None
    if part in ("furthest", "cost"):
        return said[0] if said else ""
    if not said:
        raise BadInput(
            _("This was not kept yet."),
            _("Nothing is chosen."),
            _("Choose what fits. “I'd rather not say” is an answer too."),
            "said",
        )
    return sorted(set(said) - {NOTHING})


def _wish_field(part: str, wants: Any) -> forms.Field:
    label, hint, words = {
        "interests": (_("What do you like, or did you like before?"), _("Choose all that fit."), INTERESTS),
        "needs": (_("What must a place have for you?"), _("Choose all that fit."), ACCESS),
        "furthest": (_("How far would you go?"), "", DISTANCES),
        "cost": (_("How much may it cost?"), "", COSTS),
    }[part]
    special = [(NOTHING, _("Nothing special"))] if part in ("interests", "needs") else []
    choices = [*words.items(), *special, (NOT_SAID, _("I'd rather not say"))]
    now = NOT_SAID if part in wants and wants[part] is None else wants.get(part)
    if part in ("interests", "needs"):
        ticked = [NOT_SAID] if now == NOT_SAID else now or ([NOTHING] if part in wants else [])
        return forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            choices=choices,
            initial=ticked,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(label=label, choices=choices, initial=now, required=False, widget=forms.RadioSelect)


def _outing_field(part: str, outing: Outing) -> forms.Field:
    open_hint = _("You can leave this empty.")
    if part == "when":
        return forms.CharField(
            label=_("On which day would you like to go?"),
            help_text=open_hint,
            required=False,
            initial=outing.planned.get("when", ""),
            widget=forms.DateInput(attrs={"type": "date"}),
        )
    if part == "went":
        choices = [("yes", _("Yes, I went")), ("no", _("No, not this time")), (NOT_SAID, _("I'd rather not say"))]
        return _radio(_("Did you go?"), choices, _("No is fine too."))
    if part == "how":
        choices = [*((str(n), str(n)) for n in range(11)), (NOT_SAID, _("I'd rather not say"))]
        return _radio(_("How was it?"), choices, _("0 is very bad. 10 is very good."))
    label, now = {
        "who": (_("With whom would you like to go?"), outing.planned.get("who", "")),
        "easier": (_("What would make it easier to go?"), outing.planned.get("easier", "")),
        "words": (_("Would you like to say anything about it?"), outing.told.get("words", "")),
    }[part]
    area = forms.Textarea(attrs={"rows": 3, "translate": "no"})
    return forms.CharField(label=label, help_text=open_hint, required=False, initial=now, widget=area)


def _radio(label: str, choices: list[tuple[str, str]], hint: str) -> forms.Field:
    return forms.ChoiceField(label=label, help_text=hint, choices=choices, required=False, widget=forms.RadioSelect)
