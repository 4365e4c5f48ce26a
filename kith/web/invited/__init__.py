"""Pages for somebody without an account: a link that works once, and a tablet that was handed over."""
