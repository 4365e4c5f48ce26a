"""Our speed beside a floor or a peer, in one run."""
