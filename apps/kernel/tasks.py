"""The sweeper's door."""

from apps.kernel import jobs


@jobs.task("kernel.sweep")
def sweep() -> None:
    jobs.sweep()
