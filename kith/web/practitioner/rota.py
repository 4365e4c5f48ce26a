"""The rota: a week as a picture, shifts and absences, and weeks that are only published without a hole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.actions import rota as verbs
from kith.care.models import BadInput, Refusal
from kith.care.queries.rota import DayShown, RotaPage, absence_of, colleague, own_service, rota, shift_of
from kith.web.asking import Request
from kith.web.errors import summary
from kith.web.practitioner.about import REFUSED
from kith.web.practitioner.fields import moment, one_of, tick

FARTHEST_YEARS = 5  # a rota of another time is a slip in the address
People = tuple[tuple[UUID, str], ...]


class ShiftForm(forms.Form):
    """Who is on duty from when to when."""

    def __init__(self, *args: Any, people: People, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["person"] = one_of(_("Who"), _choices(people), as_list=True)
        self.fields["person"].widget.attrs["translate"] = "no"
        self.fields["starts"] = moment(_("From"))
        self.fields["ends"] = moment(_("To"))
        self.fields["is_backup"] = tick(_("As a back-up"), _("Asked after those who are first."))


class AwayForm(forms.Form):
    """From when to when somebody is away; with `people` for whoever plans the rota."""

    def __init__(self, *args: Any, people: People = (), **given: Any) -> None:
        super().__init__(*args, **given)
        if people:
            self.fields["person"] = one_of(_("Who"), _choices(people), as_list=True)
            self.fields["person"].widget.attrs["translate"] = "no"
        self.fields["starts"] = moment(_("Away from"))
        self.fields["ends"] = moment(_("Back at"), _("Leave it open when nobody knows yet."))


def rota_page(request: Request) -> HttpResponse:
    """A week; a POST plans, publishes, repeats, or writes down who is away."""
    if request.method != "POST":
        return _show(request)
    return _act(request, PLANS)


def my_absence(request: Request) -> HttpResponse:
    """Whoever works here says that they are away, or back; looked at again, it is the rota."""
    return _act(request, OWN) if request.method == "POST" else _show(request)


def _act(request: Request, acts: dict[str, Callable[[Request], str]]) -> HttpResponse:
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        done = act(request)
    except Refusal as refusal:
        return _show(request, refusal)
    messages.success(request, done)
    return redirect(f"{reverse('rota')}?week={_week(request).isoformat()}")


def _plan(request: Request) -> str:
    form = _filled(ShiftForm(request.POST, people=_page(request).can_be_on_duty), "person")
    verbs.plan_shift(
        person=colleague(viewer=request.viewer, user_id=UUID(form["person"])),
        starts=form["starts"],
        ends=form["ends"],
        is_backup=form["is_backup"],
        **_by(request),
    )
    return _("The shift is on the rota.")


def _take_off(request: Request) -> str:
    verbs.withdraw_shift(shift=shift_of(viewer=request.viewer, shift_id=_id(request, "shift")), **_by(request))
    return _("The shift was taken off.")


def _publish(request: Request) -> str:
    verbs.publish_week(service=own_service(viewer=request.viewer), monday=_week(request), **_by(request))
    return _("The week is published: it counts from now on.")


def _repeat(request: Request) -> str:
    verbs.repeat_week(service=own_service(viewer=request.viewer), monday=_week(request), **_by(request))
    return _("The shifts of the week before were planned again, where nothing stood in the way.")


def _away(request: Request) -> str:
    form = _filled(AwayForm(request.POST, people=_page(request).staff), "person")
    person = colleague(viewer=request.viewer, user_id=UUID(form["person"]))
    verbs.record_absence(person=person, starts=form["starts"], ends=form["ends"], **_by(request))
    return _("The absence is kept. What they hold goes to the next person when it begins.")


def _away_myself(request: Request) -> str:
    form = _filled(AwayForm(request.POST))
    verbs.record_own_absence(starts=form["starts"], ends=form["ends"], **_by(request))
    return _("Kept. What you hold goes to the next person when your absence begins.")


def _back(request: Request) -> str:
    verbs.end_absence(absence=absence_of(viewer=request.viewer, absence_id=_id(request, "absence")), **_by(request))
    return _("The absence is over.")


PLANS: dict[str, Callable[[Request], str]] = {
    "plan": _plan,
    "take_off": _take_off,
    "publish": _publish,
    "repeat": _repeat,
    "away": _away,
    "back": _back,
}
OWN: dict[str, Callable[[Request], str]] = {"away": _away_myself, "back": _back}


def _filled(form: forms.Form, *needed: str) -> dict[str, Any]:
    """What was typed; a refusal in three parts where a field cannot be read or is empty."""
    if not form.is_valid():
        name, problems = next(iter(form.errors.items()))
        told = {"field": form.fields[name].label, "problem": " ".join(map(str, problems))}
        raise BadInput(
            _("Nothing was kept."), _("“%(field)s”: %(problem)s") % told, _("Change it and send again."), name
        )
    required = [*needed, "starts", *(["ends"] if isinstance(form, ShiftForm) else [])]
    empty = next((name for name in required if not form.cleaned_data[name]), "")
    if empty:
        raise BadInput(
            _("Nothing was kept."),
            _("“%(field)s” is empty.") % {"field": form.fields[empty].label},
            _("Fill it in and send again."),
            empty,
        )
    return form.cleaned_data


def _show(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    page = _page(request)
    with timezone.override(ZoneInfo(page.time_zone)):
        given = {
            "page": page,
            "heading": _heading(page),
            "errors": summary(refusal) if refusal else [],
            "figure": week_picture(page),
            "weeks": {
                "before": page.monday - timedelta(weeks=1),
                "after": page.monday + timedelta(weeks=1),
            },
            **_forms(request, page),
        }
        status = 200 if refusal is None else REFUSED if isinstance(refusal, BadInput) else 409
        return render(request, "web/practitioner/rota.html", given, status=status)


def _forms(request: Request, page: RotaPage) -> dict[str, Any]:
    act = request.POST.get("act", "")
    is_own = request.resolver_match is not None and request.resolver_match.url_name == "my_absence"
    sent = {(act, is_own): request.POST}
    nine = datetime.combine(max(page.monday, localtime(request.at).date()), datetime.min.time()).replace(hour=9)
    given: dict[str, Any] = {"own_away": AwayForm(sent.get(("away", True)), auto_id="id_%s_own")}
    if page.may_plan:
        usual = {"starts": nine, "ends": nine + timedelta(hours=24)}
        given |= {
            "shift": ShiftForm(sent.get(("plan", False)), people=page.can_be_on_duty, initial=usual),
            "away": AwayForm(sent.get(("away", False)), people=page.staff, auto_id="id_%s_away"),
        }
    return given


def _page(request: Request) -> RotaPage:
    return rota(viewer=request.viewer, at=request.at, week=_week(request) if _asked(request) else None)


def _asked(request: Request) -> str:
    return str(request.POST.get("week") or request.GET.get("week") or "")


def _week(request: Request) -> date:
    """The Monday of the week that the address or the form names; this week when it names none."""
    today = localtime(request.at).date()
    try:
        day = date.fromisoformat(_asked(request))
    except ValueError:
        day = today
    if abs(day.year - today.year) > FARTHEST_YEARS:
        day = today
    return day - timedelta(days=day.weekday())


def _by(request: Request) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.at}


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


def _choices(people: People) -> list[tuple[str, Any]]:
    return [("", _("choose")), *((str(pk), name) for pk, name in people)]


def _heading(page: RotaPage) -> str:
    last = page.days[-1].day
    return _("%(first)s to %(last)s") % {"first": _day_words(page.monday), "last": date_format(last, "j F Y")}


def _day_words(day: date) -> str:
    return date_format(day, "D j M")


def week_picture(page: RotaPage) -> dict[str, Any]:
    """The week with its sentence and the same in a table."""
    today = localtime(timezone.now()).date()
    days = [pictures.RotaDay(_day_words(day.day), tuple(_stretches(day, page)), day.day == today) for day in page.days]
    rows = [
        [
            date_format(localtime(one.starts), "D j M, H:i"),
            date_format(localtime(one.ends), "D j M, H:i"),
            one.person,
            _("back-up") if one.is_backup else _("first"),
            _("draft") if one.is_draft else _("published"),
        ]
        for one in page.shifts
    ]
    drawing = pictures.rota_week(
        days if page.shifts else [],
        title=_("Who is on duty"),
        sentence=_sentence(page),
        empty=_("Nobody is planned in this week."),
    )
    heads = [_("From"), _("To"), _("Who"), _("Asked"), _("State")]
    return {"drawing": drawing, "numbers": {"heads": heads, "rows": rows} if rows else None}


def _sentence(page: RotaPage) -> str:
    if not page.shifts:
        return _("Nobody is planned in this week.")
    if page.holes:
        return _("Nobody is on duty: %(times)s.") % {"times": verbs.hole_words(page.holes, page.time_zone)}
    return (
        _("Somebody is on duty at every hour that is still to come.") if not page.is_over else _("This week is over.")
    )


def _stretches(day: DayShown, page: RotaPage) -> list[pictures.Stretch]:
    whole = (day.ends - day.begins).total_seconds()  # 23, 24 or 25 hours

    def share(when: datetime) -> float:
        return min(max((when - day.begins).total_seconds() / whole, 0.0), 1.0)

    shown = [
        pictures.Stretch(
            share(one.starts), share(one.ends), one.person, "backup" if one.is_backup else "first", one.is_draft
        )
        for one in page.shifts
        if one.starts < day.ends and one.ends > day.begins
    ]
    missing = [
        pictures.Stretch(share(begin), share(end), _("nobody"), "hole")
        for begin, end in page.holes
        if begin < day.ends and end > day.begins
    ]
    return [*shown, *missing]
