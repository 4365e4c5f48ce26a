"""`kith power`: how many people a trial needs, or what a number of people can show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kith.cli.shelves import stop
from kith.science.trials import (
    Boundaries,
    ConditionalPower,
    TrialProblem,
    baseline_factor,
    cluster_trial,
    conditional_powers,
    crossings,
    groups_in_one_arm,
    haybittle_peto,
    inflation,
    lan_demets,
    no_worse,
    people_for_wedge,
    power_of_clusters,
    power_of_groups_in_one_arm,
    power_of_two_means,
    power_of_two_proportions,
    power_of_wedge,
    two_means,
    two_proportions,
    wedge,
    with_loss,
)
from kith.science.trials.conditional import LITTLE

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(help="Work out how many people a trial needs, or what so many can show.", no_args_is_help=True)
Difference = Annotated[float, typer.Option(help="The difference worth finding, in standard deviations.")]
Power = Annotated[float, typer.Option(help="The chance to find it, as a share.")]
Alpha = Annotated[float, typer.Option(help="Two-sided alpha.")]
Loss = Annotated[float, typer.Option(help="The share that is lost before the outcome.")]
PerArm = Annotated[int | None, typer.Option(help="So many in each arm: print the power they have.")]
Icc = Annotated[float, typer.Option(help="The share of variance between clusters.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Kind = Literal["O'Brien-Fleming", "Pocock", "Haybittle-Peto"]
Found = Mapping[str, float | int | list[float]]


@app.command()
def means(
    difference: Difference,
    power: Power = 0.8,
    alpha: Alpha = 0.05,
    loss: Loss = 0.0,
    baseline_correlation: Annotated[float, typer.Option(help="Of baseline and outcome, if it is adjusted for.")] = 0.0,
    per_arm: PerArm = None,
    as_json: Json = False,
) -> None:
    """Two means by a t test, people allocated one by one.

    kith power means --difference 0.3 --loss 0.2
    """
    with refusals():
        # To adjust for the baseline is to have a smaller standard deviation left.
        left = difference / baseline_factor(baseline_correlation) ** 0.5
        if per_arm is not None:
            reached = power_of_two_means(per_arm, left, alpha=alpha)
            _print({"per_arm": per_arm, "power": reached}, f"Power {reached:.3f} with {per_arm} in each arm.", as_json)
            return
        found = two_means(left, power=power, alpha=alpha)
        _print_people(found.per_arm, found.by_formula, found.power, loss, as_json)


@app.command()
def proportions(
    one: Annotated[float, typer.Option(help="The share in one arm.")],
    other: Annotated[float, typer.Option(help="The share in the other.")],
    power: Power = 0.8,
    alpha: Alpha = 0.05,
    loss: Loss = 0.0,
    per_arm: PerArm = None,
    as_json: Json = False,
) -> None:
    """Two shares by a z test, such as those who recover."""
    with refusals():
        if per_arm is not None:
            reached = power_of_two_proportions(per_arm, one, other, alpha=alpha)
            _print({"per_arm": per_arm, "power": reached}, f"Power {reached:.3f} with {per_arm} in each arm.", as_json)
            return
        found = two_proportions(one, other, power=power, alpha=alpha)
        _print_people(found.per_arm, found.by_formula, found.power, loss, as_json)


@app.command("no-worse")
def no_worse_than(
    margin: Annotated[float, typer.Option(help="By how much it may be worse at most, in standard deviations.")],
    power: Power = 0.9,
    one_sided: Annotated[float, typer.Option(help="One-sided alpha.")] = 0.025,
    loss: Loss = 0.0,
    as_json: Json = False,
) -> None:
    """A treatment that is to be no worse than another (non-inferiority), if they are truly alike."""
    with refusals():
        found = no_worse(margin, power=power, one_sided=one_sided)
        _print_people(found.per_arm, found.by_formula, found.power, loss, as_json)


@app.command()
def clusters(
    difference: Difference,
    size: Annotated[float, typer.Option(help="People in a cluster, the mean.")],
    icc: Icc,
    cv: Annotated[float, typer.Option(help="How sizes vary: their standard deviation over their mean.")] = 0.0,
    power: Power = 0.8,
    alpha: Alpha = 0.05,
    per_arm: PerArm = None,
    as_json: Json = False,
) -> None:
    """Clusters allocated as a whole, such as practices or clinics, by a t test of their means."""
    with refusals():
        if per_arm is not None:
            reached = power_of_clusters(per_arm, difference, size, icc, cv=cv, alpha=alpha)
            words = f"Power {reached:.3f} with {per_arm} clusters in each arm."
            _print({"clusters_per_arm": per_arm, "power": reached}, words, as_json)
            return
        found = cluster_trial(difference, size, icc, cv=cv, power=power, alpha=alpha)
        values: Found = {
            "clusters_per_arm": found.per_arm,
            "by_formula": found.by_formula,
            "by_formula_rounded": found.rounded,
            "design_effect": found.design_effect,
            "power": found.power,
        }
        words = (
            f"{found.per_arm} clusters of {size:g} in each arm (power {found.power:.3f} by a t test of their means).\n"
            f"The formula without small-sample correction gives {found.by_formula:.3f}, so {found.rounded}; the design "
            f"effect is {found.design_effect:.2f}."
        )
        _print(values, words, as_json)


@app.command()
def groups(
    difference: Difference,
    size: Annotated[int, typer.Option(help="People in a group.")],
    icc: Icc,
    power: Power = 0.8,
    alpha: Alpha = 0.05,
    per_arm: PerArm = None,
    as_json: Json = False,
) -> None:
    """People allocated one by one, treated in groups in one arm and without groups in the other."""
    with refusals():
        if per_arm is not None:
            formed = per_arm // size
            reached = power_of_groups_in_one_arm(formed, per_arm, difference, size, icc, alpha=alpha)
            words = f"Power {reached:.3f} with {formed} groups of {size} and {per_arm} people in the other arm."
            values: Found = {"groups": formed, "in_groups": formed * size, "in_the_other_arm": per_arm}
            _print({**values, "power": reached}, words, as_json)
            return
        found = groups_in_one_arm(difference, size, icc, power=power, alpha=alpha)
        values = {
            "groups": found.groups,
            "in_groups": found.in_groups,
            "in_the_other_arm": found.in_the_other_arm,
            "design_effect": found.design_effect,
            "power": found.power,
        }
        words = (
            f"{found.groups} groups of {size} ({found.in_groups} people) and {found.in_the_other_arm} in the other arm "
            f"(power {found.power:.3f}); the design effect of groups is {found.design_effect:.2f}."
        )
        _print(values, words, as_json)


@app.command("wedge")
def stepped_wedge(
    step: Annotated[list[int], typer.Option(help="How many clusters cross at a step; once for each step.")],
    difference: Difference,
    icc: Icc,
    people: Annotated[int | None, typer.Option(help="So many in a cluster in a period: print their power.")] = None,
    power: Power = 0.8,
    alpha: Alpha = 0.05,
    as_json: Json = False,
) -> None:
    """Clusters that cross to the treatment in steps (Hussey and Hughes), with new people in every period.

    kith power wedge --step 3 --step 3 --step 3 --step 3 --difference 0.3 --icc 0.05 --people 20
    """
    with refusals():
        design = wedge(step)
        needed = people_for_wedge(design, icc, difference, power=power, alpha=alpha) if people is None else people
        reached = power_of_wedge(design, needed, icc, difference, alpha=alpha)
        values = {"people_per_cluster_and_period": needed, "clusters": sum(step), "periods": len(step) + 1}
        words = (
            f"{needed} people in each of {sum(step)} clusters in each of {len(step) + 1} periods: power "
            f"{reached:.3f}.\n"
            "Where people of a cluster are less alike the further their periods are apart, it is less."
        )
        _print({**values, "power": reached}, words, as_json)


@app.command()
def looks(
    at: Annotated[list[float], typer.Option(help="When one looks, as a share of the information; the last is 1.")],
    kind: Annotated[Kind, typer.Option(help="How alpha is spent; Haybittle-Peto stops early only at z 3.")] = (
        "O'Brien-Fleming"
    ),
    seen: Annotated[float | None, typer.Option(help="z as it stands, above 0 for benefit; needs --seen-at.")] = None,
    seen_at: Annotated[float | None, typer.Option(help="The share of the information at which it stands.")] = None,
    power: Power = 0.8,
    alpha: Alpha = 0.05,
    as_json: Json = False,
) -> None:
    """Boundaries for looking at a trial before its end, and with --seen what it can still show (conditional power).

    kith power looks --at 0.5 --at 1 --seen 0.5 --seen-at 0.5
    """
    with refusals():
        found = haybittle_peto(at, alpha=alpha) if kind == "Haybittle-Peto" else lan_demets(at, kind=kind, alpha=alpha)
        chances = _still(found, seen, seen_at, power)
        factor = inflation(found, power=power)
        without = crossings(found.times, found.z, 0.0)
        values: Found = {
            "times": list(found.times),
            "z": list(found.z),
            "nominal_p": list(found.nominal),
            "alpha_spent": list(found.spent),
            "inflation": factor,
            "expected_information_without_effect": without.expected_information,
            **({f"conditional_power_{name}": chance for name, chance in vars(chances).items()} if chances else {}),
        }
        rows = [
            f"  at {time:g}: stop where |z| reaches {z:.3f} (p {p:.4f}); alpha spent {spent:.4f}"
            for time, z, p, spent in zip(found.times, found.z, found.nominal, found.spent, strict=True)
        ]
        rows.append(f"The largest trial needs {factor:.3f} times the people.")
        if chances:
            rows.append(
                f"To reach a later boundary: {chances.trend:.3f} if what was seen goes on, {chances.planned:.3f} as "
                f"planned, {chances.nothing:.3f} without an effect. Below {LITTLE:g} is often called futile; it binds "
                "nobody."
            )
        _print(values, "\n".join(rows), as_json)


def _still(boundaries: Boundaries, seen: float | None, seen_at: float | None, power: float) -> ConditionalPower | None:
    if (seen is None) != (seen_at is None):
        raise TrialProblem(
            f"What was seen is a z and a share of the information; found z {seen} at {seen_at}. Give --seen with "
            "--seen-at, or neither."
        )
    return (
        None if seen is None or seen_at is None else conditional_powers(boundaries, at=seen_at, seen=seen, power=power)
    )


@contextmanager
def refusals() -> Iterator[None]:
    """What cannot be planned ends the command with its three parts."""
    try:
        yield
    except TrialProblem as problem:
        stop(str(problem))


def _print_people(per_arm: int, by_formula: float, reached: float, loss: float, as_json: bool) -> None:
    to_ask = with_loss(per_arm, loss)
    asked = f"; ask {to_ask}, so that they are left when {loss:.0%} are lost" if loss else ""
    words = f"{per_arm} in each arm{asked}. Power {reached:.3f}; the formula before rounding gives {by_formula:.1f}."
    values = {"per_arm": per_arm, "to_ask_per_arm": to_ask, "by_formula": by_formula, "power": reached}
    _print(values, words, as_json)


def _print(values: Found, words: str, as_json: bool) -> None:
    typer.echo(json.dumps(values, indent=2, allow_nan=False) if as_json else words)
