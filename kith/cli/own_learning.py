"""What the synthetic service has learned from its ended care, with that of the years before its record began."""

from __future__ import annotations

from datetime import datetime

from kith.care.actions.learn_benefits import learn_monthly_benefits
from kith.care.actions.set_up import founder
from kith.cli.replay import Replay
from kith.simulation.earlier_care import earlier_care

SEED = 20_261


def tell_own_learning(replay: Replay, *, at: datetime) -> None:
    """Two interventions can be learned from, one was given too seldom, of the rest nothing is known."""
    earlier = {"depression": earlier_care(SEED)}
    learn_monthly_benefits(earlier=earlier, by=founder(replay.service.pk), at=at)
