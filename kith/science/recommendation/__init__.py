"""Which protocols may be offered to one person and why, how what to expect is learned, and who is offered less."""
