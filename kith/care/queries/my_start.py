"""My start: what makes it hard to come, what would help, and a first meeting as the person would like it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.care.queries.barriers import BarrierShown, Wished, first_steps
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.who_sees import Seer, who_sees

PARTS = ("barriers", "help", "who", "where", "how", "goal")  # in the order in which they are asked


@dataclass(frozen=True)
class MyStart:
    """Everything the person said so far, what can be ticked, and who reads it."""

    time_zone: str
    offered: tuple[tuple[str, str], ...]  # barrier -> its words for the person
    barriers: tuple[BarrierShown, ...]
    wished: Wished
    met_at: datetime | None
    readers: tuple[Seer, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The questions that make sense now: help is asked about only where something is in the way."""
        return PARTS if self.barriers else tuple(part for part in PARTS if part != "help")

    @property
    def is_begun(self) -> bool:
        """Whether anything was said."""
        return bool(self.barriers) or self.wished.said_at is not None


def my_start(*, viewer: Viewer, at: datetime, verb: str = "R") -> MyStart:
    """The person's own answers."""
    own = open_own(viewer, verb, "engagement", at=at)
    known = first_steps(viewer=viewer, client=own.client, access=own.access)
    page = MyStart(
        time_zone=own.time_zone,
        offered=tuple((one.id, one.in_plain_words) for one in library().engagement.barriers),
        barriers=known.barriers,
        wished=known.wished,
        met_at=known.met_at,
        readers=who_sees(["engagement"], viewer=viewer, client=own.client, at=at)["engagement"],
    )
    note_seen(viewer, "my_start.seen", [own.client.pk], at=at)
    return page
