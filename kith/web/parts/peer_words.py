"""The words of peer support that more than one page needs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

WAYS = {
    "met": lazy("We met"),
    "call": lazy("We talked on the phone"),
    "message": lazy("We wrote to each other"),
    "going_along": lazy("We went somewhere together"),
    "not_reached": lazy("I tried, and did not reach them"),
}
WAYS_TO_ME = {
    "met": lazy("You met"),
    "call": lazy("You talked on the phone"),
    "message": lazy("You wrote to each other"),
    "going_along": lazy("You went somewhere together"),
    "not_reached": lazy("They tried to reach you"),
}
WAY_ICONS = {
    "met": "users",
    "call": "phone-call",
    "message": "message-circle",
    "going_along": "footprints",
    "not_reached": "circle-dashed",
}
