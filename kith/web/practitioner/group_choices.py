"""Who would choose whom: a picture of the group for those who lead it, and what to do for somebody on the edge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith import pictures
from kith.care.actions.look_back import record_choices
from kith.care.models import Refusal
from kith.care.queries.group_choices import ChoicesPage, RoundShown
from kith.care.queries.group_choices import group_choices as choices_page
from kith.care.queries.groups import group_to_change
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.fields import line, number
from kith.web.practitioner.group_forms import unclear, uuid_in

ASKED, CHOSE = "asked", "chose-"
MOST_NAMED = 3


class RoundForm(forms.Form):
    """What was asked, and how many choices each had."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= {
            "question": line(
                _("What was asked"),
                _("Only whom somebody would choose, never whom not."),
                initial=_("With whom would you like to do the next task?"),
            ),
            "allowed": number(_("Choices each could make"), initial=2),
        }


def group_choices(request: Request, group_id: UUID) -> HttpResponse:
    """The page; its form keeps one round."""
    if request.method == "POST":
        try:
            return _keep(request, group_id)
        except Refusal as refusal:
            return _show(request, group_id, refusal)
    return _show(request, group_id)


def _keep(request: Request, group_id: UUID) -> HttpResponse:
    form = RoundForm(request.POST)
    if not form.is_valid():
        raise unclear(_("The choices were not saved."), _("Write how many choices each had, in digits."), "allowed")
    group = group_to_change(viewer=request.viewer, group_id=group_id, at=request.at)
    record_choices(
        group=group,
        question=form.cleaned_data["question"],
        allowed=form.cleaned_data["allowed"] or 0,
        choices={
            uuid_in(who): [uuid_in(one) for one in request.POST.getlist(f"{CHOSE}{who}")]
            for who in request.POST.getlist(ASKED)
        },
        by=request.viewer,
        at=request.at,
    )
    messages.success(request, _("The round is saved."))
    return redirect("group_choices", group_id)


def _show(request: Request, group_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    page = choices_page(viewer=request.viewer, group_id=group_id, at=request.at)
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "rounds": [_round(one, page) for one in page.rounds],
            "form": RoundForm(request.POST if refusal else None),
            "rows": _rows(page, request),
            "asked": ASKED,
            "errors": summary(refusal) if refusal else [],
            "crumbs": [
                {"url": redirect("groups").url, "label": _("Groups")},
                {"url": redirect("group", page.group_id).url, "label": page.group_name},
                {"label": _("Who chooses whom")},
            ],
        }
        return render(request, "web/practitioner/group_choices.html", given, status=status_of(refusal))


def _rows(page: ChoicesPage, request: Request) -> list[dict[str, Any]]:
    """Each member with all the others, to tick; what was ticked stays when something is refused."""
    is_typed = request.method == "POST"
    return [
        {
            "one": one,
            "is_asked": not is_typed or str(one.client_id) in request.POST.getlist(ASKED),
            "field": f"{CHOSE}{one.client_id}",
            "others": [
                (other, str(other.client_id) in request.POST.getlist(f"{CHOSE}{one.client_id}"))
                for other in page.members
                if other != one
            ],
        }
        for one in page.members
    ]


def _round(one: RoundShown, page: ChoicesPage) -> dict[str, Any]:
    return {
        "round": one,
        "drawing": _drawn(one, page),
        "facts": _facts(one),
        "edge": [_on_the_edge(who.id, one) for who in one.measured.members if who.is_isolate and one.names[who.id]],
        "stars": [one.names[who.id] for who in one.measured.members if who.is_star and one.names[who.id]],
        "since": _since(one),
    }


def _drawn(one: RoundShown, page: ChoicesPage) -> pictures.Drawing:
    """Earlier rounds are placed first, so that members stay near where they stood."""
    at: dict[str, tuple[float, float]] = {}
    for each in reversed(page.rounds):
        at = pictures.places(each.choices.members, pictures.ties(sorted(each.choices.choices)), before=at)
        if each == one:
            break
    kinds = {
        who.id: "unchosen" if who.is_isolate else "star" if who.is_star else "member" for who in one.measured.members
    }
    return pictures.sociogram(
        [pictures.Node(who, one.names[who] or _("has left"), kinds[who]) for who in one.choices.members],  # type: ignore[arg-type]
        pictures.ties(sorted(one.choices.choices)),
        at,
        words=pictures.SociogramWords(
            mutual=_("Choose each other"),
            one_way=_("Chooses, and is not chosen back"),
            star=_("Chosen more often than chance would bring"),
            unchosen=_("Chosen by nobody"),
            empty=_("Nobody has been asked yet."),
        ),
        title=_("Who chooses whom, %(day)s") % {"day": date_format(one.asked_at, "j F Y")},
        sentence=_sentence(one),
    )


def _sentence(one: RoundShown) -> str:
    measured = one.measured
    pairs = ngettext("%(count)d pair choose each other", "%(count)d pairs choose each other", measured.mutual_pairs)
    alone = sum(who.is_isolate for who in measured.members)
    nobody = ngettext("%(count)d member is chosen by nobody", "%(count)d members are chosen by nobody", alone)
    return f"{pairs % {'count': measured.mutual_pairs}}; {nobody % {'count': alone}}."


def _facts(one: RoundShown) -> list[tuple[str, str]]:
    measured = one.measured
    return [
        (_("Asked"), _("%(asked)d of %(all)d") % {"asked": measured.asked, "all": len(measured.members)}),
        (_("Pairs who choose each other"), _pairs(one)),
        (_("Choices that are returned"), _share(measured.reciprocity.value)),
        (_("Density"), _share(measured.density.value)),
        (_("Cohesion against chance (Criswell; 1 is chance)"), _number(measured.criswell.value)),
    ]


def _pairs(one: RoundShown) -> str:
    expected = one.measured.expected_mutual_pairs.value
    if expected is None:
        return str(one.measured.mutual_pairs)
    return _("%(found)d; chance alone would bring %(expected)s") % {
        "found": one.measured.mutual_pairs,
        "expected": number_format(expected, 1),
    }


def _share(value: float | None) -> str:
    return _("not known") if value is None else _("%(share)d %%") % {"share": round(100 * value)}


def _number(value: float | None) -> str:
    return _("not known") if value is None else number_format(value, 1)


def _on_the_edge(who: str, one: RoundShown) -> dict[str, str]:
    """Somebody chosen by nobody: how it came about, whether chance explains it, and whom to bring near."""
    standing = next(each for each in one.measured.members if each.id == who)
    chosen = one.choices.chosen_by(who)
    near = [name for other in sorted(chosen) if (name := one.names.get(other))]
    return {
        "name": one.names[who],
        "why": {
            "ghost": _("chose nobody and was chosen by nobody"),
            "neglectee": _("chose others and was chosen by nobody"),
            "not asked": _("was not asked, and was chosen by nobody"),
        }[standing.isolation or "not asked"],
        "chance": _("This is seldom by chance alone.")
        if standing.is_isolation_unlikely
        else _("Chance alone can bring this in a group of this size."),
        "near": ", ".join(near),
        "linked": ", ".join(one.names[each] for each in one.measured.most_mutual[:MOST_NAMED] if one.names.get(each)),
    }


def _since(one: RoundShown) -> list[str]:
    """What has changed since the round before, for those who were there both times."""
    if one.since is None:
        return []
    since, found = one.since, []
    if since.no_longer_isolated:
        found.append(_("Chosen again: %(names)s.") % {"names": _names(one, since.no_longer_isolated)})
    if since.newly_isolated:
        found.append(_("Newly chosen by nobody: %(names)s.") % {"names": _names(one, since.newly_isolated)})
    new, lost = len(since.newly_mutual), len(since.no_longer_mutual)
    found.append(_("Pairs who choose each other: %(new)d new, %(lost)d gone.") % {"new": new, "lost": lost})
    return found


def _names(one: RoundShown, members: Iterable[str]) -> str:
    return ", ".join(one.names[who] or _("somebody who has left") for who in members)
