"""What practitioners bring: one's own, and for managers that of colleagues."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions import allocating as acts
from kith.care.models import Refusal
from kith.care.models.allocating import hour_slot
from kith.care.queries import allocating as looks
from kith.care.queries.allocating import AvailabilityPage
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.manager.wish_form import BringsForm
from kith.web.parts.allocating_words import FORMATS, staff_words
from kith.web.parts.week_words import day_words
from kith.web.practitioner.group_forms import unclear, uuid_in

SPARE = 3


def my_availability(request: Request) -> HttpResponse:
    """One's own hours, languages and training."""
    page = looks.my_availability(viewer=request.viewer, at=request.at)

    def keep(brings: acts.Brings) -> HttpResponse:
        acts.say_availability(brings=brings, by=request.viewer, at=request.at)
        messages.success(request, _("Kept. From now on proposals go by it."))
        return redirect("my_availability")

    return _form(request, page, keep, is_own=True)


def availabilities(request: Request) -> HttpResponse:
    """Every practitioner in a list; with a person in the address, the form about them."""
    asked = request.GET.get("person")
    person_id: UUID | None = None
    try:
        person_id = uuid_in(asked) if asked else None
    except Refusal as refusal:
        return _list(request, looks.availabilities(viewer=request.viewer, person_id=None, at=request.at), refusal)
    page = looks.availabilities(viewer=request.viewer, person_id=person_id, at=request.at)
    if page.person is None:
        nobody = unclear(_("Nothing was kept."), _("Choose a practitioner of the list."), "")
        return _list(request, page, nobody if request.method == "POST" else None)
    who = page.person.person

    def keep(brings: acts.Brings) -> HttpResponse:
        acts.set_availability_of(person=who, brings=brings, by=request.viewer, at=request.at)
        messages.success(request, _("Kept for %(name)s.") % {"name": who.display_name})
        return redirect(reverse("availabilities"))

    return _form(request, page, keep, is_own=False)


def _list(request: Request, page: AvailabilityPage, refused: Refusal | None) -> HttpResponse:
    given = {"staff": [(one, staff_words(one)) for one in page.staff], "errors": summary(refused) if refused else []}
    return render(request, "web/manager/availabilities.html", given, status=status_of(refused))


def _form(request: Request, page: AvailabilityPage, keep: Any, *, is_own: bool) -> HttpResponse:
    refused = None
    is_sent = request.method == "POST"
    form = BringsForm(request.POST if is_sent else None, page=page, is_own=is_own)
    if is_sent:
        try:
            if not form.is_valid():
                raise unclear(_("Nothing was kept."), _("Correct the fields that are marked."), next(iter(form.errors)))
            kept: HttpResponse = keep(form.brings(_hours(request)))
        except Refusal as refusal:
            refused = refusal
        else:
            return kept
    trained = len(form["trained"].value() or ())
    given = {
        "page": page,
        "form": form,
        "trained_line": ngettext(
            "Trained in, and supervised for: %(count)d intervention",
            "Trained in, and supervised for: %(count)d interventions",
            trained,
        )
        % {"count": trained},
        "is_own": is_own,
        "rows": _rows_sent(request) if refused else _rows_known(page),
        "days": [(str(day), day_words(day)) for day in range(1, 8)],
        "formats": list(FORMATS.items()),
        "errors": summary(refused) if refused else [],
    }
    return render(request, "web/manager/availability.html", given, status=status_of(refused))


def _hours(request: Request) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows_sent(request):
        if not row["day"] and not row["hour"]:
            continue
        try:
            slot = hour_slot(int(row["day"]), time.fromisoformat(row["hour"]))
        except ValueError:
            raise unclear(_("Nothing was kept."), _("Give each free hour a day and a time."), "hours") from None
        found[slot] = (*found.get(slot, ()), *(one for one in row["how"] if one not in found.get(slot, ())))
    return found


def _rows_sent(request: Request) -> list[dict[str, Any]]:
    sent = request.POST
    most = 60  # more hours than a week of work has
    numbers = [n for n in range(most) if f"day-{n}" in sent]
    return [
        {"n": n, "day": sent.get(f"day-{n}", ""), "hour": sent.get(f"hour-{n}", ""), "how": sent.getlist(f"how-{n}")}
        for n in numbers
    ]


def _rows_known(page: AvailabilityPage) -> list[dict[str, Any]]:
    """The hours that are still free, and a few empty rows."""
    hours = list(page.person.hours.items()) if page.person else []
    known = [(*slot.split("-", 1), formats) for slot, formats in hours]
    return [
        {"n": n, "day": day, "hour": hour, "how": how}
        for n, (day, hour, how) in enumerate([*known, *([("", "", ())] * SPARE)])
    ]
