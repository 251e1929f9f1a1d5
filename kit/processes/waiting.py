"""Waiting for the end of a process."""

import signal
import threading
from types import FrameType


def wait_for_signal() -> None:
    """Block until SIGTERM or Ctrl-C."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    ended.wait()
