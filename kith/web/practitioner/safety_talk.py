"""A talk about safety: what to ask, what was answered and said, how soon somebody makes contact, and contact again."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.follow_up import record_follow_up
from kith.care.actions.talk_about_safety import Said, hold_safety_talk
from kith.care.models import Refusal
from kith.care.queries.safety_talks import (
    FollowUpPage,
    SafetyTalkPage,
    TalkFacts,
    follow_up_page,
    open_follow_up,
    safety_talk_page,
    talked_with,
)
from kith.web.asking import Request, id_in
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.clocks import follow_up_words
from kith.web.practitioner.fields import one_of, words

ANSWERS: dict[str, Any] = {
    "yes": lazy("Yes"),
    "no": lazy("No"),
    "recent": lazy("Yes, in the last three months"),
    "earlier": lazy("Yes, longer ago"),
    "not_said": lazy("Asked, no answer"),
    "not_asked": lazy("Not asked"),
}
PLACES: tuple[tuple[str, Any, Any], ...] = (
    ("thoughts", lazy("What the thoughts are about"), lazy("In the person's words: when they come and why.")),
    ("plan", lazy("What was said about a plan"), lazy("What the person means to do and does not mean to do.")),
    ("means", lazy("What is within reach"), lazy("At home or nearby, and who could keep it. No details of how.")),
    ("before", lazy("What happened before"), lazy("Earlier times, and what helped to get through them.")),
    ("recent", lazy("What has happened lately"), lazy("Losses, quarrels, illness, leaving a hospital.")),
    ("reasons", lazy("What keeps the person alive"), lazy("People, animals, faith, hopes, things still to do.")),
    ("needs", lazy("What the person needs"), lazy("What would make today easier, in their own words.")),
    ("actions", lazy("What was done at once"), lazy("What you and the person did or agreed before you parted.")),
    ("told", lazy("Who was told"), lazy("Whom you told, when, and what the person said to that.")),
)  # fmt: skip
REASONS: dict[str, Any] = {
    "safety_talk": lazy("after a talk about safety"),
    "safety_plan": lazy("after the safety plan was written"),
}


class TalkForm(forms.Form):
    """Seven topics, each asked in words of one's own, and places for what was said."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, page: SafetyTalkPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.topics = [topic.id for topic in page.topics]
        for topic in page.topics:
            choices = [(answer, ANSWERS[answer]) for answer in topic.answers]
            label = format_html('<span translate="no">{}. {}</span>', topic.number, topic.about)
            hint = format_html('<span translate="no">{}</span>', topic.ask)
            self.fields[topic.id] = one_of(label, choices, hint, initial="not_asked")
        for name, label, hint in PLACES:
            self.fields[f"words_{name}"] = words(label, hint, rows=3)

    def asked(self) -> list[forms.BoundField]:
        """The fields of the topics."""
        return [self[name] for name in self.topics]

    def written(self) -> list[forms.BoundField]:
        """The fields for words."""
        return [self[f"words_{name}"] for name, _label, _hint in PLACES]

    def said(self) -> Said:
        """What was answered and said; a topic that was left alone was not asked."""
        given = self.cleaned_data
        answers = {name: given[name] or "not_asked" for name in self.topics}
        return Said(answers, {name: given[f"words_{name}"] for name, _label, _hint in PLACES})


class TryForm(forms.Form):
    """A try to make contact."""

    is_reached = one_of(
        lazy("Did you reach the person?"),
        [("yes", lazy("Yes, we spoke")), ("no", lazy("No, nobody was reached"))],
        lazy("A message that was left has not reached anybody yet."),
    )
    note = words(lazy("How you tried, and how the person is"), rows=4)


def safety_talk(request: Request, client_id: UUID) -> HttpResponse:
    """The talks so far and a form for the next one; `?correct=` begins a correction."""
    if request.method != "POST":
        return _show(request, client_id)
    corrected = id_in(request.POST.get("replaces", ""))
    client, replaces = talked_with(viewer=request.viewer, client_id=client_id, replaces=corrected, at=request.at)
    form = TalkForm(_page(request, client_id, corrected), request.POST)
    if not form.is_valid():
        return _show(request, client_id, form)
    try:
        hold_safety_talk(
            client=client,
            said=form.said(),
            key=form.cleaned_data["key"] or uuid.uuid4(),
            replaces=replaces,
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _show(request, client_id, form, summary(refusal))
    messages.success(request, _("The talk is kept. Below is how soon somebody makes contact, and what to do now."))
    return redirect("safety_talk", client_id)


def follow_up(request: Request, follow_up_id: UUID) -> HttpResponse:
    """Contact again: when it is due and what was tried; a POST records a try."""
    if request.method != "POST":
        return _show_follow_up(request, follow_up_page(viewer=request.viewer, follow_up_id=follow_up_id, at=request.at))
    form, errors = TryForm(request.POST), list[dict[str, str]]()
    row = open_follow_up(viewer=request.viewer, follow_up_id=follow_up_id, verb="W", at=request.at)
    if form.is_valid() and form.cleaned_data["is_reached"]:
        try:
            record_follow_up(
                follow_up=row,
                is_reached=form.cleaned_data["is_reached"] == "yes",
                note=form.cleaned_data["note"],
                by=request.viewer,
                at=request.at,
            )
        except Refusal as refusal:
            errors = summary(refusal)
        else:
            messages.success(request, _("The contact is recorded."))
            return redirect("follow_up", follow_up_id)
    elif form.is_valid():
        errors = [_not_said()]
    page = follow_up_page(viewer=request.viewer, follow_up_id=follow_up_id, at=request.at)
    return _show_follow_up(request, page, form, errors)


def _not_said() -> dict[str, str]:
    return {
        "happened": _("The contact was not recorded."),
        "found": _("It does not say whether you reached the person."),
        "do": _("Choose yes or no. A no is kept too."),
        "href": "#id_is_reached",
    }


def _page(request: Request, client_id: UUID, correct: UUID | None) -> SafetyTalkPage:
    return safety_talk_page(viewer=request.viewer, client_id=client_id, correct=correct, at=request.at)


def _show(
    request: Request, client_id: UUID, form: TalkForm | None = None, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    page = _page(request, client_id, id_in(request.GET.get("correct", "")))
    given = {
        **about(request, page.head, _("Talk about safety"), "safety_talk"),
        "page": page,
        "form": (form or TalkForm(page, initial=_initial(page))) if page.may_write else None,
        "errors": errors,
        "talks": [_shown(talk) for talk in page.talks],
        "follow_up_clock": follow_up_words(page.follow_up.due_at, request.at) if page.follow_up else "",
        "is_late": bool(page.follow_up and page.follow_up.due_at <= request.at),
    }
    return render(request, "web/practitioner/safety_talk.html", given, status=REFUSED if form is not None else 200)


def _show_follow_up(
    request: Request, page: FollowUpPage, form: TryForm | None = None, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    is_open = page.follow_up.reached_at is None
    given = {
        **about(request, page.head, _("Contact again"), "follow_up"),
        "page": page,
        "form": (form or TryForm()) if page.may_write and is_open else None,
        "errors": errors,
        "reason": REASONS[page.follow_up.reason],
        "clock": follow_up_words(page.follow_up.due_at, request.at) if is_open else "",
        "is_late": is_open and page.follow_up.due_at <= request.at,
    }
    return render(request, "web/practitioner/follow_up.html", given, status=REFUSED if form is not None else 200)


def _initial(page: SafetyTalkPage) -> dict[str, Any]:
    old = page.correcting
    if old is None:
        return {"key": page.key}
    said = {f"words_{name}": text for name, text in old.words.items()}
    return {"key": page.key, "replaces": old.pk, **old.answers, **said}


def _shown(talk: TalkFacts) -> dict[str, Any]:
    labels = {name: label for name, label, _hint in PLACES}
    return {
        "talk": talk,
        "answers": [(topic, ANSWERS[given]) for topic, given in talk.answers],
        "words": [(labels[place], text) for place, text in talk.words],
    }
