"""Documents while they are being written: what may stand where, one change at a time, and what is still wrong."""

from kith.science.drafts.changing import (
    DraftChangeProblem,
    Edit,
    added,
    edited,
    filled,
    moved,
    part_at,
    removed,
    with_ids,
)
from kith.science.drafts.checking import DraftProblem, Read, read
from kith.science.drafts.comparing import Differs, differences
from kith.science.drafts.diary import DiaryQuestion, DiaryWords, diary
from kith.science.drafts.shape import KINDS, MODELS, Slot, every_slot, model_at, slots

__all__ = [
    "KINDS",
    "MODELS",
    "DiaryQuestion",
    "DiaryWords",
    "Differs",
    "DraftChangeProblem",
    "DraftProblem",
    "Edit",
    "Read",
    "Slot",
    "added",
    "diary",
    "differences",
    "edited",
    "every_slot",
    "filled",
    "model_at",
    "moved",
    "part_at",
    "read",
    "removed",
    "slots",
    "with_ids",
]
