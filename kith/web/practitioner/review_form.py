"""The form of a review: six areas with what was found and what to try, what the person says, the decision and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.actions.looking_into import Try
from kith.care.models import Goal
from kith.care.models.way import DECISIONS, ENDINGS
from kith.care.queries.reviewing import ReviewPage
from kith.web.practitioner.fields import any_of, line, one_of, tick, words
from kith.web.practitioner.names import choices_of, name_of


class ReviewForm(forms.Form):
    """What was looked at, what to try, what the person says, the decision and its reason."""

    def __init__(self, page: ReviewPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.page = page
        for area in page.looking.areas:
            self._area_fields(area.id, [(tool.id, tool.text) for tool in area.tools])
        self.fields["client_says"] = words(lazy("What the person says"), lazy("In their words."), rows=3)
        self.fields["decision"] = one_of(lazy("Decision"), choices_of(DECISIONS))
        self.fields["reason"] = words(
            lazy("Why"), lazy("A sentence that will still make sense in a year. The person can read it."), rows=3
        )
        self.fields["ends_care"] = tick(
            lazy("The care here ends too"), lazy("Sessions that are booked are cancelled and the record closes to you.")
        )
        self.fields["ending"] = one_of(lazy("How it ends"), [("", _("choose")), *choices_of(ENDINGS)], as_list=True)
        self.fields["ending_note"] = words(
            lazy("What to remember"), lazy("What helped, early signs, the way back in."), rows=3
        )

    def _area_fields(self, name: str, tools: list[tuple[str, str]]) -> None:
        self.fields[f"looked-{name}"] = tick(lazy("We looked at this"))
        self.fields[f"look-{name}"] = words(lazy("What we found"), lazy("The person can read it."), rows=2)
        self.fields[f"try-{name}"] = any_of(lazy("What we will try"), tools)
        self.fields[f"own-{name}"] = line(lazy("Or in your own words"))
        if self.page.goals:
            goals = [("", _("none in particular")), *((str(goal.id), goal.words) for goal in self.page.goals)]
            self.fields[f"goal-{name}"] = one_of(lazy("For which goal"), goals, as_list=True)

    def looks(self) -> list[dict[str, Any]]:
        """Each area with its fields; open when something in it is filled in."""
        found: list[dict[str, Any]] = []
        for area in self.page.looking.areas:
            own = {part: self[f"{part}-{area.id}"] for part in ("looked", "look", "try", "own")}
            goal = self[f"goal-{area.id}"] if f"goal-{area.id}" in self.fields else None
            is_filled = any(field.value() for field in own.values()) or any(field.errors for field in own.values())
            found.append(
                {
                    "area": area,
                    "name": name_of(area.id),
                    **own,
                    "goal": goal,
                    "explained": self.page.looking.explained.get(area.id, ()),
                    "is_filled": is_filled,
                    "is_first": self.page.needs_a_look and not found,
                }
            )
        return found

    def areas(self) -> dict[str, str]:
        """Areas that were looked at with what was found: ticked, written about, or something of theirs chosen."""
        said = self.cleaned_data
        return {
            area.id: said[f"look-{area.id}"].strip()
            for area in self.page.looking.areas
            if any(said[f"{part}-{area.id}"] for part in ("looked", "look", "try", "own"))
        }

    def goals_named(self) -> set[str]:
        """Goals that something chosen is for."""
        return {self.cleaned_data.get(f"goal-{area.id}", "") for area in self.page.looking.areas} - {""}

    def tries(self, goals: Mapping[str, Goal]) -> tuple[Try, ...]:
        """What was chosen to try, in the order of the areas."""
        said, found = self.cleaned_data, []
        for area in self.page.looking.areas:
            goal = goals.get(said.get(f"goal-{area.id}", ""))
            found += [Try(area.id, tool, "", goal) for tool in said[f"try-{area.id}"]]
            if said[f"own-{area.id}"].strip():
                found.append(Try(area.id, "", said[f"own-{area.id}"].strip(), goal))
        return tuple(found)
