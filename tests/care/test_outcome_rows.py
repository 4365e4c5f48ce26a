"""What leaves the record as rows: counted as in a snapshot, naming nobody, and without those who said no."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from kith.care.actions import bulk, consent, deliver, evaluate, harms, refer, review
from kith.care.actions.export import begin_outcome_export
from kith.care.models import AuditEvent, Client
from kith.care.permissions import NotAllowed, NotYours, Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.outcome_rows import outcome_rows, parts_needed
from kith.cli.export import Exported, export_rows
from kith.cli.replay import Replay
from kith.cli.table_folder import write_part
from kith.science.change import MeasurePolicies
from kith.science.library import Library
from kith.science.outcomes import DatedLimits, EpisodeFacts, Period, recovery_of
from kith.science.outcomes.tables import courses, delivery_table, needed_of, open_tables, outcome_table
from kith.simulation import simulate
from tests.care.courses import courses as told_courses
from tests.care.courses import say_problems, take
from tests.people import People, a_booked_session, a_client, a_service, an_agreed_plan

BETTER, SAME, WORSE = (16, 8, 13, 6), (18, 17, 12, 12), (9, 16, 7, 8)
POLICIES = Library.open().measure_policies


def export(people: People, folder: Path, *, full: bool = False) -> Exported:
    return export_rows(folder, people.sees("cleo"), full=full)


def counted(
    folder: Path, by: tuple[str, ...] = (), policies: MeasurePolicies = POLICIES, **within: date
) -> list[dict[str, Any]]:
    referrals, sessions = open_tables(folder)
    with needed_of(courses(referrals, sessions, policies), by) as needed:
        rows: list[dict[str, Any]] = outcome_table(needed, by, **within).to_pyarrow().to_pylist()
    return rows


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / table).to_pylist()
    return rows


def facts(service: Any, first: date, last: date) -> list[EpisodeFacts]:
    """What a snapshot counts, before it is rounded."""
    zone = ZoneInfo(service.time_zone)
    begins, ends = (datetime.combine(day, datetime.min.time(), zone) for day in (first, last))
    return [one for _, one in evaluate._episodes(service, Period(first, last, begins, ends), zone)]


def by_the_snapshot(
    some: list[EpisodeFacts], first: date, last: date, policies: MeasurePolicies = POLICIES
) -> dict[str, int]:
    """The same counts by the rules of a snapshot: the referred by their day, outcomes by the day the care ended."""
    ended = [one for one in some if one.ended_on and first <= one.ended_on <= last]
    finished = [one for one in ended if one.has_finished]
    rates = recovery_of(finished, DatedLimits.within(policies, ("phq9", "gad7"), first, last))
    return {
        "referred": sum(first <= one.received_on <= last for one in some),
        "treated": sum(bool(one.attended_on) and first <= one.attended_on[0] <= last for one in some),
        "ended": len(ended),
        "finished": len(finished),
        "sessions_attended": sum(len(one.attended_on) for one in finished),
        "within_6_weeks": sum((days := one.days_to_first) is not None and days <= 42 for one in finished),
        "paired": rates.completeness.numerator,
        "case": rates.caseness.numerator,
        "recovered": rates.recovery.numerator,
        "reliably_recovered": rates.reliable_recovery.numerator,
        "reliably_improved": rates.reliable_improvement.numerator,
        "reliably_deteriorated": rates.reliable_deterioration.numerator,
        "no_reliable_change": rates.no_reliable_change.numerator,
    }


def told_world(people: People) -> list[Client]:
    return told_courses(people, [BETTER] * 3 + [SAME] * 2 + [WORSE], equity={"gender": "woman", "deprivation": "2"})


def test_a_small_world_counted_by_hand_and_as_a_snapshot_counts_it(people: People, tmp_path: Path) -> None:
    """Six courses: three recover, two stay, one gets worse; Ana waits."""
    told_world(people)
    done = export(people, tmp_path)
    found = counted(tmp_path)[0]
    assert (found["referred"], found["treated"], found["finished"], found["recovered"]) == (7, 6, 6, 3)
    assert (found["reliably_improved"], found["reliably_deteriorated"], found["within_6_weeks"]) == (3, 1, 6)
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    wanted = by_the_snapshot(facts(people.service, first, last), first, last)
    assert {name: found[name] for name in wanted} == wanted
    assert done.rows == {"referrals": 7, "sessions": 6 * 6}
    women = {row["gender"]: row["recovered"] for row in counted(tmp_path, ("gender", "deprivation_quintile"))}
    assert women == {"woman": 3, None: 0}


def stricter_from(day: date) -> MeasurePolicies:
    """The packaged policies, but from this day on a fall of 9 on PHQ-9 and a score below 6 are asked for."""
    changed = []
    for one in POLICIES.policies:
        if one.measure == "phq9":
            changed.append(one.model_copy(update={"effective_to": day - timedelta(days=1)}))
            more = {"effective_from": day, "version": one.version + 1, "caseness": 6.0, "reliable_change": 9.0}
            changed.append(one.model_copy(update=more))
        elif one.measure == "gad7":
            changed.append(one.model_copy(update={"effective_to": day - timedelta(days=1)}))
            more = {"effective_from": day, "version": one.version + 1, "reliable_change": 8.0}
            changed.append(one.model_copy(update=more))
        else:
            changed.append(one)
    return POLICIES.model_copy(update={"policies": tuple(changed)})


def test_a_policy_that_changes_within_the_period_counts_each_course_by_the_day_its_care_ended(
    people: People, tmp_path: Path
) -> None:
    """Eight fall from 16 to 8 before the change and recover; eight more fall so after it and do not, nor improve."""
    told_courses(people, [BETTER] * 8, equity={})
    people.later(days=1)
    day = people.at.date()
    told_courses(people, [BETTER] * 8, equity={}, start=8)
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    assert day < people.at.date() <= last
    export(people, tmp_path)
    for policies, wanted in ((POLICIES, 16), (stricter_from(day), 8), (stricter_from(last), 16)):
        found = counted(tmp_path, policies=policies, first=first, last=last)[0]
        frozen = by_the_snapshot(facts(people.service, first, last), first, last, policies)
        assert (found["recovered"], found["reliably_improved"]) == (wanted, wanted)
        assert {name: found[name] for name in frozen} == frozen


def test_the_main_problem_leaves_in_a_broad_group_and_only_where_ten_share_it(people: People, tmp_path: Path) -> None:
    """Twelve said anxiety at first, one of them low mood later; three say low mood: too few to be told."""
    clients = [a_client(people, f"n{n}", f"New{n}", "Comer") for n in range(16)]
    said = [["panic"]] * 6 + [["social_anxiety", "grief"]] * 6 + [["depression"]] * 3
    for client, problems in zip(clients, said, strict=False):
        say_problems(people, client, problems)
    people.later(days=1)
    say_problems(people, clients[0], ["depression"])
    export(people, tmp_path)
    assert Counter(row["problem"] for row in read(tmp_path, "referrals")) == {"anxiety": 12, None: 5}
    for client in clients[3:10]:
        say_no(people, client)
    export(people, tmp_path)
    assert Counter(row["problem"] for row in read(tmp_path, "referrals")) == {None: 10}


def say_no(people: People, client: Client) -> None:
    says(people, client, f"n{client.given_name.removeprefix('New')}", is_given=False)


def test_harms_leave_as_counts_and_are_unknown_until_a_register_is_kept(people: People, tmp_path: Path) -> None:
    told_world(people)
    export(people, tmp_path)
    assert {row["harms"] for row in read(tmp_path, "referrals")} == {None}
    for kind, seriousness in (("dependency", "minor"), ("admission", "serious")):
        what = harms.Happened(kind, people.at.date(), "He could not sleep.", seriousness=seriousness)
        harms.record_harm(client=people.ana, what=what, by=people.sees("ben"), at=people.at)
    ended = {"ending": "completed", "note": "", "by": people.sees("ben"), "at": people.at}
    review.end_episode(client=people.ana, **ended)
    export(people, tmp_path)
    told = Counter((row["harms"], row["serious_harms"]) for row in read(tmp_path, "referrals"))
    assert told == {(2, 1): 1, (0, 0): 6}
    referrals, sessions = open_tables(tmp_path)
    (found,) = delivery_table(referrals, sessions, ()).to_pyarrow().to_pylist()
    assert found == {
        "stays": 7, "appointments": 12, "attended": 12, "missed": 0, "cancelled": 0,
        "harm_known": 7, "with_harm": 1, "with_serious_harm": 1,
    }  # fmt: skip
    words = {str(value) for row in read(tmp_path, "referrals") for value in row.values()}
    assert not words & {"dependency", "admission", "He could not sleep."}


def test_only_the_first_session_attended_keeps_its_day(people: People, tmp_path: Path) -> None:
    told_world(people)
    export(people, tmp_path)
    rows = [row for row in read(tmp_path, "sessions") if row["kind"] == "treatment"]
    assert len(rows) == 12
    assert {row["held_on"] for row in rows} == {date(2026, 1, 19), None}
    assert sum(row["held_on"] is not None for row in rows) == 6


def test_nothing_in_the_files_says_who_anybody_is(people: People, tmp_path: Path) -> None:
    """Names, words, ids and dates of birth are looked for in every value; the control is a word that is there."""
    refer.refer(
        site=people.site,
        person=refer.NewClient("Zuleika", "Quill", date_of_birth="1990-04-12", equity={"gender": "the baker of Elm"}),
        source="self",
        reason="Since the fire.",
        received_on=date(2026, 1, 5),
        by=people.sees("dan"),
        at=people.at,
    )
    told_world(people)
    export(people, tmp_path)
    values = {
        str(value) for table in ("referrals", "sessions") for row in read(tmp_path, table) for value in row.values()
    }
    ids = {form for client in Client.objects.all() for form in (str(client.pk), client.pk.hex, client.number)}
    said = {"Zuleika", "Quill", "Petrova", "1990-04-12", "the baker of Elm", "Since the fire.", "Harbour House"}
    assert not values & (ids | said)
    assert {"Harbour Service", "in other words", "26 to 44"} <= values
    manifest = (tmp_path / "manifest.json").read_text()
    assert not [one for one in ids | said if one in manifest]


def test_two_exports_cannot_be_joined(people: People, tmp_path: Path) -> None:
    told_world(people)
    names = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        export(people, folder)
        names.append({row["referral"] for row in read(folder, "referrals")})
    assert len(names[0]) == len(names[1]) == 7
    assert not names[0] & names[1]


def says(people: People, client: Client, key: str, *, is_given: bool) -> None:
    consent.decide_consent(
        client=client, purpose="research", is_given=is_given, text_version="1", by=people.sees(key), at=people.at
    )


def test_whoever_says_no_is_left_out_from_the_next_run_on_and_may_come_back(people: People, tmp_path: Path) -> None:
    clients = told_world(people)
    export(people, tmp_path)
    whole = counted(tmp_path)[0]
    says(people, clients[0], "c0", is_given=False)
    assert export(people, tmp_path).written == 1
    without = counted(tmp_path)[0]
    assert (without["referred"], without["recovered"]) == (whole["referred"] - 1, whole["recovered"] - 1)
    people.later(minutes=1)
    says(people, clients[0], "c0", is_given=True)
    export(people, tmp_path)
    assert counted(tmp_path)[0] == whole


def test_a_later_run_writes_what_changed_and_is_the_same_as_a_whole_one(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kith.care.queries.outcome_rows.PEOPLE_A_PART", 1)
    clients = told_world(people)
    assert export(people, tmp_path).written == export(people, tmp_path, full=True).written == 8
    assert export(people, tmp_path).written == 0
    note_seen(people.sees("ben"), "person.seen", [one.pk for one in clients], at=people.at)
    assert export(people, tmp_path).written == 0
    plan = an_agreed_plan(people, people.ana)
    session = a_booked_session(people, plan)
    deliver.record_attendance(
        session=session, client=people.ana, status="late", minutes=40, reason="", by=people.sees("ben"), at=people.at
    )
    take(people, people.ana, "phq9", 12)
    assert export(people, tmp_path).written == 1
    parts = contents(tmp_path)
    assert export(people, tmp_path, full=True).written == 8
    assert contents(tmp_path) == parts
    assert counted(tmp_path)[0]["treated"] == 7


def test_a_run_that_was_stopped_leaves_the_tables_as_they_were_and_the_next_goes_on_where_it_was(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kith.care.queries.outcome_rows.PEOPLE_A_PART", 1)
    told_world(people)
    export(people, tmp_path)
    before, written = counted(tmp_path)[0], []
    monkeypatch.setattr("kith.cli.export.write_part", stopped_after(5, written))
    with pytest.raises(KeyboardInterrupt):
        export(people, tmp_path, full=True)
    assert len(list(tmp_path.glob("referrals/*.parquet"))) == 8 + 5
    take(people, people.ana, "phq9", 12)
    assert counted(tmp_path)[0] == before
    monkeypatch.setattr("kith.cli.export.write_part", write_part)
    assert export(people, tmp_path).written == 1
    assert len(list(tmp_path.glob("referrals/*.parquet"))) == 8


def test_the_first_run_goes_on_where_it_was_stopped(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kith.care.queries.outcome_rows.PEOPLE_A_PART", 1)
    told_world(people)
    monkeypatch.setattr("kith.cli.export.write_part", stopped_after(5, []))
    with pytest.raises(KeyboardInterrupt):
        export(people, tmp_path)
    monkeypatch.setattr("kith.cli.export.write_part", write_part)
    assert export(people, tmp_path).written == 8 - 5
    assert counted(tmp_path)[0]["finished"] == 6


def stopped_after(parts: int, written: list[str]) -> Callable[..., None]:
    def write(folder: Path, name: str, tables: Any) -> None:
        if len(written) == parts:
            raise KeyboardInterrupt
        written.append(name)
        write_part(folder, name, tables)

    return write


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every part; the name of a file says besides up to when it is true."""
    return {f"{path.parent.name} {path.name[:19]}": path.read_bytes() for path in folder.glob("*/*.parquet")}


def test_a_record_that_was_put_back_to_an_earlier_copy_is_written_whole(people: People, tmp_path: Path) -> None:
    export(people, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"checked": [9_999_999, "abcdefabcdef"]}))
    assert export(people, tmp_path).written == 1


def test_a_service_that_grows_gets_more_parts(people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.care.queries.outcome_rows.PEOPLE_A_PART", 2)
    viewer = people.sees("cleo")
    export(people, tmp_path)
    assert parts_needed(viewer) == 1
    for n in range(4):
        a_client(people, f"more{n}", f"More{n}", "Person")
    assert export(people, tmp_path).parts == parts_needed(viewer) == 4
    assert counted(tmp_path)[0]["referred"] == 5
    assert len(list(tmp_path.glob("referrals/*.parquet"))) == 4


@pytest.mark.parametrize("who", ["ben", "dev", "eve", "finn", "dan", "ada", "pia", "ana"])
def test_only_the_manager_takes_rows_out(people: People, tmp_path: Path, who: str) -> None:
    viewer = people.sees(who)
    with pytest.raises(NotAllowed):
        begin_outcome_export(export=UUID(int=1), by=viewer, at=people.at)
    with pytest.raises(NotAllowed):
        outcome_rows(viewer, UUID(int=1), 0, 1)
    assert not AuditEvent.objects.filter(event="outcome_rows.exported").exists()


def test_nobody_takes_rows_of_another_service(people: People, tmp_path: Path) -> None:
    other = a_service("Hill Service")
    with pytest.raises(NotYours):
        begin_outcome_export(export=UUID(int=1), service_id=other.service.pk, by=people.sees("cleo"), at=people.at)
    export(people, tmp_path)
    assert {row["provider"] for row in read(tmp_path, "referrals")} == {"Harbour Service"}


def test_each_run_is_in_the_audit_log_and_points_at_no_client(people: People, tmp_path: Path) -> None:
    export(people, tmp_path)
    export(people, tmp_path)
    events = list(AuditEvent.objects.filter(event="outcome_rows.exported"))
    assert len(events) == 2
    assert {(one.actor_id, tuple(one.clients)) for one in events} == {(people.accounts["cleo"].pk, ())}
    export_id = json.loads((tmp_path / "manifest.json").read_text())["export"]
    assert {one.rule for one in events} == {f"outcome-rows-3 {export_id}"}


def let_go_for(invented: Replay, manager: Viewer, at: datetime) -> None:
    """The second person's yes of the day before, which sixty people need."""
    before = at - timedelta(hours=25)
    asked = bulk.request_bulk_export(kind="tables", purpose="To be counted by the region.", by=manager, at=before)
    bulk.decide_bulk_export(
        bulk_export=asked, is_approved=True, reason="Contract of 2026", days=1, by=invented.viewers["pia"], at=before
    )


@pytest.fixture
def invented(db: None) -> Replay:
    ends = datetime(2026, 7, 1, 9, tzinfo=UTC)
    replay = Replay(simulate(11, ends=ends, clients=60), "not-used-here", frozenset())
    replay.run(lambda done, of: None)
    return replay


@pytest.mark.slow
def test_an_invented_year_comes_out_as_a_snapshot_counts_it(invented: Replay, tmp_path: Path) -> None:
    first, last = date(2025, 7, 1), date(2026, 6, 30)
    viewer, at = invented.viewers["cleo"], datetime(2026, 7, 1, 10, tzinfo=UTC)
    let_go_for(invented, viewer, datetime.now(UTC))  # the command looks at the clock of the machine
    assert export_rows(tmp_path, viewer, full=False).rows["referrals"] < len(facts(invented.service, first, last))
    for key, client in invented.clients.items():
        if client.consent_set.filter(purpose="research", is_given=False).exists():
            consent.decide_consent(
                client=client, purpose="research", is_given=True, text_version="1", by=invented.viewers[key], at=at
            )
    export_rows(tmp_path, viewer, full=False)
    found = counted(tmp_path, first=first, last=last)[0]
    wanted = by_the_snapshot(facts(invented.service, first, last), first, last)
    assert wanted["finished"] > 10
    assert {name: found[name] for name in wanted} == wanted
