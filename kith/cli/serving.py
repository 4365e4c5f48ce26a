"""Start the web server, after making sure that nothing unsafe is served."""

from __future__ import annotations

import io
import os
from typing import Annotated

import typer


def prepare() -> None:
    """Open the installation: settings read, keys and database checked, tables made or brought up to date.

    An installation that must not start says why, in three parts, and ends the command with code 2; nothing is written.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        django.setup()
        call_command("check", databases=["default"], stdout=io.StringIO())
    except (ImproperlyConfigured, SystemCheckError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    call_command("migrate", verbosity=0, interactive=False)


def run_server(address: str, port: int) -> None:
    """Serve until interrupted: one process with a few threads, which is enough for a clinic on two cores."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        target="kith.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level=LogLevels.warning,
    ).serve()


def serve(
    address: Annotated[
        str, typer.Option(help="Where to listen. Only this machine, unless you say otherwise.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Serve this installation. Put a proxy with TLS in front of it and set KITH_HTTPS=1 and KITH_HOSTS."""
    prepare()
    typer.echo(f"Kith listens on http://{address}:{port}/ (stop with Ctrl-C)")
    run_server(address, port)
