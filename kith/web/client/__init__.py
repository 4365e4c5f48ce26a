"""What a client sees: one question a page, on a cheap phone, with help always one tap away."""
