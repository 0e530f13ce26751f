"""The embedded broker answers on its socket, keeps its messages, and gives unfinished work back."""

import shutil
import signal

import pytest
from kombu import Connection

from scripts import broker, processes
from scripts.places import environment
from scripts.requeue import requeue


@pytest.fixture
def start_broker(tmp_path):
    path = broker.socket_path()
    servers = []

    def start():
        command = [*broker.server_command(), *broker.options(path, tmp_path / "broker")]
        servers.append(processes.start(command, env=environment()))
        assert processes.wait_until(lambda: broker.answers(path), seconds=20)
        return servers[-1], broker.url(path)

    yield start
    for server in servers:
        processes.stop(server, gently=signal.SIGTERM, patience=5, then=signal.SIGKILL)
    shutil.rmtree(path.parent, ignore_errors=True)


def test_messages_outlive_the_broker(start_broker):
    server, url = start_broker()
    with Connection(url) as connection:
        connection.SimpleQueue("celery").put({"id": 1})
    processes.stop(server, gently=signal.SIGTERM, patience=5, then=signal.SIGKILL)

    _, url = start_broker()

    with Connection(url) as connection:
        assert connection.SimpleQueue("celery").get(timeout=2).payload == {"id": 1}


def test_what_a_dead_worker_had_taken_is_given_back_once(start_broker):
    _, url = start_broker()
    with Connection(url) as sender:
        sender.SimpleQueue("celery").put({"id": 7})
    worker = Connection(url)
    worker.SimpleQueue("celery").get(timeout=2)
    # The worker dies here: its connection ends without an acknowledgement and without giving back.
    worker.default_channel.qos.restore_at_shutdown = False
    worker.default_channel.connection._avail_channels.clear()

    given_back = [requeue(url), requeue(url)]

    assert given_back == [1, 0]
    with Connection(url) as successor:
        message = successor.SimpleQueue("celery").get(timeout=2)
        assert message.payload == {"id": 7}
        message.ack()
    assert requeue(url) == 0


def test_nobody_answers_where_no_broker_is(tmp_path):
    assert not broker.answers(tmp_path / "none")
    assert not broker.answers(("127.0.0.1", processes.free_port()))
