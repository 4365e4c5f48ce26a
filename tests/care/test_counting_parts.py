"""What a snapshot finds in the record of goals, work and working together, and of programmes by their kind."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

from kith.care.actions.counting_kinds import kind_facts
from kith.care.actions.counting_wider import wider_facts
from kith.care.models import Group, Measurement, Membership, Score
from kith.science.outcomes import EpisodeFacts, Period, Place
from tests.care.courses import a_group, a_meeting, a_member, record
from tests.people import People, a_client

QUARTER = Period(
    date(2026, 1, 1), date(2026, 3, 31), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
)


def a_stay(ended_on: date | None) -> EpisodeFacts:
    return EpisodeFacts("", {}, date(2026, 1, 5), True, (), (), ended_on, False, (None, None), (None, None))


def scored(people: People, instrument: str, scale: str, value: float, goal: object = None) -> None:
    """One score of Ana's, as the action writes it."""
    episode = people.ana.episode_set.get()
    taken = Measurement(
        client=people.ana, episode=episode, instrument=instrument, instrument_version="1.0.0", library_version="x",
        language="en", mode="own_login", sender=people.accounts["ana"], taken_at=people.at, key=uuid.uuid4(),
        made_at=people.at, goal=goal,
    )  # fmt: skip
    taken.answers = {}
    taken.save(force_insert=True)
    Score(client=people.ana, measurement=taken, scale=scale, value=value, made_at=people.at).save(force_insert=True)


def test_first_and_last_of_each_and_the_newest_mark(people: People) -> None:
    for work, alliance in ((24, 9), (20, 9), (12, 5)):
        scored(people, "wsas", "total", work)
        scored(people, "session-alliance", "alliance", alliance)
        people.later(days=7)
    episode = people.ana.episode_set.get().pk
    finished = {episode: a_stay(date(2026, 3, 31)), uuid.uuid4(): a_stay(None)}
    found, other = wider_facts(people.service, QUARTER, finished)
    assert (found.work, found.talk) == ((24, 12), True)
    assert (other.work, other.goals, other.talk) == ((None, None), (), None)
    assert (found.work_reliable, other.work_reliable) == (8, 8)


def test_a_group_with_who_came_who_left_and_one_of_another_kind(people: People) -> None:
    group = a_group(people)
    ben = a_client(people, "c1", "Given", "Family")
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, ben, "c1", "Kim")
    for mark in ("attended", "did_not_attend", "did_not_attend"):
        record(people, a_meeting(people, group), {people.ana: "attended", ben: mark})
    Membership.objects.filter(client=ben).update(ends=people.at)
    Group.objects.filter(pk=group.pk).update(state="running")
    (found,) = kind_facts(people.service, QUARTER)
    assert (found.kind, found.groups, found.members, len(found.guests)) == ("therapy", 1, 2, 3)
    assert (found.came, found.marks, found.has_guests, found.ended) == (4, 6, False, (Place(3, 1),))
    Group.objects.filter(pk=group.pk).update(kind="community")
    group.sessions.filter(number=1).update(guests=12)
    (found,) = kind_facts(people.service, QUARTER)
    assert (found.kind, found.has_guests, sorted(found.guests, key=str)) == ("community", True, [12, None, None])
