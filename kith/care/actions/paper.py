"""Paper: a form that was filled in by hand is entered, with the day it was filled in and, if wanted, typed twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action
from kith.care.actions.keeping import Answers, Filled, episode_of, instrument_named, keep
from kith.care.models import BadInput, Client, Measurement
from kith.care.models.measuring import RESPONDENTS
from kith.care.permissions import Viewer, check_as_staff

NOON = time(12)  # paper says a day and no hour; noon is never on the wrong day when clocks change


@dataclass(frozen=True)
class PaperForm:
    """What stands on the sheet. `again` is the same typed a second time, or None when it was typed once."""

    instrument: str
    answers: Answers
    filled_in_on: date
    respondent: str = "self"
    language: str = "en"
    again: Answers | None = None


@action
def enter_paper_form(*, client: Client, form: PaperForm, key: UUID, by: Viewer, at: datetime) -> Measurement:
    """Keep the answers of a sheet of paper as of its day. An answer that asks for help raises its alert now."""
    check_as_staff(by, "W", "answers", client, at=at)
    if form.respondent not in RESPONDENTS:
        raise BadInput(
            _("The answers were not kept."),
            _("It does not say who answered."),
            _("Choose who filled in the sheet."),
            "respondent",
        )
    if form.again is not None:
        _check_alike(form, client)
    filled = Filled(
        client=client,
        instrument=form.instrument,
        key=key,
        answers=form.answers,
        language=form.language,
        respondent=form.respondent,
        mode="paper",
        taken_at=_moment(client, form.filled_in_on, at),
    )
    return keep(filled, by=by, at=at)


def _moment(client: Client, day: date, at: datetime) -> datetime:
    zone = ZoneInfo(client.service.time_zone)
    today, referred = at.astimezone(zone).date(), episode_of(client).opened_on
    if not referred <= day <= today:
        told = {"day": date_format(day, "DATE_FORMAT"), "first": date_format(referred, "DATE_FORMAT")}
        raise BadInput(
            _("The answers were not kept."),
            _("The day on the sheet is %(day)s, which is still to come.") % told
            if day > today
            else _("The day on the sheet is %(day)s, which is before the referral.") % told,
            _("Write the day it was filled in: from %(first)s until today.") % told,
            "filled_in_on",
        )
    return at if day == today else datetime.combine(day, NOON, tzinfo=zone)


def _check_alike(form: PaperForm, client: Client) -> None:
    items = [item.id for item in instrument_named(form.instrument, client.service_id).items]
    again = form.again or {}
    differ = [
        (number, form.answers.get(item), again.get(item))
        for number, item in enumerate(items, start=1)
        if form.answers.get(item) != again.get(item)
    ]
    if differ:
        shown = "; ".join(f"{number}: {_digit(first)} / {_digit(second)}" for number, first, second in differ)
        raise BadInput(
            _("The answers were not kept."),
            ngettext(
                "One question was typed differently the second time (question: first / second): %(shown)s.",
                "%(count)d questions were typed differently the second time (question: first / second): %(shown)s.",
                len(differ),
            )
            % {"count": len(differ), "shown": shown},
            _("Look at the sheet and put right whichever is wrong."),
            "again",
        )


def _digit(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
