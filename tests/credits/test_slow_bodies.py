"""Reliability 85: bodies that come a byte at a time, sent to a real server over real lines."""

import os
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from credits.actions import evidence
from credits.evidence import lines
from credits.models import EvidenceUpload
from portal.setup.run import web_command
from tests.jobs.rig import database_url

HOST = "127.0.0.1"
PATIENCE = 2
STARTING = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def server():
    """The port of a server of ours on the test database, started as ``make run`` starts it but for its patience."""
    port = free_port()
    env = os.environ | {"DATABASE_URL": database_url(), "DATA_DIR": str(settings.DATA_DIR), "BODY_PATIENCE_SECONDS": str(PATIENCE)}
    env["DJANGO_SETTINGS_MODULE"] = settings.SETTINGS_MODULE
    process = subprocess.Popen(web_command(port), cwd=settings.BASE_DIR, env=env, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + STARTING
        while not healthy(port):
            assert time.monotonic() < end
        yield port
    finally:
        process.terminate()
        process.wait(20)


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        time.sleep(0.2)
        return False


def opened(port: int, method: str, path: str, **headers) -> socket.socket:
    """A line on which a body of 100 000 bytes was announced and none of it sent."""
    told = {"Host": f"{HOST}:{port}", "Content-Length": "100000", **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    line = socket.create_connection((HOST, port))
    line.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
    line.settimeout(0.5)
    return line


def answers_of(lines: list[socket.socket], seconds: float) -> list[bytes]:
    """The first line of what each is answered while a byte goes out on all but the first of them every half second."""
    told, end = dict.fromkeys(lines, b""), time.monotonic() + seconds
    while not all(told.values()) and time.monotonic() < end:
        for number, line in enumerate(lines):
            if told[line]:
                continue
            if number:
                line.sendall(b"x")
            try:
                told[line] = line.recv(4096).partition(b"\r\n")[0]
            except TimeoutError:
                continue
    return list(told.values())


def announced(lin, draft, item, size: int) -> tuple[str, dict]:
    """Where a file of the teacher's goes, and the headers of his session."""
    upload = evidence.announce(declaration=draft, item=item, name="课堂.mp4", size=size, by=lin.user)
    browser = Client()
    browser.force_login(lin.user)
    cookies = f"sessionid={browser.cookies['sessionid'].value}; csrftoken={'a' * 32}"
    about = {"Cookie": cookies, "X-CSRFToken": "a" * 32, "Upload-Offset": "0"}
    return reverse("credits:evidence-upload", args=[upload.key]), about


@pytest.mark.django_db(transaction=True)
def test_bodies_that_drip_or_stand_still_get_408_and_leave_every_worker_free(lin, draft, item):
    place, about = announced(lin, draft, item, 100_000)

    form = {"Cookie": about["Cookie"], "Content-Type": "application/x-www-form-urlencoded"}

    with server() as port:
        began = time.monotonic()
        lines = [opened(port, "PATCH", place, **about) for _number in range(4)]
        lines += [opened(port, "POST", reverse("account_login"), **form) for _number in range(2)]
        answers = answers_of(lines, 30)
        took = time.monotonic() - began
        freed = healthy(port)
        for line in lines:
            line.close()

    assert [answer.split()[1:2] for answer in answers] == [[b"408"]] * 6
    assert freed
    assert took < 30


@pytest.mark.django_db(transaction=True)
def test_a_body_that_comes_steadily_may_take_longer_than_the_patience(lin, draft, item):
    upload, about = announced(lin, draft, item, 400_000)

    with server() as port:
        line = opened(port, "PATCH", upload, **about | {"Content-Length": "400000"})
        for _number in range(16):
            line.sendall(b"x" * 25_000)
            time.sleep(0.25)
        line.settimeout(20)
        answer = line.recv(4096)
        line.close()

    assert answer.split()[1] == b"200"
    assert EvidenceUpload.objects.get().received == 400_000


def test_a_line_others_opened_to_us_is_counted_and_closed_for_reading_and_one_we_opened_is_not():
    server = socket.create_server((HOST, 0))
    with server, socket.create_connection(server.getsockname()) as caller, server.accept()[0] as line:
        caller.sendall(b"x" * 10)
        line.recv(10)

        told = lines.lines_of(HOST)
        lines.close_for_reading(set(told) | {server.getsockname()})

        assert told[caller.getsockname()].bytes == 10
        assert server.getsockname() not in told
        assert line.recv(10) == b""
        line.sendall(b"answer")
        assert caller.recv(10) == b"answer"
