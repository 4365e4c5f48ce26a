"""`kith bank`: which item banks there are, which item comes next after some answers, and how well a bank measures."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli.shelves import stop
from kith.science.adaptive import ItemBank
from kith.science.documents import LibraryError
from kith.science.instruments import AnswerProblem

if TYPE_CHECKING:
    from kith.science.adaptive import AdaptiveTest
    from kith.simulation.adaptive_trials import Accuracy

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Try adaptive testing over an item bank.")

Bank = Annotated[str, typer.Argument(help="The bank, for example distress-simulated.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Library = Annotated[Path | None, typer.Option("--library", help="Another library folder.")]

_MOST_PEOPLE = 100_000
_WHY = {
    "precise": "the standard error is small enough",
    "maximum": "as many items were asked as may be",
    "uninformative": "no item left would tell enough",
    "exhausted": "every item was asked",
}


@app.command("list")
def list_banks(as_json: AsJson = False, library: Library = None) -> None:
    """List the item banks with their size, model and where their numbers are from."""
    banks = _banks(library)
    if as_json:
        typer.echo(json.dumps([_described(bank) for bank in banks.values()], ensure_ascii=False))
        return
    for bank in banks.values():
        typer.echo(
            f"{bank.id:<22} {bank.model:<8} {len(bank.items):>4} items  {bank.parameters.provenance:<11} {bank.title}"
        )
        _show_caution(bank)


@app.command()
def show(bank: Bank, as_json: AsJson = False, library: Library = None) -> None:
    """Show what a bank measures, how a test over it runs, and its items."""
    found = _bank(bank, library)
    if as_json:
        described = _described(found) | found.model_dump(mode="json", by_alias=True)
        typer.echo(json.dumps(described, ensure_ascii=False))
        return
    rule, prior, scale = found.stopping, found.prior, found.t_score
    typer.echo(f"{found.title}, version {found.version}")
    _show_caution(found)
    typer.echo(f"Numbers: {found.parameters.provenance}, {found.parameters.source}, {found.parameters.checked_on}")
    typer.echo(f"Scale: theta with mean {prior.mean:g} and SD {prior.sd:g}; T = {scale.mean:g} + {scale.sd:g} theta")
    typer.echo(f"T-scores compare with: {scale.population}")
    typer.echo(f"Stops: at SE {rule.standard_error:g}, after {rule.minimum} to {rule.maximum} items")
    for area in found.areas:
        typer.echo(f"Area {area.id}: {area.share:.0%} of the test, at least {area.at_least}")
    for item in found.items:
        thresholds = " ".join(f"{b:.2f}" for b in item.b)
        typer.echo(f"{item.id:<16} {item.area:<12} a {item.a:.2f}  b {thresholds}")


@app.command("next")
def next_item(
    bank: Bank,
    answers: Annotated[
        list[str] | None, typer.Option("--answers", help="item=answer, in the order asked; item=- for a skipped item.")
    ] = None,
    as_json: AsJson = False,
    library: Library = None,
) -> None:
    """Say what some answers tell and which item comes next, or why the test is over.

    kith bank next distress-simulated --answers mood_01=2,energy_03=1 --json
    """
    from kith.science.adaptive import resume

    found = _bank(bank, library)
    try:
        test = resume(found, [_answer(part) for text in answers or () for part in text.split(",")])
    except AnswerProblem as problem:
        stop(str(problem))
    if as_json:
        typer.echo(json.dumps(_moment(test), ensure_ascii=False))
    else:
        _show_moment(test)


@app.command()
def simulate(
    bank: Bank,
    people: Annotated[int, typer.Option(min=1, max=_MOST_PEOPLE, help="How many people to invent.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed invents the same people.")] = 1,
    as_json: AsJson = False,
    library: Library = None,
) -> None:
    """Let invented people take the adaptive test and the full bank, and say how far off the estimates are."""
    import numpy as np

    from kith.simulation.adaptive_trials import accuracy, area_shares, try_adaptive, try_form
    from kith.simulation.item_banks import invent_answers

    found = _bank(bank, library)
    rng = np.random.default_rng(seed)
    truth = rng.normal(found.prior.mean, found.prior.sd, people)
    given = invent_answers(found, truth, rng)
    adaptive = try_adaptive(found, truth, given)
    results = {"adaptive": accuracy(adaptive), "full": accuracy(try_form(found, truth, given))}
    if as_json:
        values: dict[str, Any] = {name: asdict(one) for name, one in results.items()}
        stops = {reason: adaptive.stops.count(reason) for reason in _WHY}
        values |= {"stops": stops, "area_shares": area_shares(found, adaptive), "seed": seed}
        typer.echo(json.dumps(_origin(found) | values, ensure_ascii=False))
        return
    typer.echo(f"{found.title}: {people} invented people, seed {seed}")
    _show_caution(found)
    for name, one in results.items():
        typer.echo(_accuracy(name, one))


def _banks(library: Path | None) -> dict[str, ItemBank]:
    from kith.science.library import Library as Shelves

    try:
        return dict(Shelves.open(library).banks)
    except LibraryError as error:
        stop(str(error))


def _bank(name: str, library: Path | None) -> ItemBank:
    from kith.science.library import Library as Shelves

    try:
        return Shelves.open(library).bank(name)
    except LibraryError as error:
        stop(str(error))


def _origin(bank: ItemBank) -> dict[str, Any]:
    """What stands beside every number of a bank: which one it is, and whether it was invented."""
    return {"bank": bank.id, "version": bank.version, "simulated": bank.is_simulated, "caution": bank.caution}


def _described(bank: ItemBank) -> dict[str, Any]:
    return _origin(bank) | {
        "title": bank.title,
        "model": bank.model,
        "measures": bank.measures,
        "items_count": len(bank.items),
        "provenance": bank.parameters.provenance,
        "review_status": bank.review.status,
    }


def _answer(text: str) -> tuple[str, int | None]:
    item, sign, given = text.strip().partition("=")
    if given == "-":
        return item, None
    if not sign or not given.isascii() or not given.isdigit() or len(given) > 3:
        raise AnswerProblem("An answer cannot be read", repr(text[:40]), "Write item=answer, for example mood_01=2.")
    return item, int(given)


def _moment(test: AdaptiveTest) -> dict[str, Any]:
    return _origin(test.bank) | {
        "answered": test.estimate.answered,
        "theta": test.estimate.theta,
        "standard_error": test.estimate.standard_error,
        "t_score": test.estimate.t_score,
        "t_error": test.estimate.t_error,
        "interval_95": test.estimate.interval,
        "next": test.next_item,
        "stopped": test.stopped,
        "why": _WHY[test.stopped] if test.stopped else None,
    }


def _show_moment(test: AdaptiveTest) -> None:
    found = test.estimate
    typer.echo(f"{test.bank.title}, {found.answered} answered")
    _show_caution(test.bank)
    if found.theta is None:
        typer.echo("Nothing is known yet: no item was answered.")
    else:
        typer.echo(f"T-score {found.t_score:.1f}, standard error {found.t_error:.1f}")
        typer.echo(f"theta {found.theta:.3f}, standard error {found.standard_error:.3f}")
    typer.echo(f"Next: {test.next_item}" if test.next_item else f"The test is over: {_WHY[test.stopped or '']}.")


def _accuracy(name: str, one: Accuracy) -> str:
    return (
        f"{name:<9} {one.items:5.1f} items ({one.fewest} to {one.most})  bias {one.bias:+.3f}  RMSE {one.rmse:.3f}  "
        f"mean SE {one.error:.3f}  95 % interval holds {one.coverage:.1%}"
    )


def _show_caution(bank: ItemBank) -> None:
    if bank.caution:
        typer.echo(bank.caution)
