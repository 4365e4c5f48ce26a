"""People, places and groups around a person: what has changed, a next small step, and what there is to do nearby."""

from kith.science.connections.changing import KINDS, RINGS, Change, Step, Tie, changes, next_step
from kith.science.connections.going_out import (
    COSTS,
    DISTANCES,
    Fit,
    Liking,
    Next,
    Offer,
    Outing,
    Point,
    fit,
    next_after,
    sort_out,
)

__all__ = [
    "COSTS",
    "DISTANCES",
    "KINDS",
    "RINGS",
    "Change",
    "Fit",
    "Liking",
    "Next",
    "Offer",
    "Outing",
    "Point",
    "Step",
    "Tie",
    "changes",
    "fit",
    "next_after",
    "next_step",
    "sort_out",
]
