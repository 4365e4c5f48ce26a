"""The `kith` command: each subcommand is a file of this folder and is loaded when it is asked for."""

from kith.cli.entry import main

__all__ = ["main"]
