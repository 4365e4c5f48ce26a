"""Holds a family and the systems around a household as values, checks them, and says where each person stands."""

from kith.science.families.checking import MOST_PEOPLE, family_faults
from kith.science.families.ecomap import MOST_SYSTEMS, Ecomap, Flow, System, TieKind, ecomap_faults, read_ecomap
from kith.science.families.editing import Kinship, NoPlaceForKin, joined, next_id, without
from kith.science.families.generations import generations
from kith.science.families.placing import Place, crossings, family_places
from kith.science.families.reading import read_family
from kith.science.families.seating import seats
from kith.science.families.values import (
    Bond,
    BondKind,
    ChildKind,
    ChildLink,
    Family,
    FamilyFault,
    Gender,
    Relative,
    Union,
    UnionKind,
)

__all__ = [
    "MOST_PEOPLE",
    "MOST_SYSTEMS",
    "Bond",
    "BondKind",
    "ChildKind",
    "ChildLink",
    "Ecomap",
    "Family",
    "FamilyFault",
    "Flow",
    "Gender",
    "Kinship",
    "NoPlaceForKin",
    "Place",
    "Relative",
    "System",
    "TieKind",
    "Union",
    "UnionKind",
    "crossings",
    "ecomap_faults",
    "family_faults",
    "family_places",
    "generations",
    "joined",
    "next_id",
    "read_ecomap",
    "read_family",
    "seats",
    "without",
]
