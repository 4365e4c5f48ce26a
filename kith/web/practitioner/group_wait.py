"""A place in a group: put the person on a list together with them, and say who must not meet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kith.care.actions import waiting
from kith.care.actions.waiting import Wanted
from kith.care.models import Client, Refusal
from kith.care.permissions import reach
from kith.care.queries.group_wait import GroupPreferred, GroupWaitPage, WaitShown, apart_of, wait_of
from kith.care.queries.group_wait import group_wait as wait_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.week_words import day_words, language_words, part_words, week_rows
from kith.web.practitioner.about import about
from kith.web.practitioner.fields import any_of, line, one_of, words
from kith.web.practitioner.group_forms import as_name, keep_words, unclear, uuid_in
from kith.web.practitioner.group_words import GENDERS, NEEDS, NOT_NOW, STYLES, listed

PART = "part"


class WantedForm(forms.Form):
    """What the person wants of a group; the parts of the week are ticked in a table beside it."""

    def __init__(self, *args: Any, page: GroupWaitPage, **given: Any) -> None:
        super().__init__(*args, **given)
        kinds = [("", _("Choose")), *((one.protocol, one.title) for one in page.offered)]
        open_ended = [("", _("Not said")), *GENDERS.items()]
        styles = [("", _("Not known")), *STYLES.items()]
        self.fields |= {
            "protocol": one_of(_("Which group?"), kinds, as_list=True),
            "display_name": line(
                _("Name in the group"), _("What the others will call them."), initial=page.preferred_name, most=120
            ),
            "languages": any_of(
                _("Languages they can follow"),
                [(one, as_name(language_words(one))) for one in page.languages],
                initial=[page.language],
            ),
            "needs": any_of(_("What they need there"), list(NEEDS.items())),
            "gender": one_of(_("Gender, as they say it"), open_ended, as_list=True),
            "not_the_only_one": forms.BooleanField(
                label=_("They would not want to be the only one of their gender"), required=False
            ),
            "style": one_of(
                _("How they are with others"), styles, _("Groups with different people work better."), as_list=True
            ),
            "is_prepared": forms.BooleanField(
                label=_("We talked alone about what happens there, the rules, what stays there and what cannot"),
                required=False,
            ),
            "prefers": any_of(
                _("Groups they would rather be in"),
                [(str(one.id), _day_of(one)) for one in page.could_prefer],
                _("A wish, weighed with the others. It is no promise."),
            ),
            "reasons": any_of(
                _("Not now, because"),
                list(NOT_NOW.items()),
                _(
                    "Only where a group would not be right at present. Nobody is placed while something is ticked, and "
                    "whoever forms groups does not read it."
                ),
            ),
            "not_now": words(_("More about it"), rows=2),
        }
        if not page.could_prefer:
            self.fields.pop("prefers")

        keep_words(self, "protocol", "display_name", "not_now")

    def wanted(self, parts: list[str]) -> Wanted:
        """As the action takes it."""
        given = self.cleaned_data
        return Wanted(
            **(given | {name: tuple(given.get(name, ())) for name in ("languages", "needs", "reasons", "prefers")}),
            parts=tuple(parts),
        )


def _day_of(one: GroupPreferred) -> SafeString:
    when = _("%(day)s, %(hour)s") % {"day": day_words(one.weekday), "hour": one.meets_at.strftime("%H:%M")}
    return format_html("{} ({})", as_name(one.name), when)


class ApartForm(forms.Form):
    """Somebody they must not meet."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "number": line(_("Number of the other person"), _("For example K00012"), most=20),
            "reason": words(_("Why"), _("Neither of the two is told. Whoever forms groups does not read it."), rows=2),
        }
        keep_words(self, "number", "reason")


def group_wait(request: Request, client_id: UUID) -> HttpResponse:
    """The page; its forms put on a list, take off it, keep apart and end that."""
    if request.method == "POST":
        try:
            return _change(request, client_id)
        except Refusal as refusal:
            return _show(request, client_id, refusal)
    return _show(request, client_id)


def _change(request: Request, client_id: UUID) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    client, _access = reach(request.viewer, Client, client_id, "W", "group_wait", at=request.at)
    what = request.POST.get("what")
    if what == "wait":
        form = WantedForm(request.POST, page=_page(request, client_id))
        if not form.is_valid():
            raise unclear(_("The list was not changed."), _("Correct the fields that are marked."), "protocol")
        waiting.put_on_group_list(client=client, wanted=form.wanted(request.POST.getlist(PART)), **acting)
        messages.success(request, _("Saved: the person waits for a place in a group."))
    elif what == "stop":
        wait_id = uuid_in(request.POST.get("wait"))
        wait = wait_of(viewer=request.viewer, client_id=client_id, wait_id=wait_id, at=request.at)
        waiting.take_off_group_list(wait=wait, **acting)
        messages.success(request, _("The person does not wait any more."))
    elif what == "apart":
        waiting.keep_apart(
            client=client, number=request.POST.get("number", ""), reason=request.POST.get("reason", ""), **acting
        )
        messages.success(request, _("Saved: the two never get a place in one group."))
    elif what == "together":
        rule_id = uuid_in(request.POST.get("rule"))
        rule = apart_of(viewer=request.viewer, client_id=client_id, rule_id=rule_id, at=request.at)
        waiting.end_keeping_apart(rule=rule, **acting)
        messages.success(request, _("They may meet in a group from now on."))
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    return redirect("group_wait", client_id)


def _page(request: Request, client_id: UUID) -> GroupWaitPage:
    return wait_page(viewer=request.viewer, client_id=client_id, at=request.at)


def _show(request: Request, client_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = _page(request, client_id)
    what = request.POST.get("what") if refusal else None
    chosen = next((one for one in page.waiting if str(one.id) == request.GET.get("change")), None)
    ticked = request.POST.getlist(PART) if what == "wait" else chosen.wants["parts"] if chosen else []
    given = about(request, page.head, _("A place in a group"), "person") | {
        "page": page,
        "waiting": [_row(one, page) for one in page.waiting],
        "form": WantedForm(request.POST if what == "wait" else None, page=page, initial=_initial(chosen)),
        "apart": ApartForm(request.POST if what == "apart" else None),
        "week": [(day, [(value, word, value in ticked) for value, word in parts]) for day, parts in week_rows()],
        "part": PART,
        "errors": summary(refusal) if refusal else [],
    }
    return render(request, "web/practitioner/group_wait.html", given, status=status_of(refusal))


def _initial(one: WaitShown | None) -> dict[str, Any]:
    if one is None:
        return {}
    return dict(one.wants) | {
        "protocol": one.protocol,
        "display_name": one.display_name,
        "not_now": one.not_now,
        "is_prepared": one.is_prepared,
    }


def _row(one: WaitShown, page: GroupWaitPage) -> dict[str, Any]:
    return {
        "wait": one,
        "parts": [part_words(part) for part in one.wants["parts"]],
        "needs": listed(one.wants["needs"], NEEDS),
        "reasons": listed(one.wants.get("reasons", ()), NOT_NOW),
        "prefers": [each.name for each in page.could_prefer if str(each.id) in one.wants.get("prefers", ())],
        "languages": [language_words(code) for code in one.wants["languages"]],
    }
