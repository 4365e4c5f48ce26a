"""The real server at a set moment: `python -m tests.journeys.serving PORT`. Its clock starts at NOW and runs on."""

from __future__ import annotations

import os
import sys

import time_machine

from tests.journeys.making import NOW

if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        target="tests.journeys.serving:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level=LogLevels.warning,
    ).serve()
elif "KITH_HOME" in os.environ:
    time_machine.travel(NOW, tick=True).start()
    from kith.config.wsgi import application

    __all__ = ["application"]
