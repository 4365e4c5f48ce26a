"""Invented services in which the truth is known: who is given what there, what comes of it, and what is published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.science.recommendation import Aim, Episodes, Published, episodes

Floats = NDArray[np.float64]
AIMS = (
    Aim("activation", "behavioural"),
    Aim("cognitive", "behavioural"),
    Aim("interpersonal", "relational"),
    Aim("dynamic", "relational"),
    Aim("counselling", "supportive"),
)
NAMES = tuple(one.option for one in AIMS)
COVARIATES = ("severity", "months_ill", "expectancy", "support")
PROGNOSIS = np.array([-0.35, -0.15, 0.15, 0.1])
THERAPISTS, SITES = 24, 4
THERAPIST_SD, SITE_SD, CHANCE_SD = 0.22, 0.1, 0.9  # therapists: 5 % of the variance of outcomes
WAITING_LIST = 0.35  # what a waiting list adds to an effect
SPREADS_DRAWN = (0.02, 0.25)  # from which each service draws how far modalities, protocols and services differ
HABIT_SD = 0.5  # between practitioners, in log odds of each option
HABITS_DRAWN = 20
UNSEEN = 0.4  # what one standard deviation of an unseen cause adds to the outcome, where there is one


@dataclass(frozen=True, eq=False)
class World:
    """One invented service: true effects over usual care, true slopes of each option, and how options are given."""

    effects: Floats  # (k,)
    slopes: Floats  # (k, p)
    given: Floats  # (k, 1 + p), coefficients of a multinomial logistic model
    published: tuple[Published, ...]
    steered: Floats  # (k,), how an unseen cause steers what is given; it is nought where nothing unseen does

    def outcomes(self, people: Floats) -> Floats:
        """The true expected outcome (n, k) of each option for each person, therapists and sites aside."""
        return np.asarray((people @ PROGNOSIS)[:, None] + self.effects + people @ self.slopes.T)

    def likely(self, people: Floats, rng: np.random.Generator) -> Floats:
        """How likely each option is given to each person (n, k), by practitioners in general, each with own habits."""
        lines = np.column_stack([np.ones(len(people)), people]) @ self.given.T
        told = np.zeros(lines.shape)
        for _ in range(HABITS_DRAWN):
            raised = np.exp(lines + rng.normal(0, HABIT_SD, len(AIMS)) + rng.normal() * self.steered)
            told += raised / raised.sum(axis=1, keepdims=True)
        return told / HABITS_DRAWN


@dataclass(frozen=True)
class Kind:
    """A kind of service. `moderation` is the standard deviation of each option's own slopes.

    `service_spread` is how far it differs from what is published, drawn from `SPREADS_DRAWN` when None; `unseen` says
    whether a cause that nobody wrote down steers both what is given and what comes of it. `habit_follows` is how much
    one standard deviation of benefit to a person adds to the log odds of being given what brings it.
    """

    moderation: float = 0.0
    service_spread: float | None = None
    unseen: bool = False
    habit_follows: float = 0.0


def world(rng: np.random.Generator, kind: Kind) -> World:
    """Draw a service."""
    between = rng.uniform(*SPREADS_DRAWN, 3)
    if kind.service_spread is not None:
        between[2] = kind.service_spread
    modalities = dict(zip(("behavioural", "relational", "supportive"), rng.normal(0, between[0], 3), strict=True))
    protocol, service = rng.normal(0, between[1:, None], (2, len(AIMS)))
    elsewhere = 0.5 + np.array([modalities[one.modality] for one in AIMS]) + protocol
    slopes = rng.normal(0, 1, (len(AIMS), len(COVARIATES))) * kind.moderation
    given = np.column_stack([rng.normal(0, 0.4, len(AIMS)), rng.normal(0, 0.35, (len(AIMS), len(COVARIATES)))])
    published = [
        Published(one.option, one.modality, "depression", over, float(rng.normal(effect + shift, se)), se)
        for one, effect in zip(AIMS, elsewhere, strict=True)
        for over, shift, se in (
            ("usual_care", 0.0, float(rng.uniform(0.08, 0.2))),
            ("waiting_list", WAITING_LIST, float(rng.uniform(0.08, 0.25))),
        )
    ]
    steered = rng.normal(0, 0.7, len(AIMS)) * kind.unseen
    effects, own = elsewhere + service, slopes - slopes.mean(axis=0)
    given += kind.habit_follows * np.column_stack([effects, own])
    return World(effects, own, given, tuple(published), steered)


def ended(rng: np.random.Generator, true: World, people: int) -> Episodes:
    """Ended episodes of a service: each practitioner has habits, and severity steers what is given."""
    x, unseen = rng.normal(size=(people, len(COVARIATES))), rng.normal(size=people)
    therapist = rng.integers(0, THERAPISTS, people)
    habit = rng.normal(0, HABIT_SD, (THERAPISTS, len(AIMS)))
    lines = np.column_stack([np.ones(people), x]) @ true.given.T + habit[therapist] + np.outer(unseen, true.steered)
    option = (lines + rng.gumbel(size=lines.shape)).argmax(axis=1)
    skill, place = rng.normal(0, THERAPIST_SD, THERAPISTS), rng.normal(0, SITE_SD, SITES)
    outcome = true.outcomes(x)[np.arange(people), option] + skill[therapist] + place[therapist % SITES]
    outcome = outcome + rng.normal(0, CHANCE_SD, people) + UNSEEN * unseen * bool(true.steered.any())
    who, where = [f"t{i}" for i in therapist], [f"s{i % SITES}" for i in therapist]
    return episodes(outcome, x, COVARIATES, [NAMES[i] for i in option], who, where)


def truth(true: World, rng: np.random.Generator) -> Floats:
    """The true effects for those in whom options overlap, the people that `own_effects` speaks about.

    Practitioners are those of any such service, and not only those whose habits were drawn.
    """
    x = rng.normal(size=(4_000, len(COVARIATES)))
    x = np.vstack([x, -x])
    share = 1 / (1 / true.likely(x, rng)).sum(axis=1)
    return np.asarray(true.effects + true.slopes @ (share @ x / share.sum()))
