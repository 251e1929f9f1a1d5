"""The three production processes (web, worker, clock) and the supervisor that runs all of them for development."""
