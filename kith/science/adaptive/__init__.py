"""Item banks and adaptive testing: which question tells most next, what the answers so far say, and when to stop."""

from typing import TYPE_CHECKING, Any

from kith.science.adaptive.bank import BankItem, ContentArea, Grid, ItemBank, Prior, StoppingRule, TScale, bank_faults

if TYPE_CHECKING:
    from kith.science.adaptive.adaptive_test import AdaptiveTest, resume, start
    from kith.science.adaptive.estimating import Estimate, Estimates, estimate, estimate_many
    from kith.science.adaptive.responses import category_probabilities, item_information
    from kith.science.adaptive.selecting import Exposure
    from kith.science.adaptive.stopping import Stop

# These bring NumPy along, so they are loaded when first asked for: reading a library stays quick.
_WITH_NUMPY = {
    "AdaptiveTest": "adaptive_test",
    "resume": "adaptive_test",
    "start": "adaptive_test",
    "Estimate": "estimating",
    "Estimates": "estimating",
    "estimate": "estimating",
    "estimate_many": "estimating",
    "category_probabilities": "responses",
    "item_information": "responses",
    "Exposure": "selecting",
    "Stop": "stopping",
}

__all__ = [
    "AdaptiveTest",
    "BankItem",
    "ContentArea",
    "Estimate",
    "Estimates",
    "Exposure",
    "Grid",
    "ItemBank",
    "Prior",
    "Stop",
    "StoppingRule",
    "TScale",
    "bank_faults",
    "category_probabilities",
    "estimate",
    "estimate_many",
    "item_information",
    "resume",
    "start",
]


def __getattr__(name: str) -> Any:
    if name in _WITH_NUMPY:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_WITH_NUMPY[name]}"), name)
    raise AttributeError(name)
