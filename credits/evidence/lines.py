"""The lines this process is connected by, as the kernel counts them: found again by who is at the other end, closed for reading."""

import os
import socket
import stat
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

# Where struct tcp_info of Linux keeps milliseconds since data went out and came in, and all bytes that ever came.
SENT_AT, HEARD_AT, BYTES_AT = 44, 52, 128
LENGTH = 136


@dataclass(frozen=True)
class Line:
    """One connection at one moment; times in seconds since."""

    end: tuple
    sent: float
    heard: float
    bytes: int


def lines_of(peer: str) -> dict[tuple, Line]:
    """Other end → the line, of every connection somebody with that address opened to us; nothing where the system tells nothing."""
    ports = _our_ports()
    found = (_counted(line, ports) for line in _open_lines())
    return {line.end: line for line in found if line and line.end[0].removeprefix("::ffff:") == peer}


def close_for_reading(ends: set[tuple]) -> None:
    """Whoever waits for more hears the end; what is answered still goes out."""
    ports = _our_ports()
    for line in _open_lines():
        with suppress(OSError):
            if line.getsockname()[1] in ports and line.getpeername() in ends:
                line.shutdown(socket.SHUT_RD)


def _our_ports() -> set[int]:
    """Where this process takes requests: lines it opened itself, to its database say, are not among those on them."""
    listening = (line for line in _open_lines() if line.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    return {line.getsockname()[1] for line in listening}


def _open_lines() -> Iterator[socket.socket]:
    """A second handle on each network socket of the process, let go again at once: one that stayed would keep the line open."""
    with suppress(FileNotFoundError):
        for number in os.listdir("/proc/self/fd"):
            with suppress(OSError):
                if stat.S_ISSOCK(os.fstat(int(number)).st_mode):
                    with socket.socket(fileno=os.dup(int(number))) as line:
                        if line.family in (socket.AF_INET, socket.AF_INET6) and line.type == socket.SOCK_STREAM:
                            yield line


def _counted(line: socket.socket, ports: set[int]) -> Line | None:
    try:
        if line.getsockname()[1] not in ports:
            return None
        told = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, LENGTH)
        end = line.getpeername()
    except OSError:
        return None
    if len(told) < LENGTH:
        return None
    sent, heard = (struct.unpack_from("=I", told, place)[0] / 1000 for place in (SENT_AT, HEARD_AT))
    return Line(end, sent, heard, struct.unpack_from("=Q", told, BYTES_AT)[0])
