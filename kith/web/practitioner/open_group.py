"""Open a couple, a family, a programme or an open circle: nobody needs to wait on a list for it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.care.actions import forming
from kith.care.models import Refusal
from kith.care.queries.form_groups import facilitators_of
from kith.care.queries.open_group import KINDS as OPENED
from kith.care.queries.open_group import OpenGroupPage
from kith.care.queries.open_group import open_group as opening_page
from kith.care.queries.referring import site_of
from kith.care.queries.running_groups import led_groups
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.fields import one_of
from kith.web.practitioner.group_forms import Opening, keep_words, unclear, uuid_in
from kith.web.practitioner.group_words import KINDS


class OpeningOfKind(Opening):
    """A new group of a kind that was chosen before, with an intervention made for that kind; a ward's has none."""

    field_order = ("name", "protocol", "site", "facilitators")

    def __init__(self, *args: Any, protocols: list[tuple[str, str]] | None, **given: Any) -> None:
        super().__init__(*args, **given)
        del self.fields["kind"]
        if protocols is not None:
            self.fields["protocol"] = one_of(_("What it follows"), [("", _("Choose")), *protocols], as_list=True)
            keep_words(self, "protocol")
        self.order_fields(self.field_order)


def open_group(request: Request) -> HttpResponse:
    """The page; its form opens the group at once."""
    if request.method == "POST":
        try:
            return _open(request)
        except Refusal as refusal:
            return _show(request, refusal)
    return _show(request)


def _open(request: Request) -> HttpResponse:
    page = _page(request)
    form = _form(request, page)
    if not form.is_valid():
        raise unclear(_("The group was not saved."), _("Correct the fields that are marked."), "name")
    given = form.cleaned_data
    leaders = facilitators_of(
        viewer=request.viewer,
        kind=page.kind,
        user_ids=[uuid_in(one) for one in given["facilitators"]],
        at=request.at,
    )
    opened = forming.form_group(
        site=site_of(viewer=request.viewer, site_id=uuid_in(given["site"])),
        name=given["name"],
        kind=page.kind,
        protocol=given.get("protocol", ""),
        capacity=given["capacity"] or 0,
        facilitators=leaders,
        agreement=given["agreement"],
        frame=form.frame,
        by=request.viewer,
        at=request.at,
    )
    if request.viewer.user_id in {one.pk for one in leaders}:
        messages.success(request, _("It is open. Add the people, and book the first meeting."))
        return redirect("group", opened.pk)
    messages.success(request, _("It is open. Those who lead it find it under Groups."))
    return redirect(_address(page.kind))


def _show(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    page = _page(request)
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "kinds": [{"label": KINDS[one], "url": _address(one), "current": one == page.kind} for one in OPENED],
            "kind": KINDS[page.kind],
            "is_unit": page.kind in ("couple", "family"),
            "form": _form(request, page),
            "led": [
                {"group": one, "kind": KINDS[one.kind]} for one in led_groups(viewer=request.viewer, at=request.at)
            ],
            "errors": summary(refusal) if refusal else [],
            "crumbs": [{"url": reverse("groups"), "label": _("Groups")}, {"label": _("Open a group")}],
        }
        return render(request, "web/practitioner/open_group.html", given, status=status_of(refusal))


def _page(request: Request) -> OpenGroupPage:
    asked = request.GET if request.method == "GET" else request.POST
    return opening_page(viewer=request.viewer, kind=asked.get("kind", "")[:10], at=request.at)


def _form(request: Request, page: OpenGroupPage) -> OpeningOfKind:
    return OpeningOfKind(
        request.POST if request.method == "POST" else None,
        languages=tuple(sorted({code for code, _name in settings.LANGUAGES})),
        sites=[(str(pk), name) for pk, name in page.sites],
        facilitators=[(str(pk), name) for pk, name in page.facilitators],
        protocols=None if page.follows_nothing else list(page.protocols),
        initial={
            "smallest": page.smallest,
            "capacity": page.largest,
            "is_open": "yes" if page.is_open else "no",
            "language": "en",
        },
    )


def _address(kind: str) -> str:
    return f"{reverse('open_group')}?kind={kind}"
