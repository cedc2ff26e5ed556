"""The forms of the editor leave alone what they do not change, comments too."""

import pytest

from programs.keeping_comments import text_keeping
from programs.notice_data import data_of, text_of, trimmed, with_row, without_row
from tests.programs.notice_samples import shipped

FILE = """\
# 文件说明
notice:
  number: 某教〔2024〕1号  # 文号核对过
  title: 通知
# 条款部分
clauses:
  # 第一条
  - key: 一
    text: 甲  # 原文
  # 第二条
  - key: 二
    text: 乙
assumptions: []
"""


def test_a_changed_row_loses_its_comments_and_no_other_does():
    data = data_of(FILE)

    text = text_keeping(FILE, with_row(data, "clauses", {"key": "二", "text": "丙"}, at=1))

    assert data_of(text)["clauses"] == [{"key": "一", "text": "甲"}, {"key": "二", "text": "丙"}]
    for comment in ("# 文件说明", "# 文号核对过", "# 条款部分", "# 第一条", "# 原文"):
        assert comment in text
    assert "# 第二条" not in text


def test_rows_taken_out_put_in_and_moved_leave_the_others_as_they_are():
    data = data_of(FILE)

    assert "# 第一条" not in text_keeping(FILE, without_row(data, "clauses", 0))
    added = text_keeping(FILE, with_row(data, "clauses", {"key": "三", "text": "丁"}, at=None))
    assert added.index("# 第二条") < added.index("key: 三")
    turned = text_keeping(FILE, data | {"clauses": data["clauses"][::-1]})
    assert turned.index("# 第二条") < turned.index("# 第一条")


def test_what_is_not_edited_comes_back_letter_by_letter():
    assert text_keeping(FILE, data_of(FILE)).replace("\n", "") == FILE.replace("assumptions: []\n", "").replace("\n", "")


@pytest.mark.parametrize("name", ["foshan-2020", "sixian-2022", "yueqing-2020", "yueyang-2020", "zhejiang-2023-awards"])
def test_the_shipped_files_say_what_they_should_after_a_change_of_a_row(name):
    before = shipped(name).decode()
    data = data_of(before)
    part = "policy" if data.get("policy") else "clauses"
    at = len(data[part]) // 2

    changed = with_row(data, part, data[part][at] | {"note": "改\n两行"}, at=at)
    shorter = without_row(data, "clauses", 0)

    for wanted in (changed, shorter):
        assert trimmed(data_of(text_keeping(before, wanted))) == trimmed(wanted)


@pytest.mark.parametrize(
    "before", ["a: [1, 2]  # 行内\nb: 1\n", "{a: [1, 2], b: 1}  # 一行\n", "a:\n- 1\n-\n  2\nb: 1\n", "- 1\n", "", "a: b: c"]
)
def test_files_written_in_other_ways_say_the_same_too(before):
    wanted = {"a": [2, 3], "b": 1, "c": {"d": "x"}}

    assert data_of(text_keeping(before, wanted)) == wanted


def test_a_text_of_several_lines_with_a_sharp_is_no_comment():
    before = "a:\n  - text: |\n      # 不是注释\n      二\n  - text: 丙\n"
    wanted = {"a": [{"text": "# 不是注释\n二\n"}, {"text": "丁"}]}

    assert data_of(text_keeping(before, wanted)) == wanted
    assert text_of(wanted) != text_keeping(before, wanted)
