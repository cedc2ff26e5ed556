"""What the launcher refuses, in one plain sentence each."""

import socket

import pytest

from portal.setup import run
from portal.setup.console import Stop


def test_a_busy_port_is_refused_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Stop, match=rf"端口 {port} 不能使用.*make run PORT=8000"):
            run.check_port(port)


def test_a_port_that_does_not_exist_is_refused():
    with pytest.raises(Stop, match="端口 70000 不能使用"):
        run.check_port(70000)


def test_a_port_that_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("PORT", "八千")

    with pytest.raises(Stop, match=r"端口要写成数字.*“八千”"):
        run.port_asked_for()


def test_a_second_portal_on_the_same_data_is_refused_and_told_where_the_first_is(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    with (
        run.only_one_of_this_data_folder(8123),
        pytest.raises(Stop, match=r"http://127\.0\.0\.1:8123"),
        run.only_one_of_this_data_folder(8124),
    ):
        pass

    with run.only_one_of_this_data_folder(8124):
        assert "8124" in (tmp_path / "run.lock").read_text()


def test_health_is_no_while_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert not run.healthy(port)
