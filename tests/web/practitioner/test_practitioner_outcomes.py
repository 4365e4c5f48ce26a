"""How courses end with each practitioner: read by their supervisor and by themselves, and by nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import deliver, review, set_up
from kith.care.models import AuditEvent, SupervisionLink
from kith.care.permissions import NotAllowed
from kith.care.queries import practitioner_outcomes as room
from kith.care.queries.practitioner_outcomes import PractitionerOutcomes, practitioner_outcomes
from kith.science.outcomes import practitioners
from tests.care.courses import take
from tests.people import People, a_client, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

FIRST_AND_LAST = {"ben": [(12, 9), (16, 15), (20, 14)], "dev": [(12, 5), (16, 8), (20, 9)], "mia": [(14, 8), (18, 12)]}


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two practitioners with three courses each can be compared, so that the test need not hold a hundred people."""
    for place in (room, practitioners):
        monkeypatch.setattr(place, "FEWEST_CASES", 3)
        monkeypatch.setattr(place, "FEWEST_TO_COMPARE", 2)


def a_finished_course(people: People, practitioner: str, number: int, scores: tuple[int, int]) -> None:
    """Two sessions a week apart with one practitioner; a score of nought at the end was never taken."""
    given: dict[str, Any] = {"by": people.sees(practitioner)}
    client = a_client(people, f"{practitioner}{number}", "Given", "Family", practitioner=practitioner)
    take(people, client, "phq9", scores[0], by=practitioner)
    agreed = an_agreed_plan(people, client, by=practitioner)
    for _week in range(2):
        session = deliver.book_session(
            plan=agreed,
            starts_at=people.at + timedelta(hours=1),
            minutes=50,
            setting="clinic",
            practitioner=people.accounts[practitioner].pk,
            at=people.at,
            **given,
        )
        people.later(hours=2)
        deliver.record_attendance(
            session=session, client=client, status="attended", minutes=50, reason="", at=people.at, **given
        )
    if scores[1]:
        take(people, client, "phq9", scores[1], by=practitioner)
    review.end_episode(client=client, ending="completed", note="", at=people.at, **given)


def ended_courses(people: People) -> None:
    """Ben's three courses, Dev's three and Mia's two, all over before the month that runs."""
    people.accounts["mia"] = set_up.open_account(
        service=people.service,
        username="mia",
        display_name="Mia Adler",
        roles=["practitioner"],
        password=None,
        by=set_up.founder(people.service.pk),
        at=people.at,
    )
    for name, rows in FIRST_AND_LAST.items():
        for number, scores in enumerate(rows):
            a_finished_course(people, name, number, scores)
    people.later(days=31)


def seen_by(people: People, name: str) -> PractitionerOutcomes:
    return practitioner_outcomes(viewer=people.sees(name), at=people.at)


@pytest.mark.usefixtures("few_are_enough")
def test_a_supervisor_reads_her_own_supervisees_from_a_to_z_and_a_practitioner_only_themselves(people: People) -> None:
    ended_courses(people)
    set_up.start_supervision(
        supervisor=people.accounts["eve"],
        supervisee=people.accounts["mia"],
        by=set_up.founder(people.service.pk),
        at=people.at,
    )
    page = seen_by(people, "eve")
    assert [(one.name, one.finished, one.complete) for one in page.supervisees] == [
        ("Ben Okafor", 3, 3),
        ("Mia Adler", 2, 2),
    ]
    ben, mia = page.supervisees
    rows = [(name, *scores) for name, all_of in FIRST_AND_LAST.items() for scores in all_of]
    expected = practitioners.practitioner_effects(*zip(*rows, strict=True)).effects["ben"]
    assert ben.effect is not None
    assert ben.effect.estimate == pytest.approx(expected.estimate, abs=1e-4)
    assert ben.effect.estimate > 0  # his people had more points left
    assert mia.effect is None  # two courses give nothing but their count
    assert (page.own, page.between is None) == (None, False)
    own = seen_by(people, "ben")
    assert (own.own, own.supervisees) == (ben, ())
    for name, others in {
        "ben": ("Dev Rao", "Mia Adler"),
        "eve": ("Dev Rao",),
        "dev": ("Ben Okafor", "Mia Adler"),
    }.items():
        text = Screen(people, name).text("practitioner_outcomes")
        assert not any(other in text for other in others)
    assert "what chance alone brings" in Screen(people, "eve").text("practitioner_outcomes")
    assert AuditEvent.objects.filter(event="practitioner_outcomes.seen").count() == 6
    for name in ("eve", "ben"):
        assert not pseudo.untranslated(Screen(people, name).pseudo("practitioner_outcomes"))
    SupervisionLink.objects.update(ends=people.at)
    people.later(minutes=1)
    assert seen_by(people, "eve").supervisees == ()  # the right to read ends with the supervision
    assert "Ben Okafor" not in Screen(people, "eve").text("practitioner_outcomes")


@pytest.mark.usefixtures("few_are_enough")
def test_courses_of_the_month_that_runs_wait_and_those_without_a_score_are_told(people: People) -> None:
    ended_courses(people)
    a_finished_course(people, "ben", 7, (18, 0))
    (ben,) = seen_by(people, "eve").supervisees
    assert (ben.finished, ben.complete) == (3, 3)
    people.later(days=31)
    (ben,) = seen_by(people, "eve").supervisees
    assert (ben.finished, ben.complete) == (4, 3)
    assert "First the scores: 1 of 4 courses" in Screen(people, "eve").text("practitioner_outcomes")


def test_with_few_courses_nothing_but_their_number_is_told(people: People) -> None:
    ended_courses(people)
    page = seen_by(people, "eve")
    assert [(one.complete, one.effect) for one in page.supervisees] == [(3, None)]
    assert page.between is None
    text = Screen(people, "eve").text("practitioner_outcomes")
    assert "No figure: 3 of the 20 courses that are needed." in text
    assert "what chance alone brings" not in text


@pytest.mark.parametrize("name", ["cleo", "dan", "finn", "ada", "pia", "ana"])
def test_no_manager_and_nobody_else_reads_it(people: People, name: str) -> None:
    with pytest.raises(NotAllowed):
        seen_by(people, name)
