"""The file that holds lists of allocations, with the seed, the key and the seal: for one person who enrols nobody."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kith import __version__
from kith.science.trials import AllocationList, TrialProblem, permuted_blocks, seal, simple, stratified


class UnreadableAllocation(Exception):
    """A file of allocations that cannot be used. The message says what happened, what was found and what to do."""


@dataclass(frozen=True)
class Drawing:
    """What lists are drawn from: the same again gives the same lists. No `blocks` means simple randomisation."""

    people: int
    arms: tuple[str, ...]
    ratio: tuple[int, ...] | None
    blocks: tuple[int, ...]
    strata: Mapping[str, tuple[str, ...]]
    seed: int

    def lists(self) -> tuple[AllocationList, ...]:
        """The lists, one for each stratum. Raises TrialProblem as the methods do."""
        rng = np.random.default_rng(self.seed)
        if not self.blocks:
            return (simple(self.people, self.arms, rng),)
        if not self.strata:
            return (permuted_blocks(self.people, self.arms, rng, block_sizes=self.blocks, ratio=self.ratio),)
        return stratified(self.people, self.strata, self.arms, rng, block_sizes=self.blocks, ratio=self.ratio)


@dataclass(frozen=True)
class Allocation:
    """Lists as they stand in a file, with what they were drawn from."""

    drawing: Drawing
    key: str
    lists: tuple[AllocationList, ...]

    @property
    def seal(self) -> str:
        """The seal of the lists as they stand."""
        return seal(self.lists, self.key)


def write_allocation(path: Path, allocation: Allocation) -> None:
    """Write a new file that only its owner may read.

    Raises UnreadableAllocation where there is a file already: a list is never replaced.
    """
    drawing = allocation.drawing
    text = json.dumps(
        {
            "kith": __version__,
            "people": drawing.people,
            "arms": drawing.arms,
            "ratio": drawing.ratio,
            "blocks": drawing.blocks,
            "strata": drawing.strata,
            "seed": str(drawing.seed),
            "key": allocation.key,
            "seal": allocation.seal,
            "lists": [
                {"stratum": dict(one.stratum), "arms": one.arms, "blocks": one.blocks} for one in allocation.lists
            ],
        },
        ensure_ascii=False,
        indent=1,
    )
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UnreadableAllocation(
            f"{path}: a list is never written over another; found a file of this name. Choose a new name."
        ) from None
    except OSError as error:
        raise UnreadableAllocation(
            f"{path}: the list cannot be written; found {error.strerror or error}. Choose another folder."
        ) from None


def read_allocation(path: Path) -> Allocation:
    """Read the file. Raises UnreadableAllocation for what is no such file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return _allocation(found)
    except OSError as error:
        raise UnreadableAllocation(
            f"{path}: the file cannot be opened; found {error.strerror or error}. Check its name and folder."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableAllocation(
            f"{path.name}: this is no list of allocations; found {type(error).__name__} at {str(error)[:60]!r}. Take "
            "the file that `kith randomise list` wrote, unchanged."
        ) from None


def check_allocation(path: Path, allocation: Allocation, published: str | None) -> None:
    """Raise UnreadableAllocation unless the lists have the published seal and are what the seed draws."""
    if published is not None and published.strip().lower() != allocation.seal:
        raise UnreadableAllocation(
            f"{path.name}: the lists are not those of the published seal; found seal {allocation.seal[:16]}… instead "
            f"of {published.strip()[:16]}…. Stop allocating from this file and look for the one that was sealed."
        )
    try:
        drawn = allocation.drawing.lists()
    except TrialProblem as problem:
        raise UnreadableAllocation(f"{path.name}: the lists cannot be drawn again. {problem}") from None
    if drawn != allocation.lists:
        raise UnreadableAllocation(
            f"{path.name}: the lists are not those that the seed draws; found {_first_difference(drawn, allocation)}. "
            "Somebody changed the file: stop allocating from it, and draw no new list before it is known why."
        )


def _first_difference(drawn: Sequence[AllocationList], allocation: Allocation) -> str:
    for number, (one, other) in enumerate(zip(drawn, allocation.lists, strict=False), start=1):
        if one != other:
            return f"a difference in list {number}"
    return f"{len(allocation.lists)} lists instead of {len(drawn)}"


def _allocation(found: Any) -> Allocation:
    drawing = Drawing(
        people=int(found["people"]),
        arms=tuple(found["arms"]),
        ratio=None if found["ratio"] is None else tuple(map(int, found["ratio"])),
        blocks=tuple(map(int, found["blocks"])),
        strata={factor: tuple(levels) for factor, levels in found["strata"].items()},
        seed=int(found["seed"]),
    )
    lists = tuple(
        AllocationList(tuple(one["stratum"].items()), tuple(one["arms"]), tuple(one["blocks"]))
        for one in found["lists"]
    )
    return Allocation(drawing, str(found["key"]), lists)
