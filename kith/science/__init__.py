"""What we know: numbers from values. Nothing here reads a clock, a database or a hidden random number."""

__all__: list[str] = []
