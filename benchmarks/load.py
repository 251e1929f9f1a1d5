"""Load over four connections of plain sockets on loopback, so that the client costs little of the machine."""

import socket
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import repeat
from urllib.parse import urlencode

CONNECTIONS = 4
SECONDS = 2.0
ANSWERS_A_CONNECTION = 50  # then it is made anew, so that each server process gets its part
TIMEOUT_S = 30.0


class Refused(Exception):
    """The server answered something else than was asked for; a rate of errors is worth nothing."""


def request(path: str, *, session: str = "", form: Mapping[str, object] | None = None, **headers: str) -> bytes:
    """One HTTP/1.1 request, ready to be written to a socket: POST when there is a form. `session` is the cookie's value."""
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if session:
        lines.append(f"Cookie: session={session}")
    body = urlencode(form or {}).encode()
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def repeated(port: int, data: bytes, *, expect: int = 200, seconds: float = SECONDS) -> float:
    """Answers a second to one request, sent again and again. Raises Refused, OSError."""
    _together(port, expect, [[data] * 10] * CONNECTIONS)  # what is only made once, is made
    ends = time.perf_counter() + seconds
    return _together(port, expect, [_while_before(ends, data) for _ in range(CONNECTIONS)])


def each(port: int, requests: Sequence[bytes], *, expect: int) -> float:
    """Answers a second to requests that are sent once each; the first tenth only warms up. Raises Refused, OSError."""
    cold = len(requests) // 10
    _together(port, expect, _dealt(requests[:cold]))
    return _together(port, expect, _dealt(requests[cold:]))


def _dealt(requests: Sequence[bytes]) -> list[Sequence[bytes]]:
    return [requests[place::CONNECTIONS] for place in range(CONNECTIONS)]


def _while_before(ends: float, data: bytes) -> Iterator[bytes]:
    for same in repeat(data):
        if time.perf_counter() > ends:
            return
        yield same


def _together(port: int, expect: int, series: Sequence[Iterable[bytes]]) -> float:
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        begun = time.perf_counter()
        done = sum(pool.map(partial(_drive, port, expect), series))
        return done / (time.perf_counter() - begun)


def _drive(port: int, expect: int, requests: Iterable[bytes]) -> int:
    done = 0
    wire = _connected(port)
    try:
        for data in requests:
            if done and done % ANSWERS_A_CONNECTION == 0:
                wire.close()
                wire = _connected(port)
            wire.sendall(data)
            status, head = _answer(wire)
            if status != expect:
                raise Refused(f"{status} instead of {expect} to {data[:120]!r}: {head[:300]!r}")
            done += 1
    finally:
        wire.close()
    return done


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_S)


def _answer(wire: socket.socket) -> tuple[int, bytes]:
    """Status and head of an answer; its body, whose length the head tells, is read and dropped."""
    data = _more(wire)
    while b"\r\n\r\n" not in data:
        data += _more(wire)
    head, _, body = data.partition(b"\r\n\r\n")
    _, _, length = head.lower().partition(b"\r\ncontent-length: ")
    missing = int(length.split(b"\r\n")[0] or 0) - len(body)
    while missing > 0:
        missing -= len(_more(wire))
    return int(head[9:12]), head


def _more(wire: socket.socket) -> bytes:
    data = wire.recv(262_144)
    if not data:
        raise Refused("the server closed the connection in the middle of an answer")
    return data
