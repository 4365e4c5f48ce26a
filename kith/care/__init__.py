"""What happened: the one application with tables. Nouns in models, verbs in actions, what a viewer may see in queries."""
