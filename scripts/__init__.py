"""Commands around the system: set-up, processes, services for tests. Standard library only, so they run before anything is installed."""
