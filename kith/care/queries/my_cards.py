"""My cards: what did I learn, and does it still come to mind?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kith.care.models import Assignment
from kith.care.models.kept_documents import document_as_begun
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import Own, open_own
from kith.science.lessons import Lesson
from kith.science.recall import comes_again


@dataclass(frozen=True)
class Card:
    """A recall card of a lesson that was read, and the day on which it is asked."""

    lesson: str
    title: str
    language: str
    number: int
    question: str
    answer: str
    due_on: date


@dataclass(frozen=True)
class CardsPage:
    """The cards that are asked today, and those that rest."""

    time_zone: str
    due: tuple[Card, ...]
    resting: tuple[Card, ...]

    @property
    def next_on(self) -> date | None:
        """When the next card is asked, once nothing is due."""
        return min((card.due_on for card in self.resting), default=None)


def my_cards(*, viewer: Viewer, at: datetime) -> CardsPage:
    """The cards of every lesson that the client handed in, whole or in part."""
    own = open_own(viewer, "R", "work", at=at)
    cards = cards_of(viewer=viewer, own=own)
    page = CardsPage(
        time_zone=own.time_zone,
        due=tuple(card for card in cards if card.due_on <= own.today),
        resting=tuple(card for card in cards if card.due_on > own.today),
    )
    note_seen(viewer, "cards.seen", [own.client.pk], at=at)
    return page


def cards_of(*, viewer: Viewer, own: Own) -> list[Card]:
    """Every card of every lesson read, the one that has waited longest first; for the person alone."""
    if viewer.client_id != own.client.pk:
        raise NotYours
    tries: dict[tuple[str, int], list[tuple[date, bool]]] = {}
    for row in own.client.cardreview_set.order_by("reviewed_at", "pk"):
        tries.setdefault((row.lesson, row.card), []).append((own.day(row.reviewed_at), row.came))
    cards = []
    for name, (lesson, read_on) in _lessons(own).items():
        for number, card in enumerate(lesson.front.recall_cards, start=1):
            due_on = comes_again(read_on, tries.get((name, number), ()))
            cards.append(Card(name, lesson.title, lesson.front.language, number, card.question, card.answer, due_on))
    return sorted(cards, key=lambda card: (card.due_on, card.lesson, card.number))


def _lessons(own: Own) -> dict[str, tuple[Lesson, date]]:
    """Each lesson in the version that was read, with the day on which it was first handed in."""
    found: dict[str, tuple[Lesson, date]] = {}
    rows = own.client.entry_set.filter(assignment__kind="lesson", done__in=("full", "part"))
    for entry in rows.select_related("assignment").order_by("handed_in_at", "pk"):
        work: Assignment = entry.assignment
        if work.document not in found and work.state != "withdrawn":
            lesson = document_as_begun("lesson", work.document, work.document_version, own.client.language)
            found[work.document] = lesson, own.day(entry.handed_in_at)
    return found
