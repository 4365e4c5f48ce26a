"""The words of the reasons on the caseload: what each is called, and why this person stands here."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.queries.caseload import Case
from kith.care.queries.reasons_to_act import OpenAlert, OpenFollowUp, Reason
from kith.web.parts.timelines import day_words
from kith.web.practitioner.names import name_of
from kith.web.practitioner.pictures import deciding_words


def reason_name(name: str) -> str:
    """What a reason is called in the filter."""
    return {
        "alert_open": _("Open alert"),
        "case_discussion": _("Case discussion"),
        "follow_up_due": _("Contact again, due"),
        "follow_up_coming": _("Contact again, planned"),
        "safety_plan_review": _("Safety plan to look at"),
        "off_track": _("Off track"),
        "harm_suggested": _("Care may have done harm"),
        "deteriorated": _("Reliably worse"),
        "strained": _("Working together"),
        "missed_session": _("Missed the last session"),
        "outreach_due": _("To be tried again"),
        "promised": _("Promised before the first meeting"),
        "carer_due": _("Those who care"),
        "review_due": _("Review due"),
        "overdue_measure": _("Measure overdue"),
        "unread_work": _("Work to read"),
        "plan_ending": _("Plan ending"),
        "ready_to_finish": _("Ready to finish"),
        "waiting": _("Waiting"),
        "nothing_due": _("Nothing due"),
    }[name]


def reason_words(reason: Reason, case: Case) -> str:
    """Why this person stands here, in words."""
    return _WORDS[reason.id](reason, case)


def _nothing_due_words(case: Case) -> str:
    reviewed_on = case.situation.reviewed_on
    if case.status == "off_track" and reviewed_on is not None:
        return _("Nothing due: reviewed on %(day)s") % {"day": day_words(reviewed_on)}
    return _("Nothing due")


def _off_track_words(reason: Reason, case: Case) -> str:
    judged = case.course.judgement if case.course else None
    return deciding_words(judged) if judged and judged.reasons else _("Off track")


def _worse_words(reason: Reason, case: Case) -> str:
    left = reason.facts["days_left"]
    if left < 0:
        return _("Reliably worse, and not looked at in time")
    return ngettext(
        "Reliably worse: look at it within %(days)d day", "Reliably worse: look at it within %(days)d days", left
    ) % {"days": left}


def _strained_words(reason: Reason, case: Case) -> str:
    if "fell" in reason.facts:
        return _("Working together is rated lower than last time")
    return _("Working together is rated low")


def _measure_words(reason: Reason, case: Case) -> str:
    days, asked = reason.facts["days"], case.situation.asked
    if asked.due_at is not None:
        told = {"measure": asked.short, "day": date_format(localtime(asked.due_at), "j M")}
        if asked.respondent == "self":
            return _("%(measure)s was due on %(day)s") % told
        return _("%(measure)s by %(who)s was due on %(day)s") % {**told, "who": name_of(asked.respondent)}
    if not reason.facts["scores"]:
        return ngettext(
            "In treatment for %(days)d day without a score", "In treatment for %(days)d days without a score", days
        ) % {"days": days}
    return ngettext("No score for %(days)d day", "No score for %(days)d days", days) % {"days": days}


def _waiting_words(reason: Reason, case: Case) -> str:
    weeks = reason.facts["weeks"]
    if not weeks:
        return _("Waiting since this week")
    return ngettext("Waiting for %(weeks)d week", "Waiting for %(weeks)d weeks", weeks) % {"weeks": weeks}


def _ending_words(reason: Reason, case: Case) -> str:
    left = reason.facts["left"]
    if not left:
        return _("All planned sessions have taken place")
    return ngettext("%(left)d session of the plan is left", "%(left)d sessions of the plan are left", left) % {
        "left": left
    }


def _review_words(reason: Reason, case: Case) -> str:
    count = reason.facts["sessions"]
    return ngettext(
        "Review due: %(count)d session since the last one", "Review due: %(count)d sessions since the last one", count
    ) % {"count": count}


def _work_words(reason: Reason, case: Case) -> str:
    count = reason.facts["pieces"]
    return ngettext("%(count)d piece of work waits to be read", "%(count)d pieces of work wait to be read", count) % {
        "count": count
    }


def _carer_words(reason: Reason, case: Case) -> str:
    """Whatever is due with those who care, without a name and without a word of what they said."""
    facts = reason.facts
    heavy, again, review = (facts.get(act, 0) for act in ("relief", "again", "review"))
    said = (
        heavy and ngettext("%(count)d carer has a heavy load", "%(count)d carers have a heavy load", heavy),
        again and ngettext("%(count)d carer is to be asked again", "%(count)d carers are to be asked again", again),
        review
        and ngettext("%(count)d carer's plan is due for a look", "%(count)d carers' plans are due for a look", review),
    )
    counted = zip(said, (heavy, again, review), strict=True)
    return "; ".join(words % {"count": count} for words, count in counted if words)


def _outreach_words(reason: Reason, case: Case) -> str:
    tries, days = reason.facts["tries"], reason.facts["days"]
    if not tries:
        return _("Nobody has tried to reach them yet")
    tried = ngettext("%(count)d try", "%(count)d tries", tries) % {"count": tries}
    if not days:
        return _("%(tries)s, the last one today") % {"tries": tried}
    since = ngettext("none for %(days)d day", "none for %(days)d days", days) % {"days": days}
    return f"{tried}, {since}"


_WORDS: dict[str, Callable[[Reason, Case], str]] = {
    "alert_open": lambda reason, case: _("Open alert, owned by %(name)s") % {"name": alert_of(case).owner},
    "case_discussion": lambda reason, case: _("Off track again after a review"),
    "follow_up_due": lambda reason, case: _follow_up_words(case),
    "follow_up_coming": lambda reason, case: _follow_up_words(case),
    "safety_plan_review": lambda reason, case: (
        _("The safety plan was to be looked at on %(day)s") % {"day": date_format(localtime(reason.since), "j M")}
    ),
    "off_track": _off_track_words,
    "harm_suggested": lambda reason, case: _("Named something hard about care in their answers"),
    "deteriorated": _worse_words,
    "strained": _strained_words,
    "missed_session": lambda reason, case: (
        _("Did not come on %(day)s") % {"day": date_format(localtime(reason.since), "j M")}
    ),
    "outreach_due": _outreach_words,
    "promised": lambda reason, case: (
        ngettext(
            "%(count)d thing is promised before the first meeting",
            "%(count)d things are promised before the first meeting",
            reason.facts["things"],
        )
        % {"count": reason.facts["things"]}
    ),
    "carer_due": _carer_words,
    "review_due": _review_words,
    "overdue_measure": _measure_words,
    "unread_work": _work_words,
    "plan_ending": _ending_words,
    "ready_to_finish": lambda reason, case: _("Reliably recovered"),
    "waiting": _waiting_words,
    "nothing_due": lambda reason, case: _nothing_due_words(case),
}


def alert_of(case: Case) -> OpenAlert:
    """The alert of a person whose reason it is."""
    assert case.situation.alert is not None  # the reason "open alert" holds only with one
    return case.situation.alert


def follow_up_of(case: Case) -> OpenFollowUp:
    """The contact to be made again with a person whose reason it is."""
    assert case.situation.follow_up is not None  # its two reasons hold only with one
    return case.situation.follow_up


def _follow_up_words(case: Case) -> str:
    return _("Contact again by %(when)s") % {"when": date_format(localtime(follow_up_of(case).due_at), "D j M, H:i")}
