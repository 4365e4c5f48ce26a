"""Kith: a mental health service's assessments, plans, sessions, measures and reviews, in one place."""

__version__ = "0.1.0"
__all__ = ["__version__"]
