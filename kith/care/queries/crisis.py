"""Who to call when it gets bad: needs no log-in and no record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kith.care.models import Service
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer
from kith.science.pathways import Contact, standing

HERE_WITHOUT_A_SERVICE = "GB"


@dataclass(frozen=True)
class CountryLine:
    """A number of one country, what may be said of it today, and when it was checked."""

    name: str
    number: str
    href: str
    note: str
    hours: str
    text_word: str
    standing: str
    checked_on: date


@dataclass(frozen=True)
class Country:
    """A country with its numbers, the emergency number first."""

    code: str
    name: str
    lines: tuple[CountryLine, ...]


@dataclass(frozen=True)
class CountriesPage:
    """Every country we have numbers for, the service's own first; and what to do elsewhere."""

    countries: tuple[Country, ...]
    elsewhere: str


def crisis_lines(*, viewer: Viewer | None) -> tuple[str, list[dict[str, str]]]:
    """(name of the service, crisis contacts of its country). Before log-in: the only service here, if it is one."""
    rows = _services(viewer)
    country = rows[0].country if rows else HERE_WITHOUT_A_SERVICE
    name = rows[0].name if len(rows) == 1 else ""
    place = library().crisis_contacts.get(country)
    if place is None:
        return name, []
    return name, [
        {
            "name": contact.name,
            "number": contact.number,
            "href": _href(contact),
            "note": contact.note or contact.hours,
        }
        for contact in place.contacts
    ]


def crisis_in_every_country(*, viewer: Viewer | None, at: datetime) -> CountriesPage:
    """The numbers of every country, for anybody; needs no log-in."""
    rows = _services(viewer)
    here = rows[0].country if rows else HERE_WITHOUT_A_SERVICE
    places = sorted(library().crisis.places, key=lambda place: (place.country != here, place.name))
    countries = tuple(
        Country(place.country, place.name, tuple(_line(contact, at.date()) for contact in place.contacts))
        for place in places
    )
    return CountriesPage(countries, library().crisis.elsewhere)


def _services(viewer: Viewer | None) -> list[Service]:
    return list(Service.objects.filter(pk=viewer.service_id) if viewer is not None else Service.objects.all()[:2])


def _line(contact: Contact, on: date) -> CountryLine:
    return CountryLine(
        contact.name,
        contact.number,
        _href(contact),
        contact.note or "",
        contact.hours,
        contact.text_word or "",
        standing(contact, on),
        contact.checked_on,
    )


def _href(contact: Contact) -> str:
    return f"{'sms' if contact.kind == 'text' else 'tel'}:{contact.number.replace(' ', '')}"


def right_now(*, viewer: Viewer | None) -> str:
    """The sentence that says truthfully that nobody reads answers at once; the same for everybody."""
    return library().crisis.not_monitored
