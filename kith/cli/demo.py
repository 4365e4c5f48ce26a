"""`kith demo`: an invented service with a year of care in it, made through the same actions that people use."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

SEED = 20_261
PASSWORD = "try-kith-today"  # noqa: S105 - invented people only; the demonstration never listens beyond this machine
PERSONAS = {
    "ana": "client",
    "ben": "practitioner",
    "finn": "facilitator",
    "eve": "supervisor",
    "cleo": "programme manager",
    "dan": "duty responder",
    "pete": "peer supporter",
    "ravi": "researcher",
    "pia": "privacy officer",
}
HOME = "demo-data"
EVERY_SECONDS = 3
MARK = "made-on.txt"
OURS = {"kith.sqlite3", "kith.sqlite3-shm", "kith.sqlite3-wal", "master.key", "secret.key", "static", "outbox", MARK}


def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the invented service and make a new one.")] = False,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only make the data.")] = False,
    clients: Annotated[int, typer.Option(min=20, help="How many people are in care.")] = 120,
) -> None:
    """Make an invented service (once) and serve it on this machine. Nobody in it is real; nothing is sent anywhere."""
    console = Console()
    home = Path(os.environ.get("KITH_HOME") or Path.cwd() / HOME).absolute()
    if fresh and home.exists():
        _forget(home)
    os.environ |= {"KITH_HOME": str(home), "KITH_DEMONSTRATION": "1", "KITH_HOSTS": "127.0.0.1,localhost,[::1]"}
    os.environ.pop("DATABASE_URL", None)
    from kith.cli.serving import prepare, run_server

    if not (home / MARK).exists():
        if home.exists():
            _forget(home)  # a start that was interrupted left half a service behind
        prepare()
        _make(console, home, clients)
    else:
        prepare()
        console.print(
            f"The invented service of {(home / MARK).read_text().strip()} is still here; --fresh makes a new one."
        )
    console.print(f"\n[bold]Kith is at http://127.0.0.1:{port}/[/bold]   (stop with Ctrl-C)\n")
    for name, role in PERSONAS.items():
        console.print(f"  {role:<18} log in as [bold]{name:<5}[/bold] password [bold]{PASSWORD}[/bold]")
    if not no_serve:
        Thread(target=_count_snapshots, daemon=True).start()
        run_server("127.0.0.1", port)


def _make(console: Console, home: Path, clients: int) -> None:
    from kith.cli.allocation_life import tell_allocations
    from kith.cli.around_life import tell_people_around
    from kith.cli.choosing import tell_choices
    from kith.cli.first_meetings import tell_first_meetings
    from kith.cli.group_life import tell_group_life
    from kith.cli.outing_life import tell_outings
    from kith.cli.own_learning import tell_own_learning
    from kith.cli.peer_life import tell_peer_life
    from kith.cli.replay import Replay
    from kith.cli.research_life import tell_research, tell_rows_that_leave
    from kith.cli.rota import plan_rota
    from kith.simulation import simulate

    started = time.monotonic()
    now = datetime.now(UTC)
    world = simulate(SEED, ends=now, clients=clients)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(
            f"Telling a year of care ({len(world.happenings)} happenings)", total=len(world.happenings)
        )
        replay = Replay(world, PASSWORD, frozenset(PERSONAS))
        replay.run(lambda done, of: progress.update(task, completed=done, total=of))
        replay.ask(at=now)
        replay.take_snapshot(by="cleo", at=now)
        replay.learn(by="cleo", at=now)
        tell_own_learning(replay, at=now)
        plan_rota(replay, by="cleo", at=now)
        tell_group_life(replay, lead="finn", at=now)
        tell_first_meetings(replay, at=now)
        tell_allocations(replay, at=now)
        tell_choices(replay, by="ben", undecided="ana", at=now)
        tell_peer_life(replay, peer="pete", lead="eve", team="ben", client=replay.clients["ana"], at=now)
        tell_people_around(replay, team="ben", client=replay.clients["ana"], at=now)
        tell_outings(replay, team="ben", client=replay.clients["ana"], at=now)
        tell_research(replay, asks="ravi", decides="pia", at=now)
        tell_rows_that_leave(replay, asks="cleo", decides="pia", at=now)
    (home / MARK).write_text(f"{now:%d %B %Y, %H:%M} UTC\n")
    spent = time.monotonic() - started
    console.print(f"Made {clients} invented people and {len(world.happenings)} happenings in {spent:.0f} s.")


def _count_snapshots() -> None:
    """Count the snapshots that were asked for, as `kith send` does in an installation; and nothing else of it."""
    from kith.care.actions.ask_snapshot import count_asked_snapshots
    from kith.care.actions.set_up import founder
    from kith.care.models import Service

    while True:
        time.sleep(EVERY_SECONDS)
        for service in Service.objects.all():
            count_asked_snapshots(by=founder(service.pk), at=datetime.now(UTC))


def _forget(home: Path) -> None:
    """Remove a demonstration and nothing else: a folder without its key and database is not one of ours."""
    ours = {
        "kith.sqlite3",
        "kith.sqlite3-shm",
        "kith.sqlite3-wal",
        "master.key",
        "secret.key",
        "static",
        "outbox",
        MARK,
    }
    strangers = sorted(path.name for path in home.iterdir() if path.name not in ours)
    if strangers:
        raise typer.BadParameter(
            f"{home} holds things that no demonstration made: {', '.join(strangers)}. "
            "Move them, or set KITH_HOME to another folder."
        )
    shutil.rmtree(home)
