"""Writing imported records: one command per kind, one transaction per batch, safe to repeat and to go on with."""
