"""What each reason of the caseload is called, in its filter and beside another that is more urgent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

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
