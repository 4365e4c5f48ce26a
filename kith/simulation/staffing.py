"""Who works in the synthetic service, and where."""

from __future__ import annotations

from kith.simulation.people import Group, Role, Site, StaffMember
from kith.simulation.programmes import SOCIOTHERAPY

CLINIC = Site(key="riverside", name="Riverside Clinic", kind="clinic")
COMMUNITY_CENTRE = Site(key="mill-lane", name="Mill Lane Community Centre", kind="community_centre")
SCHOOL = Site(key="hillcrest", name="Hillcrest School", kind="school")
SITES = (CLINIC, COMMUNITY_CENTRE, SCHOOL)

BEN, DEV, EVE, FINN, CLEO, DAN = "ben", "dev", "eve", "finn", "cleo", "dan"
OTHER_PRACTITIONERS = (
    ("gwen", "Gwen Abara"),
    ("hana", "Hana Kimura"),
    ("idris", "Idris Belmont"),
    ("jo", "Jo Lindgren"),
    ("kofi", "Kofi Asante-Reed"),
    ("lena", "Lena Vasquez"),
)


def staff_of(practitioners: int) -> tuple[StaffMember, ...]:
    """The whole staff with `practitioners` practitioners, Ben (clinic) and Dev (school) among them.

    >>> [member.key for member in staff_of(2)][:2]
    ['ben', 'dev']
    """
    return (
        _member(BEN, "Ben Okoro", ("practitioner",), CLINIC, EVE),
        _member(DEV, "Dev Malhotra", ("practitioner",), SCHOOL, "sol"),
        *(_other_practitioner(number) for number in range(practitioners - 2)),
        _member(FINN, "Finn Larsen", ("facilitator",), COMMUNITY_CENTRE, "sol"),
        _member("tess", "Tess Moreau", ("facilitator",), CLINIC, EVE),
        _member("pete", "Pete Halloran", ("peer_supporter",), COMMUNITY_CENTRE, "sol"),
        _member(EVE, "Eve Sandoval", ("supervisor",), CLINIC, None),
        _member("sol", "Sol Haddad", ("supervisor",), COMMUNITY_CENTRE, None),
        _member(CLEO, "Cleo Marchetti", ("manager",), CLINIC, None),
        _member(DAN, "Dan Whitlock", ("duty",), CLINIC, EVE),
        _member("nina", "Nina Halvorsen", ("duty",), CLINIC, EVE),
        _member("ada", "Ada Novak", ("administrator",), CLINIC, None),
        _member("pia", "Pia Rosen", ("privacy_officer",), CLINIC, None),
        _member("ravi", "Ravi Thorne", ("researcher",), CLINIC, None),
    )


def _other_practitioner(number: int) -> StaffMember:
    at_clinic = number % 2 == 0
    known = number < len(OTHER_PRACTITIONERS)
    key, name = OTHER_PRACTITIONERS[number] if known else (f"practitioner-{number + 3}", f"Practitioner {number + 3}")
    return _member(key, name, ("practitioner",), CLINIC if at_clinic else COMMUNITY_CENTRE, EVE if at_clinic else "sol")


def _member(key: str, name: str, roles: tuple[Role, ...], site: Site, supervisor: str | None) -> StaffMember:
    return StaffMember(key=key, display_name=name, roles=roles, site=site.key, supervisor=supervisor)


def groups_of(count: int) -> tuple[Group, ...]:
    """The first `count` sociotherapy groups; the first is Finn's.

    >>> groups_of(1)[0].protocol
    'community-sociotherapy'
    """
    return tuple(_group(number) for number in range(count))


def _group(number: int) -> Group:
    kinds = (
        ("Mill Lane Circle", COMMUNITY_CENTRE, (FINN, "pete"), 2, "14:00"),
        ("Riverside Circle", CLINIC, ("tess",), 1, "10:00"),
        ("Thursday Circle", COMMUNITY_CENTRE, ("tess", "pete"), 3, "13:30"),
    )
    name, site, facilitators, weekday, starts = kinds[number % len(kinds)]
    again = number // len(kinds)
    return Group(
        key=f"group-{number + 1}",
        name=name if not again else f"{name} {again + 1}",
        protocol=SOCIOTHERAPY,
        site=site.key,
        facilitators=facilitators,
        weekday=(weekday + 2 * again) % 5,
        starts=starts,
    )
