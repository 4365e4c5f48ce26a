"""What a group has decided and who has carried which role, up to a meeting."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from kith.care.models.delivery import Group
from kith.care.models.sociotherapy import GroupDecision, RoleTurn


def turns_of(group: Group, hidden: Collection[UUID], *, until: int | None = None) -> list[RoleTurn]:
    """Every turn of the group's members up to a meeting, in order, but of nobody whom the viewer must not see."""
    rows = RoleTurn.objects.filter(session__group=group).exclude(client__in=hidden)
    if until is not None:
        rows = rows.filter(session__number__lte=until)
    found = rows.select_related("session", "client", "passed_to__session")
    return list(found.order_by("session__number", "taken_at", "made_at", "pk"))


def decided_in(group: Group, *, until: int | None = None) -> list[GroupDecision]:
    """Everything the group decided up to a meeting, in order, with what came of it."""
    rows = GroupDecision.objects.filter(session__group=group)
    if until is not None:
        rows = rows.filter(session__number__lte=until)
    found = rows.select_related("session", "result__session")
    return list(found.order_by("session__number", "decided_at", "made_at", "pk"))
