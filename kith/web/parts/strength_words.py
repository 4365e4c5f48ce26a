"""What is strong in a person, in words that somebody of eleven can say of themselves. Awaiting clinical review."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

STRENGTHS: dict[str, Any] = {
    "somebody_close": lazy("somebody stands by them"),
    "once_did_good": lazy("knows things that once did them good"),
    "came_through_before": lazy("has come through a hard time before"),
    "keeps_practising": lazy("can do a small thing again and again"),
    "likes_making": lazy("likes to make things: pictures, music, things of wood or cloth"),
    "curious_about_self": lazy("is curious why they feel as they do"),
    "bears_being_with_others": lazy("can listen to others and be with them"),
    "knows_why_change_matters": lazy("knows why a change matters to them"),
    "wants_to_work": lazy("wants to work or learn"),
}
MINE: dict[str, Any] = {
    "somebody_close": lazy("somebody stands by you"),
    "once_did_good": lazy("you know things that once did you good"),
    "came_through_before": lazy("you have come through a hard time before"),
    "keeps_practising": lazy("you can do a small thing again and again"),
    "likes_making": lazy("you like to make things"),
    "curious_about_self": lazy("you are curious why you feel as you do"),
    "bears_being_with_others": lazy("you can listen to others and be with them"),
    "knows_why_change_matters": lazy("you know why a change matters to you"),
    "wants_to_work": lazy("you want to work or learn"),
}
"""The same, said to the person."""
