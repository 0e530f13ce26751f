"""Asking the ClamAV daemon about a file, in its own words (`INSTREAM`), over TCP or a local socket.

Source: clamd(8). The setting `CLAMAV_URL` names it: `tcp://host:3310` or `unix:///path`; without one nothing is asked.
"""

import socket
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 64 * 1024
CONNECT_SECONDS = 5
ANSWER_SECONDS = 60
LONGEST_ANSWER = 4096
DEFAULT_PORT = 3310


class ScannerAway(Exception):
    """The daemon does not answer, or not in its words: the file has to be asked about again."""


def infection(data: bytes) -> str:
    """The name of what the daemon finds, or nothing. Raises ScannerAway."""
    if not settings.CLAMAV_URL:
        return ""
    try:
        answer = _asked(data)
    except OSError as away:
        raise ScannerAway(str(away)) from away
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer != "stream: OK":
        raise ScannerAway(answer)
    return ""


def _asked(data: bytes) -> str:
    with _connected() as line:
        line.settimeout(ANSWER_SECONDS)
        line.sendall(b"zINSTREAM\x00")
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\x00") and len(answer) < LONGEST_ANSWER:
            more = line.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\x00\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    place = urlsplit(settings.CLAMAV_URL)
    if place.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(place.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((place.hostname, place.port or DEFAULT_PORT), timeout=CONNECT_SECONDS)
