"""The sweeper's door."""

from apps.kernel import jobs


@jobs.task("kernel.sweep")
def sweep() -> None:
    jobs.sweep()


@jobs.task("kernel.heartbeat")
def heartbeat() -> None:
    """Answered by a worker that is alive; asked by the readiness check."""
