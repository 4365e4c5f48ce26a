"""What members of the synthetic groups said yes to, what the group gives and costs them, and the meeting of a house."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kith.care.actions import agenda, agreeing, forming, gather, measure, share, ward
from kith.care.models import Group, Membership
from kith.care.models.agreements import mark_of
from kith.care.models.delivery import WARD
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, viewer_of
from kith.care.queries.group_gives import BENEFIT, HARD_SIDE
from kith.cli.replay import Replay

ON_PAPER = 4  # every fourth member signs on paper
# What a member answered at first and lately: eight lines of the good side, nine of the hard one.
FIRST = ((1, 1, 1, 1, 1, 1, 1, 1), (1, 0, 0, 0, 0, 0, 1, 0, 0))
LATELY = (
    ((2, 2, 3, 2, 2, 2, 2, 1), (1, 0, 0, 0, 0, 0, 2, 0, 0)),
    ((2, 2, 2, 2, 1, 2, 2, 2), (1, 0, 0, 0, 0, 0, 2, 0, 0)),
    ((1, 1, 0, 1, 0, 1, 0, 0), (3, 2, 2, 0, 0, 0, 1, 0, 0)),
    ((2, 2, 2, 3, 1, 0, 2, 1), (0, 0, 0, 0, 0, 0, 2, 0, 0)),
    ((3, 2, 2, 2, 3, 2, 2, 2), (0, 0, 0, 0, 0, 0, 2, 0, 0)),
    ((2, 1, 2, 1, 2, 2, 1, 2), (2, 1, 1, 0, 1, 0, 1, 0, 0)),
)
MONTH, WEEK = timedelta(days=28), timedelta(days=7)


def say_yes_to_agreement(group: Group, by: Viewer, at: datetime) -> None:
    """Everybody but the newest member, most of them on their own page on the day they joined."""
    for number, place in enumerate(_members(group)[:-1], 1):
        if number % ON_PAPER and place.client.user is not None:
            own = viewer_of(place.client.user, at=at)
            agreeing.say_yes(membership=place, read=mark_of(group), by=own, at=place.starts)
        else:
            agreeing.enter_yes(membership=place, on=place.starts.date(), by=by, at=place.starts)


def say_what_it_gives(group: Group, at: datetime) -> None:
    """Those who have been in a sociotherapy group for a month answered twice; the newest have not been asked yet."""
    if group.protocol != "community-sociotherapy":
        return
    last = group.sessions.filter(state="held").order_by("-starts_at", "pk").first()
    old = [one for one in _members(group) if one.starts <= at - MONTH and one.client.user is not None]
    if last is None:
        return
    for number, place in enumerate(old):
        for when, (good, hard) in ((last.starts_at - WEEK * 3, FIRST), (last.starts_at, LATELY[number % len(LATELY)])):
            then = when + timedelta(hours=20)
            if place.starts <= then <= at:
                _answer(place, BENEFIT, good, then)
                _answer(place, HARD_SIDE, hard, then)


def open_a_house(replay: Replay, *, lead: str, at: datetime) -> None:
    """The meeting of a house: held last week with guests and colleagues, booked for today, with an agenda."""
    finn, first, today = replay.viewers[lead], at - WEEK, at + timedelta(hours=2)
    house = forming.form_group(
        site=next(iter(replay.sites.values())),
        name="House meeting",
        kind=WARD,
        protocol="",
        capacity=60,
        facilitators=[replay.accounts[lead]],
        agreement="One speaks at a time.\nWhat concerns one of us alone is talked about alone.",
        by=finn,
        at=first - WEEK,
    )
    act: dict[str, Any] = {"group": house, "by": finn}
    held = gather.book_meeting(starts_at=first, minutes=45, at=first - WEEK, **act)
    ward.call_the_house(meeting=held, by=finn, at=first - timedelta(hours=1))
    points = [
        agenda.put_on_agenda(words=words, at=first - timedelta(hours=1), **act)
        for words in ("Noise after ten", "Who cooks on Sundays", "The broken dryer")
    ]
    after = first + timedelta(hours=1)
    there = _members(house)
    gather.record_meeting(
        meeting=held,
        register=[(one.client_id, "attended" if number % 5 else "apologised") for number, one in enumerate(there)],
        themes="Sleep, cooking",
        note="Lively. The quiet ones spoke when they were asked one after the other.",
        guests=2,
        colleagues=3,
        by=finn,
        at=after,
    )
    for point in points[:2]:
        agenda.deal_with_point(point=point, meeting=held, by=finn, at=after)
    due_on = (first + WEEK).date()
    for words, carried_by in (("Quiet in the corridor after ten.", "Welcome"), ("A list for Sundays.", "Minutes")):
        share.write_decision(
            meeting=held, kind="decision", words=words, carried_by=carried_by, due_on=due_on, by=finn, at=after
        )
    coming = gather.book_meeting(starts_at=today, minutes=45, at=after, **act)
    for role, place in zip(("chair", "minutes"), there, strict=False):
        turn = share.take_role(meeting=held, client=place.client, role=role, by=finn, at=after)
        if len(there) > ON_PAPER:
            share.pass_role(turn=turn, meeting=coming, client=there[-1 - (role == "chair")].client, by=finn, at=after)
    for place in [one for one in there if one.client.user is not None][:1]:
        own = viewer_of(place.client.user, at=at)  # type: ignore[arg-type]
        words = "Can we have the garden open in the evening?"
        agenda.ask_for_point(client=place.client, group=house, words=words, by=own, at=at - timedelta(hours=3))


def _members(group: Group) -> list[Membership]:
    rows = group.memberships.filter(ends=None).select_related("client__user", "group__service")
    return list(rows.order_by("starts", "client__number"))


def _answer(place: Membership, instrument: str, answers: tuple[int, ...], at: datetime) -> None:
    assert place.client.user is not None
    names = _items(instrument)
    measure.submit_measurement(
        client=place.client,
        instrument=instrument,
        key=uuid5(NAMESPACE_URL, f"{instrument}:{place.pk}:{at:%y%m%d}"),
        answers={name: float(answer) for name, answer in zip(names, answers, strict=True)},
        language="en",
        by=viewer_of(place.client.user, at=at),
        at=at,
    )


def _items(instrument: str) -> list[str]:
    return [item.id for item in library().instruments[instrument].items]
