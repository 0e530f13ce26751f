"""One command from a bare checkout to a running sample centre: set up, load, walk one case through, serve until Ctrl-C.

Honours HOST, PORT and DATA_DIR; RESET=1 starts with empty data. `$DATA_DIR/demo/ready` is written last. Sample people
with printed passwords never go where somebody's real data may lie: what the environment names elsewhere is set aside.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

from scripts import bootstrap, processes
from scripts.places import ROOT, VENV_PYTHON, data_dir, environment, give_up, say
from scripts.supervise import Supervisor, broker_running, only_one, programs

SAMPLE_CASES = "60"
# Everything an installation writes into its data folder; nothing else is ever removed.
DATA_NAMES = ("db.sqlite3*", "files", "mail", "demo", "broker", "log", "beat-schedule*", "secret_key")
ELSEWHERE = ("DATABASE_URL", "REDIS_URL", "S3_BUCKET", "EMAIL_URL")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def main() -> None:
    began = time.monotonic()
    processes.end_on_signals()
    host = os.environ.get("HOST") or "127.0.0.1"
    port = _port()
    if not processes.port_is_free(host, port):
        give_up(f"Port {port} is in use. Stop what listens there or choose another: make demo PORT={port + 1}")
    bootstrap.prepare(tests=False)
    supervisor: Supervisor | None = None
    try:
        with only_one(data_dir()):
            if os.environ.get("RESET") == "1":
                _empty_data_folder()
            _announce_not_ready()
            supervisor = Supervisor(env=_demo_environment(host, port), log_dir=data_dir() / "log")
            with broker_running(supervisor) as owns_broker:
                _serve(supervisor, host=host, port=port, owns_broker=owns_broker, began=began)
    except KeyboardInterrupt:
        say("\nStopped. The data stays in " + str(data_dir()))
        raise SystemExit(0) from None
    finally:
        if supervisor:
            supervisor.stop()
            _announce_not_ready()


def _serve(supervisor: Supervisor, *, host: str, port: int, owns_broker: bool, began: float) -> None:
    env = supervisor.env
    fingerprint = _fingerprint()
    loaded = data_dir() / "demo" / "loaded"
    fresh = not loaded.exists()
    if fresh or loaded.read_text(encoding="ascii") != fingerprint:
        _manage(env, "migrate", "--verbosity", "0", doing="database")
        _manage(env, "seed", doing="reference data")
    for program in programs(host=host, port=port, owns_broker=owns_broker, env=env):
        supervisor.start(program)
    if fresh:
        # The walkthrough first: its documents are made while nothing else waits for the worker.
        say("· one case from application to certificate")
        _manage(env, "walkthrough", doing="")
        _manage(env, "seed", "--sample", SAMPLE_CASES, doing=f"sample centre of {SAMPLE_CASES} cases")
    loaded.write_text(fingerprint, encoding="ascii")
    here = "127.0.0.1" if host in EVERYWHERE else host
    if not processes.wait_until(lambda: _answers(here, port), seconds=90, every=0.3):
        give_up(f"The service did not become ready; see {data_dir() / 'log'}")
    _write_banner(here, port, time.monotonic() - began)
    (data_dir() / "demo" / "ready").write_text(f"{_address(here, port)}\n", encoding="utf-8")
    supervisor.watch()


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        give_up(f"PORT is {given!r}; give a number between 1 and 65535: make demo PORT=8000")
    return int(given)


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _demo_environment(host: str, port: int) -> dict[str, str]:
    here = "127.0.0.1" if host in EVERYWHERE else host
    hosts = "*" if host in EVERYWHERE else f"127.0.0.1,localhost,[::1],{host}"
    set_aside = [name for name in ELSEWHERE if os.environ.get(name)]
    if set_aside:
        say(f"· the demo keeps to its own data folder; set aside: {', '.join(set_aside)}")
    return environment(
        **dict.fromkeys(ELSEWHERE),
        DJANGO_SETTINGS_MODULE="axcenter.settings.prod",
        AX_DEMO="1",
        SECRET_KEY=os.environ.get("SECRET_KEY") or _secret_key(),
        SITE_URL=os.environ.get("SITE_URL") or _address(here, port),
        ALLOWED_HOSTS=os.environ.get("ALLOWED_HOSTS") or hosts,
        LOG_LEVEL=os.environ.get("LOG_LEVEL") or "INFO",
    )


def _secret_key() -> str:
    """Made once for this data folder and readable by its owner alone."""
    path = data_dir() / "secret_key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def _fingerprint() -> str:
    """Changes when migrations or reference data do; then both are brought up to date again."""
    content = hashlib.sha256()
    for path in sorted([*(ROOT / "apps").glob("*/migrations/*.py"), *(ROOT / "seeds").rglob("*")]):
        if path.is_file():
            content.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return content.hexdigest()


def _empty_data_folder() -> None:
    for pattern in DATA_NAMES:
        for path in data_dir().glob(pattern):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _announce_not_ready() -> None:
    (data_dir() / "demo").mkdir(parents=True, exist_ok=True)
    (data_dir() / "demo" / "ready").unlink(missing_ok=True)


def _manage(env: dict[str, str], *arguments: str, doing: str) -> None:
    """One management command; with `doing` its output goes to the log and one line to the terminal."""
    began = time.monotonic()
    command = [str(VENV_PYTHON), "manage.py", *arguments]
    log_path = data_dir() / "log" / "setup.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    if doing:
        with log_path.open("ab") as log:
            done = subprocess.run(
                command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False
            )
    else:
        done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        if doing:
            print(log_path.read_text(encoding="utf-8", errors="replace")[-3000:], file=sys.stderr)
        give_up(f"'manage.py {' '.join(arguments)}' failed. The logs are in {log_path.parent}")
    if doing:
        say(f"· {doing} ({time.monotonic() - began:.0f} s)")


def _answers(host: str, port: int) -> bool:
    """Whether database, broker, worker and storage all answer."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _write_banner(host: str, port: int, seconds: float) -> None:
    address = _address(host, port)
    folder = data_dir() / "demo"
    lines = [
        "",
        f"axcenter · 표본 센터 (sample centre), ready after {seconds:.0f} s",
        "",
        f"  홈      home      {address}/",
        f"  로그인  sign in   {address}/accounts/login/",
        f"  받은 일 inbox     {address}/desk/",
        f"  API     schema    {address}/api/schema/",
        "",
        "  역할 role            이메일 e-mail                          비밀번호 password",
    ]
    accounts = _accounts(folder)
    first = {account["role"]: account for account in reversed(accounts)}
    lines += [f"  {a['role']:<20} {a['email']:<38} {a['password']}" for a in reversed(first.values())]
    lines += [f"  외 and {len(accounts) - len(first)} more", "", f"  문서 documents: {folder}"]
    lines += [f"    {path.name}" for path in sorted(folder.glob("*.pdf"))]
    lines += [f"  계정과 토큰 accounts and tokens: {folder / 'accounts.json'}"]
    lines += [f"  메일 e-mail: {data_dir() / 'mail'}    기록 logs: {data_dir() / 'log'}"]
    lines += ["", "  Ctrl-C 로 끝냅니다. Stops with Ctrl-C; the data is kept. Start anew: make demo RESET=1", ""]
    say("\n".join(lines))


def _accounts(folder: Path) -> list[dict[str, str]]:
    path = folder / "accounts.json"
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []


if __name__ == "__main__":
    main()
