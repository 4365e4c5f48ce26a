"""What is logged while a test looks on, at any level and from any room."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Memory(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line as it would be printed, traceback included."""
        self.lines.append(logging.Formatter().format(record))


@contextmanager
def everything_logged() -> Iterator[Memory]:
    """The one handler there is for a while; afterwards handlers and levels are what they were."""
    memory, root, noisy = Memory(), logging.getLogger(), logging.getLogger("django.request")
    others, levels = root.handlers[:], (root.level, noisy.level)
    root.handlers[:] = [memory]
    root.setLevel(logging.DEBUG)
    noisy.setLevel(logging.NOTSET)
    try:
        yield memory
    finally:
        root.handlers[:] = others
        root.setLevel(levels[0])
        noisy.setLevel(levels[1])
