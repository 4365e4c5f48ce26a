"""The words of those who care: the questions of their own plan, and who they are to the person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

PARTS: dict[str, Any] = {
    "break": lazy("What gives me a break, and when?"),
    "support": lazy("Who or what supports me?"),
    "ring": lazy("Whom do I ring when it gets too much?"),
    "no_more": lazy("What will I not do any more?"),
}
TIES: dict[str, Any] = {
    "partner": lazy("Partner"),
    "parent": lazy("Mother or father"),
    "child": lazy("Daughter or son"),
    "sibling": lazy("Sister or brother"),
    "friend": lazy("Friend or neighbour"),
    "other": lazy("Somebody else"),
}
NAMED_BY: dict[str, Any] = {
    "client": lazy("The person"),
    "practitioner": lazy("Somebody of the team"),
    "carer": lazy("The carer themselves"),
}
