"""A server process of its own, started as its users start it."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

START_SECONDS = 30.0
STOP_SECONDS = 20.0


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment without our own settings, but with the changes."""
    inherited = dict(os.environ)  # noqa: TID251 - 検査は子のプロセスに環境を渡す
    ours = [key for key in inherited if key.startswith("ANNAI_") or key == "PYTHONPATH"]
    return {key: value for key, value in inherited.items() if key not in ours} | changes


@contextmanager
def running(command: Sequence[str], folder: Path, **changes: str) -> Generator[str]:
    """Run ``command serve`` on a free port until the block ends, and give its address.

    Its records and its log stay in ``folder``, which is also where it is started from.
    """
    port = free_port()
    log = folder / "server.log"
    journal = f"sqlite:///{(folder / 'journal.sqlite').as_posix()}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port)],
            cwd=folder,
            env=environment(**{"ANNAI_DATABASE_URL": journal, **changes}),
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_ready(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; fail with its log when it does not."""
    latest = time.monotonic() + START_SECONDS
    while time.monotonic() < latest and process.poll() is None:
        try:
            status(port, "/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"サーバーが始まりません\n{log.read_text('utf-8', 'replace')}", pytrace=False)


def status(port: int, path: str) -> int:
    """Return the status with which the server on ``port`` answers a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()
