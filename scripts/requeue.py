"""Give back to the queue what a dead worker had taken and not finished.

Run it only while no worker is alive on this broker: the supervisor does so before it starts its single worker. Without
it such messages would wait for the visibility timeout.
"""

from __future__ import annotations

import os

from kombu import Connection


def requeue(url: str) -> int:
    """Number of messages given back."""
    with Connection(url) as connection:
        channel = connection.default_channel
        with channel.conn_or_acquire() as client:
            tags = client.zrange(channel.unacked_index_key, 0, -1)
            for tag in tags:
                channel.qos.restore_by_tag(tag.decode() if isinstance(tag, bytes) else tag, client)
    return len(tags)


if __name__ == "__main__":
    if count := requeue(os.environ["REDIS_URL"]):
        print(f"{count} unfinished messages given back to the queue", flush=True)
