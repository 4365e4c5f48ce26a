"""Form groups: who waits, which composition keeps every rule and why, and one press that gives the places."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.actions import forming
from kith.care.models import Refusal
from kith.care.queries.form_groups import PINNED_OUT, FormingPage, GroupOffered, NotPlaced, facilitators_of
from kith.care.queries.form_groups import form_groups as forming_page
from kith.care.queries.referring import site_of
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.parts.week_words import day_words, language_words
from kith.web.practitioner.group_forms import Opening, unclear, uuid_in
from kith.web.practitioner.group_words import BARRIERS, REASONS, RULES, listed

PIN, PLACE, UNPREPARED = "pin-", "place-", "unprepared-"
VIABLE = 5  # people with whom a group can begin, though its intervention would rather have more


def form_groups(request: Request) -> HttpResponse:
    """The page. Places chosen by hand are part of its address, so that going back undoes them."""
    if request.method == "POST":
        try:
            return _change(request)
        except Refusal as refusal:
            return _show(request, refusal)
    return _show(request)


def _change(request: Request) -> HttpResponse:
    acting: dict[str, Any] = {"by": request.viewer, "at": request.at}
    protocol = request.POST.get("protocol", "")[:60]
    what = request.POST.get("what")
    if what == "place":
        places = {
            uuid_in(name.removeprefix(PLACE)): uuid_in(str(value))
            for name, value in request.POST.items()
            if name.startswith(PLACE)
        }
        whys = {
            uuid_in(name.removeprefix(UNPREPARED)): str(value)
            for name, value in request.POST.items()
            if name.startswith(UNPREPARED)
        }
        joined = forming.place_people(protocol=protocol, places=places, unprepared=whys, **acting)
        messages.success(request, _("%(count)d people have a place now.") % {"count": len(joined)})
    elif what == "open":
        _open(request, protocol, acting)
        messages.success(request, _("The group is open for people from the list."))
    else:
        raise unclear(_("Nothing was changed."), _("Use one of the buttons of the page."), "")
    return redirect(f"{reverse('form_groups')}?{_query(protocol)}")


def _open(request: Request, protocol: str, acting: dict[str, Any]) -> None:
    form = _opening(request, _page(request))
    if not form.is_valid():
        raise unclear(_("The group was not saved."), _("Correct the fields that are marked."), "name")
    given = form.cleaned_data
    forming.form_group(
        site=site_of(viewer=request.viewer, site_id=uuid_in(given["site"])),
        name=given["name"],
        kind=given["kind"],
        protocol=protocol,
        capacity=given["capacity"] or 0,
        facilitators=facilitators_of(
            viewer=request.viewer,
            kind=given["kind"],
            user_ids=[uuid_in(one) for one in given["facilitators"]],
            at=request.at,
        ),
        agreement=given["agreement"],
        frame=form.frame,
        is_waiting=True,
        **acting,
    )


def _show(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    page = _page(request)
    is_opening = refusal is not None and request.POST.get("what") == "open"
    names = {group.id: group.name for group in page.groups}
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "lists": [
                {"list": one, "url": f"?{_query(one.protocol)}", "current": one.protocol == page.protocol}
                for one in page.lists
            ],
            "groups": [_group(one, request.POST) for one in page.groups],
            "left": [_left(one) for one in page.left],
            "choices": [(str(group), name) for group, name in names.items()],
            "conflicts": listed(dict.fromkeys(page.conflicts), RULES),
            "gap": round(100 * page.gap) if page.gap is not None else None,
            "pin": PIN,
            "place": PLACE,
            "unprepared": UNPREPARED,
            "pinned_out": PINNED_OUT,
            "has_pins": any(name.startswith(PIN) for name in request.GET),
            "opening": _opening(request, page, is_bound=is_opening),
            "is_opening": is_opening,
            "errors": summary(refusal) if refusal else [],
            "crumbs": [{"url": reverse("groups"), "label": _("Groups")}, {"label": _("Form groups")}],
        }
        return render(request, "web/practitioner/form_groups.html", given, status=status_of(refusal))


def _page(request: Request) -> FormingPage:
    asked = request.GET if request.method == "GET" else request.POST
    return forming_page(
        viewer=request.viewer,
        protocol=asked.get("protocol", "")[:60],
        pins=_pins(request.GET),
        is_longer="longer" in request.GET,
        at=request.at,
    )


def _pins(asked: QueryDict) -> dict[UUID, UUID | None]:
    """Places chosen by hand, as the address says them; what cannot be read is left out."""
    found: dict[UUID, UUID | None] = {}
    for name, value in asked.items():
        if name.startswith(PIN) and value:
            try:
                found[UUID(name.removeprefix(PIN))] = None if value == PINNED_OUT else UUID(str(value))
            except ValueError:
                continue
    return found


def _query(protocol: str) -> str:
    asked = QueryDict(mutable=True)
    asked["protocol"] = protocol
    return asked.urlencode()


def _opening(request: Request, page: FormingPage, *, is_bound: bool = True) -> Opening:
    least, most = page.sizes.get(page.protocol, (4, 8))
    kind = "family" if page.is_of_families else "therapy"
    return Opening(
        request.POST if is_bound and request.method == "POST" else None,
        languages=tuple(sorted({code for code, _name in settings.LANGUAGES})),
        sites=[(str(pk), name) for pk, name in page.sites],
        facilitators=[(str(pk), name) for pk, name in page.facilitators],
        initial={
            "kind": kind,
            "smallest": min(least, VIABLE),
            "capacity": most,
            "is_open": "yes",
            "language": "en",
        },
    )


def _group(one: GroupOffered, typed: QueryDict) -> dict[str, Any]:
    return {
        "group": one,
        "day": day_words(one.weekday),
        "language": language_words(one.language),
        "placed": one.placed,
        "people": [
            {
                "who": who,
                "reasons": listed(who.reasons, REASONS),
                "rather_in": [
                    {
                        "name": there.group,
                        "rules": listed(there.rules, BARRIERS),
                        "adds": None if there.adds is None else round(100 * there.adds),
                    }
                    for there in who.rather_in
                ],
                "why": typed.get(f"{UNPREPARED}{who.wait_id}", ""),
            }
            for who in one.placed
        ],
        "missing": max(0, one.smallest - one.already - len(one.placed)),
    }


def _left(one: NotPlaced) -> dict[str, Any]:
    return {
        "person": one,
        "rules": listed(one.rules, RULES),
        "barriers": [(barrier.group, listed(barrier.rules, BARRIERS)) for barrier in one.barriers],
    }
