"""What goes wrong in a synthetic service, told into its register and judged by a second person."""

from __future__ import annotations

from datetime import datetime

from kith.care.actions import harms
from kith.care.models import Client, HarmEvent
from kith.care.permissions import Viewer
from kith.simulation import happenings as told


def note(it: told.HarmNoted, client: Client, *, by: Viewer, at: datetime) -> HarmEvent:
    """The entry of whoever was there."""
    what = harms.Happened(it.kind, it.happened_on, it.words, it.done, "", it.seriousness)
    return harms.record_harm(client=client, what=what, by=by, at=at)


def judge(it: told.HarmJudged, event: HarmEvent, *, by: Viewer, at: datetime) -> None:
    """How somebody else sees it."""
    seen = harms.Seen(it.relatedness, it.expectedness, it.seriousness, it.words)
    harms.judge_harm(event=event, seen=seen, by=by, at=at)
