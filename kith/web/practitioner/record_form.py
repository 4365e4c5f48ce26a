"""The form in which a session is recorded: attendance first, then what the protocol's page offers to tick."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from kith.care.actions.deliver import WhatHappened, Work
from kith.care.actions.finish import Finished, Next
from kith.care.models import Goal
from kith.care.models.delivery import ATTENDANCES
from kith.care.queries.session import SessionPage
from kith.care.queries.session_guide import WorkOffered
from kith.web.practitioner.fields import any_of, day, line, moment, number, one_of, tick, words
from kith.web.practitioner.names import choices_of

DONE = ("0", "1", "2")


class RecordForm(forms.Form):
    """One session. Everything but attendance may be left open; the note is asked for when the person came."""

    draft_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    feedback_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, page: SessionPage, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.page = page
        self.initial["draft_version"] = page.draft.version if page.draft is not None else 0
        self.initial["feedback_key"] = page.feedback_key
        self._attendance(page)
        self._what(page)
        self._guide(page)
        self._work(page)
        self._feedback(page)
        self._next(page)

    def _attendance(self, page: SessionPage) -> None:
        self.fields["status"] = one_of(_("Did the person come?"), choices_of(ATTENDANCES))
        self.fields["minutes"] = number(_("Minutes it lasted"), initial=page.minutes)
        self.fields["reason"] = line(_("Reason, when late or not there"))

    def _what(self, page: SessionPage) -> None:
        self.fields["note"] = words(
            _("Note"), _("What you did together, what moved, what to take up next time. The person may ask to read it.")
        )
        self.fields["risk"] = words(
            _("Risk check"), _("What you asked and what was answered, in words. Say too when you did not ask."), rows=2
        )
        self.fields["is_released"] = tick(_("Share the note with the person"))
        if page.goals:
            self.fields["goals"] = any_of(_("Goals worked on"), [(str(goal.id), goal.words) for goal in page.goals])

    def _guide(self, page: SessionPage) -> None:
        guide = page.guide
        if guide is None:
            return
        self.fields["agenda_done"] = any_of(_("Agenda done"), [(str(item.number), item.title) for item in guide.agenda])
        if guide.techniques:
            self.fields["techniques"] = any_of(_("Techniques used"), [(one.id, one.text) for one in guide.techniques])
        rated = [("0", _("0 not done")), ("1", _("1 in part")), ("2", _("2 done"))]
        for item in guide.fidelity:
            self.fields[f"fidelity-{item.id}"] = one_of(item.text, rated)
        self.fields["tasks"] = words(
            _("Agreed without a worksheet"), rows=2, initial="\n".join(task.text for task in guide.tasks)
        )

    def _work(self, page: SessionPage) -> None:
        due = page.next_starts_at.astimezone(ZoneInfo(page.head.identity.time_zone)).date()
        for offered in (one for one in page.offered if one.is_of_today):
            self._one_work(offered.key, offered.title, offered.why, due, is_chosen=True, often=offered.how_often)
        more = [(one.key, one.title) for one in page.offered if not one.is_of_today]
        if more:
            self.fields["other"] = one_of(_("Something else"), [("", _("nothing more")), *more], as_list=True)
            self._details("other", "", due)

    def _one_work(self, key: str, title: str, why: str, due: Any, *, is_chosen: bool, often: str) -> None:
        self.fields[f"work-{key}"] = tick(title, often, initial=is_chosen)
        self._details(key, why, due)

    def _details(self, key: str, why: str, due: Any) -> None:
        self.fields[f"why-{key}"] = line(_("Why"), initial=why, most=400)
        self.fields[f"due-{key}"] = day(_("Until"), initial=due)
        self.fields[f"obstacle-{key}"] = line(_("What may get in the way, and what then"), most=400)

    def _feedback(self, page: SessionPage) -> None:
        for question in page.feedback:
            marks = [("", "–"), *((str(choice.value), str(choice.value)) for choice in question.choices)]
            self.fields[f"feedback-{question.item}"] = one_of(question.words, marks, as_list=True)

    def _next(self, page: SessionPage) -> None:
        when = page.next_starts_at.astimezone(ZoneInfo(page.head.identity.time_zone)).replace(tzinfo=None)
        books = page.plan_is_running and page.next_is_booked is None and page.number < page.planned
        self.fields["books_next"] = tick(_("Book the next session"), initial=books)
        self.fields["next_starts_at"] = moment(_("Day and hour"), initial=when)

    def clean(self) -> dict[str, Any]:
        """A next session that is ticked needs its hour."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("books_next") and not said.get("next_starts_at") and "next_starts_at" not in self.errors:
            self.add_error(
                "next_starts_at",
                _("The next session has no day and hour. Write both, or take the tick away."),
            )
        return said

    def bound(self, *names: str) -> list[forms.BoundField]:
        """Those of the named fields that this form has."""
        return [self[name] for name in names if name in self.fields]

    def attendance_fields(self) -> list[forms.BoundField]:
        """Who came."""
        return self.bound("minutes", "reason")

    def session_fields(self) -> list[forms.BoundField]:
        """What is ticked."""
        return self.bound("agenda_done", "techniques", "goals")

    def fidelity_fields(self) -> list[forms.BoundField]:
        """One rating for each thing an observer could see."""
        return [self[name] for name in self.fields if name.startswith("fidelity-")]

    def feedback_fields(self) -> list[forms.BoundField]:
        """The client's four marks."""
        return [self[name] for name in self.fields if name.startswith("feedback-")]

    def work_fields(self) -> list[dict[str, Any]]:
        """Each suggested piece of work with its details."""
        keys = [name.removeprefix("work-") for name in self.fields if name.startswith("work-")]
        return [
            {"tick": self[f"work-{key}"], "details": self.bound(f"why-{key}", f"due-{key}", f"obstacle-{key}")}
            for key in keys
        ]

    def other_fields(self) -> list[forms.BoundField]:
        """Work beyond what this session's page suggests."""
        return self.bound("other", "why-other", "due-other", "obstacle-other")


def finished(form: RecordForm, page: SessionPage, goals: tuple[Goal, ...]) -> Finished:
    """The form as the action takes it."""
    said = form.cleaned_data
    fidelity = {
        name.removeprefix("fidelity-"): int(value)
        for name, value in said.items()
        if name.startswith("fidelity-") and value
    }
    content = {
        "agenda_done": [int(number) for number in said.get("agenda_done", ())],
        "risk": said["risk"].strip(),
        "fidelity": fidelity,
        "tasks": said.get("tasks", "").strip(),
        "work_reviewed": [str(work.id) for work in page.work],
    }
    what = WhatHappened(
        note=said["note"].strip(),
        content=content,
        techniques=tuple(said.get("techniques", ())),
        goals=goals,
        is_released=said["is_released"],
    )
    return Finished(
        status=said["status"],
        minutes=said["minutes"],
        reason=said["reason"].strip(),
        what=what,
        work=tuple(_chosen_work(form, page)),
        feedback={
            question.item: float(said[f"feedback-{question.item}"])
            for question in page.feedback
            if said.get(f"feedback-{question.item}")
        },
        feedback_key=said["feedback_key"] or page.feedback_key,
        next=Next(said["next_starts_at"], page.minutes, page.setting) if said["books_next"] else None,
    )


def _chosen_work(form: RecordForm, page: SessionPage) -> list[Work]:
    said = form.cleaned_data
    by_key = {one.key: one for one in page.offered}
    chosen = [(key, key) for key, one in by_key.items() if one.is_of_today and said.get(f"work-{key}")]
    if said.get("other") in by_key:
        chosen.append((said["other"], "other"))
    return [_one_chosen(by_key[key], said, place) for key, place in chosen]


def _one_chosen(offered: WorkOffered, said: dict[str, Any], place: str) -> Work:
    return Work(
        document=offered.document,
        why=said[f"why-{place}"].strip() or offered.why,
        due_on=said[f"due-{place}"],
        obstacle_plan=said[f"obstacle-{place}"].strip(),
        kind=offered.kind,
    )
