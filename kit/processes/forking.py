"""Processes forked from one that has loaded the application: nothing is imported twice, and what is only read is shared."""

import contextlib
import ctypes
import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial

from flask import Flask

from kit.db import db

PR_SET_PDEATHSIG = 1


def fork(act: Callable[[], None], app: Flask) -> int:
    """Run `act` in a child on connections of its own and return its pid. The child ends when this process dies, however that
    happens; its exit code is 0, that of a SystemExit, or 1 after an error, which is printed."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _end_with(parent)
        own_connections(app)
        act()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        if sys.exc_info()[1] is not None:
            traceback.print_exc()
        os._exit(code)


def begin(act: Callable[[Callable[[], object]], None], app: Flask) -> int | None:
    """Run `act` in a child and wait until it calls the function it is given, which says "the others may start", or ends.

    Returns the pid of the child that still works, None when it is done. Raises ChildProcessError when it failed."""
    heard, said = os.pipe()
    pid = fork(partial(act, partial(os.write, said, b".")), app)
    os.close(said)
    is_told = bool(os.read(heard, 1))
    os.close(heard)
    if is_told:
        return pid
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        raise ChildProcessError(code)
    return None


def own_connections(app: Flask) -> None:
    """Forget the connections that were inherited over a fork; the parent goes on using them."""
    with app.app_context():
        db.engine.dispose(close=False)
    app.extensions["redis"].connection_pool.reset()


def keep_memory_shared() -> None:
    """To be called once everything is loaded: the collector leaves what is there alone, so forks need no copies of it."""
    gc.collect()
    gc.freeze()


def _end_with(parent: int) -> None:
    """Have the kernel end us with our parent, so that nobody works unseen; signals mean again what they mean by default."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)
