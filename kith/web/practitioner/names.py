"""What the ids of the library and of the record are called on the pages of a practitioner."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

from kith.web.parts.modes import MODES
from kith.web.parts.strength_words import STRENGTHS
from kith.web.practitioner.topics import TOPICS

NAMES: dict[str, Any] = {
    "clinic": lazy("clinic"),
    "hospital": lazy("hospital"),
    "community": lazy("community"),
    "home": lazy("at home"),
    "school": lazy("school"),
    "workplace": lazy("workplace"),
    "online": lazy("online"),
    "individual": lazy("one to one"),
    "couple": lazy("couple"),
    "family": lazy("family"),
    "group": lazy("group"),
    "peer": lazy("peer support"),
    "self_guided": lazy("on one's own, guided"),
    "blended": lazy("meetings and online"),
    "depression": lazy("depression"),
    "panic": lazy("panic"),
    "agoraphobia": lazy("fear of being out"),
    "anxiety": lazy("anxiety"),
    "distress": lazy("distress"),
    "isolation": lazy("isolation"),
    "community_conflict": lazy("conflict in the community"),
    "generalised_anxiety": lazy("generalised anxiety"),
    "social_anxiety": lazy("social anxiety"),
    "ptsd": lazy("post-traumatic stress"),
    "post_traumatic_stress": lazy("post-traumatic stress"),
    "ocd": lazy("obsessions and compulsions"),
    "insomnia": lazy("sleep"),
    "grief": lazy("grief"),
    "alcohol_use": lazy("alcohol"),
    "anorexia": lazy("anorexia"),
    "engagement": lazy("coming to help and staying"),
    "school_mental_health": lazy("mental health at school"),
    "stigma": lazy("stigma"),
    "suicidal_behaviour": lazy("suicidal behaviour"),
    "suicidal_ideation": lazy("thoughts of suicide"),
    "day": lazy("the day so far"),
    "psychotherapist": lazy("psychotherapist"),
    "counsellor": lazy("counsellor"),
    "nurse": lazy("nurse"),
    "social_worker": lazy("social worker"),
    "doctor": lazy("doctor"),
    "occupational_therapist": lazy("occupational therapist"),
    "arts_therapist": lazy("arts therapist"),
    "employment_specialist": lazy("employment specialist"),
    "pharmacist": lazy("pharmacist"),
    "school_counsellor": lazy("school counsellor"),
    "coach": lazy("coach"),
    "lay_worker": lazy("trained lay worker"),
    "peer_supporter": lazy("peer supporter"),
    "volunteer": lazy("volunteer"),
    "self": lazy("the person"),
    "parent": lazy("a parent"),
    "carer": lazy("a carer"),
    "teacher": lazy("a teacher"),
    "clinician": lazy("a clinician"),
    **MODES,
    **STRENGTHS,
    "open": lazy("Open"),
    "used": lazy("Used"),
    "expired": lazy("Run out"),
    "tried_too_often": lazy("Closed after five wrong words"),
    "wrong_person": lazy("It is another person's"),
    "entered_in_error": lazy("Entered in error"),
    "filled_in_twice": lazy("The same form was entered twice"),
    "asked_to": lazy("The person asked for it"),
    "attended": lazy("Came"),
    "late": lazy("Came late"),
    "left_early": lazy("Left early"),
    "cancelled": lazy("Cancelled by us"),
    "apologised": lazy("Sent apologies"),
    "did_not_attend": lazy("Did not attend"),
    "booked": lazy("Booked"),
    "held": lazy("Held"),
    "missed": lazy("Missed"),
    "set": lazy("Set"),
    "started": lazy("Started"),
    "done": lazy("Done"),
    "part_done": lazy("Done in part"),
    "not_done": lazy("Not done this time"),
    "withdrawn": lazy("Taken back"),
    "full": lazy("All of it"),
    "part": lazy("Part of it"),
    "not": lazy("Not this time"),
    "go_on": lazy("Go on as planned"),
    "change": lazy("Change something"),
    "step_up": lazy("Step up"),
    "step_down": lazy("Step down"),
    "end": lazy("End the plan"),
    "completed": lazy("Completed as planned"),
    "dropped_out": lazy("Stopped coming"),
    "moved": lazy("Moved away"),
    "declined": lazy("Did not want to go on"),
    "transferred": lazy("Handed over to another service"),
    "alliance": lazy("How we work together"),
    "motivation": lazy("Readiness"),
    "support": lazy("People around"),
    "events": lazy("What life has brought"),
    "formulation": lazy("Our understanding"),
    "medication": lazy("Medicine and body"),
    "proposed": lazy("Proposed"),
    "agreed": lazy("Agreed"),
    "ended": lazy("Ended"),
    "high": lazy("high"),
    "moderate": lazy("moderate"),
    "low": lazy("low"),
    "very low": lazy("very low"),
    "verified": lazy("read at its source"),
    "recalled": lazy("from memory, not yet verified"),
    "computed": lazy("worked out from open data"),
    "convention": lazy("our own convention"),
    "phq9": lazy("a PHQ-9 score"),
    "problem": lazy("the main problem"),
    "current_step": lazy("the step of care now"),
    "sessions_at_step": lazy("how many sessions so far"),
    "reliable_improvement": lazy("whether there is a reliable improvement (two scores)"),
    "reliable_deterioration": lazy("whether there is a reliable deterioration (two scores)"),
    "below_cutoff": lazy("whether the score is below its cut-off"),
    "same_help_failed_before": lazy("whether the same kind of help was tried before"),
    "wants_more_intensive": lazy("whether the person asks for more"),
    "risk_needs_contact": lazy("whether contact is waiting"),
    **TOPICS,
}
"""One plain name for each id; an id without one is shown with its underscores taken out."""


def name_of(name: str) -> str:
    """What an id is called."""
    return str(NAMES[name]) if name in NAMES else name.replace("_", " ").replace("-", " ")


def choices_of(names: tuple[str, ...] | list[str]) -> list[tuple[str, str]]:
    """Ids with what they are called, for a form."""
    return [(name, name_of(name)) for name in names]


def names_of(names: tuple[str, ...]) -> str:
    """Several ids in one line."""
    return ", ".join(name_of(name) for name in names)
