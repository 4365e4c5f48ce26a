"""Replay: tell a synthetic service to the record, through the actions people use, at the times it happened."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import singledispatchmethod
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from kith.care.actions import (
    asking,
    assess,
    consent,
    countersign,
    deliver,
    evaluate,
    follow_up,
    forming,
    formulate,
    gather,
    learn,
    measure,
    plan,
    refer,
    review,
    safety,
    set_up,
)
from kith.care.models import (
    Alert,
    Client,
    Evaluation,
    Goal,
    Group,
    Membership,
    Plan,
    Problem,
    Service,
    Session,
    Site,
    User,
    WrongMoment,
)
from kith.care.permissions import Viewer, viewer_of
from kith.cli import arriving, between, gathered, harm_life, running
from kith.cli.founding import found
from kith.simulation import SyntheticService
from kith.simulation import happenings as told

BATCH = 250  # happenings per transaction: fewer waits for the disk; a crash costs one batch and the demo starts again
ASKS_EVERY = timedelta(days=2)  # measures open two days before a session: all are open in time, in half the runs
CONSENT_TEXT = "2026-01"
SESSION_MINUTES = 50


def stable_key(key: str) -> uuid.UUID:
    """The same permanent key for the same synthetic thing in every replay."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"kith:synthetic:{key}")


@dataclass
class Replay:
    """A synthetic service on its way into the record. Its keys lead to the rows that were made of them."""

    world: SyntheticService
    password: str
    with_login: frozenset[str]
    service: Service = field(init=False)
    sites: dict[str, Site] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    asked_on: date = date.min

    def run(self, tell: Callable[[int, int], None]) -> Service:
        """Everything, in order of time. `tell(done, of)` is called now and then, for a progress bar."""
        happenings = self.world.happenings
        with transaction.atomic():
            begun = found(self.world, self.password, self.with_login, at=happenings[0].at - timedelta(days=1))
        self.service, self.sites, self.accounts = begun.service, begun.sites, begun.accounts
        self.viewers = {key: viewer_of(account, at=happenings[0].at) for key, account in begun.accounts.items()}
        for start in range(0, len(happenings), BATCH):
            with transaction.atomic():
                for happening in happenings[start : start + BATCH]:
                    if happening.at.date() - self.asked_on >= ASKS_EVERY:
                        self.ask(at=happening.at)
                    self.happen(happening)
            tell(min(start + BATCH, len(happenings)), len(happenings))
        return self.service

    def ask(self, *, at: datetime) -> None:
        """Open what is to be asked, as the worker does in a service that runs."""
        self.asked_on = at.date()
        asking.open_requests(by=set_up.founder(self.service.pk), at=at)

    @singledispatchmethod
    def happen(self, happening: told.Happening) -> None:
        """Let one thing happen. A kind of happening without a verb here is an error, not a silence."""
        raise TypeError(
            f"Nothing in the record answers to {type(happening).__name__}. Write its verb in kith.cli.replay."
        )

    def _acting(self, happening: told.Happening) -> dict[str, Any]:
        return {"by": self.viewers[happening.by], "at": happening.at}

    @happen.register
    def _(self, it: told.Referred) -> None:
        person = next(client for client in self.world.clients if client.key == it.client)
        client = arriving.refer_person(it, person, self.sites[it.site], **self._acting(it))
        account = set_up.give_client_login(
            client=client,
            username=it.client,
            password=self.password if it.client in self.with_login else None,
            by=set_up.founder(self.service.pk),
            at=it.at,
        )
        self.clients[it.client], self.accounts[it.client] = client, account
        self.viewers[it.client] = viewer_of(account, at=it.at)
        arriving.say_how_to_reach(person, client, by=self.viewers[it.client], at=it.at)

    @happen.register
    def _(self, it: told.Allocated) -> None:
        who = self.accounts[it.practitioner]
        refer.allocate(client=self.clients[it.client], practitioner=who, is_told=True, **self._acting(it))

    @happen.register
    def _(self, it: told.ConsentGiven) -> None:
        consent.decide_consent(
            client=self.clients[it.client],
            purpose=it.purpose,
            is_given=it.given,
            text_version=CONSENT_TEXT,
            **self._acting(it),
        )

    @happen.register
    def _(self, it: told.Assessed) -> None:
        assess.record_assessment(client=self.clients[it.client], circumstances=it.circumstances, **self._acting(it))

    @happen.register
    def _(self, it: told.Measured) -> None:
        measure.submit_measurement(
            client=self.clients[it.client],
            instrument=it.instrument,
            key=stable_key(it.key),
            answers=dict(it.answers),
            language="en",
            respondent=it.respondent,
            goal=self.things[it.goal] if it.goal else None,
            session=self.things.get(it.session) if it.session else None,
            **self._acting(it),
        )

    @happen.register
    def _(self, it: told.ProblemNamed) -> None:
        self.things[it.key] = formulate.name_problem(client=self.clients[it.client], words=it.words, **self._acting(it))

    @happen.register
    def _(self, it: told.Formulated) -> None:
        formulate.write_formulation(
            client=self.clients[it.client],
            template=it.template,
            boxes=it.boxes,
            is_shared=it.shared,
            **self._acting(it),
        )

    @happen.register
    def _(self, it: told.GoalAgreed) -> None:
        problem: Problem | None = self.things[it.problem] if it.problem else None
        self.things[it.key] = plan.agree_goal(
            client=self.clients[it.client],
            words=it.words,
            first_step=it.first_step,
            problem=problem,
            **self._acting(it),
        )

    @happen.register
    def _(self, it: told.PlanAgreed) -> None:
        goals: tuple[Goal, ...] = tuple(self.things[goal] for goal in it.goals)
        self.things[it.key] = running.agree(it, self.clients[it.client], goals, **self._acting(it))

    @happen.register
    def _(self, it: told.MeetingAdded) -> None:
        running.add_meeting(it, self.things[it.plan], **self._acting(it))

    @happen.register
    def _(self, it: told.MeetingSkipped) -> None:
        running.skip_meeting(it, self.things[it.plan], **self._acting(it))

    @happen.register
    def _(self, it: told.PhaseChanged) -> None:
        running.change_phase(it, self.things[it.plan], **self._acting(it))

    @happen.register
    def _(self, it: told.PlanEnded) -> None:
        running.end(it, self.things[it.plan], **self._acting(it))

    @happen.register
    def _(self, it: told.SessionBooked) -> None:
        agreed: Plan = self.things[it.plan]
        self.things[it.key] = deliver.book_session(
            plan=agreed,
            starts_at=it.starts_at,
            minutes=SESSION_MINUTES,
            setting=agreed.setting,
            practitioner=self.accounts[it.practitioner].pk,
            **self._acting(it),
        )

    @happen.register
    def _(self, it: told.SessionHeld) -> None:
        session: Session = self.things[it.key]
        client = self.clients[it.client]
        deliver.record_attendance(
            session=session, client=client, status=it.attendance, minutes=it.minutes, reason="", **self._acting(it)
        )
        content = {"agenda_done": list(it.agenda_done), "work_reviewed": it.work_reviewed}
        what = deliver.WhatHappened(it.note, content, it.techniques, tuple(self.things[goal] for goal in it.goals))
        deliver.record_session(session=session, client=client, what=what, **self._acting(it))

    @happen.register
    def _(self, it: told.WorkSet) -> None:
        self.things[it.key] = between.set_work(it, self.things[it.session], **self._acting(it))

    @happen.register
    def _(self, it: told.WorkDone) -> None:
        self.things[f"{it.work}:entry"] = between.hand_in(
            it, stable_key(it.key), self.things[it.work], **self._acting(it)
        )

    @happen.register
    def _(self, it: told.WorkReplied) -> None:
        between.reply(it, self.things[f"{it.work}:entry"], **self._acting(it))

    @happen.register
    def _(self, it: told.LessonRead) -> None:
        practitioner = self.viewers[it.practitioner]
        between.read_lesson(it, stable_key(it.key), self.things[it.plan], practitioner, **self._acting(it))

    @happen.register
    def _(self, it: told.CardTried) -> None:
        between.try_card(it, self.clients[it.client], **self._acting(it))

    @happen.register
    def _(self, it: told.PracticeDone) -> None:
        between.keep_practice(it, stable_key(it.key), self.clients[it.client], **self._acting(it))

    @happen.register
    def _(self, it: told.SafetyPlanWritten) -> None:
        steps = {name: list(lines) for name, lines in it.steps.items() if name in safety.SAFETY_STEPS}
        safety.write_safety_plan(client=self.clients[it.client], steps=steps, reasons_for_living="", **self._acting(it))

    def _open_alert(self, client: str) -> Alert:
        return self.clients[client].alert_set.exclude(state="closed").get()

    @happen.register
    def _(self, it: told.AlertSeen) -> None:
        safety.see_alert(alert=self._open_alert(it.client), **self._acting(it))

    @happen.register
    def _(self, it: told.AlertContacted) -> None:
        safety.contact_about_alert(alert=self._open_alert(it.client), note=it.note, **self._acting(it))

    @happen.register
    def _(self, it: told.AlertPlanReviewed) -> None:
        safety.review_safety_for_alert(alert=self._open_alert(it.client), note=it.note, **self._acting(it))

    @happen.register
    def _(self, it: told.AlertClosed) -> None:
        safety.close_alert(alert=self._open_alert(it.client), outcome=it.outcome, note=it.note, **self._acting(it))
        for asked in self.clients[it.client].followup_set.filter(reached_at__isnull=True):
            follow_up.record_follow_up(follow_up=asked, is_reached=True, note=it.note, **self._acting(it))

    @happen.register
    def _(self, it: told.ConcernRaised) -> None:
        safety.raise_concern(client=self.clients[it.client], level=it.level, words=it.words, **self._acting(it))

    @happen.register
    def _(self, it: told.Reviewed) -> None:
        agreed = Plan.objects.get(pk=self.things[it.plan].pk)
        review.decide_review(
            plan=agreed,
            decision=it.decision,
            reason=it.reason,
            client_says=it.client_says,
            seen_then={},
            **self._acting(it),
        )

    @happen.register
    def _(self, it: told.HarmNoted) -> None:
        self.things[it.key] = harm_life.note(it, self.clients[it.client], **self._acting(it))

    @happen.register
    def _(self, it: told.HarmJudged) -> None:
        harm_life.judge(it, self.things[it.harm], **self._acting(it))

    @happen.register
    def _(self, it: told.EndingCountersigned) -> None:
        countersign.countersign_ending(client=self.clients[it.client], words=it.words, **self._acting(it))

    @happen.register
    def _(self, it: told.EpisodeEnded) -> None:
        review.end_episode(client=self.clients[it.client], ending=it.ending, note=it.note, **self._acting(it))

    @happen.register
    def _(self, it: told.GroupFormed) -> None:
        self.groups[it.group] = forming.form_group(
            site=self.sites[it.site],
            name=it.name,
            kind="therapy",
            protocol=it.protocol,
            capacity=15,
            facilitators=[self.accounts[key] for key in it.facilitators],
            agreement=gathered.AGREEMENT,
            frame=gathered.frame_of(it),
            **self._acting(it),
        )

    @happen.register
    def _(self, it: told.MemberJoined) -> None:
        self.things[f"{it.group}:{it.client}"] = gather.join_group(
            group=self.groups[it.group],
            client=self.clients[it.client],
            display_name=it.display_name,
            **self._acting(it),
        )

    @happen.register
    def _(self, it: told.MemberLeft) -> None:
        membership: Membership = self.things[f"{it.group}:{it.client}"]
        gather.leave_group(membership=membership, **self._acting(it))

    @happen.register
    def _(self, it: told.GroupMet) -> None:
        register = [(self.clients[key].pk, mark) for key, mark in it.register]
        next_one = f"{it.group}:next"
        booked = gathered.meet(it, self.groups[it.group], register, self.things.pop(next_one, None), **self._acting(it))
        self.things |= {next_one: booked} if booked else {}
        for key, answers in it.checks:
            gathered.check(it, self.clients[key], answers, by=self.viewers[key], at=it.at)

    def take_snapshot(self, *, by: str, at: datetime) -> Evaluation:
        """The results of the last twelve months that are over, as the manager would take them."""
        first_of_month = at.astimezone(ZoneInfo(self.service.time_zone)).date().replace(day=1)
        return evaluate.take_snapshot(
            period_from=first_of_month.replace(year=first_of_month.year - 1),
            period_to=first_of_month - timedelta(days=1),
            by=self.viewers[by],
            at=at,
        )

    def learn(self, *, by: str, at: datetime) -> None:
        """What to expect of scores, as the manager would let the service learn; nothing with too few courses."""
        with suppress(WrongMoment):
            learn.refit_expected_courses(by=self.viewers[by], at=at)


def verbs_known() -> Iterator[type]:
    """Every kind of happening that the record answers to; a test compares it with those the simulation can tell."""
    yield from (
        kind
        for kind in Replay.__dict__["happen"].dispatcher.registry
        if kind is not object and kind is not told.Happening
    )
