"""Fonts: the whole chain, part of it, and none."""

import json

import pytest

from portal.setup import fonts
from portal.setup.font_sources import CHAIN, FALLBACK, SERIF


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    monkeypatch.setattr(fonts, "MANIFEST", tmp_path / "MANIFEST.json")
    return tmp_path


def gather(folder, *files):
    for file in files:
        (folder / file).write_bytes(b"font")


def test_with_the_whole_chain_nothing_is_missing_and_nothing_is_said(folder, capsys):
    gather(folder, *(font.file for font in CHAIN))
    fonts.write_manifest({"npm", "deb"})
    fonts.report()

    listed = json.loads((folder / "MANIFEST.json").read_text())
    assert list(listed["fonts"]) == [font.file for font in CHAIN]
    assert listed["missing"] == {}
    assert fonts.missing() == []
    assert capsys.readouterr().out == ""


def test_with_part_of_the_chain_the_missing_and_their_stand_ins_are_named(folder, capsys):
    gather(folder, *FALLBACK)
    fonts.write_manifest(set())
    fonts.report()

    assert json.loads((folder / "MANIFEST.json").read_text())["missing"]["FandolFang-Regular.otf"] == SERIF
    said = capsys.readouterr().out
    assert "缺字体 FandolFang（仿宋），先用 Noto Serif SC（宋体） 代替。" in said
    assert "缺字体 HanaMinB（最后补字），没有可以代替的字体" in said


def test_a_font_that_came_from_the_fallback_is_fetched_again_from_its_own_source(folder):
    gather(folder, *(font.file for font in CHAIN))
    fonts.write_manifest({"deb"})

    assert {font.kind for font in fonts.missing()} == {"npm"}
    assert fonts.held()[SERIF] == "pypi pylopdf-fonts-zh-cn 0.1.1"


def test_every_stand_in_is_itself_in_the_chain():
    files = {font.file for font in CHAIN}

    assert {name for font in CHAIN for name in font.stand_ins} <= files
