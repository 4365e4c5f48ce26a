"""Whom to call, by country: numbers with the day they were checked and the day they must be checked again."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import repeated, review_faults
from kith.science.sources import Id, LibraryValue, Paragraph, Provenance, Review, Sentence, Version

__all__ = ["Contact", "CrisisContacts", "Place", "contact_faults", "out_of_date", "standing"]

LONGEST_DAYS_UNCHECKED = 180  # numbers change without notice; beyond half a year nobody can vouch for them


class Contact(LibraryValue):
    """A number that a person in crisis can use."""

    id: Id
    name: Sentence
    number: Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ]{1,18}$")]
    kind: Literal["emergency", "crisis_line", "text"]
    text_word: Annotated[str, Field(pattern=r"^[A-Z0-9]{2,12}$")] | None = None
    hours: Sentence
    languages: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    note: Sentence | None = None
    checked_on: date
    review_by: date
    provenance: Provenance
    source: Sentence | None = None


class Place(LibraryValue):
    """A country, or the generic page of a region, with its contacts: the emergency number first."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    name: Sentence
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1)]


class CrisisContacts(LibraryValue):
    """Every country we have numbers for, and where to look for the others."""

    version: Version
    not_monitored: Paragraph
    elsewhere: Paragraph
    places: Annotated[tuple[Place, ...], Field(min_length=1)]
    review: Review


def standing(contact: Contact, on: date) -> Literal["verified", "not yet verified", "past its review date"]:
    """What may be said beside a number on the day `on`. A number past its date is still shown, and said to be so."""
    if on > contact.review_by:
        return "past its review date"
    return "verified" if contact.provenance == "verified" else "not yet verified"


def out_of_date(contacts: CrisisContacts, document: Document, on: date) -> list[LibraryProblem]:
    """A problem for each number whose review date lies before the day `on`, or that was checked after it."""
    problems = []
    for i, place in enumerate(contacts.places):
        for j, contact in enumerate(place.contacts):
            loc = ("places", i, "contacts", j)
            if on > contact.review_by:
                what, found = "This number is past its review date", f"{contact.number}, review by {contact.review_by}"
                instead = "call or look it up, then new checked_on and review_by days"
                problems.append(document.problem((*loc, "review_by"), what, found, instead))
            if contact.checked_on > on:
                found = str(contact.checked_on)
                problems.append(
                    document.problem((*loc, "checked_on"), "This day is still to come", found, f"{on} or earlier")
                )
    return problems


def contact_faults(contacts: CrisisContacts, document: Document) -> list[LibraryProblem]:
    """What is wrong inside: no emergency number first, too long between checks, "verified" without a source."""
    problems = review_faults(document, contacts.review)
    problems += repeated(document, ("places",), "places", [place.country for place in contacts.places])
    for i, place in enumerate(contacts.places):
        loc = ("places", i, "contacts")
        problems += repeated(document, loc, "contacts", [contact.id for contact in place.contacts])
        if place.contacts[0].kind != "emergency":
            what, instead = "The emergency number comes first", "the contact of kind emergency as the first"
            problems.append(document.problem((*loc, 0), what, place.contacts[0].name, instead))
        for j, contact in enumerate(place.contacts):
            problems += _one_contact_faults(contact, document, (*loc, j))
    return problems


def _one_contact_faults(contact: Contact, document: Document, loc: tuple[str | int, ...]) -> list[LibraryProblem]:
    problems = []
    latest = contact.checked_on + timedelta(days=LONGEST_DAYS_UNCHECKED)
    if not contact.checked_on <= contact.review_by <= latest:
        what, found = "A number is checked at least every 180 days", f"{contact.checked_on} to {contact.review_by}"
        problems.append(
            document.problem((*loc, "review_by"), what, found, f"a day from {contact.checked_on} to {latest}")
        )
    if contact.provenance == "verified" and contact.source is None:
        what, instead = "A verified number names where it was seen", "source: the page; or provenance: recalled"
        problems.append(document.problem((*loc, "provenance"), what, "verified, no source", instead))
    return problems
