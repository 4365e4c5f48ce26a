"""What the rules of trying again say about one outreach: a suggestion with its reason, never a decision."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from kith.care.models import Outreach, OutreachTry
from kith.care.models.knowledge import library
from kith.science.pathways import NextTry, Tried, next_try


def is_decision_due(outreach: Outreach, *, one_more: bool = False) -> bool:
    """Whether there were as many tries since the last decision as the rules foresee, or are with one more."""
    tries = outreach.tries.count() + int(one_more)
    return tries - _counted_from(outreach) >= library().engagement.outreach.decide_after


def suggested(outreach: Outreach, tries: Iterable[OutreachTry], zone: ZoneInfo) -> NextTry | None:
    """When the rules would try again, and which way; None before the first try and after the last."""
    done = [Tried(row.tried_at.astimezone(zone).date(), row.channel, row.outcome) for row in tries]
    return next_try(library().engagement.outreach, done, counted_from=_counted_from(outreach))


def _counted_from(outreach: Outreach) -> int:
    newest = outreach.decisions.order_by("-decided_at", "-pk").first()
    return newest.after_tries if newest is not None else 0
