"""How far the tries to reach each person of a list are, and what is promised to those who have not come yet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Outreach, OutreachDecision, OutreachTry, Remedy
from kith.care.models.knowledge import library
from kith.care.queries.reasons_to_act import OpenOutreach
from kith.care.queries.sight import Sight
from kith.science.pathways import Tried, next_try


class OpenOutreaches:
    """Four queries, however long the list is."""

    def __init__(self, sight: Sight) -> None:
        self.begun: dict[UUID, datetime] = dict(
            sight.rows(Outreach).filter(ended_at=None).values_list("client_id", "begun_at")
        )
        self.tries = defaultdict[UUID, list[OutreachTry]](list)
        for row in sight.rows(OutreachTry).filter(outreach__ended_at=None).order_by("tried_at", "made_at", "pk"):
            self.tries[row.client_id].append(row)
        self.decided: dict[UUID, tuple[int, date | None, datetime]] = {
            client: (count, day, when)
            for client, count, day, when in sight.rows(OutreachDecision)
            .filter(outreach__ended_at=None)
            .order_by("decided_at", "pk")
            .values_list("client_id", "after_tries", "next_on", "decided_at")
        }
        self.promised = defaultdict[UUID, list[datetime]](list)
        waiting = sight.rows(Remedy).filter(answer="accepted", done_at=None, barrier__gone_at=None)
        for client, since in waiting.order_by("answered_at", "pk").values_list("client_id", "answered_at"):
            self.promised[client].append(since)

    def of(self, client: UUID, zone: ZoneInfo) -> OpenOutreach | None:
        """One person's; None when nobody tries."""
        if client not in self.begun:
            return None
        rows = self.tries[client]
        counted_from, decided_for, decided_at = self.decided.get(client, (0, None, None))
        done = [Tried(row.tried_at.astimezone(zone).date(), row.channel, row.outcome) for row in rows]
        advice = next_try(library().engagement.outreach, done, counted_from=counted_from)
        is_decided_last = decided_at is not None and (not rows or decided_at > rows[-1].tried_at)
        planned = decided_for if is_decided_last else rows[-1].next_on if rows else None
        is_decision_due = advice is not None and advice.advice == "decide"
        return OpenOutreach(
            tries=len(done),
            last_on=done[-1].on if done else None,
            begun_on=self.begun[client].astimezone(zone).date(),
            next_on=planned or (advice.not_before if advice is not None and not is_decision_due else None),
            other_way=advice is not None and advice.advice == "other_way",
            is_decision_due=is_decision_due,
        )
