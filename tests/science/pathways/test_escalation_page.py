"""The printed limits are those of the table."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kith.science.pathways import FINISH_WITHIN, PACES
from kith.science.pathways.escalation import CONTACT_BY, SEE_BY

PAGE = Path(__file__).resolve().parents[3] / "docs/methods/escalation.md"


def said(wait: timedelta | None, by: str) -> str:
    if wait is None:
        return f"{by} of the next working day"
    minutes = int(wait.total_seconds() // 60)
    hours = minutes // 60
    return f"{minutes} minutes" if not hours else f"{hours} hour{'s' if hours > 1 else ''}"


def test_the_page_says_what_the_table_says() -> None:
    text = PAGE.read_text("utf-8")
    see, contact = f"{SEE_BY:%H:%M}", f"{CONTACT_BY:%H:%M}"
    for level, pace in PACES.items():
        row = f"| {level} | {said(pace.see, see)} | {said(pace.contact, contact)} | {said(pace.again, see)} |"
        assert row in text, row
    assert f"After contact, {FINISH_WITHIN.total_seconds() / 3600:g} hours" in text
