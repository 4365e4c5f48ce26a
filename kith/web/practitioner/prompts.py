"""What to look at when a plan does not help: six things, one by one, each with short questions and things to try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as lazy


@dataclass(frozen=True)
class Prompt:
    """One thing to look at. `questions` are for the person and for oneself; `tries` are small enough for next week."""

    id: str
    title: Any
    questions: tuple[Any, ...]
    tries: tuple[Any, ...]


PROMPTS = (
    Prompt(
        "alliance",
        lazy("How we work together"),
        (
            lazy("Did I get something wrong, or miss something that matters?"),
            lazy("Do we still want the same, and does this way of working fit?"),
        ),
        (
            lazy("Ask for the person's marks at the end of the next session, and thank them for low ones."),
            lazy("Name what went wrong yourself, without defending it."),
        ),
    ),
    Prompt(
        "motivation",
        lazy("Readiness"),
        (
            lazy("What would be lost if this got better?"),
            lazy("How important is it now, from 0 to 10, and why not lower?"),
        ),
        (
            lazy("Make the next task smaller until it is likely to be done."),
            lazy("Go back to the person's own goal and ask whether it is still theirs."),
        ),
    ),
    Prompt(
        "support",
        lazy("People around"),
        (
            lazy("Who knows about this, and who helps?"),
            lazy("Is somebody against it, or is it lonely at home?"),
        ),
        (
            lazy("Invite somebody the person trusts to one session."),
            lazy("Look for a group, or for peer support, beside the sessions."),
        ),
    ),
    Prompt(
        "events",
        lazy("What life has brought"),
        (
            lazy("What happened in the weeks when the score moved?"),
            lazy("Is there trouble with money, home, work or safety that comes first?"),
        ),
        (
            lazy("Give a session to the practical trouble, or bring in advice."),
            lazy("Ask about safety at home, alone."),
        ),
    ),
    Prompt(
        "formulation",
        lazy("Our understanding"),
        (
            lazy("What does our picture not explain?"),
            lazy("Is there something nobody has asked about: trauma, drinking, body, mania, grief?"),
        ),
        (
            lazy("Write the next version of the formulation together."),
            lazy("Take it to supervision before the next session."),
        ),
    ),
    Prompt(
        "medication",
        lazy("Medicine and body"),
        (
            lazy("Was a medicine begun, changed or left out?"),
            lazy("Pain, sleep, thyroid, alcohol: has a doctor looked?"),
        ),
        (
            lazy("Ask the prescriber for a review, with the scores."),
            lazy("Agree who asks, and by when."),
        ),
    ),
)
"""The domains of clinical support tools for clients who are not on track (Lambert and others), in our own words."""
