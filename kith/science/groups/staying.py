"""Reasons to reach out to a member before they are gone. Reasons only: there is no score to be ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

ReachOut = Literal["missed_two_running", "missed_two_of_four", "check_fell", "no_role"]

RUNNING = 2
"""Two meetings missed one after the other. After one nobody would be left in peace; after three many have left."""

LATELY = 4
"""How many of the newest meetings are looked at: about a month of a weekly group, so that an old bad month is over."""

MISSED = 2
"""Missed of those, even where they came in between."""

MEETINGS_FOR_A_ROLE = 4
"""Meetings somebody came to, after which having carried no role yet says something."""

SHARE_WITH_A_ROLE = 0.5
"""Share of the other members who have carried one; below it the group has hardly begun to share them."""


def reasons_to_reach_out(
    came: Sequence[bool], *, has_fallen: bool, turns: int, others_with_a_role: float
) -> tuple[ReachOut, ...]:
    """Why to reach out to one member, in the order of urgency; empty where nothing speaks for it.

    `came` is one value for each recorded meeting since they joined, the newest last; `has_fallen` whether their check
    of the meeting fell by what its instrument calls a change; `turns` how many roles they have carried;
    `others_with_a_role` the share of the other members who have carried one. Missed meetings (two running, or two of
    the newest four) and a fallen check are each a reason. Never having carried a role stands beside them and is no
    reason alone: some people come gladly and carry nothing. The limits are our own convention; that missing early
    meetings goes before leaving is the common finding of group practice, recalled and not yet traced.

    >>> reasons_to_reach_out([True, False, True, False], has_fallen=False, turns=1, others_with_a_role=1.0)
    ('missed_two_of_four',)
    >>> reasons_to_reach_out([True] * 6, has_fallen=False, turns=0, others_with_a_role=1.0)
    ()
    >>> reasons_to_reach_out([True] * 4 + [False] * 2, has_fallen=True, turns=0, others_with_a_role=0.5)
    ('missed_two_running', 'check_fell', 'no_role')
    """
    found: list[ReachOut] = []
    if len(came) >= RUNNING and not any(came[-RUNNING:]):
        found.append("missed_two_running")
    elif list(came[-LATELY:]).count(False) >= MISSED:
        found.append("missed_two_of_four")
    if has_fallen:
        found.append("check_fell")
    is_left_out = turns == 0 and sum(came) >= MEETINGS_FOR_A_ROLE and others_with_a_role >= SHARE_WITH_A_ROLE
    if found and is_left_out:
        found.append("no_role")
    return tuple(found)
