"""Talks about safety as a colleague reads them, what follows, and the contact that is still to be made."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Client, FollowUp, SafetyTalk
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Refused, Viewer, reach
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.identities import ContactFacts, contact_facts
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class TopicFacts:
    """One topic, how to ask about it, and what may be answered."""

    id: str
    number: int
    about: str
    ask: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class TalkFacts:
    """One talk: what was answered and said, and how soon a person makes contact."""

    id: UUID
    held_at: datetime
    author: str
    answers: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    urgency: str | None
    when: str
    contact_words: str
    tasks: tuple[str, ...]
    left_open: tuple[str, ...]
    is_corrected: bool
    is_correction: bool


@dataclass(frozen=True)
class TryFacts:
    """One try to make contact again."""

    at: datetime
    person: str
    is_reached: bool
    note: str


@dataclass(frozen=True)
class FollowUpFacts:
    """Contact that is still to be made, its clock, and the tries so far."""

    id: UUID
    reason: str
    due_at: datetime
    reached_at: datetime | None
    tries: tuple[TryFacts, ...]


@dataclass(frozen=True)
class SafetyTalkPage:
    """The form with its topics, the talks so far with the newest first, and the follow-up."""

    head: ClientHead
    key: UUID
    topics: tuple[TopicFacts, ...]
    limits: str
    talks: tuple[TalkFacts, ...]
    follow_up: FollowUpFacts | None
    may_write: bool
    may_open_safety_plan: bool
    correcting: SafetyTalk | None


@dataclass(frozen=True)
class FollowUpPage:
    """One follow-up, for those who may make contact."""

    head: ClientHead
    follow_up: FollowUpFacts
    contact: ContactFacts | None
    may_write: bool


def safety_talk_page(*, viewer: Viewer, client_id: UUID, at: datetime, correct: UUID | None = None) -> SafetyTalkPage:
    """Talks about safety with one person; `correct` is the one that a correction begins with."""
    client, access = open_as_staff(viewer, client_id, "R", "safety_talk", at=at)
    preload([client.pk])
    rows = list(client.safetytalk_set.select_related("author").order_by("-held_at", "-made_at"))
    replaced = {row.replaces_id for row in rows}
    table = library().safety_conversation
    follow_up = client.followup_set.filter(reached_at__isnull=True).first()
    note_seen(viewer, "safety_talk.seen", [client.pk], at=at)
    return SafetyTalkPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        key=uuid.uuid4(),
        topics=tuple(TopicFacts(one.id, one.number, one.about, one.ask, one.answers) for one in table.topics),
        limits=table.limits,
        talks=tuple(_talk(row, is_corrected=row.pk in replaced) for row in rows),
        follow_up=_follow_up(follow_up) if follow_up is not None else None,
        may_write=access.can("W", "safety_talk"),
        may_open_safety_plan=access.can("R", "safety_plan"),
        correcting=next((row for row in rows if row.pk == correct and row.pk not in replaced), None),
    )


def talked_with(
    *, viewer: Viewer, client_id: UUID, replaces: UUID | None, at: datetime
) -> tuple[Client, SafetyTalk | None]:
    """The person, and the talk that is corrected; NotYours for those who may not write one."""
    client, _ = open_as_staff(viewer, client_id, "W", "safety_talk", at=at)
    if replaces is None:
        return client, None
    row = client.safetytalk_set.filter(pk=replaces).first()
    if row is None:
        raise NotYours
    return client, row


def follow_up_page(*, viewer: Viewer, follow_up_id: UUID, at: datetime) -> FollowUpPage:
    """One follow-up with its tries."""
    row = open_follow_up(viewer=viewer, follow_up_id=follow_up_id, verb="R", at=at)
    client, access = open_as_staff(viewer, row.client_id, "R", "safety_talk", at=at)
    preload([client.pk])
    note_seen(viewer, "follow_up.seen", [client.pk], at=at, about=row)
    return FollowUpPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        follow_up=_follow_up(row),
        contact=contact_facts(viewer=viewer, client=client, access=access),
        may_write=access.can("W", "safety_talk"),
    )


def open_follow_up(*, viewer: Viewer, follow_up_id: UUID, verb: str, at: datetime) -> FollowUp:
    """The follow-up; NotYours for the person it is about and for everybody who may not."""
    row, _ = reach(viewer, FollowUp, follow_up_id, verb, "safety_talk", at=at, related=("client__service",))
    assert isinstance(row, FollowUp)
    if viewer.client_id == row.client_id:
        raise Refused(viewer, row.client, f"{verb} safety_talk", at)
    open_as_staff(viewer, row.client_id, verb, "safety_talk", at=at)
    return row


def _talk(row: SafetyTalk, *, is_corrected: bool) -> TalkFacts:
    """A row that has left the table since is told by its urgency alone."""
    table = library().safety_conversation
    rule = next((one for one in table.rows if one.id == row.call["row"]), None)
    about: dict[str, str] = {topic.id: topic.about for topic in table.topics}
    return TalkFacts(
        id=row.pk,
        held_at=row.held_at,
        author=row.author.display_name,
        answers=tuple(_in_order(about, row.answers.items())),
        words=tuple(row.words.items()),
        urgency=row.call["urgency"],
        when=rule.when if rule else "",
        contact_words=(rule.contact_words or "") if rule else "",
        tasks=rule.tasks if rule else (),
        left_open=tuple(about.get(topic, topic) for topic in row.call["left_open"]),
        is_corrected=is_corrected,
        is_correction=row.replaces_id is not None,
    )


def _in_order(about: dict[str, str], answers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    given = dict(answers)
    return ((words, given[topic]) for topic, words in about.items() if topic in given)


def _follow_up(row: FollowUp) -> FollowUpFacts:
    tries = row.tries.select_related("person").order_by("-at")
    return FollowUpFacts(
        row.pk,
        row.reason,
        row.due_at,
        row.reached_at,
        tuple(TryFacts(one.at, one.person.display_name, one.is_reached, one.note) for one in tries),
    )
