"""The parts of one's own record as they stand in one's download: name, row of the policy, rows, fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from kith.care.models import Formulation, SessionRecord
from kith.care.queries.myself import Own


def _formulations(own: Own) -> QuerySet[Formulation]:
    every = own.client.formulation_set.all()
    return every if own.access.level("R", "formulation") == "full" else every.filter(is_shared=True)


def _notes(own: Own) -> QuerySet[SessionRecord]:
    every = own.client.sessionrecord_set.all()
    return every if own.access.level("R", "progress_note") == "full" else every.filter(is_released=True)


PARTS: Mapping[str, tuple[str, Callable[[Own], Iterable[Any]], tuple[str, ...]]] = {
    "contact_rules": (
        "contact",
        lambda own: own.client.contactrule_set.order_by("confirmed_at"),
        ("confirmed_at", "channel", "address", "may_leave_message", "from_hour", "to_hour", "note"),
    ),
    "consents": (
        "consents",
        lambda own: own.client.consent_set.order_by("decided_at"),
        ("decided_at", "purpose", "is_given", "text_version"),
    ),
    "limits_explained": (
        "consents",
        lambda own: own.client.limitstalk_set.order_by("talked_at"),
        ("talked_at", "text_version", "language", "understood", "words"),
    ),
    "harm_events": (
        "harms",
        lambda own: own.client.harmevent_set.order_by("written_at"),
        (
            "id",
            "kind",
            "standing",
            "happened_on",
            "written_at",
            "seriousness",
            "words",
            "done",
            "told",
            "flags",
            "replaces_id",
        ),
    ),
    "harm_judgements": (
        "harms",
        lambda own: own.client.harmjudgement_set.order_by("judged_at"),
        ("event_id", "judged_at", "relatedness", "expectedness", "seriousness", "words"),
    ),
    "access_given": (
        "consents",
        lambda own: own.client.grant_set.order_by("starts"),
        ("kind", "resources", "reason", "starts", "ends", "withdrawn_at"),
    ),
    "problems": (
        "plan",
        lambda own: own.client.problem_set.order_by("named_at"),
        ("id", "named_at", "words", "resolved_at"),
    ),
    "goals": (
        "goals",
        lambda own: own.client.goal_set.order_by("agreed_at"),
        ("id", "agreed_at", "words", "first_step", "closed_at"),
    ),
    "plans": (
        "plan",
        lambda own: own.client.plan_set.order_by("proposed_at"),
        (
            "id",
            "proposed_at",
            "protocol",
            "protocol_version",
            "state",
            "sessions_planned",
            "setting",
            "format",
            "why",
            "client_choice",
            "not_working_if",
            "agreed_at",
            "ended_at",
        ),
    ),
    "plan_choices": (
        "plan",
        lambda own: own.client.planchoice_set.order_by("chosen_at"),
        (
            "id",
            "chosen_at",
            "outcome",
            "protocol",
            "plan_id",
            "words",
            "made_with",
            "matters",
            "is_override",
            "override_reason",
            "table",
            "library_version",
        ),
    ),
    "reviews": (
        "plan",
        lambda own: own.client.review_set.order_by("decided_at"),
        ("id", "decided_at", "decision", "reason", "client_says", "looked_at", "signal", "signal_at", "seen_at"),
    ),
    "review_tries": (
        "plan",
        lambda own: own.client.reviewtry_set.order_by("made_at", "area"),
        ("review_id", "area", "tool", "protocol", "technique", "words", "goal_id"),
    ),
    "own_views": (
        "answers",
        lambda own: own.client.ownview_set.order_by("written_at"),
        ("id", "written_at", "said"),
    ),
    "case_discussions": (
        "plan",
        lambda own: own.client.casediscussion_set.order_by("held_at"),
        ("plan_id", "held_at", "agreed"),
    ),
    "steps_of_care": (
        "plan",
        lambda own: own.client.stepchange_set.order_by("decided_at"),
        ("decided_at", "from_step", "to_step", "pathway", "pathway_version", "rules", "reason"),
    ),
    "plan_changes": (
        "plan",
        lambda own: own.client.tailoring_set.order_by("decided_at", "number"),
        ("plan_id", "decided_at", "act", "what", "words", "reason"),
    ),
    "phase_changes": (
        "plan",
        lambda own: own.client.phasechange_set.order_by("decided_at"),
        ("plan_id", "decided_at", "phase", "reason"),
    ),
    "group_roles": (
        "group_role",
        lambda own: own.client.roleturn_set.order_by("taken_at"),
        ("session_id", "taken_at", "role"),
    ),
    "left_groups": (
        "group_leaver",
        lambda own: own.client.leaverasked_set.order_by("asked_at"),
        ("membership_id", "asked_at", "outcome", "why", "offered"),
    ),
    "plan_endings": (
        "plan",
        lambda own: own.client.planending_set.order_by("decided_at"),
        ("plan_id", "decided_at", "words", "measures", "follow_up_on", "booster_on"),
    ),
    "appointments": (
        "appointments",
        lambda own: own.client.session_set.order_by("starts_at"),
        ("id", "starts_at", "minutes", "setting", "number", "state"),
    ),
    "attendance": (
        "appointments",
        lambda own: own.client.attendance_set.order_by("made_at"),
        ("session_id", "status", "minutes", "reason"),
    ),
    "answers": (
        "answers",
        lambda own: own.client.measurement_set.select_related("withdrawal").order_by("taken_at"),
        (
            "id",
            "taken_at",
            "instrument",
            "instrument_version",
            "language",
            "respondent",
            "mode",
            "goal_id",
            "answers",
            "withdrawn_at",
        ),
    ),
    "questions_asked": (
        "answers",
        lambda own: own.client.measurerequest_set.order_by("due_at", "instrument"),
        ("instrument", "respondent", "due_on", "state", "reason", "words", "decided_at", "measurement_id"),
    ),
    "scores": (
        "scores",
        lambda own: own.client.score_set.order_by("made_at"),
        ("measurement_id", "scale", "value", "reason", "is_prorated"),
    ),
    "studies_asked_about": (
        "trial",
        lambda own: own.client.enrolment_set.select_related("trial").order_by("enrolled_at", "pk"),
        ("enrolled_at", "trial.title", "outcome", "levels", "consented_on"),
    ),
    "study_arms": (
        "trial",
        lambda own: own.client.armdrawn_set.select_related("enrolment__trial", "arm").order_by("drawn_at", "pk"),
        ("drawn_at", "enrolment.trial.title", "arm.name"),
    ),
    "study_steps": (
        "trial",
        lambda own: own.client.trialstep_set.order_by("noted_at", "pk"),
        ("noted_at", "step", "reason"),
    ),
    "days_drawn": (
        "plan",
        lambda own: own.client.singlecase_set.order_by("drawn_at", "pk"),
        ("drawn_at", "instrument", "begins_on", "first_on", "last_on", "every", "starts_on", "ends_on"),
    ),
    "work": (
        "work",
        lambda own: own.client.assignment_set.order_by("set_at"),
        ("id", "set_at", "kind", "document", "state", "why", "obstacle_plan", "due_on"),
    ),
    "work_handed_in": (
        "work",
        lambda own: own.client.entry_set.order_by("handed_in_at"),
        ("id", "assignment_id", "handed_in_at", "done", "answers", "obstacle"),
    ),
    "replies": (
        "work",
        lambda own: own.client.reply_set.order_by("written_at"),
        ("entry_id", "written_at", "words"),
    ),
    "practices_done": (
        "work",
        lambda own: own.client.practicerun_set.order_by("done_at"),
        ("practice", "practice_version", "done_at", "ratings"),
    ),
    "cards_tried": (
        "work",
        lambda own: own.client.cardreview_set.order_by("reviewed_at"),
        ("lesson", "card", "came", "reviewed_at"),
    ),
    "safety_plans": (
        "safety_plan",
        lambda own: own.client.safetyplan_set.order_by("written_at"),
        ("id", "written_at", "steps", "reasons_for_living", "agreements", "review_on"),
    ),
    "safety_plan_looks": (
        "safety_plan",
        lambda own: own.client.safetyplanreview_set.order_by("reviewed_at"),
        ("plan_id", "reviewed_at", "review_on"),
    ),
    "talks_about_safety": (
        "safety_talk",
        lambda own: own.client.safetytalk_set.order_by("held_at"),
        ("id", "held_at", "answers", "words", "call", "replaces_id"),
    ),
    "contact_asked_for": (
        "safety_talk",
        lambda own: own.client.followup_set.order_by("asked_at"),
        ("id", "asked_at", "due_at", "reached_at"),
    ),
    "contact_tried": (
        "safety_talk",
        lambda own: own.client.followuptry_set.order_by("at"),
        ("follow_up_id", "at", "is_reached", "note"),
    ),
    "formulations_shared": (
        "formulation",
        lambda own: _formulations(own).order_by("written_at"),
        ("id", "written_at", "template", "boxes"),
    ),
    "family_pictures_shared": (
        "formulation",
        lambda own: own.client.familypicture_set.filter(is_shared=True).order_by("kept_at"),
        ("id", "kept_at", "kind", "content"),
    ),
    "notes_released": (
        "progress_note",
        lambda own: _notes(own).order_by("signed_at"),
        ("id", "signed_at", "session_id", "content", "note"),
    ),
    "entries_from_groups": (
        "group_entry",
        lambda own: own.client.groupentry_set.filter(is_released=True).order_by("signed_at"),
        ("signed_at", "session_id", "words"),
    ),
    "groups": (
        "group",
        lambda own: own.client.membership_set.select_related("group").order_by("starts"),
        ("group.name", "display_name", "unprepared", "starts", "ends"),
    ),
    "barriers": (
        "engagement",
        lambda own: own.client.barrier_set.order_by("named_at"),
        ("id", "named_at", "kind", "words", "gone_at"),
    ),
    "remedies": (
        "engagement",
        lambda own: own.client.remedy_set.order_by("offered_at"),
        ("barrier_id", "kind", "offered_at", "answer", "answered_at", "done_at"),
    ),
    "first_contact": (
        "engagement",
        lambda own: own.client.firstcontact_set.order_by("number"),
        ("said_at", "wishes", "goal"),
    ),
    "outreach": (
        "outreach",
        lambda own: own.client.outreach_set.order_by("begun_at"),
        ("id", "reason", "begun_at", "ended_at", "ending"),
    ),
    "outreach_tries": (
        "outreach",
        lambda own: own.client.outreachtry_set.order_by("tried_at"),
        ("outreach_id", "tried_at", "channel", "outcome", "note", "next_on", "next_channel"),
    ),
    "outreach_decisions": (
        "outreach",
        lambda own: own.client.outreachdecision_set.order_by("decided_at"),
        ("outreach_id", "decided_at", "decision", "together_with", "reason", "after_tries", "next_on"),
    ),
    "appointment_wishes": (
        "appointment_wish",
        lambda own: own.client.appointmentwish_set.order_by("said_at"),
        ("said_at", "asks", "words", "not_now"),
    ),
    "waited_for_groups": (
        "group_wait",
        lambda own: own.client.groupwait_set.order_by("starts"),
        ("starts", "ends", "ending", "protocol", "display_name", "wants", "not_now", "is_prepared"),
    ),
    "peer_wishes": (
        "peer_wish",
        lambda own: own.client.peerwish_set.order_by("starts"),
        ("starts", "ends", "called", "wants", "words"),
    ),
    "peer_matches": (
        "peer_match",
        lambda own: own.client.peermatch_set.select_related("person").order_by("chosen_at"),
        ("person.display_name", "chosen_at", "agreed_at", "ended_at"),
    ),
    "peer_contacts": (
        "peer_log",
        lambda own: own.client.peercontact_set.order_by("written_at"),
        ("id", "began_at", "way", "minutes", "did", "agreed", "said", "next_on", "replaces_id"),
    ),
    "peer_answers": (
        "peer_log",
        lambda own: own.client.peeranswer_set.order_by("written_at"),
        ("contact_id", "written_at", "kind", "words"),
    ),
    "peer_match_reviews": (
        "peer_match",
        lambda own: own.client.peermatchreview_set.order_by("reviewed_at"),
        ("match_id", "person_says", "reviewed_at"),
    ),
    "plans_of_carers_shared": (
        "carer_plan",
        lambda own: own.client.carerplan_set.filter(is_shared=True).order_by("kept_at"),
        ("kept_at", "words"),
    ),
    "connections": (
        "connections",
        lambda own: own.client.connection_set.order_by("starts"),
        ("thread", "kind", "ring", "called", "starts", "ends"),
    ),
    "activities_wished": (
        "outings",
        lambda own: own.client.activitywish_set.order_by("starts"),
        ("wants", "starts", "ends"),
    ),
    "outings": (
        "outings",
        lambda own: own.client.outing_set.order_by("starts"),
        ("activity_id", "planned", "told", "starts", "told_at", "ends"),
    ),
    "map_shared": (
        "connections",
        lambda own: own.client.mapshare_set.order_by("starts"),
        ("starts", "ends"),
    ),
    "asked_after": (
        "appointments",
        lambda own: own.client.askedafter_set.order_by("asked_at"),
        ("asked_at", "attendance_id", "outcome"),
    ),
}
