"""The sentences of the synthetic service: every one written for it, none taken from a real person's record."""

from __future__ import annotations

from kith.simulation.words.stories_family import FAMILY_STORIES
from kith.simulation.words.stories_work import WORK_STORIES
from kith.simulation.words.stories_young import YOUNG_STORIES
from kith.simulation.words.story import Story

ADULT_STORIES: tuple[Story, ...] = FAMILY_STORIES + WORK_STORIES

__all__ = ["ADULT_STORIES", "FAMILY_STORIES", "WORK_STORIES", "YOUNG_STORIES", "Story"]
