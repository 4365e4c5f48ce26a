"""The table of subcommands. A command's module is imported only when somebody runs it, so a quick one stays quick."""

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from kith import __version__

if TYPE_CHECKING:
    from typer._click.core import Command, Context

# Name of the command: the module it lives in, and the Typer app or function in it.
COMMANDS = {
    "score": ("kith.cli.score", "app"),
    "instruments": ("kith.cli.instruments", "app"),
    "bank": ("kith.cli.banks", "app"),
    "library": ("kith.cli.library", "app"),
    "pack": ("kith.cli.packs", "app"),
    "evaluate": ("kith.cli.evaluate", "evaluate"),
    "evidence": ("kith.cli.evidence", "app"),
    "pool": ("kith.cli.pool", "pool_studies"),
    "network": ("kith.cli.network", "network"),
    "outcomes": ("kith.cli.outcomes", "outcomes"),
    "export": ("kith.cli.export", "export"),
    "dataset": ("kith.cli.dataset", "dataset"),
    "simulate": ("kith.cli.national", "simulate"),
    "growth": ("kith.cli.growth", "growth"),
    "groups": ("kith.cli.groups", "app"),
    "match": ("kith.cli.matching", "app"),
    "sociogram": ("kith.cli.sociogram", "sociogram"),
    "genogram": ("kith.cli.genogram", "genogram"),
    "ecomap": ("kith.cli.ecomap", "ecomap"),
    "randomise": ("kith.cli.randomise", "app"),
    "power": ("kith.cli.power", "app"),
    "series": ("kith.cli.series", "series"),
    "single-case": ("kith.cli.single_case", "single_case"),
    "wedge": ("kith.cli.wedge", "wedge"),
    "watch": ("kith.cli.watch", "watch"),
    "costs": ("kith.cli.costs", "costs"),
    "queue": ("kith.cli.queue", "queue"),
    "demo": ("kith.cli.demo", "demo"),
    "sample": ("kith.cli.sample", "sample"),
    "serve": ("kith.cli.serving", "serve"),
    "send": ("kith.cli.sending", "send"),
}


class LazyCommands(TyperGroup):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: "Context") -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":
        """The command of this name. For an unknown name all are loaded, so that the nearest can be suggested."""
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = _load(name)
        return self.commands.get(cmd_name)


def _load(name: str) -> "Command":
    module, attribute = COMMANDS[name]
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        command = typer.main.get_command(found)
    else:
        single = typer.Typer(add_completion=False)
        single.command(name)(found)
        command = typer.main.get_command(single)
    command.name = name
    return command


main = typer.Typer(
    cls=LazyCommands,
    name="kith",
    help="Plans, delivers and evaluates psychosocial care, with the evidence beside every choice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"kith {__version__}")
        raise typer.Exit


@main.callback()
def _kith(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Plans, delivers and evaluates psychosocial care, with the evidence beside every choice."""
