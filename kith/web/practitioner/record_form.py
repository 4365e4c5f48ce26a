"""The form in which a session is recorded: attendance first, then what the protocol's page offers to tick."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from kith.care.actions.deliver import WhatHappened, Work
from kith.care.actions.finish import Finished, Next, Use
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
            of_plan = [str(goal.id) for goal in page.goals if goal.is_of_plan]
            goals = [(str(goal.id), goal.words) for goal in page.goals]
            self.fields["goals"] = any_of(_("Goals worked on"), goals, initial=of_plan)

    def _guide(self, page: SessionPage) -> None:
        guide = page.guide
        if guide is None:
            return
        self.fields["agenda_done"] = any_of(_("Agenda done"), [(str(item.number), item.title) for item in guide.agenda])
        used = [(one.id, one.text) for one in guide.techniques]
        if used:
            planned = [one.technique_id for one in guide.agenda if one.technique_id]
            self.fields["techniques"] = any_of(_("Techniques used"), used, initial=dict.fromkeys(planned))
        for technique, name in used:
            self._purposes(page, technique, name)
        rated = [("0", _("0 not done")), ("1", _("1 in part")), ("2", _("2 done"))]
        for item in guide.fidelity:
            self.fields[f"fidelity-{item.id}"] = one_of(item.text, rated)

    def _purposes(self, page: SessionPage, technique: str, name: str) -> None:
        """What a technique was for. What the plan says is ticked already, so that most need no look."""
        assert page.guide is not None  # the caller has it
        goals = [(str(goal.id), goal.words) for goal in page.goals]
        work = [(one.key, one.title) for one in page.offered if one.is_of_today]
        measures = [(one.id, one.text) for one in page.guide.measures]
        of_plan = [str(goal.id) for goal in page.goals if goal.is_of_plan]
        told = {"technique": name}
        for part, label, choices, chosen in (
            ("goals", _("Goals that “%(technique)s” serves"), goals, of_plan),
            ("work", _("Work set with “%(technique)s”"), work, [key for key, _title in work]),
            ("measures", _("Measures that “%(technique)s” should move"), measures, [key for key, _title in measures]),
        ):
            if choices:
                self.fields[f"use-{part}-{technique}"] = any_of(label % told, choices, initial=chosen)

    def _work(self, page: SessionPage) -> None:
        due = page.next_starts_at.astimezone(ZoneInfo(page.head.identity.time_zone)).date()
        for offered in (one for one in page.offered if one.is_of_today):
            self._one_work(offered.key, offered.title, offered.why, due, is_chosen=True, often=offered.how_often)
        more = [(one.key, one.title) for one in page.offered if not one.is_of_today]
        if more:
            self.fields["other"] = one_of(_("Something else"), [("", _("nothing more")), *more], as_list=True)
            self._details("other", "", due)
        self.fields["tasks"] = words(
            _("Something in words"), _("One task on each line. The person finds each one under “My work”."), rows=2
        )

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

    def purposes(self) -> list[dict[str, Any]]:
        """For each technique, the fields that say what it was for."""
        guide = self.page.guide
        found = [
            {
                "id": one.id,
                "name": one.text,
                "fields": self.bound(*(f"use-{part}-{one.id}" for part in ("goals", "work", "measures"))),
            }
            for one in (guide.techniques if guide is not None else ())
        ]
        return [one for one in found if one["fields"]]

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
        "fidelity_asked": [item.id for item in page.guide.fidelity] if page.guide is not None else [],
        "work_reviewed": [str(work.id) for work in page.work],
    }
    chosen = _chosen_work(form, page, goals[0] if len(goals) == 1 else None)
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
        work=tuple(work for _key, work in chosen),
        uses=tuple(_uses(said, [key for key, _work in chosen], goals)),
        feedback={
            question.item: float(said[f"feedback-{question.item}"])
            for question in page.feedback
            if said.get(f"feedback-{question.item}")
        },
        feedback_key=said["feedback_key"] or page.feedback_key,
        next=Next(said["next_starts_at"], page.minutes, page.setting) if said["books_next"] else None,
    )


def _uses(said: dict[str, Any], keys: list[str], goals: tuple[Goal, ...]) -> list[Use]:
    """What each technique that was used was for; links to work that was not set after all fall away."""
    by_id = {str(goal.pk): goal for goal in goals}
    return [
        Use(
            technique,
            goals=tuple(by_id[one] for one in said.get(f"use-goals-{technique}", ()) if one in by_id),
            work=tuple(keys.index(one) for one in said.get(f"use-work-{technique}", ()) if one in keys),
            instruments=tuple(said.get(f"use-measures-{technique}", ())),
        )
        for technique in said.get("techniques", ())
    ]


def _chosen_work(form: RecordForm, page: SessionPage, goal: Goal | None) -> list[tuple[str, Work]]:
    """The work to set, each with the key by which the form names it; a goal only where one alone was worked on."""
    said = form.cleaned_data
    by_key = {one.key: one for one in page.offered}
    chosen = [(key, key) for key, one in by_key.items() if one.is_of_today and said.get(f"work-{key}")]
    if said.get("other") in by_key:
        chosen.append((said["other"], "other"))
    found = [(key, _one_chosen(by_key[key], said, place, goal)) for key, place in chosen]
    due = said["next_starts_at"].date() if said.get("next_starts_at") else None
    tasks = (line.strip() for line in said["tasks"].splitlines())
    return [*found, *(("", Work("", "", due, kind="task", goal=goal, words=task)) for task in tasks if task)]


def _one_chosen(offered: WorkOffered, said: dict[str, Any], place: str, goal: Goal | None) -> Work:
    return Work(
        document=offered.document,
        why=said[f"why-{place}"].strip() or offered.why,
        due_on=said[f"due-{place}"],
        obstacle_plan=said[f"obstacle-{place}"].strip(),
        kind=offered.kind,
        goal=goal,
        words=offered.title if offered.kind == "task" else "",
    )
