"""Commands around the system: set-up, processes, services for tests; standard library only, so they run at once."""
