"""A person of whom everything is known, offers and figures, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kith.science.protocols import CIRCUMSTANCES, Exclusion
from kith.science.recommendation import Dose, Evidence, Known, Offer, PastHelp, Person, Preferences, Severity

DAY = date(2026, 4, 1)


def ana(**changes: Any) -> Person:
    """Ana has low mood first and worry second; all of it was learnt yesterday and no circumstance is present."""
    yesterday = DAY - timedelta(days=1)
    known: dict[str, Any] = {
        "problems": ("depression", "generalised_anxiety"),
        "severity": Severity("phq9", 15),
        "step": 3,
        "goals": frozenset({"G2"}),
        "strengths": frozenset(),
        "preferences": Preferences(),
        "languages": frozenset({"en"}),
        "access": frozenset(),
        "history": (),
        "settings": frozenset({"clinic", "online"}),
    }
    whole = {name: Known(value, yesterday) for name, value in known.items()}
    whole["circumstances"] = {one: Known(False, yesterday) for one in CIRCUMSTANCES}
    return Person(**{**whole, **changes})


def known(value: Any, days: int = 1) -> Known[Any]:
    """A value that was learnt so many days ago."""
    return Known(value, DAY - timedelta(days=days))


def with_circumstance(person: Person, circumstance: str, answer: Known[bool] | None) -> Person:
    """The person with one circumstance answered otherwise, or not at all."""
    others = {name: one for name, one in person.circumstances.items() if name != circumstance}
    told = others if answer is None else {**others, circumstance: answer}
    return replace(person, circumstances=told)  # type: ignore[arg-type]


def offer(name: str, **changes: Any) -> Offer:
    """A protocol for low mood, one to one, in English, with a place in two weeks."""
    usual: dict[str, Any] = {
        "version": "1.0",
        "problems": ("depression",),
        "goals": frozenset({"G2"}),
        "formats": frozenset({"individual"}),
        "settings": frozenset({"clinic"}),
        "dose": Dose(10, 12, 50),
        "excludes": (),
        "builds_on": frozenset(),
        "gates": ("safety-known",),
        "harms": ("too-much",),
        "languages": frozenset({"en"}),
        "has_interpreter": False,
        "meets": frozenset(),
        "weeks_wait": 2.0,
        "has_places": True,
    }
    return Offer(id=name, **{**usual, **changes})


def figure(name: str, estimate: float, reach: float = 0.1, **changes: Any) -> Evidence:
    """A figure over usual care for low mood, of moderate certainty."""
    usual: dict[str, Any] = {
        "problem": "depression",
        "comparator": "usual_care",
        "certainty": "moderate",
        "provenance": "computed",
        "source": "invented",
        "low": estimate - reach,
        "high": estimate + reach,
    }
    return Evidence(offer=name, estimate=estimate, **{**usual, **changes})


def no(circumstance: Any, rule: Any = "not_now") -> Exclusion:
    """An exclusion with words of its own."""
    return Exclusion(when=circumstance, rule=rule, words=f"Not with {circumstance}.")


__all__ = ["DAY", "PastHelp", "ana", "figure", "known", "no", "offer", "with_circumstance"]
