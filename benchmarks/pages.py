"""Server time of every page on the demonstration's data, beside the floor of a page that reads nothing about anybody.

    python3 do.py demo --no-serve
    python -m benchmarks.pages            # in the environment that do.py made

Each page is asked for in-process through the whole stack (session, policy, decryption, audit) by the persona it is for.
The design asks for less than 100 ms. Writes are rolled back, the audit events of the looks included.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROUNDS = 15
HOME = Path(__file__).resolve().parent.parent / "demo-data"


def main() -> int:
    """Print a table: page, persona, median and worst milliseconds, those the processor was busy, queries."""
    os.environ.setdefault("KITH_HOME", str(HOME))
    os.environ["DJANGO_SETTINGS_MODULE"] = "kith.config.settings"
    if not (Path(os.environ["KITH_HOME"]) / "kith.sqlite3").exists():
        print("There is no demonstration yet. Found no database in KITH_HOME. Run: python3 do.py demo --no-serve")
        return 2
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        rows = [_measured(name, persona, path) for name, persona, path in _pages()]
        transaction.set_rollback(True)
    print(f"{'page':<20}{'seen by':<9}{'median ms':>10}{'worst ms':>10}{'processor':>11}{'queries':>9}")
    for name, persona, walls, processor, queries in sorted(rows, key=lambda row: -statistics.median(row[2])):
        median, busy = statistics.median(walls), statistics.median(processor)
        print(f"{name:<20}{persona:<9}{median:>10.1f}{max(walls):>10.1f}{busy:>11.1f}{queries:>9}")
    return 0


def _pages() -> list[tuple[str, str, str]]:
    from django.urls import reverse

    from kith.care.models import Client, Group, Session, User

    ben = User.objects.get(username="ben")
    ana = Client.objects.get(user__username="ana")
    mine = {"client_id": ana.pk}
    session = Session.objects.filter(client=ana, state="booked").first() or Session.objects.filter(client=ana).last()
    group = Group.objects.filter(facilitations__staff__username="finn").first()
    alert = (
        ana.alert_set.first()
        or ben.alerts_owned.filter(client__carerelationship__staff=ben, client__carerelationship__ends=None).first()
    )
    pages = [("help_now", "-", reverse("help_now")), ("caseload", "ben", reverse("caseload"))]
    pages += [("caseload", name, reverse("caseload")) for name in ("eve", "dan")]
    for name in ("person", "assess", "formulate", "goals", "plan", "safety_plan", "review"):
        pages.append((name, "ben", reverse(name, kwargs=mine)))
    if session is not None:
        pages.append(("session", "ben", reverse("session", kwargs={"session_id": session.pk})))
    if alert is not None:
        pages.append(("alert", "ben", reverse("alert", kwargs={"alert_id": alert.pk})))
    if group is not None:
        pages.append(("group", "finn", reverse("group", kwargs={"group_id": group.pk})))
    pages.append(("outcomes", "cleo", reverse("outcomes")))
    for name in ("today", "story", "my_goals", "my_work", "my_safety_plan", "my_record"):
        pages.append((name, "ana", reverse(name)))
    return pages


def _measured(name: str, persona: str, path: str) -> tuple[str, str, list[float], list[float], int]:
    from django.db import connection
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    from kith.care.models import User

    browser = Browser(SERVER_NAME="127.0.0.1")
    if persona != "-":
        browser.force_login(User.objects.get(username=persona), backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as asked:
        answer: Any = browser.get(path)
        queries = len(asked)  # now: the next request empties the log
    if answer.status_code != 200:
        print(f"{name} answered {answer.status_code} to {persona}.", file=sys.stderr)
    walls, processor = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        browser.get(path)
        walls.append((time.perf_counter() - wall) * 1000)
        processor.append((time.process_time() - cpu) * 1000)
    return name, persona, walls, processor, queries


if __name__ == "__main__":
    sys.exit(main())
