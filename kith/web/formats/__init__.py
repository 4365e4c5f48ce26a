"""How dates and times are written, by language: the day before the month, as most of the world writes it."""
