"""What econml makes of the same services; run by the Python that has econml, and by nothing else.

    PYTHON benchmarks/recommendation_peer.py IN.npz OUT.npz

Its helper models have the forms that are true in these services (lines with products, multinomial logistic), so that
nothing is lost by a bad choice of ours. Everything runs on one core.
"""

from __future__ import annotations

import sys
import time
import warnings
from itertools import combinations
from typing import Any

import numpy as np
from econml.dml import CausalForestDML
from econml.policy import DRPolicyForest, DRPolicyTree
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures

OPTIONS = 5


def helpers() -> tuple[Any, Any]:
    """The outcome as a line with products, and who got what as a multinomial logistic line."""
    line = make_pipeline(PolynomialFeatures(2, interaction_only=True, include_bias=False), RidgeCV())
    return line, LogisticRegression(max_iter=1000)


def policy(kind: Any, seed: int, **more: Any) -> Any:
    """A learner of rules."""
    line, odds = helpers()
    return kind(model_regression=line, model_propensity=odds, cv=3, random_state=seed, **more)


def main() -> None:
    """Learn from each service, choose for its new people, and keep how long it took."""
    given, out = np.load(sys.argv[1]), {}
    for n in range(int(given["services"])):
        y, x, t, new = (given[f"{name}{n}"] for name in ("y", "x", "t", "new"))
        for name, learner in (
            ("tree", policy(DRPolicyTree, n)),
            ("forest", policy(DRPolicyForest, n, n_jobs=1)),
        ):
            began = time.perf_counter()
            out[f"{name}{n}"] = learner.fit(y, t, X=x).predict(new)
            out[f"{name}_seconds{n}"] = time.perf_counter() - began
        line, odds = helpers()
        began = time.perf_counter()
        causal = CausalForestDML(
            model_y=line, model_t=odds, discrete_treatment=True, cv=3, n_jobs=1, random_state=n
        ).fit(y, t, X=x)
        effects = np.column_stack([np.zeros(len(new)), causal.const_marginal_effect(new)])
        out[f"causal{n}"] = effects.argmax(axis=1)
        pairs = list(combinations(range(OPTIONS), 2))
        ends = [causal.ate_interval(new, T0=j, T1=k, alpha=0.1) for j, k in pairs]
        out[f"causal_ends{n}"] = np.array(ends, dtype=np.float64).reshape(len(pairs), 2)
        out[f"causal_seconds{n}"] = time.perf_counter() - began
    np.savez(sys.argv[2], **out)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
