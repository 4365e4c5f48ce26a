"""Plans trials and evaluations of a service, and reads them: who is allocated, how many are needed, what came out."""

from kith.science.trials.balance import (
    guessed,
    guessed_in_a_block,
    imbalance,
    largest_imbalance,
    marginal_imbalance,
)
from kith.science.trials.minimisation import Minimised, Placed, Spread, imbalance_after, minimise
from kith.science.trials.problems import TrialProblem
from kith.science.trials.sequences import AllocationList, most_strata, permuted_blocks, seal, simple, stratified

__all__ = [
    "AllocationList",
    "Minimised",
    "Placed",
    "Spread",
    "TrialProblem",
    "guessed",
    "guessed_in_a_block",
    "imbalance",
    "imbalance_after",
    "largest_imbalance",
    "marginal_imbalance",
    "minimise",
    "most_strata",
    "permuted_blocks",
    "seal",
    "simple",
    "stratified",
]
