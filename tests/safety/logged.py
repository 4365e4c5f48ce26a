"""What is logged while the tests knock, at any level and from any room."""

from __future__ import annotations

import logging


class Memory(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line as it would be printed, traceback included."""
        self.lines.append(logging.Formatter().format(record))
