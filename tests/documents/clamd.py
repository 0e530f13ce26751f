"""A daemon that speaks as clamd does, on a port of its own, and finds the test virus of the trade."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# In two pieces, so that no scanner takes this file for the virus.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"


class Answer(socketserver.StreamRequestHandler):
    said: bytes | None = None

    def handle(self) -> None:
        assert self.rfile.read(len(b"zINSTREAM\x00")) == b"zINSTREAM\x00"
        data = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(size)
        found = b"stream: Eicar-Test-Signature FOUND" if TEST_VIRUS in data else b"stream: OK"
        self.wfile.write((self.said or found) + b"\x00")


@contextmanager
def listening(said: bytes | None = None) -> Iterator[str]:
    """The address of a daemon; with `said` it answers that to everything."""
    handler = type("Said", (Answer,), {"said": said})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def nobody() -> str:
    """An address at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{taken.getsockname()[1]}"
