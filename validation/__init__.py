"""How we know the numbers are right: simulation studies, and the making of what is invented."""
