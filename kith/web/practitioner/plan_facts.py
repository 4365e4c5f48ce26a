"""What a plan is chosen by: asked together in a few minutes, each part with the day on which it was asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.choose import note_planning_facts
from kith.care.models import Refusal
from kith.care.queries.planning_facts import (
    ASKED_BY_ITSELF,
    ASKED_STRENGTHS,
    CANNOT_BE_LEFT_OUT,
    DAYS,
    FORMATS,
    GOAL_CLASSES,
    NEEDS,
    RESULTS,
    SETTINGS,
    FactsPage,
    planning_facts,
)
from kith.care.queries.staff_looking import open_as_staff
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.parts.strength_words import STRENGTHS
from kith.web.practitioner.about import REFUSED, about
from kith.web.practitioner.fields import any_of, line, one_of, tick
from kith.web.practitioner.names import choices_of
from kith.web.practitioner.option_words import CIRCUMSTANCES, INPUTS
from kith.web.practitioner.option_words import NEEDS as NEED_WORDS
from kith.web.practitioner.span_words import GOALS

PARTS: dict[str, tuple[str, ...]] = {
    "problems": ("main_problem", "other_problems"),
    "history": ("tried_1", "result_1", "tried_2", "result_2", "tried_3", "result_3"),
    "goals": ("goals",),
    "strengths": ("strengths",),
    "preferences": ("formats", "not_formats", "protocols", "not_protocols"),
    "languages": ("spoken", "interpreter"),
    "access": ("needs", "met"),
    "settings": ("settings",),
}
HOW_IT_WAS: dict[str, Any] = {
    "helped": lazy("it helped"),
    "no_change": lazy("it changed nothing"),
    "worse": lazy("it was worse after it"),
}
WISHES = ("formats", "not_formats", "protocols", "not_protocols")


class FactsForm(forms.Form):
    """Every part with what was said last; one that is ticked or changed was asked today."""

    def __init__(self, page: FactsPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.page = page
        problems = sorted(choices_of(page.problems), key=lambda pair: str(pair[1]))
        self.fields["main_problem"] = one_of(
            lazy("What matters most now"), [("", _("not said yet")), *problems], as_list=True
        )
        self.fields["other_problems"] = any_of(lazy("And also"), problems)
        nothing = [("", _("nothing (more)")), *((one.id, one.title) for one in page.protocols)]
        results = [("", "–"), *((name, HOW_IT_WAS[name]) for name in RESULTS)]
        for n in (1, 2, 3):
            self.fields[f"tried_{n}"] = one_of(lazy("What was tried"), nothing, as_list=True)
            self.fields[f"result_{n}"] = one_of(lazy("How it was, in the person's view"), results, as_list=True)
        self.fields["goals"] = any_of(lazy("What the person wants"), [(one, GOALS[one]) for one in GOAL_CLASSES])
        self.fields["strengths"] = any_of(
            lazy("What the person can lean on, in their own view"),
            [(one, STRENGTHS[one]) for one in ASKED_STRENGTHS],
        )
        formats, titles = choices_of(FORMATS), [(one.id, one.title) for one in page.for_problems]
        self.fields["formats"] = any_of(lazy("Would rather have"), formats)
        self.fields["not_formats"] = any_of(lazy("Does not want"), formats)
        self.fields["protocols"] = any_of(lazy("Would like one of these"), titles)
        self.fields["not_protocols"] = any_of(lazy("Does not want one of these"), titles)
        self.fields["spoken"] = line(
            lazy("Languages the person can do this in"), lazy("Codes with commas between, for example: en, uk.")
        )
        self.fields["interpreter"] = tick(lazy("An interpreter can come"))
        needs = [(name, NEED_WORDS[name]) for name in NEEDS]
        self.fields["needs"] = any_of(lazy("Needed in order to come"), needs)
        self.fields["met"] = any_of(lazy("Of these we can give"), needs)
        self.fields["settings"] = any_of(lazy("Where the person can come"), choices_of(SETTINGS))
        for name in PARTS:
            self.fields[f"asked_{name}"] = tick(lazy("We went through this today"))
        answers = [("yes", _("yes")), ("no", _("no")), ("", _("not asked today"))]
        for name in page.circumstances:
            self.fields[f"is_{name}"] = one_of(CIRCUMSTANCES[name], answers)
        self.initial = _initial(page)

    def said(self) -> dict[str, Any]:
        """Only what was asked today."""
        given = self.cleaned_data
        told = {name: _READ[name](given) for name in PARTS if given[f"asked_{name}"] or self._is_changed(name)}
        asked = {name: given[f"is_{name}"] == "yes" for name in self.page.circumstances if given[f"is_{name}"]}
        return told | ({"circumstances": asked} if asked else {})

    def _is_changed(self, name: str) -> bool:
        return bool(set(PARTS[name]) & set(self.changed_data))


def plan_facts(request: Request, client_id: UUID) -> HttpResponse:
    """The form; a POST keeps what was asked today."""
    page = planning_facts(viewer=request.viewer, client_id=client_id, at=request.at)
    form = FactsForm(page, request.POST if request.method == "POST" else None)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            client, _access = open_as_staff(request.viewer, client_id, "W", "formulation", at=request.at)
            note_planning_facts(client=client, said=form.said(), by=request.viewer, at=request.at)
        except Refusal as refusal:
            errors = summary(refusal)
        else:
            messages.success(request, _("Kept with today's date. These are the options now."))
            return redirect("plan", client_id)
    given = {
        **about(request, page.head, _("Before choosing"), "plan"),
        "page": page,
        "form": form,
        "errors": errors,
        "parts": [_part(form, page, name) for name in PARTS],
        "circumstances": [_circumstance(form, page, name) for name in page.circumstances],
        "days": DAYS["circumstances"],
    }
    return render(request, "web/practitioner/plan_facts.html", given, status=REFUSED if form.is_bound else 200)


def _part(form: FactsForm, page: FactsPage, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": INPUTS[name],
        "fields": [form[one] for one in PARTS[name]],
        "asked": form[f"asked_{name}"],
        "on": page.known.days.get(name),
        "days": DAYS[name],
        "is_needed": name in CANNOT_BE_LEFT_OUT and name != "languages",
    }


def _circumstance(form: FactsForm, page: FactsPage, name: str) -> dict[str, Any]:
    last = page.known.circumstances.get(name)
    return {
        "field": form[f"is_{name}"],
        "last": None if last is None else (_("yes") if last[0] else _("no")),
        "on": last[1] if last is not None else None,
        "is_overtaken": last is not None and not last[0] and name in page.overtaken,
        "is_needed": name in ASKED_BY_ITSELF,
    }


def _initial(page: FactsPage) -> dict[str, Any]:
    said, problems = page.known.said, page.known.problems
    tried = {
        f"{part}_{n}": told
        for n, past in enumerate(said.get("history", ())[:3], start=1)
        for part, told in zip(("tried", "result"), past, strict=True)
    }
    languages = said.get("languages", {"spoken": [page.language], "interpreter": False})
    return {
        "main_problem": problems[0] if problems else "",
        "other_problems": list(problems[1:]),
        **tried,
        "goals": said.get("goals", []),
        "strengths": said.get("strengths", []),
        **{name: said.get("preferences", {}).get(name, []) for name in WISHES},
        "spoken": ", ".join(languages["spoken"]),
        "interpreter": languages["interpreter"],
        **said.get("access", {"needs": [], "met": []}),
        "settings": said.get("settings", []),
    }


def _problems(given: dict[str, Any]) -> list[str]:
    main = given["main_problem"]
    return list(dict.fromkeys([main, *given["other_problems"]])) if main else []


def _history(given: dict[str, Any]) -> list[list[str]]:
    rows = [(given[f"tried_{n}"], given[f"result_{n}"]) for n in (1, 2, 3)]
    return [[protocol, result] for protocol, result in rows if protocol and result]


def _languages(given: dict[str, Any]) -> dict[str, Any]:
    spoken = [one.strip().lower() for one in given["spoken"].split(",") if one.strip()]
    return {"spoken": spoken, "interpreter": given["interpreter"]}


_READ: dict[str, Any] = {
    "problems": _problems,
    "history": _history,
    "goals": lambda given: given["goals"],
    "strengths": lambda given: given["strengths"],
    "preferences": lambda given: {name: given[name] for name in WISHES},
    "languages": _languages,
    "access": lambda given: {"needs": given["needs"], "met": given["met"]},
    "settings": lambda given: given["settings"],
}
