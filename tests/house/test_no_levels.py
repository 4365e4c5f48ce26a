"""H03: nobody is called a low, medium or high risk, or no risk; and crisis numbers are never too old to ship."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kith.science.library import Library

LEVEL = re.compile(
    r"\b(?:no|zero|little(?: or no)?|low|medium|moderate|high|severe|elevated)[ -]risk\b|\brisk[ -](?:level|score)\b",
    re.IGNORECASE,
)
SPOKEN = {".html", ".yaml", ".md", ".py", ".po", ".js"}  # where words come from that people read
# Words that look the same and say nothing about a person's safety, and the one place where each may stand.
ABOUT_TRIALS = re.compile(r"(?:low|high)[ -]risk of bias", re.IGNORECASE)
ABOUT_SITUATIONS = re.compile(r"high-risk situations", re.IGNORECASE)
WHO_TOOK_PART = re.compile(r"left out people with elevated risk of suicide", re.IGNORECASE)
OWNERS_BANDS = ("kith/library/instruments/assist/", "kith/library/instruments/audit/")  # drinking and drugs, not safety


def levels(text: str) -> list[str]:
    """Every level of danger that a text gives, apart from what is said of trials and of situations."""
    for other in (ABOUT_TRIALS, ABOUT_SITUATIONS, WHO_TOOK_PART):
        text = other.sub("", text)
    return LEVEL.findall(text)


def spoken(root: Path) -> Iterable[Path]:
    """Every file of the product whose words may reach somebody."""
    return (path for path in sorted((root / "kith").rglob("*")) if path.suffix in SPOKEN)


def test_nobody_is_given_a_level_of_risk(root: Path) -> None:
    files = list(spoken(root))
    assert len(files) > 500
    found = {
        str(path.relative_to(root)): said
        for path in files
        if not str(path.relative_to(root)).startswith(OWNERS_BANDS) and (said := levels(path.read_text("utf-8")))
    }
    assert not found, f"Say what somebody does next, and how soon, instead of a level: {found}"


@pytest.mark.parametrize(
    "text",
    [
        "{% translate 'Low risk' %}",
        "title: Moderate risk of suicide",
        'msgstr "No risk was found"',
        "A high-risk client",
        "Her risk level is unchanged",
    ],
)
def test_a_level_of_risk_is_found(text: str, tmp_path: Path) -> None:
    (tmp_path / "kith").mkdir()
    (tmp_path / "kith/planted.html").write_text(text)
    assert [levels(path.read_text()) for path in spoken(tmp_path)] != [[]]


@pytest.mark.parametrize("text", ["trials at low risk of bias", "Relapse prevention: high-risk situations", "at risk"])
def test_other_words_are_left_alone(text: str) -> None:
    assert levels(text) == []


def too_old(on: date) -> list[str]:
    """The crisis numbers that nobody has checked again by their day."""
    return [str(one) for one in Library.open().check(on=on) if one.what == "This number is past its review date"]


def test_no_crisis_number_is_past_its_review_date_today() -> None:
    """The build stops until somebody has looked each of them up again: a wrong number is worse than none."""
    found = too_old(datetime.now(UTC).date())
    assert not found, "Look these numbers up and write new dates:\n" + "\n".join(found)


def test_a_number_unchecked_for_180_days_stops_the_build() -> None:
    places = Library.open().crisis.places
    checked = max(contact.checked_on for place in places for contact in place.contacts)
    assert len(too_old(checked + timedelta(days=181))) == sum(len(place.contacts) for place in places)
