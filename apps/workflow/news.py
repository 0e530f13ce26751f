"""News travels up: an upper app names a job that hears of an action of a lower one."""

from collections import defaultdict

# (subject label, action) → names of jobs, which take ``delivery_id``.
LISTENERS: dict[tuple[str, str], list[str]] = defaultdict(list)


def on(label: str, action: str, *, job: str) -> None:
    """Have ``job`` told each time ``action`` happens to a ``label`` (such as ``documents.document``)."""
    jobs = LISTENERS[label, action]
    if job not in jobs:
        jobs.append(job)
