"""What happened: the one application with tables: nouns in models, verbs in actions, what may be seen in queries."""
