"""Invents item banks and the answers of invented people to them, from a seed: the truth about each person is known."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from kith.science.adaptive import (
    BankItem,
    ContentArea,
    ItemBank,
    Prior,
    StoppingRule,
    TScale,
    category_probabilities,
    item_information,
)
from kith.science.instruments import Licence
from kith.science.instruments.facts import Fact
from kith.science.sources import Review, Source

FloatArray = NDArray[np.float64]

AREAS = ("mood", "energy", "thinking", "contact")


def invent_bank(*, seed: int, per_area: int, answers: int = 5, rule: StoppingRule | None = None) -> ItemBank:
    """A bank over four content areas with `per_area` items each, all with so many answers.

    Discriminations are log-normal around 1.5, thresholds lie around points that are spread normally a little above the
    mean of the population: the shape of published banks of symptoms, of which it copies none. Rounded to two decimals,
    as such tables are printed.
    """
    rng = np.random.default_rng(seed)
    items = tuple(
        BankItem(id=f"{area}_{number:02}", area=area, a=sharpness, b=thresholds)
        for area in AREAS
        for number in range(1, per_area + 1)
        for sharpness, thresholds in [_parameters(rng, answers)]
    )
    day = date(2026, 11, 26)
    invented = Fact(source="kith", provenance="computed", checked_on=day, note=f"Drawn by chance from seed {seed}")
    return ItemBank(
        id="distress-simulated",
        version="1.0",
        title="Simulated bank: distress in four areas",
        about=(
            "Invented items without words, drawn from a seed. For trying the machinery of adaptive testing and for "
            "simulation studies; nobody's answers stand behind it, and no person may be measured with it."
        ),
        model="graded" if answers > 2 else "2pl",
        measures="distress",
        direction="higher_is_worse",
        is_simulated=True,
        parameters=invented,
        prior=Prior(),
        t_score=TScale(population="Invented people, normal with mean 0 and SD 1"),
        stopping=rule or StoppingRule(standard_error=0.3, minimum=4, maximum=12, least_information=0.2),
        areas=tuple(ContentArea(id=area, share=1 / len(AREAS), at_least=1) for area in AREAS),
        rules=Fact(
            source="kith",
            provenance="convention",
            checked_on=day,
            note="4 to 12 items and standard error 0.3 as HealthMeasures states for adults; the rest is ours",
        ),
        items=items,
        forms={"short_8": _form(items, per_area=2)},
        licence=Licence.model_validate(
            {
                "class": "own",
                "ship_text": False,
                "licence": "Apache-2.0, as the rest of Kith; numbers only, there are no words",
                "licence_source": "LICENSE",
                "checked_on": day,
            }
        ),
        sources=(
            Source(id="kith", cite="Our own invention: kith/simulation/item_banks.py"),
            Source(
                id="healthmeasures",
                cite="HealthMeasures, page on stopping rules of PROMIS adaptive tests, read on 2026-11-26",
                url="https://www.healthmeasures.net/resource-center/measurement-science/computer-adaptive-tests-cats/stopping-rules",
            ),
        ),
        review=Review(status="awaiting clinical review"),
    )


def invent_answers(bank: ItemBank, theta: FloatArray, rng: np.random.Generator) -> NDArray[np.intp]:
    """What n people of known theta answer to every item, drawn by the bank's own model; shape (n, items)."""
    answers = np.empty((len(theta), len(bank.items)), dtype=np.intp)
    for column, item in enumerate(bank.items):
        reached = category_probabilities(theta, item.a, item.b).cumsum(axis=1)[:, :-1]
        answers[:, column] = (rng.random((len(theta), 1)) > reached).sum(axis=1)
    return answers


def _parameters(rng: np.random.Generator, answers: int) -> tuple[float, tuple[float, ...]]:
    sharpness = float(np.clip(rng.lognormal(np.log(1.5), 0.3), 0.6, 4.0).round(2))
    gaps = rng.uniform(0.45, 0.95, size=answers - 2)
    thresholds = np.concatenate([[0.0], gaps.cumsum()])
    return sharpness, tuple(((thresholds - thresholds.mean() + rng.normal(0.4, 0.9)).round(2) + 0.0).tolist())


def _form(items: tuple[BankItem, ...], per_area: int) -> tuple[str, ...]:
    """The items of each area that tell most about the population as a whole: what a fixed short form would take."""
    theta = np.linspace(-4, 4, 81)
    density = np.exp(-0.5 * theta**2)
    told = {item.id: float(item_information(theta, item.a, item.b) @ density) for item in items}
    return tuple(
        item.id
        for area in AREAS
        for item in sorted((i for i in items if i.area == area), key=lambda i: -told[i.id])[:per_area]
    )
