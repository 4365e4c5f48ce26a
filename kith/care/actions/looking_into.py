"""What a review looked at and what it chose to try, kept beside its decision; inside the running action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.models import BadInput, Goal, Plan, Review, ReviewTry
from kith.care.models.knowledge import library
from kith.care.queries.signal_times import SignalSeen


@dataclass(frozen=True)
class Try:
    """One thing to try in an area: a tool of the library, own words, or both; and the goal it is for."""

    area: str
    tool: str = ""
    words: str = ""
    goal: Goal | None = None


@dataclass(frozen=True)
class Looked:
    """Areas that were looked at with what was found, perhaps nothing; what to try; and the signal that led here."""

    areas: Mapping[str, str] = field(default_factory=dict)
    tries: tuple[Try, ...] = ()
    signal: SignalSeen = field(default_factory=SignalSeen)


def check_looked(plan: Plan, looked: Looked) -> None:
    """Refuse areas, tools and goals that are not there, and a try that says nothing."""
    tools = library().support_tools
    for name in (*looked.areas, *(one.area for one in looked.tries)):
        if tools.area(name) is None:
            raise _not_kept(_("There is nothing to look at called “%(name)s”.") % {"name": name}, f"look-{name}")
    for one in looked.tries:
        area = tools.area(one.area)
        if one.tool and (area is None or one.tool not in {tool.id for tool in area.tools}):
            raise _not_kept(_("There is nothing to try called “%(name)s”.") % {"name": one.tool}, f"try-{one.area}")
        if not one.tool and not one.words.strip():
            raise _not_kept(_("Something to try has no words."), f"own-{one.area}")
        if one.goal is not None and one.goal.client_id != plan.client_id:
            raise _not_kept(_("One of the goals is another person's."), "goal")


def note_looked(review: Review, looked: Looked) -> None:
    """Put it on a review that is not saved yet, with the newest view of the client that no review has answered."""
    review.looked_at = {name: found.strip() for name, found in looked.areas.items()}
    review.tools_version = library().support_tools.version
    seen = looked.signal
    review.signal, review.signal_at, review.opened_at = seen.signal, seen.arrived_at, seen.opened_at
    review.seen_at, review.seen_by_id = seen.seen_at, seen.seen_by
    review.own_view = review.episode.own_views.filter(reviews=None).order_by("written_at", "pk").last()


def keep_tries(review: Review, looked: Looked, at: datetime) -> None:
    """Keep what was chosen to try, each in a row of its own."""
    for one in looked.tries:
        tool = library().support_tools.tool(one.tool) if one.tool else None
        row = ReviewTry(
            client_id=review.client_id,
            review=review,
            area=one.area,
            tool=one.tool,
            protocol=(tool.protocol or "") if tool is not None else "",
            technique=(tool.technique or "") if tool is not None else "",
            goal=one.goal,
            made_at=at,
        )
        row.words = one.words.strip()
        row.save(force_insert=True)


def _not_kept(found: str, where: str) -> BadInput:
    return BadInput(_("The review was not kept."), found, _("Choose from what is shown, or use your own words."), where)
