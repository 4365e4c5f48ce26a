"""The verbs of the product, one file each: the way from assess to evaluate, and its companions."""
