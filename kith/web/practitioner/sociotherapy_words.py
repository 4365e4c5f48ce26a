"""The words of a group that runs itself: what becomes of decisions, whose turn it is, what a meeting was about."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

KINDS_DECIDED = {"decision": lazy("We decided"), "task": lazy("A task for all")}
RESULTS = {"done": lazy("Done"), "dropped": lazy("We let it go")}
HERE_AND_NOW = {
    "arriving": lazy("Somebody new, arriving"),
    "leaving": lazy("Leaving, parting"),
    "closeness": lazy("Being close"),
    "distance": lazy("Being far apart"),
    "trust": lazy("Whom one can rely on"),
    "quarrel": lazy("A quarrel, anger"),
    "silence": lazy("Silence"),
    "power": lazy("Who decides"),
    "blame": lazy("Who is blamed"),
    "help": lazy("Giving and taking help"),
    "difference": lazy("Being different"),
    "loss": lazy("Loss, grief"),
    "hope": lazy("Hope, plans"),
}
WHY_NEXT = {
    "never_any": lazy("has not carried a role yet"),
    "never_this": lazy("has never carried this one"),
    "fewest": lazy("has carried the fewest"),
    "longest_ago": lazy("carried one longest ago"),
}
REASONS = {
    "missed_two_running": lazy("Missed the last two meetings"),
    "missed_two_of_four": lazy("Missed two of the last four meetings"),
    "check_fell": lazy("Said that the last meeting was much worse for them than the one before"),
    "no_role": lazy("Comes and has not carried a role, while most others have"),
}
OFFERS = {
    "another_group": lazy("A place in another group"),
    "alone": lazy("Meetings alone"),
    "come_back": lazy("To come back here"),
    "nothing_wanted": lazy("Wants nothing more now"),
}


def crumbs_of(page: Any, label: str, *, meeting: bool = False) -> list[dict[str, str]]:
    """The way from the list of groups to a page of one group, or of one of its meetings."""
    found = [
        {"url": reverse("groups"), "label": _("Groups")},
        {"url": reverse("group", args=[page.group_id]), "label": page.group_name},
    ]
    if meeting:
        number = _("Meeting %(number)d") % {"number": page.number}
        found.append({"url": reverse("meeting", args=[page.id]), "label": number})
    return [*found, {"label": label}]
