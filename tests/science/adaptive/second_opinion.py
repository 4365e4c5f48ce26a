"""Adaptive testing written a second time, slowly, from the published formulas: plain loops, plain Python, no tables.

It shares no code with `kith.science.adaptive`, takes a different road where there is one (probabilities as differences,
information from slopes measured by small steps), and knows nothing of NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Item = tuple[float, Sequence[float]]
Given = Sequence[tuple[int, int]]


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


def probability(theta: float, item: Item, answer: int) -> float:
    a, b = item
    reached = 1.0 if answer == 0 else logistic(a * (theta - b[answer - 1]))
    passed = 0.0 if answer == len(b) else logistic(a * (theta - b[answer]))
    return reached - passed


def information(theta: float, item: Item) -> float:
    step, total = 1e-5, 0.0
    for answer in range(len(item[1]) + 1):
        here = probability(theta, item, answer)
        slope = (probability(theta + step, item, answer) - probability(theta - step, item, answer)) / (2 * step)
        total += slope * slope / here if here > 1e-12 else 0.0
    return total


def points(lowest: float, highest: float, nodes: int) -> list[float]:
    return [lowest + (highest - lowest) * node / (nodes - 1) for node in range(nodes)]


def posterior(items: Sequence[Item], given: Given, mean: float, sd: float, grid: Sequence[float]) -> list[float]:
    weights = []
    for theta in grid:
        weight = math.exp(-((theta - mean) ** 2) / (2 * sd**2)) * (0.5 if theta in (grid[0], grid[-1]) else 1)
        for item, answer in given:
            weight *= probability(theta, items[item], answer)
        weights.append(weight)
    whole = math.fsum(weights)
    return [weight / whole for weight in weights]


def eap(items: Sequence[Item], given: Given, mean: float, sd: float, grid: Sequence[float]) -> tuple[float, float]:
    weights = posterior(items, given, mean, sd, grid)
    centre = math.fsum(weight * theta for weight, theta in zip(weights, grid, strict=True))
    spread = math.fsum(weight * (theta - centre) ** 2 for weight, theta in zip(weights, grid, strict=True))
    return centre, math.sqrt(spread)


def expected_information(item: Item, weights: Sequence[float], grid: Sequence[float]) -> float:
    return math.fsum(weight * information(theta, item) for weight, theta in zip(weights, grid, strict=True))


def furthest_behind(shares: Sequence[float], counts: Sequence[int], has_items: Sequence[bool]) -> int:
    """The area with the largest shortfall after the next answer, the first of equals."""
    best, most = -1, -math.inf
    for area, share in enumerate(shares):
        shortfall = share * (sum(counts) + 1) - counts[area]
        if has_items[area] and shortfall > most + 1e-12:
            best, most = area, shortfall
    return best
