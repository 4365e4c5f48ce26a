"""Things to do nearby: the service's list, kept by whoever works here, and what nobody has checked for too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.actions import keep_activities as verbs
from kith.care.models import Refusal
from kith.care.queries.activities import ActivityShown, ListPage, listed_activity
from kith.care.queries.activities import activities as list_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.activity_words import ACCESS, COSTS, DISTANCES, INTERESTS, KNOWN, facts_of
from kith.web.parts.as_written import as_written
from kith.web.parts.week_words import language_words
from kith.web.practitioner.fields import any_of, day, line, one_of, words
from kith.web.practitioner.group_forms import unclear, uuid_in


class ActivityForm(forms.Form):
    """Everything about one thing to do. Nothing is ticked beforehand: unknown is an answer."""

    def __init__(self, *args: Any, page: ListPage, now: ActivityShown | None, **given: Any) -> None:
        super().__init__(*args, **given)

        def said(name: str) -> str:
            return str(getattr(now, name)) if now else ""

        spoken = [(code, as_written(language_words(code))) for code in page.languages]
        self.fields |= {
            "name": line(_("What is it called?"), initial=said("name"), most=120),
            "what": words(_("What do people do there?"), rows=2, initial=said("what")),
            "place": line(_("Where is it?"), initial=said("place")),
            "times": line(_("When?"), _("For example: Thursdays, 10 to 12"), initial=said("times")),
            "joining": line(_("How does somebody join?"), _("Whom to ask, or just come."), initial=said("joining")),
            "for_whom": line(_("Whom is it for?"), _("Leave empty if it is for everybody."), initial=said("for_whom")),
            "cost": one_of(
                _("What does it cost?"), [*COSTS.items(), ("", KNOWN["unknown"])], initial=said("cost"), as_list=True
            ),
            "distance": one_of(
                _("How far is it for most people here?"),
                [*DISTANCES.items(), ("", KNOWN["unknown"])],
                initial=said("distance"),
                as_list=True,
            ),
            **{
                name: one_of(
                    label,
                    list(KNOWN.items()),
                    initial=now.access.get(name, "unknown") if now else "unknown",
                    as_list=True,
                )
                for name, label in ACCESS.items()
            },
            "interests": any_of(_("What is it about?"), list(INTERESTS.items()), initial=now.interests if now else ()),
            "languages": any_of(_("In which languages?"), spoken, initial=now.languages if now else ()),
            "review_on": day(_("When should somebody check it again?"), _("Leave empty for in half a year.")),
        }


def activities(request: Request) -> HttpResponse:
    """The page; a POST puts something on the list, mends it, checks it or takes it off."""
    refused = None
    if request.method == "POST":
        try:
            act = _ACTS.get(request.POST.get("what", ""))
            if act is None:
                raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
            messages.success(request, act(request))
            return redirect("activities")
        except Refusal as refusal:
            refused = refusal
    page = list_page(viewer=request.viewer, at=request.at)
    is_typed = refused is not None and request.POST.get("what") in ("list", "mend")
    chosen = request.POST.get("one", "") if is_typed else request.GET.get("change", "")
    now = next((one for one in page.activities if str(one.id) == chosen), None)
    with timezone.override(page.time_zone):
        given = {
            "page": page,
            "rows": [facts_of(one) for one in page.activities],
            "form": ActivityForm(request.POST if is_typed else None, page=page, now=now),
            "now": now,
            "errors": summary(refused) if refused else [],
        }
        return render(request, "web/practitioner/activities.html", given, status=status_of(refused))


def _facts(request: Request) -> dict[str, Any]:
    page = list_page(viewer=request.viewer, at=request.at)
    form = ActivityForm(request.POST, page=page, now=None)
    if not form.is_valid():
        raise unclear(
            _("The list was not changed yet."), _("Correct the fields that are marked."), next(iter(form.errors))
        )
    given = form.cleaned_data
    facts = verbs.Facts(
        **{name: given[name] for name in ("name", "what", "place", "times", "joining", "for_whom", "cost", "distance")},
        interests=tuple(given["interests"]),
        languages=tuple(given["languages"]),
        access={name: given[name] or "unknown" for name in ACCESS},
    )
    return {"facts": facts, "review_on": given["review_on"]}


def _list(request: Request) -> str:
    verbs.list_activity(by=request.viewer, at=request.at, **_facts(request))
    return _("It is on the list.")


def _mend(request: Request) -> str:
    verbs.mend_activity(activity=_one(request), by=request.viewer, at=request.at, **_facts(request))
    return _("Kept, and checked today.")


def _check(request: Request) -> str:
    verbs.check_activity(activity=_one(request), by=request.viewer, at=request.at)
    return _("Checked today. Thank you.")


def _take_off(request: Request) -> str:
    verbs.take_off_activity(activity=_one(request), by=request.viewer, at=request.at)
    return _("It is off the list.")


def _one(request: Request) -> Any:
    return listed_activity(viewer=request.viewer, activity_id=uuid_in(request.POST.get("one")))


_ACTS: dict[str, Callable[[Request], str]] = {"list": _list, "mend": _mend, "check": _check, "off": _take_off}
