"""What a machine lacks is found by what it gives, and named exactly."""

import pytest

from scripts import debian
from scripts.debian import Need

THERE = Need("sh", commands=("sh",))
LIBRARY = Need("libc6", library="libc.so.6")
MODULE = Need("python3-json", module="json")
NOT_THERE = (
    Need("no-such-package", commands=("no-such-command",)),
    Need("libnothing0", library="libnothing.so.0"),
    Need("nothing-server", pattern="/nonexistent/*/server"),
)


def test_a_package_is_there_when_its_command_library_or_module_is():
    assert debian.missing([THERE, LIBRARY, MODULE]) == []


def test_what_is_missing_is_named_by_its_package():
    assert debian.missing([THERE, *NOT_THERE]) == ["no-such-package", "libnothing0", "nothing-server"]


def test_who_may_not_install_is_told_the_line_that_does(monkeypatch, capsys):
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(SystemExit) as end:
        debian.ensure([THERE, *NOT_THERE])

    assert end.value.code == 1
    said = capsys.readouterr().err
    assert "sudo apt-get install -y --no-install-recommends no-such-package libnothing0 nothing-server" in said


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert debian.ensure([THERE, LIBRARY]) is None
