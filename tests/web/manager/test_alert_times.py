"""How fast alerts are answered: small counts withheld from managers, names only for a supervisor's own supervisees."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kith.care.actions import escalate, safety, set_up
from kith.care.models import AuditEvent
from kith.care.permissions import NotAllowed
from kith.care.queries.alert_times import alert_times
from tests.people import People, a_client
from tests.reports.read_pdf import words_of
from tests.web.practitioner.screens import Screen


def answered(people: People, client: Any, minutes: int, by: str = "ben") -> None:
    """Raised by Dan, contacted so many minutes later; half of that until somebody had it in hand."""
    at = people.at
    alert = safety.raise_concern(client=client, level="high", words="Quiet", by=people.sees("dan"), at=at)
    safety.see_alert(alert=alert, by=people.sees(by), at=at + timedelta(minutes=minutes / 2))
    given: dict[str, Any] = {"by": people.sees(by), "at": at + timedelta(minutes=minutes)}
    safety.contact_about_alert(alert=alert, note="Rang", **given)


def after_the_quarter(people: People) -> None:
    people.at = datetime(2026, 4, 2, 10, tzinfo=UTC)


def test_a_manager_reads_no_number_that_rests_on_a_few(people: People) -> None:
    answered(people, people.ana, 30)
    after_the_quarter(people)
    page = alert_times(viewer=people.sees("cleo"), at=people.at)
    (whole,) = page.programme  # one alert in all: nothing is told apart
    assert set(whole.levels) == {"imminent", "high", "moderate"}
    assert (whole.alerts.people, whole.contact.median, whole.contact.worst, whole.contact.share) == (None,) * 4
    assert (page.team, page.supervisees) == ((), ())
    text = Screen(people, "cleo").text("alert_times")
    assert "fewer than 8, not shown" in text
    assert "Too few alerts to show this." in text
    assert "Ben Okafor" not in text


def test_with_enough_alerts_the_middle_and_the_longest_are_told(people: People) -> None:
    for number in range(10):
        answered(people, a_client(people, f"c{number}", "Cy", f"Number{number}"), 20 + 2 * number)
    after_the_quarter(people)
    programme = alert_times(viewer=people.sees("cleo"), at=people.at).programme
    (high,) = [one for one in programme if one.levels == ("high",)]
    assert (high.alerts.people, high.missed.people, high.went_on.people) == (10, 0, 0)
    assert (high.contact.median, high.contact.worst, high.contact.share) == (29.0, 38.0, 1.0)
    assert high.seen.median == 14.5
    assert re.search(
        r"Contacted in time, by how soon contact was asked for\. [^<]*: 100%",
        Screen(people, "cleo").text("alert_times"),
    )


def test_a_level_with_few_alerts_is_shown_with_its_neighbour(people: People) -> None:
    for number in range(10):
        answered(people, a_client(people, f"c{number}", "Cy", f"Number{number}"), 20)
    safety.raise_concern(client=people.ana, level="imminent", words="Now", by=people.sees("dan"), at=people.at)
    after_the_quarter(people)
    page = alert_times(viewer=people.sees("cleo"), at=people.at)
    together = [one for one in page.programme if len(one.levels) > 1]
    assert [(set(one.levels), one.alerts.people) for one in together] == [({"high", "imminent"}, 10)]
    words = Screen(people, "cleo").text("alert_times")
    assert "Now, within thirty minutes + Today, within four hours" in words
    assert "high + imminent" in Screen(people, "cleo").get("alert_times_export").content.decode()


def test_the_load_of_one_practitioner_is_told_of_three_and_not_of_two(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two, each could work out the other's."""
    for number in range(10):
        answered(people, a_client(people, f"c{number}", "Cy", f"Number{number}"), 20)
    after_the_quarter(people)

    def load() -> float | None:
        burden = alert_times(viewer=people.sees("cleo"), at=people.at).burden
        return burden.given_a_week if burden else None

    assert load() is None
    three = tuple(str(people.accounts[name].pk) for name in ("ben", "dev", "dan"))
    monkeypatch.setattr("kith.care.queries.alert_times.holders", lambda *_given: three)
    assert load() == pytest.approx(10 / 3 / (90 / 7), abs=0.01)


def test_what_happens_today_changes_nothing_until_the_quarter_is_over(people: People) -> None:
    """Neighbours: one alert more, news to an old one, and an answer to it; the same manager reads the same."""
    clients = [a_client(people, f"c{number}", "Cy", f"Number{number}") for number in range(10)]
    for client in clients:
        answered(people, client, 20)
    after_the_quarter(people)
    before = alert_times(viewer=people.sees("cleo"), at=people.at)
    safety.raise_concern(client=people.ana, level="imminent", words="Now", by=people.sees("dan"), at=people.at)
    for client in clients:
        safety.raise_concern(client=client, level="imminent", words="Worse", by=people.sees("dan"), at=people.at)
    answered(people, a_client(people, "zed", "Zed", "Quist"), 500)
    people.later(days=20)
    assert alert_times(viewer=people.sees("cleo"), at=people.at) == before
    people.at = datetime(2026, 7, 2, 10, tzinfo=UTC)
    after = alert_times(viewer=people.sees("cleo"), at=people.at)  # the control: they show when the quarter is over
    assert (after.quarter, after.programme) != (before.quarter, before.programme)


def test_before_there_were_alerts_nothing_is_shown_as_none(people: People) -> None:
    answered(people, people.ana, 30)
    people.later(hours=6)
    page = alert_times(viewer=people.sees("cleo"), at=people.at)
    assert (page.programme, page.burden) == ((), None)
    text = Screen(people, "cleo").text("alert_times")
    assert "No alerts were written down yet" in text
    assert "0 min" not in text


def test_eve_reads_her_own_supervisees_and_nobody_elses(people: People) -> None:
    answered(people, people.ana, 30)
    answered(people, a_client(people, "zed", "Zed", "Quist", practitioner="dev"), 90, by="dev")
    people.later(hours=6)
    page = alert_times(viewer=people.sees("eve"), at=people.at)
    assert page.programme == ()
    (ben,) = page.supervisees
    assert (ben.name, ben.given, ben.times.alerts.people, ben.times.contact.median) == ("Ben Okafor", 1, 1, 30.0)
    assert ben.acted_on == 1.0
    text = Screen(people, "eve").text("alert_times")
    assert "Ben Okafor" in text
    assert "Dev Rao" not in text


def test_what_nobody_answered_in_time_is_missed_and_what_has_time_is_not(people: People) -> None:
    safety.raise_concern(client=people.ana, level="imminent", words="Now", by=people.sees("dan"), at=people.at)
    people.later(minutes=4)
    (ben,) = alert_times(viewer=people.sees("eve"), at=people.at).supervisees
    assert (ben.times.missed.people, ben.acted_on) == (0, None)
    people.later(minutes=27)
    escalate.escalate_overdue_alerts(by=set_up.founder(people.service.pk), at=people.at)
    (ben,) = alert_times(viewer=people.sees("eve"), at=people.at).supervisees
    assert (ben.times.missed.people, ben.acted_on, ben.went_on) == (1, 0.0, 1)


@pytest.mark.parametrize("name", ["ben", "dan", "finn", "ada", "ana"])
def test_nobody_else_reads_them(people: People, name: str) -> None:
    with pytest.raises(NotAllowed):
        alert_times(viewer=people.sees(name), at=people.at)


def test_the_file_holds_what_the_page_holds_and_the_look_is_written_down(people: People) -> None:
    answered(people, people.ana, 30)
    people.later(hours=6)
    eve = Screen(people, "eve").get("alert_times_export").content.decode()
    of_eve = words_of(Screen(people, "eve").get("alert_times_export", **{"as": "pdf"}).content)
    after_the_quarter(people)
    cleo = Screen(people, "cleo").get("alert_times_export").content.decode()
    of_cleo = words_of(Screen(people, "cleo").get("alert_times_export", **{"as": "pdf"}).content)
    assert "Ben Okafor,,,all,1,contact,30,30,1.0000,0,0" in eve
    assert "service,2026-01-01,2026-03-31,moderate + high + imminent,,contact,,,,0,0" in cleo
    assert "Ben" not in cleo
    assert AuditEvent.objects.filter(event="alert_times.seen").count() == 4
    assert "Ben Okafor 1, 0.1 a week 1 15 min, longest 15 min, 100% in time 30 min" in of_eve
    assert "fewer than 8, not shown too few to show" in of_cleo
    assert "Ben" not in of_cleo
    kept = Screen(people, "cleo").get("alert_times_export", **{"as": "parquet"})
    assert kept["Content-Disposition"] == 'attachment; filename="alert-times.parquet"'
