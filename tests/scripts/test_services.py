"""Private services live exactly as long as the command that needs them."""

import os
import signal
import subprocess
import sys

import pytest

from scripts import processes
from scripts.places import ROOT

RUN = [sys.executable, "-m", "scripts.services", "run", "--"]
ASK = """
import os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as database:
    print(database.execute("select current_user").fetchone()[0])
print(redis.Redis.from_url(os.environ["REDIS_URL"]).ping())
print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])
raise SystemExit(7)
"""

pytestmark = pytest.mark.fault


def closed(address: str) -> bool:
    host, port = address.rsplit("@", maxsplit=1)[-1].removeprefix("redis://").split("/")[0].split(":")
    return processes.port_is_free(host, int(port))


def test_a_command_gets_a_database_and_a_broker_and_its_status_is_told():
    done = subprocess.run([*RUN, sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 7, done.stderr
    user, pong, addresses = done.stdout.splitlines()
    assert (user, pong) == ("axcenter", "True")
    assert all(closed(address) for address in addresses.split())


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_running_after_a_signal(sign):
    speak = "import os, time; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], flush=True); time.sleep(60)"
    runner = subprocess.Popen([*RUN, sys.executable, "-c", speak], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert runner.stdout is not None
    addresses = runner.stdout.readline().split()

    os.kill(runner.pid, sign)
    runner.wait(timeout=30)
    runner.stdout.close()

    assert len(addresses) == 2
    assert processes.wait_until(lambda: all(closed(address) for address in addresses), seconds=10)
