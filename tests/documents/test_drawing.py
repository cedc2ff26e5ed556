import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from portal.documents import drawing, fonts
from portal.documents.drawing import DrawingError, Failure, Sheet, draw_all
from portal.documents.hands import Hand
from portal.documents.press import OwnFiles, Press
from portal.documents.rendering import check_characters, page_of, render
from portal.kit.errors import Refused
from tests.documents.factories import Slip

ATTACKS = [
    "file:///etc/passwd",
    "http://127.0.0.1:8000/",
    "https://example.org/a.png",
    "ftp://127.0.0.1/",
    "data:image/png;base64,iVBORw0KGgo=",
    "form:../../etc/passwd",
    "/etc/passwd",
    "FORM:fang-0",
]


@pytest.fixture(scope="module")
def press():
    letters = fonts.cut("乐清市欧阳明校对稿")
    return Press(letters.css, letters.files)


@pytest.mark.parametrize("address", ATTACKS)
def test_the_fetcher_answers_for_our_own_files_only(address):
    with pytest.raises(ValueError, match="not one of our own files"):
        OwnFiles({"form:fang-0": b"font"}).fetch(address)


def test_the_fetcher_hands_out_what_the_caller_gave():
    assert OwnFiles({"form:fang-0": b"font"}).fetch("form:fang-0").read() == b"font"


@pytest.mark.parametrize("address", ATTACKS[:6])
@pytest.mark.parametrize("markup", ['<img src="{}">', '<link rel="stylesheet" href="{}">', '<p style="background:url({})">x</p>'])
def test_markup_that_reaches_out_stops_the_drawing(press, markup, address):
    with pytest.raises(DrawingError):
        press.draw(Sheet(f"<body>{markup.format(address)}</body>"))


@pytest.mark.parametrize("attack", ['<img src="file:///etc/passwd">', "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}"])
def test_markup_in_data_is_text(attack):
    page = page_of(Slip(attack))

    assert attack not in page or "{{" in attack
    assert render([Slip(attack)])[0].pdf.startswith(b"%PDF")


def test_a_missing_glyph_is_a_failure_although_weasyprint_only_warns(press):
    with pytest.raises(DrawingError, match="notdef"):
        press.draw(Sheet("<body class='fang-0'>\U00031350</body>"))


def test_a_form_with_a_missing_glyph_is_refused_before_drawing():
    with pytest.raises(Refused):
        check_characters(Slip("\U00031350"))


def test_the_same_batch_gives_the_same_bytes_from_one_process_or_two(monkeypatch):
    monkeypatch.setattr(drawing, "WORTH_A_START", 2)
    pages = [page_of(Slip(name)) for name in ("欧阳明", "王䶮", "陈𠮷", "买买提·吐尔逊", "李㼆")]
    letters = fonts.cut("".join(pages))
    sheets = [Sheet(page) for page in pages]

    alone, again, shared = (list(draw_all(letters.css, letters.files, sheets, processes)) for processes in (1, 1, 2))

    assert [done.pdf for done in alone] == [done.pdf for done in again] == [done.pdf for done in shared]


def test_one_page_that_fails_does_not_stop_the_batch():
    letters = fonts.cut("欧阳明")
    bad = Sheet("<body><img src='file:///etc/passwd'></body>")

    first, failed, last = draw_all(letters.css, letters.files, [Sheet("<p>1</p>"), bad, Sheet("<p>2</p>")])

    assert isinstance(failed, Failure)
    assert "file:///etc/passwd" in failed.reason
    assert first.pages == last.pages == 1


def test_a_page_that_kills_its_process_is_told_and_the_batch_goes_on():
    letters = fonts.cut("乐清市")
    with closing(Hand(letters.css, letters.files)) as hand:
        assert hand.draw(Sheet("<p>1</p>")).pages == 1
        os.kill(hand._process.pid, signal.SIGKILL)

        failed = hand.draw(Sheet("<p>2</p>"))

        assert "ended with -9" in failed.reason
        assert hand.draw(Sheet("<p>3</p>")).pages == 1


def test_a_hand_ends_when_its_parent_is_gone():
    letters = fonts.cut("乐清市")
    hand = Hand(letters.css, letters.files)
    hand.draw(Sheet("<p>1</p>"))

    hand._process.stdin.close()

    assert hand._process.wait(30) == 0
    assert list(drawing.workplace().glob(f"{hand._process.pid}-*")) == []
    hand._process.stdout.close()


def test_threads_of_one_process_draw_one_at_a_time(press):
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(press.draw, [Sheet("<p class='fang-0'>乐清市</p>")] * 8))

    assert len({rendered.pdf for rendered in done}) == 1


def test_sweep_removes_what_killed_processes_left_and_nothing_else():
    dead, alive = drawing.workplace() / "999999999-x", drawing.workplace() / f"{os.getpid()}-x"
    for folder in (dead, alive):
        folder.mkdir(exist_ok=True)
        (folder / "font").write_bytes(b"font")

    drawing.sweep()

    assert (dead.exists(), alive.exists()) == (False, True)
    shutil.rmtree(alive)


def own_folders():
    """The font folders of this process; others may be drawing at the same time."""
    return set(drawing.workplace().glob(f"{os.getpid()}-*"))


def test_a_press_leaves_no_folder_behind():
    before = own_folders()
    letters = fonts.cut("乐清市")
    temporary = Press(letters.css, letters.files)
    during = own_folders()

    del temporary

    assert len(during - before) == 1
    assert own_folders() <= before
