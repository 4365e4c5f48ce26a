"""Where a member stands by choices and rejections together: liked, disliked, both, neither (Coie and others 1982)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Literal

from kith.science.groups.choices import Choices

StatusGroup = Literal["popular", "rejected", "neglected", "controversial", "average"]


@dataclass(frozen=True)
class Status:
    """A member's status group with what it rests on, or None with the reason."""

    group: StatusGroup | None
    reason: str | None
    preference: float | None = None
    impact: float | None = None
    is_strictly_average: bool = False


def statuses(choices: Choices) -> dict[str, Status]:
    """The status of each member.

    L and D are choices and rejections received, standardised over the group (its own standard deviation, dividing by
    n: the group is everybody, not a sample; a convention). Preference is L - D, impact L + D. Popular: preference
    above 1, L above 0, D below 0. Rejected: preference below -1, L below 0, D above 0. Neglected: impact below -1, L
    and D below 0. Controversial: impact above 1, L and D above 0. Average otherwise; strictly so with a preference
    between -0.5 and 0.5. Nobody has a status where rejections were not asked for, where not everybody was asked, or
    where everybody is chosen, or rejected, equally often.

    Source: Coie, Dodge and Coppotelli 1982, Developmental Psychology 18, 557; the limits are recalled.

    >>> from kith.science.groups.choices import Choices
    >>> statuses(Choices(("a", "b"), frozenset({("a", "b")})))["a"].reason
    'rejections were not asked for'
    """
    if choices.rejections is None:
        return dict.fromkeys(choices.members, Status(None, "rejections were not asked for"))
    if choices.not_asked:
        return dict.fromkeys(choices.members, Status(None, "not everybody was asked"))
    liked = _standardised([len(choices.choosing(name)) for name in choices.members])
    disliked = _standardised([sum(to == name for _, to in choices.rejections) for name in choices.members])
    if liked is None or disliked is None:
        what = "chosen" if liked is None else "rejected"
        return dict.fromkeys(choices.members, Status(None, f"everybody is {what} equally often"))
    return {name: _status(*both) for name, *both in zip(choices.members, liked, disliked, strict=True)}


def _standardised(counts: list[int]) -> list[float] | None:
    spread = pstdev(counts)
    return [(one - fmean(counts)) / spread for one in counts] if spread else None


def _status(liked: float, disliked: float) -> Status:
    preference, impact = liked - disliked, liked + disliked
    group: StatusGroup = "average"
    if preference > 1 and liked > 0 > disliked:
        group = "popular"
    elif preference < -1 and liked < 0 < disliked:
        group = "rejected"
    elif impact < -1 and liked < 0 and disliked < 0:
        group = "neglected"
    elif impact > 1 and liked > 0 and disliked > 0:
        group = "controversial"
    return Status(group, None, preference, impact, group == "average" and -0.5 < preference < 0.5)
