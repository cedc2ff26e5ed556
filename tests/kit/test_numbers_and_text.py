from decimal import Decimal

import pytest

from portal.kit.numbers import half_up, plain, to_hundredths
from portal.kit.templatetags.portal import grouped
from portal.kit.text import clean_name, count_characters, inside_quotes, mask


@pytest.mark.parametrize(("value", "expected"), [("2.5", 3), ("3.5", 4), ("3.25", 3), ("1.25", 1), ("0.5", 1)])
def test_halves_are_rounded_up(value, expected):
    assert half_up(Decimal(value)) == expected


def test_scores_are_kept_as_whole_hundredths():
    assert to_hundredths("91.4") == 9140
    assert plain(Decimal("91.40")) == "91.4"
    assert plain(Decimal("90")) == "90"


@pytest.mark.parametrize(
    ("text", "count"),
    [("推荐理由", 4), ("推荐\r\n理由 \n", 4), ("𠮷𬭩", 2), ("ａ1，。", 4), ("e\u0301", 1), ("\u3000\u200b", 0)],
    ids=["plain", "line breaks and spaces", "rare characters", "punctuation", "combining mark", "nothing visible"],
)
def test_a_limit_counts_every_visible_character_once(text, count):
    assert count_characters(text) == count


@pytest.mark.parametrize("name", ["买买提•吐尔逊", "买买提・吐尔逊", "买买提．吐尔逊", "买买提.吐尔逊", "买买提·吐尔逊"])
def test_every_dot_in_a_name_becomes_the_official_one(name):
    assert clean_name(name) == "买买提\u00b7吐尔逊"


def test_spaces_inside_a_chinese_name_go():
    assert clean_name(" 张　三 ") == "张三"
    assert clean_name("John  Smith") == "John Smith"


def test_a_mask_leaves_the_first_and_last_character():
    assert mask("11010519491231002X") == "1" + "*" * 16 + "X"
    assert mask("李四") == "**"


def test_quotation_marks_inside_others_become_single_ones():
    assert inside_quotes("保存“媒体.xlsx”") == "保存‘媒体.xlsx’"


def test_counts_are_shown_with_their_thousands_parted():
    assert [grouped(value) for value in (999, 1537, 600_000, "64.8%", None, True)] == [
        "999",
        "1,537",
        "600,000",
        "64.8%",
        None,
        True,
    ]
