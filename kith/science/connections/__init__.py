"""People, places and groups around a person: what has changed between two days, and what could be a next small step."""

from kith.science.connections.changing import KINDS, RINGS, Change, Step, Tie, changes, next_step

__all__ = ["KINDS", "RINGS", "Change", "Step", "Tie", "changes", "next_step"]
