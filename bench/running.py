"""A bot of its own process, and waiting until it is ready."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.app.demo import shipped_content

READY_WITHIN = 60.0

_CONFIG = """\
timezone: Asia/Seoul
content: '{content}'
database: sqlite:///./agora.db
web: {{listen: "127.0.0.1:{port}", chat: true}}
channels:
  square: {{platform: local, id: square}}
  team: {{platform: local, id: team, locale: en}}
"""


def write_config(folder: Path, content: Path | None = None) -> Path:
    """A configuration with the local chat on a free port and the shipped articles, or those in `content`."""
    config = folder / "config.yaml"
    config.write_text(_CONFIG.format(content=content or shipped_content(), port=free_port()), encoding="utf-8")
    return config


@contextlib.contextmanager
def running_bot(config: Path) -> Iterator[tuple[int, float]]:
    """`agora run`, ended when the block ends; gives its process id and the seconds it took to be ready."""
    port = int(config.read_text(encoding="utf-8").partition("127.0.0.1:")[2].partition('"')[0])
    log = config.with_suffix(".log")
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "-c", str(config)],
            stdout=output,
            stderr=output,
            cwd=Path.cwd(),
            env={**os.environ, "AGORA_LOG_LEVEL": "error"},
        )
        try:
            while not _is_ready(port):
                if process.poll() is not None or time.perf_counter() - began > READY_WITHIN:
                    raise AssertionError(f"the bot did not start: {log.read_text(encoding='utf-8')}")
                time.sleep(0.005)
            yield process.pid, time.perf_counter() - began
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(15)


def _is_ready(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(f"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
