"""What the ids of the two registers are called on pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

KINDS: dict[str, Any] = {
    "reliable_deterioration": lazy("Reliably worse by the scores"),
    "new_symptom": lazy("A new symptom or problem"),
    "unwanted_memories": lazy("Hard memories that stay"),
    "self_harm": lazy("Self-harm"),
    "suicide_attempt": lazy("Suicide attempt"),
    "death": lazy("Death"),
    "admission": lazy("Admission to hospital"),
    "conflict_caused": lazy("Conflict with people close to the person"),
    "dependency": lazy("Leaning on care too much"),
    "stigma": lazy("Shame or stigma"),
    "left_after_bad_session": lazy("Left after a bad session"),
    "complaint": lazy("Complaint"),
    "other_unwanted_effect": lazy("Another unwanted effect of care"),
    "serious_adverse_event": lazy("Serious adverse event"),
    "harmed_by_practitioner": lazy("Hurt by somebody who works here"),
    "boundary_or_misconduct": lazy("Boundary crossed, or misconduct"),
    "adult_at_risk": lazy("An adult at risk"),
    "child_at_risk": lazy("A child at risk"),
    "domestic_abuse": lazy("Domestic abuse"),
    "exploitation": lazy("Exploitation"),
    "neglect": lazy("Neglect"),
}
SERIOUS: dict[str, Any] = {
    "not_judged": lazy("Not judged yet"),
    "minor": lazy("Minor: passed by itself"),
    "moderate": lazy("Moderate: needed something done"),
    "serious": lazy("Serious: lasting harm, or treatment in hospital"),
    "life_threatening_or_fatal": lazy("Life-threatening or fatal"),
}
RELATED: dict[str, Any] = {
    "unrelated": lazy("Unrelated to care"),
    "unlikely": lazy("Unlikely"),
    "possible": lazy("Possible"),
    "probable": lazy("Probable"),
    "definite": lazy("Definite"),
    "not_judged": lazy("Not judged yet"),
}
EXPECTED: dict[str, Any] = {
    "expected": lazy("Expected: known to happen in this kind of care"),
    "unexpected": lazy("Unexpected"),
    "not_judged": lazy("Not judged yet"),
}
HIDDEN: dict[str, Any] = {
    "work": lazy("Worksheets, diaries and exercises"),
    "progress_note": lazy("Sheets and notes we wrote together"),
    "safety_plan": lazy("The safety plan"),
    "safety_talk": lazy("Talks about safety, and contact after them"),
    "harms": lazy("What went wrong in the care"),
    "formulation": lazy("How we understand it, and pictures of the family"),
    "plan_choice": lazy("What we chose, and what else we looked at"),
    "engagement": lazy("What makes it hard to come, and tries to be in touch"),
    "peer_log": lazy("What happens with a peer supporter"),
    "connections": lazy("The map of people, places and groups"),
    "outings": lazy("What somebody likes to do nearby, plans and did"),
    "carer_plan": lazy("Plans that carers share"),
    "group_entry": lazy("What was written in a group, and what group somebody waits for"),
}
UNDERSTOOD: dict[str, Any] = {
    "own_words": lazy("The person said it back in their own words"),
    "with_help": lazy("Understood with help: pictures, an interpreter, more time"),
    "not_yet": lazy("Not yet. We talk about it again."),
}


def offered(words: dict[str, Any], names: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Ids with their words, for a form."""
    return [(name, words[name]) for name in names]
