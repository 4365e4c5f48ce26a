"""Template tags for Kith's shared pieces of page."""
