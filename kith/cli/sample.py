"""`kith sample`: the report for a funder of an invented service, as one PDF file that anybody can make again."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress

from kith.cli.shelves import stop

if TYPE_CHECKING:
    from kith.cli.replay import Replay

SEED = 20_261
ENDS = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)
"""A fixed day, so that the same seed gives the same numbers whenever it is run."""
PRICES = "hour=62&indirect=0.5&room=6&unsure=20&source=Invented+prices%2C+no+country"
NOBODYS_PASSWORD = "nobody-logs-in-here"  # noqa: S105 - the service is gone when the command ends


def sample(
    file: Annotated[Path, typer.Argument(help="Where to write the PDF file.")],
    clients: Annotated[int, typer.Option(min=40, help="How many people are in care.")] = 160,
    seed: Annotated[int, typer.Option(help="Another seed is another service.")] = SEED,
) -> None:
    """Invent a service with a year of care, take a snapshot of it, and write the report that a funder would get.

    kith sample docs/samples/report-for-a-funder.pdf

    Nobody in it is real. The service itself is forgotten when the command ends.
    """
    with TemporaryDirectory() as home:
        os.environ |= {"KITH_HOME": home, "KITH_DEMONSTRATION": "1"}
        os.environ.pop("DATABASE_URL", None)
        content = _report(clients, seed)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    typer.echo(f"{file}: {len(content) // 1024} kB.")


def _report(clients: int, seed: int) -> bytes:
    from kith.cli.serving import prepare

    prepare()
    from kith.cli.replay import Replay
    from kith.simulation import simulate

    world = simulate(seed, ends=ENDS, clients=clients)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Telling a year of care", total=len(world.happenings))
        replay = Replay(world, NOBODYS_PASSWORD, frozenset())
        replay.run(lambda done, of: progress.update(task, completed=done, total=of))
    taken = replay.take_snapshot(by="cleo", at=ENDS)
    return _as_pdf(replay, taken.pk)


def _as_pdf(replay: Replay, evaluation: UUID) -> bytes:
    """From the page's own address, so that the sample holds what a manager would download, and nothing else."""
    from django.http import HttpRequest, QueryDict
    from django.urls import resolve, reverse

    address = reverse("funder_report_file", args=[evaluation])
    found = resolve(address)
    request = HttpRequest()
    request.method, request.path, request.GET = "GET", address, QueryDict(PRICES)
    request.viewer, request.at = replay.viewers["cleo"], ENDS + timedelta(minutes=1)  # type: ignore[attr-defined]
    answer = found.func(request, *found.args, **found.kwargs)
    if answer.status_code != 200:
        stop(f"No report was written. Found the answer {answer.status_code}. Install kith[pdf].")
    return bytes(answer.content)
