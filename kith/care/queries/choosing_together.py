"""Choosing together: two options and doing nothing for now, looked at by two people, and by the person alone later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.permissions import Viewer
from kith.care.queries.choices import ChoiceTold, told
from kith.care.queries.client_head import ClientHead
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.options_today import Looked, options_today
from kith.care.queries.planning_facts import Named
from kith.care.queries.side_by_side import MOST_COMPARED, SideBySide, kept_cards, side_by_side
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class TogetherPage:
    """What can be looked at, what is, and which of it asks for a reason. `is_refused`: nothing can be offered yet.

    `in_danger`: the person is, or something newer than their answer may say so; the page names neither.
    """

    head: ClientHead
    is_refused: bool
    in_danger: bool
    offered: tuple[Named, ...]
    compared: tuple[str, ...]
    shown: SideBySide
    need_reason: frozenset[str]


@dataclass(frozen=True)
class MyChoicePage:
    """The newest choice as it was made, with the options as they were looked at then."""

    time_zone: str
    choice: ChoiceTold | None
    shown: SideBySide | None
    matters: Mapping[str, int]


def choosing_together(
    *,
    viewer: Viewer,
    client_id: UUID,
    at: datetime,
    compared: Iterable[str] = (),
    matters: Mapping[str, int],
    language: str = "en",
) -> TogetherPage:
    """The page for two. Without a choice of what to compare, the first two that may be offered."""
    client, access = open_as_staff(viewer, client_id, "W", "plan", at=at)
    looked = options_today(viewer=viewer, client=client, access=access, at=at, language=language)
    names = [one.offer.id for one in looked.answer.options]
    wanted = [name for name in dict.fromkeys(compared) if name in names][:MOST_COMPARED] or names[:MOST_COMPARED]
    page = TogetherPage(
        head=looked.head,
        is_refused=looked.answer.is_refused,
        in_danger=bool(looked.answer.dangers_first or _overtaken(looked)),
        offered=tuple(Named(name, looked.protocols[name].title_for_client) for name in names),
        compared=tuple(wanted),
        shown=side_by_side(kept_cards(looked, wanted), matters),
        need_reason=frozenset(name for name in wanted if looked.needs_reason(name)),
    )
    note_seen(viewer, "choosing.seen", [client.pk], at=at)
    return page


def _overtaken(looked: Looked) -> bool:
    return any(one.why == "overtaken" for one in looked.answer.lacking)


def my_choice(*, viewer: Viewer, at: datetime) -> MyChoicePage:
    """One's own newest choice, to read again alone."""
    own = open_own(viewer, "R", "plan", at=at)
    row = own.client.planchoice_set.select_related("author").order_by("-chosen_at", "-made_at", "-pk").first()
    matters = dict(row.matters or {}) if row is not None else {}
    compared = row.table["compared"] if row is not None else []
    page = MyChoicePage(
        time_zone=own.time_zone,
        choice=told([row])[0] if row is not None else None,
        shown=side_by_side(compared, matters) if compared else None,
        matters=matters,
    )
    note_seen(viewer, "my_choice.seen", [own.client.pk], at=at)
    return page
