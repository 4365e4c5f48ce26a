"""What the synthetic service promises: the same from the same seed, whole, in order, and plausible."""
