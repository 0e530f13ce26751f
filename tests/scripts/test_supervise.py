"""Programs of the service are started in order, started again when they die, and none is left behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scripts import processes
from scripts.places import ROOT, environment
from scripts.supervise import Program, Supervisor, only_one

SLEEPER = (sys.executable, "-c", "import subprocess; subprocess.run(['sleep', '60'])")
STUBBORN = (sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)")


@pytest.fixture
def supervisor(tmp_path):
    made = Supervisor(env=environment(), log_dir=tmp_path / "log")
    yield made
    made.stop()


def group_is_gone(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return True
    return all(Path(f"/proc/{entry}/stat").read_text().split()[2] == "Z" for entry in members(leader))


def members(leader: int) -> list[str]:
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.getpgid(int(entry)) == leader:
                found.append(entry)
        except ProcessLookupError:
            continue
    return found


def test_stopping_ends_a_program_with_its_children(supervisor):
    supervisor.start(Program("sleeper", SLEEPER, patience=1))
    leader = supervisor.running[0].process.pid

    supervisor.stop()

    assert processes.wait_until(lambda: group_is_gone(leader), seconds=5)


def test_a_program_that_ignores_the_request_is_ended_all_the_same(supervisor):
    supervisor.start(Program("stubborn", STUBBORN, patience=0.3))
    leader = supervisor.running[0].process.pid

    supervisor.stop()

    assert processes.wait_until(lambda: group_is_gone(leader), seconds=5)


def test_a_dead_program_is_prepared_and_started_again(supervisor):
    prepared = []
    supervisor.start(Program("sleeper", SLEEPER, patience=1, prepare=lambda: prepared.append(1)))
    child = supervisor.running[0]
    first = child.process.pid
    threading.Thread(target=supervisor.watch, daemon=True).start()

    os.kill(first, signal.SIGKILL)

    assert processes.wait_until(lambda: child.process.pid != first and child.process.poll() is None, seconds=10)
    assert prepared == [1, 1]


def test_a_program_that_ends_at_once_is_reported_with_its_log(supervisor, capsys):
    broken = Program("broken", (sys.executable, "-c", "raise SystemExit(3)"), is_up=lambda: False)

    with pytest.raises(SystemExit):
        supervisor.start(broken)

    assert "broken.log" in capsys.readouterr().err


def test_what_a_program_says_lies_in_its_log(supervisor, tmp_path):
    supervisor.start(Program("speaker", (sys.executable, "-c", "print('준비되었습니다'); import time; time.sleep(60)")))
    log = tmp_path / "log" / "speaker.log"

    assert processes.wait_until(lambda: "준비되었습니다" in log.read_text(encoding="utf-8"), seconds=10)


def test_two_supervisors_never_share_a_data_folder(tmp_path, capsys):
    with only_one(tmp_path), pytest.raises(SystemExit), only_one(tmp_path):
        pass

    assert "already runs" in capsys.readouterr().err


def test_a_port_that_is_taken_is_seen():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        assert not processes.port_is_free("127.0.0.1", listener.getsockname()[1])

    assert processes.port_is_free("127.0.0.1", processes.free_port())


@pytest.mark.parametrize("module", ["scripts.supervise", "scripts.up"])
@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_a_port_that_is_none_ends_the_command_with_what_to_do(tmp_path, module, port):
    given = {"SECRET_KEY": "sample", "DATABASE_URL": "sqlite:///:memory:", "REDIS_URL": "redis://127.0.0.1:1/0"}
    env = environment(PORT=port, DATA_DIR=str(tmp_path / "data"), **given)

    done = subprocess.run(
        [sys.executable, "-m", module], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.strip() == f"PORT is {port!r}; give a number between 1 and 65535: make up PORT=8000"
    assert not (tmp_path / "data").exists()
