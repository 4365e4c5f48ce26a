"""What one client learns and practises alone: a lesson, its cards on the days they come, and slow breathing."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.simulation.case import Case
from kith.simulation.happenings import CardTried, Happening, LessonRead, PracticeDone
from kith.simulation.words import phrases

LESSON, PRACTICE = "depression-and-doing", "paced-breathing"
READ_AFTER, BREATHES_FROM = 3, 6  # meetings attended
CARDS = ((1, (True, True, False)), (2, (True,)), (4, (True, True)))  # days after reading, and which cards came
BREATHS = ((1, 7, 5), (3, 6, 5), (5, 6, 4))  # days after a meeting, and how tense before and after


def learning(case: Case, attended: int, held_at: datetime, until: datetime) -> list[Happening]:
    """Between two meetings of the one client whose phone the demonstration shows; nothing for anybody else."""
    if case.fate.situation != "ana":
        return []
    who, told = case.client.key, list[Happening]()
    if attended == READ_AFTER:
        read_at = held_at + timedelta(hours=5)
        told.append(
            LessonRead(
                at=read_at,
                by=who,
                client=who,
                practitioner=case.practitioner,
                plan=case.plan_key,
                key=case.key("lesson", attended),
                lesson=LESSON,
                why=phrases.LESSON_WHY,
                set_at=held_at + timedelta(minutes=7),
            )
        )
        for days, cards in CARDS:
            for card, came in enumerate(cards, start=1):
                at = read_at + timedelta(days=days, minutes=card)
                told.append(CardTried(at=at, by=who, client=who, lesson=LESSON, card=card, came=came))
    if attended >= BREATHES_FROM:
        for days, before, after in BREATHS:
            at = held_at + timedelta(days=days, hours=6)
            key = case.key("practice", attended * 10 + days)
            told.append(PracticeDone(at=at, by=who, client=who, key=key, practice=PRACTICE, before=before, after=after))
    return [one for one in told if one.at < until]
