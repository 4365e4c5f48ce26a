"""Whole courses of care for tests, told through the actions people use."""

from __future__ import annotations

import uuid
from datetime import timedelta

from kith.care.actions import agreeing, choose, consent, deliver, forming, gather, measure, review
from kith.care.models import Client, Group, Membership, Session
from kith.care.models.knowledge import library
from tests.people import People, a_client, an_agreed_plan

FIRST_MEETING = "The door was open, tea was made, and the rules were written on one sheet."


def answers_for(instrument: str, total: int) -> dict[str, float | None]:
    """Answers that add up to a total, with nothing said about self-harm."""
    left, answers = total, {}
    for item in library().instruments[instrument].items:
        most = 0 if item.id == "self_harm" else 3
        answers[item.id] = float(min(left, most)) if item.id in _scored(instrument) else None
        left -= int(answers[item.id] or 0)
    assert left == 0, f"{instrument} cannot reach {total} here"
    return answers


def _scored(instrument: str) -> set[str]:
    number = {"phq9": 9, "gad7": 7}[instrument]
    return {item.id for item in library().instruments[instrument].items[:number]}


def take(people: People, client: Client, instrument: str, total: int, by: str = "ben") -> None:
    """One measure with a total."""
    measure.submit_measurement(
        client=client,
        instrument=instrument,
        key=uuid.uuid4(),
        answers=answers_for(instrument, total),
        language="en",
        by=people.sees(by),
        at=people.at,
    )


def say_problems(people: People, client: Client, problems: list[str]) -> None:
    """What the person's problems are, the main one first, as it is asked before a plan is chosen."""
    choose.note_planning_facts(client=client, said={"problems": problems}, by=people.sees("ben"), at=people.at)


def courses(
    people: People, totals: list[tuple[int, int, int, int]], *, equity: dict[str, str], start: int = 0
) -> list[Client]:
    """Finished courses of two sessions a week apart: PHQ-9 first and last, GAD-7 first and last for each."""
    clients = [a_client(people, f"c{n}", f"Given{n}", f"Family{n}") for n in range(start, start + len(totals))]
    for client, (phq, _, gad, _) in zip(clients, totals, strict=True):
        client.equity = equity
        client.save()
        take(people, client, "phq9", phq)
        take(people, client, "gad7", gad)
    sessions = [[_booked(people, client, days) for days in (14, 21)] for client in clients]
    for number in (0, 1):
        people.later(days=15 if number == 0 else 7)
        for client, (first, second) in zip(clients, sessions, strict=True):
            _held(people, client, (first, second)[number])
    for client, (_, phq, _, gad) in zip(clients, totals, strict=True):
        take(people, client, "phq9", phq)
        take(people, client, "gad7", gad)
        review.end_episode(client=client, ending="completed", note="", by=people.sees("ben"), at=people.at)
    return clients


def _booked(people: People, client: Client, days: int) -> Session:
    agreed = client.plan_set.filter(state="agreed").first() or an_agreed_plan(people, client)
    return deliver.book_session(
        plan=agreed,
        starts_at=people.at + timedelta(days=days),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"),
        at=people.at,
    )


def _held(people: People, client: Client, session: Session) -> None:
    deliver.record_attendance(
        session=session,
        client=client,
        status="attended",
        minutes=50,
        reason="",
        by=people.sees("ben"),
        at=people.at,
    )


def says_yes_to_groups(people: People, client: Client, key: str) -> None:
    """The person's own consent."""
    consent.decide_consent(
        client=client, purpose="group", is_given=True, text_version="2026-01", by=people.sees(key), at=people.at
    )


def a_group(people: People, capacity: int = 12) -> Group:
    """Finn's group."""
    return forming.form_group(
        site=people.site,
        name="Harbour Circle",
        kind="therapy",
        protocol="community-sociotherapy",
        capacity=capacity,
        facilitators=[people.accounts["finn"]],
        agreement="We listen.\nWhat is said stays here.",
        by=people.sees("finn"),
        at=people.at,
    )


def a_member(people: People, group: Group, client: Client, key: str, name: str) -> Membership:
    """Somebody who said yes and joined."""
    says_yes_to_groups(people, client, key)
    return gather.join_group(group=group, client=client, display_name=name, by=people.sees("finn"), at=people.at)


def a_pair(people: People) -> Group:
    """Finn's circle with Ana and Bo."""
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, a_client(people, "bo", "Bo", "Moss"), "bo", "Bo")
    return group


def all_say_yes(people: People, group: Group) -> None:
    """Each member has signed the agreement on paper today."""
    for place in group.memberships.filter(ends=None):
        agreeing.enter_yes(membership=place, on=people.at.date(), by=people.sees("finn"), at=people.at)


def a_meeting(people: People, group: Group, *, days: float = 1) -> Session:
    """A meeting that has just ended."""
    starts_at = people.at + timedelta(days=days)
    meeting = gather.book_meeting(group=group, starts_at=starts_at, minutes=180, by=people.sees("finn"), at=people.at)
    people.later(days=days, hours=4)
    return meeting


def record(people: People, meeting: Session, marks: dict[Client, str], note: str = FIRST_MEETING) -> None:
    """The register and the note of a meeting."""
    gather.record_meeting(
        meeting=meeting,
        register=[(client.pk, mark) for client, mark in marks.items()],
        themes="Safety",
        note=note,
        by=people.sees("finn"),
        at=people.at,
    )
