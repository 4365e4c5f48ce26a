"""Finished courses with several scores, told through the actions people use; and a reference as it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kith.care.actions import deliver, review
from kith.care.models import Client, CourseReference
from kith.science.change import Reference, ReferenceBand
from tests.care.courses import take
from tests.people import People, a_client, an_agreed_plan


def finished_courses(people: People, totals: list[tuple[int, ...]], **about: Any) -> list[Client]:
    """One finished course for each row: PHQ-9 before the first session, and after each session a week apart."""
    clients = [a_client(people, f"f{n}", f"Given{n}", f"Family{n}") for n in range(len(totals))]
    for n, (client, row) in enumerate(zip(clients, totals, strict=True)):
        client.equity = {"gender": "woman" if n % 2 else "man"}
        client.save()
        take(people, client, "phq9", row[0])
    plans = [an_agreed_plan(people, client) for client in clients]
    weeks = max(map(len, totals))
    for week in range(1, weeks):
        starts_at = people.at + timedelta(days=2)
        held = [
            deliver.book_session(
                plan=agreed,
                starts_at=starts_at,
                minutes=50,
                setting="clinic",
                practitioner=people.accounts["ben"].pk,
                by=people.sees("ben"),
                at=people.at,
            )
            for agreed in plans
        ]
        people.later(days=7)
        for client, session, row in zip(clients, held, totals, strict=True):
            if week < len(row):
                deliver.record_attendance(
                    session=session, client=client, status="attended", minutes=50, reason="",
                    by=people.sees("ben"), at=people.at,
                )  # fmt: skip
                take(people, client, "phq9", row[week])
    for client in clients:
        review.end_episode(client=client, ending="completed", note="", by=people.sees("ben"), at=people.at)
    return clients


def a_reference(people: People, *, number: int = 1, **more: Any) -> CourseReference:
    """People who began with 10 points or more: one point lower, then 2.6 points for each unit of ln(1 + session)."""
    band = ReferenceBand(None, None, 640, 12, (-0.2, -2.6, 1.0), ((0.0,) * 3,) * 3, ((23.04, 0.0), (0.0, 0.0)), 0.0)
    given: dict[str, Any] = {
        "course": Reference((band,), 640, higher_is_worse=True, begins_from=10).as_values(),
        "accuracy": {},
        "method": "a reference for tests",
        **more,
    }
    return CourseReference.objects.create(
        service=people.service,
        instrument="phq9",
        version="1",
        number=number,
        ended_from=date(2025, 1, 7),
        ended_to=date(2025, 12, 19),
        library_version="1",
        fitted_at=people.at,
        made_at=people.at,
        **given,
    )
