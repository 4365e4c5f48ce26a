"""Courses of scores as pictures: the values of a query become inputs of `kith.pictures`, with translated words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.courses_of_scores import ScoreCourse
from kith.web.parts.modes import MODES


def day_words(day: date) -> str:
    """A day as the reader writes it, short enough for a picture."""
    return date_format(day, "j M")


def score_words(value: float) -> str:
    """A score as the reader writes it, without decimals that are not there."""
    return number_format(int(value) if value == int(value) else round(value, 1))


def timeline_of(
    course: ScoreCourse,
    *,
    title: str,
    sentence: str,
    sessions: Iterable[tuple[date, bool]] = (),
    flags: Sequence[pictures.Flag] = (),
    missed: Sequence[date] = (),
    until: date | None = None,
) -> pictures.Drawing:
    """The line of one course: scores, bands, cut-off, reliable-change band round the start, sessions, flags and gaps.

    `sessions` are (day, whether the person came); `missed` are days on which the measure was due and not answered.
    """
    judged = course.judgement
    return pictures.timeline(
        pictures.TimelinePicture(
            title=title,
            sentence=sentence,
            words=timeline_words(lower_is_better=course.lower_is_better),
            minimum=course.minimum,
            maximum=course.maximum,
            scores=tuple(pictures.Score(day, value, day_words(day), score_words(value)) for day, value in course.known),
            lower_is_better=course.lower_is_better,
            bands=tuple(pictures.Band(band.low, band.high, band.name, band.severity) for band in course.bands),
            cut_off=_cut_off(course),
            reliable_change=judged.reliable_change if judged else None,
            sessions=tuple(pictures.SessionMark(day, "attended" if came else "missed") for day, came in sessions),
            flags=tuple(flags),
            missed=tuple(missed),
            expected=tuple(pictures.Expected(one.day, one.best, one.middle, one.worst) for one in course.expected),
            until=until,
        )
    )


def spark_of(course: ScoreCourse, *, title: str, sentence: str) -> pictures.Drawing:
    """The course in the size of a word: cut-off, reliable-change band round the start, gaps where nothing is known."""
    judged, start = course.judgement, course.known[0][1] if course.known else None
    change = judged.reliable_change if judged else None
    band = (start - change, start + change) if start is not None and change is not None else None
    return pictures.sparkline(
        [point.value for point in course.points],
        cut_off=judged.cut_off if judged else None,
        reliable_band=band,
        minimum=course.minimum,
        maximum=course.maximum,
        title=title,
        sentence=sentence,
    )


def numbers_of(course: ScoreCourse) -> dict[str, Any]:
    """The table beside the picture: every day, its score and band, or why there is none."""
    rows = [
        [
            date_format(point.day, "DATE_FORMAT"),
            score_words(point.value) if point.value is not None else None,
            point.band if point.value is not None else point.reason,
            str(MODES[point.mode]),
            _("worked out from the answers there are") if point.is_prorated else "",
        ]
        for point in course.points
    ]
    return {"heads": [_("Date"), _("Score"), _("Band"), _("How"), _("Note")], "rows": rows}


def course_sentence(course: ScoreCourse) -> str:
    """Where the scores began and where they are now."""
    if not course.known:
        return _("There is no score of %(measure)s yet.") % {"measure": course.name}
    (first_day, first), (last_day, last) = course.known[0], course.known[-1]
    told = {
        "measure": course.name,
        "first": score_words(first),
        "first_day": day_words(first_day),
        "last": score_words(last),
        "last_day": day_words(last_day),
    }
    if len(course.known) == 1:
        return _("%(measure)s was %(last)s on %(last_day)s.") % told
    return _("%(measure)s was %(first)s on %(first_day)s and is %(last)s since %(last_day)s.") % told


def expected_sentence(course: ScoreCourse) -> str:
    """What finished courses lead one to expect by now, with its width; empty where they say nothing."""
    if not course.expected:
        return ""
    now = course.expected[-1]
    low, high = sorted((now.best, now.worst))
    return _("Expected by %(day)s: about %(middle)s; of 100 scores, 80 lie between %(low)s and %(high)s.") % {
        "day": day_words(now.day),
        "middle": score_words(round(now.middle)),
        "low": score_words(round(low)),
        "high": score_words(round(high)),
    }


def _cut_off(course: ScoreCourse) -> pictures.CutOff | None:
    if course.judgement is None:
        return None
    words = _("Cut-off %(score)s") % {"score": score_words(course.judgement.cut_off)}
    return pictures.CutOff(course.judgement.cut_off, words)


def timeline_words(*, lower_is_better: bool) -> pictures.TimelineWords:
    """The words of the key."""
    return pictures.TimelineWords(
        direction=_("Lower is better") if lower_is_better else _("Higher is better"),
        reliable=_("Within chance of the start"),
        expected=_("Expected course"),
        attended=_("Session"),
        missed_session=_("Missed session"),
        missed_measure=_("Measure missed"),
        empty=_("The first score will appear here."),
    )
