"""Every change that can be made to a measure being written, by name."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from kith.science.instruments.building import asking, examples, meaning
from kith.science.instruments.building.content import Content, settle

CHANGES: dict[str, Callable[..., None]] = {
    function.__name__: function
    for function in (
        asking.set_about,
        asking.add_question,
        asking.set_question,
        asking.move_question,
        asking.remove_question,
        asking.add_answers,
        asking.set_choices,
        asking.set_rating,
        asking.remove_answers,
        meaning.add_score,
        meaning.set_score,
        meaning.remove_score,
        meaning.add_flag,
        meaning.set_flag,
        meaning.remove_flag,
        meaning.set_rights,
        meaning.add_language,
        meaning.set_language,
        meaning.remove_language,
        examples.add_example,
        examples.confirm_example,
        examples.remove_example,
    )
}


def change(content: Content, name: str, given: Mapping[str, Any], today: str) -> Content:
    """The document after one change; the one that was given stays as it was. Raises `ChangeProblem`."""
    function, after = CHANGES[name], copy.deepcopy(content)
    dated = {"today": today} if "today" in inspect.signature(function).parameters else {}
    function(after, **given, **dated)
    return settle(after)
