"""Why somebody stands in the caseload and what to do about it, in words; and what each reason is called."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith.care.queries.caseload import Case
from kith.care.queries.reasons_to_act import OpenAlert, OpenFollowUp, Reason
from kith.web.parts.timelines import day_words
from kith.web.practitioner.names import name_of
from kith.web.practitioner.pictures import deciding_words

REASON_NAMES = {
    "alert_open": lazy("Open alert"),
    "case_discussion": lazy("Case discussion"),
    "follow_up_due": lazy("Contact again, due"),
    "follow_up_coming": lazy("Contact again, planned"),
    "safety_plan_review": lazy("Safety plan to look at"),
    "off_track": lazy("Off track"),
    "harm_suggested": lazy("Care may have done harm"),
    "deteriorated": lazy("Reliably worse"),
    "strained": lazy("Working together"),
    "slipping": lazy("May be slipping away"),
    "missed_session": lazy("Missed the last session"),
    "outreach_due": lazy("To be tried again"),
    "promised": lazy("Promised before the first meeting"),
    "carer_due": lazy("Those who care"),
    "review_due": lazy("Review due"),
    "overdue_measure": lazy("Measure overdue"),
    "unread_work": lazy("Work to read"),
    "peer_quiet": lazy("No meeting with the peer supporter"),
    "peer_review": lazy("Peer support: ask both"),
    "plan_ending": lazy("Plan ending"),
    "ready_to_finish": lazy("Ready to finish"),
    "waiting": lazy("Waiting"),
    "nothing_due": lazy("Nothing due"),
}


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


def _slipping_words(reason: Reason) -> str:
    """What has happened, and nothing about what will."""
    missed, days, promises = (reason.facts[name] for name in ("missed", "days", "promises"))
    said = (
        missed and ngettext("%(count)d meeting missed in a row", "%(count)d meetings missed in a row", missed),
        days
        and ngettext(
            "no contact for %(count)d day and nothing booked", "no contact for %(count)d days and nothing booked", days
        ),
        promises and ngettext("%(count)d promise not kept in time", "%(count)d promises not kept in time", promises),
    )
    counted = zip(said, (missed, days, promises), strict=True)
    found = "; ".join(words % {"count": count} for words, count in counted if words)
    return _("May be slipping away: %(what)s") % {"what": found}


def _quiet_words(reason: Reason) -> str:
    weeks = reason.facts["weeks"]
    return ngettext(
        "No meeting with their peer supporter for %(weeks)d week",
        "No meeting with their peer supporter for %(weeks)d weeks",
        weeks,
    ) % {"weeks": weeks}


def _outreach_suggestion(case: Case) -> str:
    facts = case.why.facts
    if facts["decide"]:
        return _("Decide with your supervisor whether to go on. Care does not end by it.")
    if facts["other_way"]:
        return _("Try another way: a letter or a visit, if that is safe.")
    return _("Try again, within what is safe for them.")


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
    "slipping": lambda reason, case: _slipping_words(reason),
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
    "peer_quiet": lambda reason, case: _quiet_words(reason),
    "peer_review": lambda reason, case: _("They have met their peer supporter three times"),
    "plan_ending": _ending_words,
    "ready_to_finish": lambda reason, case: _("Reliably recovered"),
    "waiting": _waiting_words,
    "nothing_due": lambda reason, case: _nothing_due_words(case),
}


def act_words(case: Case) -> str:
    """The suggested act, and what else is due."""
    others = [str(REASON_NAMES[reason.id]) for reason in case.reasons[1:]]
    also = _("Also: %(list)s.") % {"list": ", ".join(others)} if others else ""
    return " ".join(part for part in (_suggestion(case), _due_words(case), also) if part)


def _due_words(case: Case) -> str:
    """By when an off-track signal is to be reviewed."""
    due = case.situation.review_due_on
    if due is None:
        return ""
    late, early = _("The review was due by %(day)s."), _("Review it by %(day)s.")
    return (late if due < case.situation.today else early) % {"day": date_format(due, "D j M")}


def _suggestion(case: Case) -> str:
    if case.why.id == "alert_open":
        return {
            "raised": _("Say that you have it in hand, then make contact."),
            "seen": _("Make contact, by a way that is safe."),
            "contacted": _("Look at the safety plan together."),
            "planned": _("Close it with its outcome."),
        }[alert_of(case).state]
    if case.why.id == "waiting" and case.why.facts["assessed"]:
        return _("Agree a plan together.")
    if case.why.id == "case_discussion" and case.may_discuss:
        return _("Talk about it with the practitioner, and record what was agreed.")
    if case.why.id == "outreach_due":
        return _outreach_suggestion(case)
    return {
        "promised": _("Do it, and tell them that it is done."),
        "case_discussion": _(
            "It goes to a case discussion: your supervisor sees it. Review it with the person as well."
        ),
        "follow_up_due": _("Make contact, by a way that is safe, and write down how it went."),
        "follow_up_coming": _("Make contact by then, by a way that is safe."),
        "safety_plan_review": _("Look at it together: does it still fit?"),
        "carer_due": _("Speak with them alone, in the way they called safe."),
        "off_track": _("Look at alliance, motivation, support and life events, and decide together how to go on."),
        "harm_suggested": _("Thank them and ask; then record it in the register, or set it aside."),
        "deteriorated": _("Look at it together, and write down the finding and what you do."),
        "strained": _("Open the next meeting with it: ask what felt wrong, own your part, agree what changes."),
        "slipping": _("Reach out in a way that is safe: ask how they are and what is in the way."),
        "missed_session": _("Get in touch, ask how things are, and offer a new time."),
        "review_due": _("Look at scores, goals and plan together, and decide."),
        "overdue_measure": _("Send a check-in, or fill it in together."),
        "unread_work": _("Read it and answer in a line."),
        "peer_quiet": _("Ring both, each alone, and ask how it is. Ending is all right, and needs no reason."),
        "peer_review": _("Ask both, each alone, whether it is right for them."),
        "plan_ending": _("Talk about the ending and what to keep doing."),
        "ready_to_finish": _("Talk about ending, and about staying well."),
        "waiting": _("Book the assessment."),
    }.get(case.why.id, "")


def alert_of(case: Case) -> OpenAlert:
    assert case.situation.alert is not None  # the reason "open alert" holds only with one
    return case.situation.alert


def follow_up_of(case: Case) -> OpenFollowUp:
    assert case.situation.follow_up is not None  # its two reasons hold only with one
    return case.situation.follow_up


def _follow_up_words(case: Case) -> str:
    return _("Contact again by %(when)s") % {"when": date_format(localtime(follow_up_of(case).due_at), "D j M, H:i")}
