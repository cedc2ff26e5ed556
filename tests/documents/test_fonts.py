import shutil
from pathlib import Path

import pytest
import uharfbuzz
from django.conf import settings
from django.core.checks import run_checks

from portal.documents import fonts

RARE_NAMES = {
    "欧阳明": "fang-0",
    "买买提·吐尔逊": "fang-0",
    "王䶮": "kai-0",
    "李㼆": "kai-0",
    "陈𠮷": "kai-0",
    "欧阳𬭩": "kai-0",
}


@pytest.fixture
def font_folder(tmp_path, settings):
    """A folder with the fonts a test names; the rest of the chain is not installed."""
    installed = Path(settings.FONT_DIR)
    settings.FONT_DIR = tmp_path

    def install(*names):
        for name in names:
            shutil.copy(installed / name, tmp_path / name)
        fonts._installed.cache_clear()

    yield install
    fonts._installed.cache_clear()


@pytest.mark.parametrize(("name", "face"), RARE_NAMES.items())
def test_a_whole_name_is_set_in_one_face(name, face):
    assert fonts.face_of(name) == face
    assert fonts.missing(name) == []


def test_names_of_all_planes_up_to_extension_f_can_be_drawn():
    assert fonts.missing("䶮㼆㛃𠮷𡐤𠀾𤭢𪚥𪜀𫝀𫠠𬺰") == []


def test_characters_no_font_holds_are_named_once_and_in_order():
    assert fonts.missing("王\U00031351\U00031350五\U00031350") == ["\U00031350", "\U00031351"]


def test_spaces_breaks_and_invisible_characters_need_no_glyph():
    assert fonts.missing("张 三\u3000\n\t\u200b") == []


def test_a_cut_holds_the_characters_of_the_batch_and_plain_ascii_only():
    letters = fonts.cut("乐清市𠮷")

    held = set(uharfbuzz.Face(uharfbuzz.Blob(letters.files["form:fang-0"])).unicodes)
    assert held == {ord(character) for character in "乐清市"} | set(range(0x20, 0x7F))
    assert sum(map(len, letters.files.values())) < 400_000


def test_cuts_of_the_same_characters_are_the_same_bytes():
    assert fonts.cut("乐清市教育局") == fonts.cut("局育教市清乐乐")


def test_every_role_has_a_stack_that_ends_in_the_whole_chain():
    css = fonts.cut("乐清市𬭩").css

    for role in fonts.ROLES:
        assert f'.{role}-0 {{ font-family: "{role}-0"' in css


def test_with_part_of_the_chain_others_stand_in(font_folder):
    font_folder("NotoSerifSC-Regular.ttf")

    assert fonts.face_of("乐清市") == "song-0"
    assert fonts.missing("乐清市") == []
    assert '.fang-0 { font-family: "song-0" }' in fonts.cut("乐清市").css
    assert [advice.id for advice in run_checks(tags=["fonts"])] == ["documents.W002"]


def test_without_any_font_every_character_is_missing_and_the_check_says_so(font_folder):
    font_folder()

    assert fonts.missing("乐清") == ["乐", "清"]
    assert [advice.id for advice in run_checks(tags=["fonts"])] == ["documents.W001"]


def test_with_the_whole_chain_the_check_is_silent():
    assert run_checks(tags=["fonts"]) == []


def test_an_office_may_put_its_own_licensed_fonts_first(tmp_path, settings):
    renamed = _renamed(Path(settings.FONT_DIR) / "FandolFang-Regular.otf", "仿宋_GB2312")
    renamed.save(tmp_path / "anything.ttf")
    settings.FORM_FONT_DIR = str(tmp_path)
    fonts._installed.cache_clear()

    own, free = [font for font in fonts.installed() if font.role == "fang"]
    assert (own.path.name, own.key) == ("anything.ttf", "fang-0")
    assert (free.path.name, free.key) == ("FandolFang-Regular.otf", "fang-1")


@pytest.fixture
def own_folder(tmp_path, settings):
    """A folder of an office's own fonts, with a good one in it and what a test puts beside it."""
    _renamed(Path(settings.FONT_DIR) / "FandolFang-Regular.otf", "仿宋_GB2312").save(tmp_path / "good.ttf")
    settings.FORM_FONT_DIR = str(tmp_path)

    def beside(name: str, content: bytes):
        (tmp_path / name).write_bytes(content)
        fonts._installed.cache_clear()

    yield beside
    fonts._installed.cache_clear()


def cut_off(settings) -> bytes:
    """A font whose copying broke off within its last table, behind its names."""
    return (Path(settings.FONT_DIR) / "FandolKai-Regular.otf").read_bytes()[:-100]


BAD_FONTS = {
    "no font": lambda settings: b"not a font",
    "empty": lambda settings: b"",
    "half a head": lambda settings: b"\0\1\0\0\0\x0f",
    "cut off": cut_off,
}


@pytest.mark.parametrize("name", BAD_FONTS)
def test_a_broken_file_beside_an_offices_fonts_is_passed_over_and_named(name, own_folder, settings):
    own_folder("bad.ttf", BAD_FONTS[name](settings))

    assert [font.path.name for font in fonts.installed() if font.role == "fang"] == ["good.ttf", "FandolFang-Regular.otf"]
    assert fonts.missing("乐清市𠮷") == []
    (advice,) = run_checks(tags=["fonts"])
    assert (advice.id, "(bad.ttf)" in advice.msg) == ("documents.W003", True)


def test_a_hidden_file_of_a_copying_system_is_passed_over_in_silence(own_folder):
    own_folder("._good.ttf", b"Mac OS X")

    assert [font.path.name for font in fonts.installed() if font.role == "fang"] == ["good.ttf", "FandolFang-Regular.otf"]
    assert run_checks(tags=["fonts"]) == []


def _renamed(path, family):
    from fontTools.ttLib import TTFont

    font = TTFont(path)
    font["name"].setName(family, 1, 3, 1, 0x804)
    return font


def test_the_suite_runs_with_the_whole_chain():
    assert fonts.absent() == [], f"run make setup: fonts go to {settings.FONT_DIR}"
