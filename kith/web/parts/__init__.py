"""Shared pieces of page, with a gallery that shows each of them."""
