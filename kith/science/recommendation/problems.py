"""What may be wrong with what the recommender is given, said in three parts."""

from __future__ import annotations

__all__ = ["RecommendationProblem"]


class RecommendationProblem(ValueError):
    """Values that contradict themselves or cannot be learned from: what happened, what was found, what to do."""
