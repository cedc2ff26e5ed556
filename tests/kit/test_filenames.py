import pytest

from portal.kit.filenames import LONGEST, fitting

TAIL = "-zj-2023-annex-4-0001.pdf"


def test_a_name_that_fits_is_left_as_it_is():
    assert fitting("推荐表-乐清市/温州市", TAIL) == f"推荐表-乐清市／温州市{TAIL}"


@pytest.mark.parametrize("shift", ["", "a", "ab"])
@pytest.mark.parametrize("letter", ["长", "𠮷", "é"])
def test_a_long_name_is_cut_between_characters_and_keeps_its_tail(letter, shift):
    name = fitting(shift + letter * 300, TAIL)

    assert name.endswith(f"{letter}{TAIL}")
    assert set(name.removeprefix(shift).removesuffix(TAIL)) == {letter}
    assert LONGEST - len(letter.encode()) < len(name.encode()) <= LONGEST


@pytest.mark.parametrize("shift", ["", "a", "ab", "abc", "abcd", "abcde", "abcdef"])
def test_what_leans_on_a_character_goes_with_it(shift):
    name = fitting(shift + "葛\U000e0100" * 100, TAIL)

    assert name.endswith(f"葛\U000e0100{TAIL}")
    assert len(name.encode()) <= LONGEST


def test_a_tail_is_never_cut():
    assert fitting("长" * 10, "-" + "9" * 300) == "-" + "9" * 300
