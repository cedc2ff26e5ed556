"""Requests too large to be anything the portal takes, or too slow to hold a worker for."""

import time
from io import IOBase
from threading import Timer

from django.conf import settings
from django.http import HttpResponse

from credits.evidence import lines

MOST = 210 * (1 << 20)
RATE = 16 * 1024
SOON, LATELY = 0.5, 2.0


def sized_bodies(get_response):
    """413 for a declared body beyond the largest form; 411 for a body whose size is not said."""

    def middleware(request):
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > MOST:
            return HttpResponse(b"", status=413)
        if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
            return HttpResponse(b"", status=411)
        return get_response(request)

    return middleware


def timely_bodies(get_response):
    """408 for a body that comes too slowly, whatever made of it what had come; its worker is free by then."""

    def middleware(request):
        length = request.META.get("CONTENT_LENGTH") or ""
        if not (length.isascii() and length.isdigit() and length.strip("0")):
            return get_response(request)
        peer = request.META.get("REMOTE_ADDR", "")
        request._stream = body = TimelyBody(request._stream, int(length), peer, settings.BODY_PATIENCE_SECONDS)
        try:
            response = get_response(request)
        finally:
            body.done()
        return HttpResponse(b"", status=408) if body.late else response

    return middleware


class BodyTooSlow(OSError):
    """Less came than somebody sends who wants to be served; Django tells it as an ``UnreadablePostError``."""


class TimelyBody(IOBase):
    """A request's body that may take ``seconds``, and longer only as 16 KB and more come every second.

    The server's stream waits for whole pieces and knows no time limit, and a wait in it cannot be left to another thread: once the
    answer is given the whole process would stand still until it ends. So a clock of our own closes the line for reading, which ends
    the wait, and the answer still goes out. The server does not say which line a request came by; ``_slow`` tells it from others.
    """

    def __init__(self, stream, length: int, peer: str, seconds: float):
        self.stream, self.left, self.peer, self.seconds = stream, length, peer, seconds
        self.late = self.waits = self.ended = False
        self.began, self.lines, self.clock = 0.0, {}, None

    def read(self, size: int | None = -1) -> bytes:
        """As many bytes as asked for, or all; what breaks off before is late too, since nothing more will come."""
        wanted = self.left if size is None or size < 0 else min(size, self.left)
        data = self._waited_for(self.stream.read, wanted)
        self.left -= len(data)
        if self.late or len(data) < wanted:
            self.late = True
            raise BodyTooSlow
        return data

    def readline(self, size: int | None = -1) -> bytes:
        line = self._waited_for(self.stream.readline, -1 if size is None else size)
        self.left -= len(line)
        if self.late:
            raise BodyTooSlow
        return line

    def _waited_for(self, read, size: int) -> bytes:
        if self.clock is None:
            self.began, self.lines = time.monotonic(), lines.lines_of(self.peer)
            self._look_in(self.seconds)
        self.waits = True
        try:
            return read(size)
        finally:
            self.waits = False

    def done(self) -> None:
        """Nothing more is wanted."""
        self.ended = True
        if self.clock is not None:
            self.clock.cancel()

    def _look_in(self, seconds: float) -> None:
        self.clock = Timer(seconds, self._look)
        self.clock.daemon = True
        self.clock.start()

    def _look(self) -> None:
        """The time is up: nothing, a little more, or the end."""
        slow = self._slow(time.monotonic() - self.began) if self.waits else set()
        if slow and self.waits:
            self.late = True
            lines.close_for_reading(slow)
        elif not self.ended:
            self._look_in(SOON)

    def _slow(self, passed: float) -> set[tuple]:
        """Lines of this peer that may be ours: heard when we began or silent since, unanswered since, and slower than is served.

        What else is closed with it is a line that lay idle as long, which its browser opens anew. One whose request waited for a
        free worker while bytes came now and then is told by nothing but its being unanswered, after twice the time.
        """
        found = set()
        for end, now in lines.lines_of(self.peer).items():
            then = self.lines.get(end)
            heard = then and (then.heard < LATELY or now.heard > passed - SOON or passed > 2 * self.seconds)
            if heard and now.sent > passed - 2 * SOON and now.bytes - then.bytes < RATE * (passed - self.seconds + SOON):
                found.add(end)
        return found
