"""What may be paid: limits on one result and on one person, and what they held back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kith.science.incentives.problems import IncentiveProblem, check_not_below


@dataclass(frozen=True)
class Limits:
    """The most for one result and for one person in all; None where there is no limit."""

    each: float | None = None
    person: float | None = None

    def __post_init__(self) -> None:
        for name, limit in (("limit of a result", self.each), ("limit of a person", self.person)):
            if limit is not None:
                check_not_below(0, **{name: limit})


@dataclass(frozen=True)
class Payment:
    """What was due and what is paid; `held_back_by` names the limit that made the difference, or is None."""

    due: float
    paid: float
    held_back_by: str | None = None


def within(limits: Limits, due: Iterable[float], *, paid_before: float = 0.0) -> tuple[Payment, ...]:
    """Pay what is due, in order, as far as limits allow. The limit that allows least is named.

    What was paid before in the same year counts against the limit of a person. Raises IncentiveProblem for an amount
    below 0, and where more than the limit was paid before: that is a matter for a person, not for a formula.

    >>> [(one.paid, one.held_back_by) for one in within(Limits(each=10, person=15), [12, 8, 3])]
    [(10, 'each'), (5.0, 'person'), (0.0, 'person')]
    """
    check_not_below(0, paid_before=paid_before)
    if limits.person is not None and paid_before > limits.person:
        raise IncentiveProblem(
            f"No more than {limits.person:g} is paid to a person; found {paid_before:g} paid already. Look at the "
            "ledger before anything else is paid."
        )
    total, found = paid_before, []
    for amount in due:
        check_not_below(0, amount_due=amount)
        room = {"each": limits.each, "person": None if limits.person is None else limits.person - total}
        least, name = min(((most, name) for name, most in room.items() if most is not None), default=(amount, None))
        paid = min(amount, least)
        found.append(Payment(amount, paid, name if paid < amount else None))
        total += paid
    return tuple(found)
