"""Processes that a benchmark starts: awaited, measured, and ended by pid whatever happens."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL

STOP_SECONDS, READY_SECONDS = 20, 90


@contextmanager
def started(*words: str, environment: Mapping[str, str], output: Path = Path(os.devnull)) -> Iterator[int]:
    """`python -m WORDS…` in a session of its own; its pid. What is left of it at the end is killed."""
    with output.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], env=environment, start_new_session=True, stdout=file, stderr=subprocess.DEVNULL
        )
    try:
        yield process.pid
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, SIGKILL)
        process.wait()


def until(condition: Callable[[], bool], *, seconds: float = READY_SECONDS) -> float:
    """Wait for something to become true; returns the seconds that took. Raises TimeoutError."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"nothing happened for {seconds:g} s")
        time.sleep(0.02)
    return time.monotonic() - begun


def answers(port: int, path: str) -> bool:
    """Does a server on loopback answer 200?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def resident_mb(pid: int) -> float:
    """Memory of a process and its descendants in MB; what several share counts once (PSS of /proc)."""
    kilobytes = 0
    for member in _family(pid):
        with suppress(OSError):
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(member for child in children for member in _family(int(child)))]
