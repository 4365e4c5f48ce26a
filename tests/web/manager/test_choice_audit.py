"""Whether everybody gets the same choice: frozen in a snapshot, by groups that had no part in it, without a name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from kith.care.actions import evaluate
from kith.care.models import AuditEvent, Client, Evaluation, Plan, PlanChoice
from kith.care.queries.choice_audit import choice_audit
from kith.reports import can_set_pdf
from kith.science.recommendation import PROTECTED, is_trait
from kith.web.manager.export import has_parquet
from tests.care.courses import courses
from tests.people import People
from tests.reports.read_pdf import words_of as pdf_words
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

BETTER, SAME = (16, 8, 13, 6), (18, 17, 12, 12)
CHOSEN = "cbt-depression"


def chosen(people: People, clients: Sequence[Client], suggested: Sequence[str], is_override: bool = False) -> None:
    """What was on the table when the plan of each was chosen."""
    table = {"is_refused": False, "options": [{"protocol": one, "title": one} for one in suggested], "excluded": []}
    for client in clients:
        plan = Plan.objects.filter(client=client).first()
        assert plan is not None
        PlanChoice.objects.create(
            client=client, episode=plan.episode, author=people.accounts["ben"], plan=plan, outcome="plan",
            protocol=plan.protocol, library_version="1", table=table, made_with="", words="Words of theirs.",
            is_override=is_override, override_reason="", chosen_at=people.at, made_at=people.at,
        )  # fmt: skip


@pytest.fixture
def served(people: People) -> People:
    """Of twelve women nobody was suggested what they had; twelve men were; the men are better, the women are not."""
    clients = courses(people, [BETTER] * 12 + [SAME] * 12, equity={"gender": "man", "ethnicity": "asian"})
    for client in clients[12:]:
        client.equity = {"gender": "woman", "ethnicity": "asian"}
        client.save()
    chosen(people, clients[:12], [CHOSEN, "behavioural-activation"])
    chosen(people, clients[12:], ["behavioural-activation"], is_override=True)
    people.at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    evaluate.take_snapshot(
        period_from=date(2026, 1, 1), period_to=date(2026, 3, 31), by=people.sees("cleo"), at=people.at
    )
    return people


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_before_the_first_snapshot_the_page_says_how_to_get_one_to_the_manager_alone(people: People) -> None:
    for who in ("ben", "eve", "dan", "pia", "ana"):
        assert Screen(people, who).get("choice_audit").status_code == 403, who
    page = words_of(Screen(people, "cleo").text("choice_audit"))
    assert "No snapshot says it yet" in page
    assert "Take a snapshot" in page


def test_a_snapshot_from_before_choices_were_compared_is_not_taken_for_one(people: People) -> None:
    Evaluation.objects.create(
        service=people.service, period_from=date(2025, 1, 1), period_to=date(2025, 12, 31), results={"funnel": []},
        method="old", library_version="1", taken_at=people.at, made_at=people.at,
    )  # fmt: skip
    assert "No snapshot says it yet" in Screen(people, "cleo").text("choice_audit")


def test_what_differs_is_said_first_with_everybody_else_beside_it_and_no_name(served: People) -> None:
    page = words_of(Screen(served, "cleo").text("choice_audit"))
    assert "Some groups were treated differently" in page
    assert "People whose care ended: 25" in page
    assert "Gender: Women Took a suggestion 0 % of about 10" in page
    assert "Gender: Men Reliably better 100 % of about 10" in page
    assert re.search(r"Gender: Women “[^”]*epression[^”]*” was suggested 0 % of about 10", page)
    assert "Ethnicity: " not in page[: page.index("What each column counts")]  # all of them are one group
    assert not re.search(r"Given\d|Family\d|Words of theirs|Ben Okoro's", page)
    (event,) = AuditEvent.objects.filter(event="choice_audit.seen")
    assert event.clients == []
    assert "Does everybody get the same choice?" in Screen(served, "cleo").text("service_now")
    assert pseudo.untranslated(Screen(served, "cleo").pseudo("choice_audit")) == []


def test_the_page_names_what_is_compared_and_what_the_record_does_not_hold(served: People) -> None:
    page = choice_audit(viewer=served.sees("cleo"), at=served.at)
    compared = {one for one in PROTECTED if any(is_trait(each.name, one) for each in page.strata)}
    assert {"gender", "ethnicity", "deprivation"} <= compared
    assert sorted({*compared, *page.held_only, *page.not_held}) == sorted(PROTECTED)
    assert len(compared) + len(page.held_only) + len(page.not_held) == len(PROTECTED)
    text = words_of(Screen(served, "cleo").text("choice_audit"))
    assert "What is looked at, and what is not" in text
    assert (
        "Not held by the record, so nobody can see whether it makes a difference caste, citizenship, disability" in text
    )
    assert "gender" not in page.held_only + page.not_held


def test_the_file_holds_what_the_page_holds_and_no_small_count(served: People) -> None:
    cleo = Screen(served, "cleo")
    for who in ("ben", "eve", "ana"):
        assert Screen(served, who).get("choice_audit_export").status_code == 403
    rows = list(csv.DictReader(io.StringIO(cleo.get("choice_audit_export").content.decode())))
    better = {row["group"]: row["value"] for row in rows if row["part"] == "choices" and row["figure"] == "improved"}
    page = words_of(cleo.text("choice_audit"))
    assert (better["gender: man"], better["gender: woman"]) == ("1.0000", "0.0000")
    assert "100 % of 10" in page
    assert [row for row in rows if row["part"].startswith("intervention: ") and row["figure"] == "chosen"]
    counts = [int(row[name]) for row in rows for name in ("numerator", "denominator") if row[name]]
    assert counts
    assert not [count for count in counts if 0 < count < 8 or count % 5]
    if can_set_pdf():
        told = pdf_words(cleo.get("choice_audit_export", **{"as": "pdf"}).content)
        assert "100 % of 10" in told
    if has_parquet():
        kept = cleo.get("choice_audit_export", **{"as": "parquet"})
        assert kept["Content-Disposition"] == 'attachment; filename="choices-by-group.parquet"'
