"""My story: am I getting anywhere?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.endings import staying_well
from kith.care.queries.story import Course, StoryPage
from kith.care.queries.story import story as story_page
from kith.web.asking import Request
from kith.web.client.page import show
from kith.web.client.sentences import how_it_came, number, since_last, since_start


def story(request: Request) -> HttpResponse:
    """One's own course as a picture, with the sessions below it."""
    page = story_page(viewer=request.viewer, at=request.at, language=get_language() or "en")
    return show(request, "story", page, figures=[_figure(course, page) for course in page.courses])


def my_staying_well(request: Request) -> HttpResponse:
    """What to take along from each plan that has ended: what helped, early signs, what to do then, whom to ask."""
    return show(request, "my_staying_well", staying_well(viewer=request.viewer, at=request.at))


def _figure(course: Course, page: StoryPage) -> dict[str, Any]:
    start, last = since_start(course.since.start), since_last(course.since.last)
    return {
        "course": course,
        "drawing": _drawing(course, page, start),
        "start": start,
        "last": last,
        "is_better": course.since.start is not None and course.since.start.kind == "better",
        "is_worse": course.since.start is not None and course.since.start.kind == "worse",
        "numbers": {
            "heads": [_("Day"), _("Score"), _("How")],
            "rows": [
                [date_format(point.day, "j F Y"), number(point.value), how_it_came(point.mode)]
                for point in course.points
            ],
        },
    }


def _drawing(course: Course, page: StoryPage, sentence: str) -> pictures.Drawing:
    begins = course.points[0].day
    words = pictures.TimelineWords(
        direction=_("Lower is better") if course.higher_is_worse else _("Higher is better"),
        reliable=_("A change inside here can be chance"),
        expected="",
        attended=_("Session"),
        missed_session=_("Missed session"),
        missed_measure="",
        empty=_("Your first check-in will appear here."),
    )
    return pictures.timeline(
        pictures.TimelinePicture(
            title=_("My course: %(name)s") % {"name": course.name},
            sentence=sentence,
            words=words,
            minimum=course.lowest,
            maximum=course.highest,
            scores=tuple(
                pictures.Score(point.day, point.value, date_format(point.day, "j M"), number(point.value))
                for point in course.points
            ),
            lower_is_better=course.higher_is_worse,
            reliable_change=course.real_change,
            sessions=tuple(
                pictures.SessionMark(met.day, "attended" if met.came else "missed")
                for met in page.sessions
                if met.day >= begins
            ),
            flags=tuple(pictures.Flag(day, _("Plan agreed"), "plan") for day in page.begun if day >= begins),
            until=page.today,
        )
    )
