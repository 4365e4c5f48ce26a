"""Who sees whom first in the synthetic service: what practitioners bring, and what those who wait ask for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from kith.care.actions.allocating import Asks, Brings, decline_allocation, note_appointment_wish, say_availability
from kith.care.actions.refer import allocate
from kith.care.models import CareRelationship, Client, Role, User
from kith.care.permissions import live, viewer_of
from kith.cli.replay import Replay

BOTH: Final = ("in person", "video")
HOURS: Final[tuple[dict[str, tuple[str, ...]], ...]] = (
    {"2-10:00": BOTH, "4-18:00": ("video", "phone")},
    {"1-09:00": ("in person",), "3-14:00": BOTH, "5-11:00": BOTH},
    {"4-18:00": ("in person",), "5-13:00": BOTH},
    {"2-10:00": BOTH, "2-11:00": BOTH, "3-14:00": ("video",)},
)
LANGUAGES: Final = {"hana": ("en", "ar"), "idris": ("en", "ar"), "kofi": ("en", "fr"), "lena": ("en", "uk")}
GENDERS: Final = {"ben": "man", "gwen": "woman", "hana": "woman", "kofi": "man"}  # the others do not say
MORE_PEOPLE: Final = 3  # than each has now
ASKED: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    (
        {"parts": ("2-morning", "3-afternoon"), "languages": ("en",), "formats": BOTH, "needs": ("step_free",)},
        "My chair is wide, and the lift at the station often does not work.",
    ),
    (
        {"parts": ("6-morning",), "languages": ("en",), "formats": ("in person",)},
        "Only Saturdays. I work all week and cannot say why I would be away.",
    ),
    (
        {"parts": ("2-morning",), "languages": ("ar", "en"), "formats": BOTH, "gender": "woman"},
        "With a woman, and in Arabic if that can be.",
    ),
    ({"parts": ("4-evening", "5-afternoon"), "languages": ("en",), "formats": ("in person",)}, "After work, please."),
    ({"parts": ("1-morning",), "languages": ("en",), "formats": ("phone",)}, ""),
)


def tell_allocations(replay: Replay, *, at: datetime) -> None:
    """Practitioners said what they bring, but for the last; those who wait longest were asked, the rest not yet.

    One pair is declined. Where enough people wait, one of them has somebody by hand and does not know it yet.
    """
    then = at - timedelta(days=2)
    roles = Role.objects.filter(live(then), user__service=replay.service, name="practitioner").select_related("user")
    practitioners = [role.user for role in roles.order_by("user__username")]
    for number, person in enumerate(practitioners[:-1]):
        brings = _brings(person, number, then)
        say_availability(brings=brings, by=viewer_of(person, at=then), at=then)
    duty, waiting = viewer_of(replay.accounts["dan"], at=then), _waiting(replay, then)
    for client, (asks, words) in zip(waiting, ASKED, strict=False):
        note_appointment_wish(client=client, asks=Asks(**asks), words=words, not_now="", by=duty, at=then)
    if waiting:
        neighbour = practitioners[3 % len(practitioners)]
        decline_allocation(
            client=waiting[0], practitioner=neighbour, reason="They live in one street.", by=duty, at=then
        )
    if len(waiting) > len(ASKED):
        reason = "She saw him two years ago, and he asked for her."
        allocate(client=waiting[len(ASKED)], practitioner=practitioners[2], reason=reason, by=duty, at=then)


def _brings(person: User, number: int, at: datetime) -> Brings:
    name = person.username
    return Brings(
        hours=HOURS[number % len(HOURS)],
        languages=LANGUAGES.get(name, ("en",)),
        most_people=CareRelationship.objects.filter(live(at), staff=person, is_lead=True).count() + MORE_PEOPLE,
        trained=("cbt-depression",),
        offers=("quiet_room",) if number % 2 else ("step_free", "quiet_room"),
        gender=GENDERS.get(name, ""),
    )


def _waiting(replay: Replay, at: datetime) -> list[Client]:
    """Those whom nobody is responsible for, the longest wait first."""
    led = CareRelationship.objects.filter(live(at), is_lead=True).values("client")
    rows = Client.objects.filter(service=replay.service, made_at__lte=at).exclude(pk__in=led)
    return list(rows.exclude(episode__state="ended").order_by("episode__opened_on", "number"))
