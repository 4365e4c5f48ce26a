"""Files for research: ask for one, let it go or not, and take it. Two people, and never the same one twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.letting_go import DECIDED, decide_letting_go
from kith.care.actions.research_rows import ResearchFile, rows_for_research
from kith.care.models import BadInput, ResearchExtract, WrongMoment
from kith.care.permissions import NotYours, Viewer, check_function
from kith.science.disclosure import SMALLEST_K

LONGEST: Final = timedelta(days=183)
LARGEST_K: Final = 50
FEWEST_WORDS: Final = 20  # letters of a question that somebody else can judge


@action
def request_extract(*, title: str, question: str, k: int, by: Viewer, at: datetime) -> ResearchExtract:
    """Ask for a file: what is to be found out, and how many people at least are alike in it."""
    check_function(by, "request_extract")
    if not title.strip() or len(question.strip()) < FEWEST_WORDS:
        raise BadInput(
            _("The file was not asked for."),
            _("It does not say what is to be found out."),
            _("Give a title, and the question in a sentence or two, so that somebody else can judge it."),
            "question",
        )
    if not SMALLEST_K <= k <= LARGEST_K:
        raise BadInput(
            _("The file was not asked for."),
            _("Each person would be alike with %(count)s others or fewer.") % {"count": max(k - 1, 0)},
            _("Choose a number from %(least)s to %(most)s.") % {"least": SMALLEST_K, "most": LARGEST_K},
            "k",
        )
    extract = ResearchExtract.objects.create(
        service_id=by.service_id,
        title=title.strip(),
        question=question.strip(),
        k=k,
        requested_by_id=by.user_id,
        requested_at=at,
        made_at=at,
    )
    trace("extract.requested", by=by, at=at, clients=(), about=extract)
    return extract


@action
def decide_extract(
    *, extract: ResearchExtract, is_approved: bool, reason: str, days: int, by: Viewer, at: datetime
) -> ResearchExtract:
    """Let a file go for so many days, or not; what was let go can be taken back. Never by whoever asked."""
    check_function(by, "decide_extract", service_id=extract.service_id)
    row = ResearchExtract.objects.select_for_update(of=("self",)).select_related("service").get(pk=extract.pk)
    lasts = timedelta(days=days)
    decide_letting_go(row, is_approved=is_approved, reason=reason, lasts=lasts, longest=LONGEST, by=by, at=at)
    row.data_until = _last_month(at, row.service.time_zone) if is_approved else None
    row.save(update_fields=[*DECIDED, "data_until"])
    trace("extract.approved" if is_approved else "extract.refused", by=by, at=at, clients=(), about=row)
    return row


def _last_month(at: datetime, time_zone: str) -> date:
    return at.astimezone(ZoneInfo(time_zone)).date().replace(day=1) - timedelta(days=1)


@action
def take_extract(*, extract: ResearchExtract, by: Viewer, at: datetime) -> ResearchFile:
    """The file as it may leave now: of those who say yes today. Each person in it can see that they were."""
    check_function(by, "request_extract", service_id=extract.service_id)
    row = ResearchExtract.objects.get(pk=extract.pk)
    if row.requested_by_id != by.user_id:
        raise NotYours
    if row.state(at) == "paused" and row.opens_at is not None:
        raise WrongMoment(
            _("No file was made."),
            _("It was let go, and may be taken from %(when)s on.")
            % {"when": date_format(localtime(row.opens_at), "DATETIME_FORMAT")},
            _("Wait until then. In this pause the privacy officer can still take it back."),
        )
    if row.state(at) != "open" or row.data_until is None:
        raise WrongMoment(
            _("No file was made."),
            _("It was not let go, or only until %(day)s.")
            % {"day": date_format(localtime(row.expires_at), "DATE_FORMAT") if row.expires_at else "–"},
            _("Wait for the privacy officer, or ask anew."),
        )
    found = rows_for_research(row, row.data_until)
    trace("extract.taken", by=by, at=at, clients=found.clients, about=row)
    return found
