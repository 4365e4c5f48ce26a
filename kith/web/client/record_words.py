"""The plain words of "My record and my say": kinds of things, who people are, what was done, what a consent means."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise

THINGS: dict[str, Words] = {
    "identity": gettext_lazy("Your name and date of birth"),
    "contact": gettext_lazy("How to reach you"),
    "appointments": gettext_lazy("Your appointments"),
    "plan": gettext_lazy("Your plan and its reviews"),
    "goals": gettext_lazy("Your goals"),
    "answers": gettext_lazy("Your answers in check-ins"),
    "scores": gettext_lazy("Your scores"),
    "off_track_flag": gettext_lazy("In a group: that it goes worse than expected, without your answers"),
    "work": gettext_lazy("Your work between meetings"),
    "safety_plan": gettext_lazy("Your safety plan"),
    "formulation": gettext_lazy("The shared understanding of your situation"),
    "progress_note": gettext_lazy("Notes about your sessions"),
    "alerts": gettext_lazy("Answers that ask for help at once"),
    "harms": gettext_lazy("What went wrong in your care"),
    "peer_log": gettext_lazy("What you and your peer supporter did"),
    "trial": gettext_lazy("Whether you take part in a study"),
    "outings": gettext_lazy("What you like to do, plan and did"),
    "connections": gettext_lazy("Your map of people, places and groups"),
}
COLUMNS: dict[str, Words] = {
    "PR": gettext_lazy("your practitioner"),
    "PS": gettext_lazy("your peer supporter"),
    "GF": gettext_lazy("leads your group"),
    "PL": gettext_lazy("peer supporter who leads your circle"),
    "SU": gettext_lazy("supervisor of your practitioner"),
    "FM": gettext_lazy("somebody you chose"),
    "PM": gettext_lazy("manages the programme"),
    "DU": gettext_lazy("on duty, for urgent help"),
    "PO": gettext_lazy("looks after privacy"),
    "AD": gettext_lazy("looks after the accounts"),
    "RE": gettext_lazy("researcher"),
}


@dataclass(frozen=True)
class ConsentWords:
    """What one purpose means: its name, what a yes does, and what changes with a no."""

    name: Words
    yes: Words
    no: Words


CONSENTS = {
    "treatment": ConsentWords(
        gettext_lazy("Care here"),
        gettext_lazy("Your team works with you and keeps a record of it."),
        gettext_lazy(
            "If you say no, your team talks with you about ending the care. What was written is kept as the law asks."
        ),
    ),
    "sharing": ConsentWords(
        gettext_lazy("Talking with other services"),
        gettext_lazy("Your team may talk about your care with your doctor or another service that helps you."),
        gettext_lazy("If you say no, your team asks you each time. Only danger to life is an exception."),
    ),
    "group": ConsentWords(
        gettext_lazy("Being in a group"),
        gettext_lazy(
            "You may be asked to join a group. Its members know the name you choose, and nothing from your record."
        ),
        gettext_lazy("If you say no, you are not asked to join a group. If you are in one, talk with its leader."),
    ),
    "recording": ConsentWords(
        gettext_lazy("Recording sessions"),
        gettext_lazy(
            "A session may be recorded so that your practitioner can learn from it. You are asked before each one."
        ),
        gettext_lazy("If you say no, nothing is recorded. Your care does not change."),
    ),
    "research": ConsentWords(
        gettext_lazy("Research"),
        gettext_lazy("Your numbers, without your name and your words, may help to find out what works."),
        gettext_lazy("If you say no, your data are left out from now on. Your care does not change."),
    ),
    "family": ConsentWords(
        gettext_lazy("Family or carers"),
        gettext_lazy("Your team may talk with the family members or carers you name."),
        gettext_lazy(
            "If you say no, your team does not talk with them about you. Only danger to life is an exception."
        ),
    ),
    "alliance": ConsentWords(
        gettext_lazy("Seeing how we work together"),
        gettext_lazy("Your marks about working together stand in your story, beside your other scores."),
        gettext_lazy("If you say no, they are not shown in your story. Your practitioner still sees them and asks."),
    ),
}


def what_was_done(event: str) -> str:
    """An audit event in plain words."""
    return {
        "person.seen": _("opened your record"),
        "answers.seen": _("read your answers over time"),
        "caseload.seen": _("saw you in the list of people they work with"),
        "session.seen": _("prepared or looked at a session"),
        "work.seen": _("looked at your work"),
        "client_work.seen": _("looked at your work"),
        "client_work.week_seen": _("looked at a week of your diary"),
        "safety_plan.seen": _("looked at your safety plan"),
        "safety_plan.written": _("wrote your safety plan with you"),
        "session.booked": _("booked a session"),
        "attendance.recorded": _("wrote down whether you came"),
        "session.recorded": _("wrote a note about a session"),
        "session.addendum": _("added to a note about a session"),
        "assessment.recorded": _("wrote down how things are for you"),
        "formulation.written": _("wrote down the shared understanding"),
        "family_picture.changed": _("worked on a picture of your family or your home"),
        "family_picture.undone": _("worked on a picture of your family or your home"),
        "family_picture.kept": _("kept a picture of your family or your home"),
        "family_picture.shared": _("shared a picture of your family or your home with you"),
        "goal.agreed": _("added a goal with you"),
        "goal.closed": _("closed a goal"),
        "problem.named": _("wrote down what is hard"),
        "plan.proposed": _("wrote down a plan"),
        "plan.agreed": _("agreed a plan with you"),
        "plan_choice.kept": _("wrote down what you chose"),
        "planning_facts.noted": _("wrote down how things are for you"),
        "review.decided": _("reviewed your plan"),
        "work.set": _("set work with you"),
        "work.withdrawn": _("took back a piece of work"),
        "work.replied": _("replied to your work"),
        "measurement.submitted": _("entered answers with you"),
        "measurement.exported": _("downloaded answers of yours as a file"),
        "measures.seen": _("looked at which questions you are asked and how often"),
        "single_cases.seen": _("looked at your scores before and after a change"),
        "single_case.drawn": _("drew the day on which something new begins"),
        "person_trials.seen": _("looked at whether you take part in a study"),
        "trial.enrolled": _("wrote down that you take part in a study"),
        "trial.not_enrolled": _("wrote down that you do not take part in a study"),
        "trial.arm_drawn": _("drew which kind of care you get in a study"),
        "trial.step_noted": _("wrote down how it went in a study"),
        "trial.error_flagged": _("wrote down that something went wrong in a study"),
        "schedule.set": _("set how often you are asked some questions"),
        "schedule.ended": _("ended asking you some questions"),
        "request.skipped": _("noted that some questions were left out this time"),
        "request.refused": _("noted that you would rather not answer some questions"),
        "request.reopened": _("opened some questions again"),
        "requests.opened": _("opened the questions that were due"),
        "measure_reminders.planned": _("prepared a reminder for you"),
        "measurement.withdrawn": _("took a form out of the count"),
        "measurement.moved_away": _("took out a form that was not yours"),
        "measurement.moved_here": _("added a form that is yours and was kept elsewhere"),
        "invitation.made": _("asked for answers by a link or on a tablet"),
        "invitation.withdrawn": _("took back a link"),
        "invitation.opened": _("opened questions about you without a log-in"),
        "invitation.used": _("sent answers about you without a log-in"),
        "answers.saved": _("answered questions about you"),
        "client.referred": _("took in your referral"),
        "client.allocated": _("chose your practitioner"),
        "alert.raised": _("said that they were worried about you"),
        "alert.seen": _("took up an answer that asked for help"),
        "alert.contacted": _("contacted you about an answer that asked for help"),
        "alert.planned": _("looked at your safety plan with you"),
        "alert.closed": _("closed an alert"),
        "alert.handed_over": _("handed an alert to a colleague"),
        "data_set.collected": _("gathered numbers about care, without names, for whoever must have them by law"),
        "extract.taken": _("used your numbers, without your name, for research you said yes to"),
        "consent.given": _("wrote down your yes"),
        "limits.explained": _("told you what stays between you"),
        "harm.recorded": _("wrote down something that went wrong"),
        "harm.judged": _("looked again at something that went wrong"),
        "harm.set_aside": _("looked at something you said about your care"),
        "harms.seen": _("looked at what went wrong"),
        "consent.withdrawn": _("wrote down your no"),
        "contact_rule.set": _("changed how we may reach you"),
        "account.opened": _("made your log-in"),
        "emergency_override.started": _("opened your record in an emergency"),
        "grant.given": _("gave somebody access"),
        "grant.withdrawn": _("ended somebody's access"),
        "group_entry.written": _("wrote about a meeting of your group for your record"),
        "group_entries.seen": _("read what was written about you in a group"),
        "barriers.told": _("wrote down what makes it hard for you to come"),
        "remedies.chosen": _("wrote down what would help you to come"),
        "remedy.offered": _("offered you help with coming"),
        "remedy.answered": _("wrote down your answer to an offer"),
        "remedy.done": _("noted that help with coming is in place"),
        "first_contact.said": _("wrote down how you would like to meet first"),
        "engagement.seen": _("looked at what makes it hard for you to come"),
        "outreach.begun": _("began to try to reach you"),
        "outreach.tried": _("tried to reach you"),
        "outreach.decided": _("decided with a colleague whether to go on trying to reach you"),
        "outreach.seen": _("looked at when you were tried to be reached"),
        "around.seen": _("looked at your map of people and places"),
        "appointment_wish.noted": _("wrote down how you would like to be seen first"),
        "appointment_wish.seen": _("read how you would like to be seen first"),
        "allocation.seen": _("looked at who could see you"),
        "allocation.accepted": _("chose who sees you"),
        "allocation.told": _("noted that you were told who sees you"),
        "outings.seen": _("looked at what you like to do and where you went"),
        "group_wait.set": _("put you on the list for a group"),
        "group_wait.ended": _("took you off the list for a group"),
        "group_wait.seen": _("looked at the list for groups you are on"),
        "groups.forming": _("looked at who waits for a group"),
        "groups.filled": _("gave you a place in a group"),
        "absence.asked_after": _("asked how you were after you stayed away"),
        "joint_summary.written": _("wrote a summary for all of you"),
        "peer_contact.recorded": _("wrote down what you did together"),
        "peer_log.seen": _("read what you and your peer supporter did"),
        "peer_match.looked_at": _("looked at who you chose as a peer supporter"),
        "peer_match.answered": _("answered that you chose them as a peer supporter"),
        "peer_match.ended": _("ended walking beside you as a peer supporter"),
        "peer_match.reviewed": _("asked you and your peer supporter, each alone, whether it is right"),
        "peer_match.seen": _("looked at who you chose as a peer supporter"),
        "peer_day.seen": _("saw you in the list of people they walk beside"),
        "group.joined": _("added you to a group"),
        "group.left": _("ended your place in a group"),
        "group.ended": _("ended a group you were in"),
        "meeting.called_off": _("called off a meeting of your group"),
        "meeting.moved": _("moved a meeting of your group"),
    }.get(event, _("worked with your record"))
