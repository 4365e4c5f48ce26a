"""Ending: how a plan ends, what helped, what to do when early signs come, and when to meet and measure again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.actions.deliver import Work, set_work
from kith.care.actions.plan import end_plan
from kith.care.actions.review import Ending, end_episode
from kith.care.actions.schedule import MOST_MONTHS_AFTER, ask_after_plan
from kith.care.models import BadInput, Plan, PlanEnding, WrongMoment
from kith.care.models.kept_documents import protocol_of
from kith.care.models.states import word_of
from kith.care.permissions import Viewer, check
from kith.science.occasions import months_later

PARTS: Final = ("helped", "early_signs", "what_to_do", "whom_to_ask")
MOST_WEEKS: Final = 104  # a booster is a part of the care that ends, not of another one


@dataclass(frozen=True)
class Closing:
    """What is written down when a plan ends. `sets_worksheet` gives the person the protocol's own sheet to fill in."""

    helped: str = ""
    early_signs: str = ""
    what_to_do: str = ""
    whom_to_ask: str = ""
    measures: tuple[str, ...] = ()
    months_after: tuple[int, ...] = ()
    boosters: tuple[date, ...] = ()
    sets_worksheet: bool = False

    @property
    def words(self) -> dict[str, str]:
        """What was written, by part."""
        return {part: text for part in PARTS if (text := getattr(self, part).strip())}


@action
def end_plan_with(
    *, plan: Plan, closing: Closing, by: Viewer, at: datetime, ends_care: Ending | None = None
) -> PlanEnding:
    """End a plan with what the person takes along; a plan that a review has just ended is completed with it.

    The measures are asked again so many months after today. With `ends_care` the stay in care ends too, or nothing is
    kept at all; without it the care stays open for another plan.
    """
    check(by, "W", "plan", plan.client, at=at)
    row = Plan.objects.select_for_update().select_related("client__service").get(pk=plan.pk)
    _check_moment(row)
    open_episode(row.client)
    today = at.astimezone(ZoneInfo(row.client.service.time_zone)).date()
    _check_closing(closing, today)
    if closing.sets_worksheet:
        _set_worksheet(row, by, at)
    if row.state == "agreed":
        end_plan(row, at)
    kept = PlanEnding(
        client_id=row.client_id,
        plan=row,
        author_id=by.user_id,
        measures=list(closing.measures),
        follow_up_on=[months_later(today, months).isoformat() for months in sorted(set(closing.months_after))],
        booster_on=[day.isoformat() for day in sorted(set(closing.boosters))],
        decided_at=at,
        made_at=at,
    )
    kept.words = closing.words
    kept.save(force_insert=True)
    if closing.months_after:
        ask_after_plan(row, closing.measures, closing.months_after, by, at)
    plan.state, plan.ended_at = row.state, row.ended_at
    trace("plan.ended_with", by=by, at=at, clients=[row.client_id], about=kept)
    if ends_care is not None:
        end_episode(client=row.client, ending=ends_care.ending, note=ends_care.note, by=by, at=at)
    return kept


def _check_moment(plan: Plan) -> None:
    if plan.state not in ("agreed", "ended") or plan.agreed_at is None:
        raise WrongMoment(
            _("The ending was not kept."),
            _("The plan is %(state)s.") % {"state": word_of(plan.state)},
            _("End the plan that is running."),
        )
    if PlanEnding.objects.filter(plan=plan).exists():
        raise WrongMoment(
            _("The ending was not kept twice."),
            _("This plan has its ending already."),
            _("Read it on the page of the plan."),
        )


def _check_closing(closing: Closing, today: date) -> None:
    if not closing.words:
        raise BadInput(
            _("The ending was not kept."),
            _("Nothing is written down."),
            _("Write at least what helped, or what to do when it gets harder again."),
            "helped",
        )
    if any(not 1 <= months <= MOST_MONTHS_AFTER for months in closing.months_after):
        raise BadInput(
            _("The ending was not kept."),
            _("One of the months is not a number from 1 to %(most)s.") % {"most": MOST_MONTHS_AFTER},
            _("Write whole months, for example 1, 3, 6."),
            "months_after",
        )
    if closing.months_after and not closing.measures:
        raise BadInput(
            _("The ending was not kept."),
            _("It says when to measure again, and not what."),
            _("Choose at least one measure, or leave the months empty."),
            "measures",
        )
    _check_boosters(closing.boosters, today)


def _check_boosters(days: Iterable[date], today: date) -> None:
    for day in days:
        if not today < day <= today + timedelta(weeks=MOST_WEEKS):
            raise BadInput(
                _("The ending was not kept."),
                _("You would meet again on %(day)s.") % {"day": date_format(day, "DATE_FORMAT")},
                _("Give days after today, at most two years ahead."),
                "boosters",
            )


def _set_worksheet(plan: Plan, by: Viewer, at: datetime) -> None:
    protocol = protocol_of(plan)
    name = protocol.ending.worksheet if protocol is not None else None
    if name is None or plan.state != "agreed":
        raise BadInput(
            _("The ending was not kept."),
            _("There is no worksheet that can be set with it."),
            _("Write the plan here, and leave the worksheet out."),
            "sets_worksheet",
        )
    why = _("So that you have at hand what helped, and what to do when it gets harder again.")
    set_work(plan=plan, session=None, work=Work(name, why, None), by=by, at=at)
