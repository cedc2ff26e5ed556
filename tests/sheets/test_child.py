"""The reading program is walled in, and its death is an ordinary refusal."""

import subprocess
import sys
import time

import pytest

from portal.sheets import reading
from portal.sheets.reading import PROGRAM, read_book
from portal.sheets.refusals import FileRefused
from tests.corpus import containers
from tests.sheets.books import xlsx

FORBIDDEN = {
    "network": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "another program": "import subprocess; subprocess.run(['true'])",
    "a shell": "import os; os.system('true')",
    "a child": "import os; os.fork()",
    "writing a file": "open('/tmp/sheets-child', 'w')",
}


@pytest.mark.parametrize("act", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_reading_program_may_do_nothing_but_read(act):
    prelude = f"import sys; sys.path.insert(0, {str(PROGRAM)!r}); from workbook.limits import confine; confine(writes=False)"

    ended = subprocess.run([sys.executable, "-I", "-c", f"{prelude}\n{act}"], capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "PermissionError" in ended.stderr


def test_memory_beyond_the_limit_is_refused_to_it():
    prelude = f"import sys; sys.path.insert(0, {str(PROGRAM)!r}); from workbook.limits import confine; confine(writes=False)"

    ended = subprocess.run([sys.executable, "-I", "-c", f"{prelude}\nb'x' * (2 << 30)"], capture_output=True, check=False)

    assert b"MemoryError" in ended.stderr


def book_of(tmp_path, data):
    path = tmp_path / "表"
    path.write_bytes(data)
    with path.open("rb") as file:
        return read_book(file)


def test_a_file_that_kills_the_reader_costs_one_child(tmp_path):
    with pytest.raises(FileRefused) as refused:
        book_of(tmp_path, containers.far_corner_in_disguise()[1])

    assert refused.value.code == "too_much_memory"
    assert book_of(tmp_path, xlsx([["甲"], [1]])).sheets[0].rows == [[0, ["甲"]], [1, [1]]]


def test_a_reader_that_does_not_come_to_an_end_is_stopped(tmp_path, monkeypatch):
    folder = tmp_path / "endless"
    folder.mkdir()
    (folder / "__main__.py").write_text("import time; time.sleep(60)")
    monkeypatch.setattr(reading, "PROGRAM", folder)
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.5)
    started = time.monotonic()

    with pytest.raises(FileRefused) as refused:
        book_of(tmp_path, b"x")

    assert refused.value.code == "too_slow"
    assert time.monotonic() - started < 20


def test_a_bomb_is_seen_in_the_directory_before_anything_is_unpacked(tmp_path):
    data = containers.bomb()[1]
    started = time.process_time()

    with pytest.raises(FileRefused) as refused:
        book_of(tmp_path, data)

    assert refused.value.code == "bomb"
    assert time.process_time() - started < 1


def test_a_million_empty_rows_cost_neither_time_nor_memory(tmp_path):
    book = book_of(tmp_path, containers.empty_rows()[1])

    assert len(book.sheets[0].rows) == 2
    assert book.cpu < 10
    assert book.peak_kb < 400_000
