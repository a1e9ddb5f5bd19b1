"""Nodes that misbehave, on this machine: one that nobody answers for, one that hangs, one that is slow."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def nobody() -> str:
    """The address of a port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@contextmanager
def hung() -> Iterator[str]:
    """One that takes connections and never says a word, as a server that was stopped (SIGSTOP)."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


class Node:
    """Answers each request with `status` and `body` after `seconds`; `asked` are the paths it heard."""

    def __init__(self) -> None:
        self.status, self.seconds = 200, 0.0
        self.body: Any = {}
        self.asked: list[str] = []
        self.url = ""


@contextmanager
def speaking() -> Iterator[Node]:
    """A node that says what it is told to."""
    node = Node()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            node.asked.append(self.path)
            time.sleep(node.seconds)
            told = json.dumps(node.body).encode()
            with contextlib.suppress(ConnectionError):  # whoever asked may be gone
                self.send_response(node.status)
                self.send_header("X-Elastic-Product", "Elasticsearch")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

        do_GET = do_POST = do_HEAD = answer

        def log_message(self, *told: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    node.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield node
    finally:
        server.shutdown()
        server.server_close()
