"""The whole library as one value: every document by its id, read when first asked for, and checked as a whole."""

from kith.science.library.coverage import coverage_page
from kith.science.library.formats import fill_tables
from kith.science.library.library import Library
from kith.science.library.schema import KINDS, schema
from kith.science.library.shelf import Shelf, UnknownDocument

__all__ = ["KINDS", "Library", "Shelf", "UnknownDocument", "coverage_page", "fill_tables", "schema"]
