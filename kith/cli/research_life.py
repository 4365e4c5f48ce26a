"""What the synthetic service is asked to give out: files for research, and rows for whoever collects them by law."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.care.actions.bulk import decide_bulk_export, request_bulk_export
from kith.care.actions.research import decide_extract, request_extract
from kith.care.permissions import viewer_of
from kith.cli.replay import Replay


def tell_research(replay: Replay, *, asks: str, decides: str, at: datetime) -> None:
    """A researcher asked three times in six weeks; the privacy officer answered twice, each time a day later."""

    def asked(title: str, question: str, k: int, days: int, answer: str, is_approved: bool) -> None:
        when = at - timedelta(days=days)
        by = viewer_of(replay.accounts[asks], at=when)
        extract = request_extract(title=title, question=question, k=k, by=by, at=when)
        if answer:
            later = when + timedelta(days=1)
            officer = viewer_of(replay.accounts[decides], at=later)
            decide_extract(extract=extract, is_approved=is_approved, reason=answer, days=60, by=officer, at=later)

    asked(
        "Everybody with a rare first language",
        "Do people with a rare first language come less often? Ethics is not asked yet.",
        *(5, 40, "No ethics approval yet, and rare languages point at people. Ask anew with an approval.", False),
    )
    asked(
        "Waits, and change after them",
        "Do people who waited longer for a first session get better less often? Ethics 26/014.",
        *(8, 12, "Ethics 26/014, approved on the first of the month.", True),
    )
    asked(
        "Missed sessions",
        "Do missed sessions in the first month foretell that somebody leaves early? Ethics 26/031.",
        *(5, 2, "", False),
    )


def tell_rows_that_leave(replay: Replay, *, asks: str, decides: str, at: datetime) -> None:
    """A manager asked for the data set, which was let go, and for tables, which wait for an answer."""
    month_ago, later, yesterday = (at - timedelta(days=days) for days in (30, 29, 1))
    asked = request_bulk_export(
        kind="data_set",
        purpose="The ministry collects the data set each quarter, by the law on health statistics.",
        by=viewer_of(replay.accounts[asks], at=month_ago),
        at=month_ago,
    )
    decide_bulk_export(
        bulk_export=asked,
        is_approved=True,
        reason="Due by law until the end of the month.",
        days=31,
        by=viewer_of(replay.accounts[decides], at=later),
        at=later,
    )
    request_bulk_export(
        kind="tables",
        purpose="The region compares waits of its services. The contract of January names the columns.",
        by=viewer_of(replay.accounts[asks], at=yesterday),
        at=yesterday,
    )
