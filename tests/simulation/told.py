"""Reads a synthetic service the way a person would: one client's story, a score, how somebody stands at the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TypeVar

from kith.simulation import SyntheticService
from kith.simulation.alerts import tells_of_danger
from kith.simulation.happenings import (
    AlertClosed,
    Allocated,
    EpisodeEnded,
    Happening,
    Measured,
    PlanAgreed,
    Referred,
    Reviewed,
    SessionBooked,
    SessionHeld,
)

T = TypeVar("T", bound=Happening)


def total(measured: Measured) -> int:
    """The sum of the answers that were given."""
    return sum(value or 0 for _, value in measured.answers)


@dataclass(frozen=True)
class ToldEpisode:
    """Everything that happened with one client."""

    happenings: tuple[Happening, ...]

    def all(self, kind: type[T]) -> list[T]:
        return [happening for happening in self.happenings if isinstance(happening, kind)]

    def measures(self, instrument: str) -> list[Measured]:
        return [measured for measured in self.all(Measured) if measured.instrument == instrument]

    @cached_property
    def ending(self) -> str | None:
        ended = self.all(EpisodeEnded)
        return ended[0].ending if ended else None

    @cached_property
    def attended(self) -> list[SessionHeld]:
        return [held for held in self.all(SessionHeld) if held.attendance in ("attended", "late")]

    @property
    def weeks_waited(self) -> float:
        """From the referral to the first session that was offered."""
        return (self.all(SessionBooked)[0].starts_at - self.all(Referred)[0].at) / timedelta(weeks=1)

    @property
    def practitioner(self) -> str | None:
        allocated = self.all(Allocated)
        return allocated[0].practitioner if allocated else None

    @property
    def is_waiting(self) -> bool:
        return self.ending is None and not self.attended

    @property
    def is_in_treatment(self) -> bool:
        return self.ending is None and bool(self.attended)

    @property
    def is_off_track(self) -> bool:
        """Worse by the reliable change of PHQ-9, or eight sessions without it and still at caseness."""
        scores = [total(measured) for measured in self.measures("phq9")]
        if not self.is_in_treatment:
            return False
        no_response = len(self.attended) >= 8 and scores[-1] >= 10 and scores[0] - scores[-1] < 6
        return scores[-1] - scores[0] >= 6 or no_response

    @property
    def has_review_due(self) -> bool:
        if not self.is_in_treatment:
            return False
        looked = max(happening.at for happening in self.happenings if isinstance(happening, Reviewed | PlanAgreed))
        return sum(held.at > looked for held in self.attended) >= 6

    @property
    def has_open_alert(self) -> bool:
        raised = [happening.at for happening in self.happenings if tells_of_danger(happening)]
        closed = [happening.at for happening in self.all(AlertClosed)]
        return bool(raised) and (not closed or max(closed) < max(raised))


def episodes(service: SyntheticService) -> dict[str, ToldEpisode]:
    """Each client's happenings by key of the client."""
    by_client: dict[str, list[Happening]] = defaultdict(list)
    for happening in service.happenings:
        client = getattr(happening, "client", None)
        if client is not None:
            by_client[client].append(happening)
    return {key: ToldEpisode(tuple(happenings)) for key, happenings in by_client.items()}


@dataclass(frozen=True)
class Outcome:
    """First and last totals of somebody who finished, counted by the rules of English talking therapies."""

    phq9: tuple[int, int]
    gad7: tuple[int, int]

    @property
    def is_case_at_start(self) -> bool:
        return self.phq9[0] >= 10 or self.gad7[0] >= 8

    @property
    def is_recovered(self) -> bool:
        return self.is_case_at_start and self.phq9[1] < 10 and self.gad7[1] < 8

    @property
    def _changes(self) -> tuple[bool, bool]:
        down = self.phq9[0] - self.phq9[1] >= 6 or self.gad7[0] - self.gad7[1] >= 4
        up = self.phq9[1] - self.phq9[0] >= 6 or self.gad7[1] - self.gad7[0] >= 4
        return down, up

    @property
    def is_improved(self) -> bool:
        return self._changes == (True, False)

    @property
    def is_deteriorated(self) -> bool:
        return self._changes == (False, True)


def outcome(episode: ToldEpisode) -> Outcome:
    """Of an episode with at least two measures."""
    phq9 = [total(measured) for measured in episode.measures("phq9")]
    gad7 = [total(measured) for measured in episode.measures("gad7")]
    return Outcome((phq9[0], phq9[-1]), (gad7[0], gad7[-1]))
