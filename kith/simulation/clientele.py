"""Invents the clients: names, ages, strata for equity, and how each wants to be reached."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from kith.simulation.names import CULTURES, Culture
from kith.simulation.people import Client, ContactRule

# Services see more people from poorer places; the first fifth is the most deprived.
QUINTILE_SHARES = (0.27, 0.23, 0.20, 0.16, 0.14)
GENDERS = ("woman", "man", "non-binary")
GENDER_SHARES = (0.62, 0.36, 0.02)
SITE_SHARES = (0.56, 0.30, 0.14)
DAYS_IN_A_YEAR = 365.25

ANA_KEY = "ana"


def invent_clients(rng: np.random.Generator, *, count: int, sites: tuple[str, ...], today: date) -> tuple[Client, ...]:
    """`count` clients, the first of them Ana; those of the school (last site) are 16 to 18 years old."""
    ana = _ana(sites[0])
    return (ana, *(_invent_client(rng, number, sites, today) for number in range(2, count + 1)))


def _invent_client(rng: np.random.Generator, number: int, sites: tuple[str, ...], today: date) -> Client:
    culture = CULTURES[int(rng.choice(len(CULTURES), p=_shares()))]
    gender = str(rng.choice(GENDERS, p=GENDER_SHARES))
    given, family = _name(rng, culture, gender)
    site = str(rng.choice(sites, p=SITE_SHARES))
    key = f"client-{number:03d}"
    return Client(
        key=key,
        given_name=given,
        family_name=family,
        preferred_name=given,
        date_of_birth=_date_of_birth(rng, today, young=site == sites[-1]),
        language=culture.language,
        gender=gender,
        ethnicity=culture.ethnicity,
        deprivation_quintile=1 + int(rng.choice(5, p=QUINTILE_SHARES)),
        phone=_phone(number),
        email=f"{key}@example.org",
        contact_rule=_contact_rule(rng),
        site=site,
    )


def _shares() -> list[float]:
    total = sum(culture.share for culture in CULTURES)
    return [culture.share / total for culture in CULTURES]


def _name(rng: np.random.Generator, culture: Culture, gender: str) -> tuple[str, str]:
    pools = {"woman": culture.feminine, "man": culture.masculine}
    given = pools.get(gender, culture.feminine + culture.masculine)
    return given[int(rng.integers(len(given)))], culture.family[int(rng.integers(len(culture.family)))]


def _date_of_birth(rng: np.random.Generator, today: date, *, young: bool) -> date:
    age = rng.uniform(16.1, 18.0) if young else float(np.clip(rng.gamma(6.0, 4.2) + 18.5, 18.5, 86))
    return today - timedelta(days=int(age * DAYS_IN_A_YEAR))


def _phone(number: int) -> str:
    """A number from the range that the British regulator keeps free for stories and never gives to anybody."""
    return f"+44 7700 {900000 + number % 1000}"


def _contact_rule(rng: np.random.Generator) -> ContactRule:
    channels = (("text", "email"), ("text",), ("phone", "text"), ("email",), ("letter",))
    times = (("09:00", "17:00"), ("10:00", "12:00"), ("12:00", "14:00"), ("16:00", "19:00"))
    earliest, latest = times[int(rng.integers(len(times)))]
    careful = bool(rng.random() < 0.12)
    return ContactRule(
        channels=channels[int(rng.choice(len(channels), p=(0.40, 0.25, 0.20, 0.12, 0.03)))],
        earliest=earliest,
        latest=latest,
        never_leave_message=careful,
        safe_contact="A friend, agreed with the client and named in the first meeting" if careful else None,
    )


def _ana(site: str) -> Client:
    return Client(
        key=ANA_KEY,
        given_name="Ana",
        family_name="Sorel",
        preferred_name="Ana",
        date_of_birth=date(1991, 4, 17),
        language="en",
        gender="woman",
        ethnicity="White",
        deprivation_quintile=2,
        phone=_phone(1),
        email="ana@example.org",
        contact_rule=ContactRule(
            channels=("text", "email"),
            earliest="12:00",
            latest="14:00",
            never_leave_message=True,
            safe_contact="Her sister Mira, evenings only",
        ),
        site=site,
    )
