"""What is handed in, frozen, and set side by side."""

import pytest

from portal.kit.errors import Refused
from programs.actions import filings
from programs.contents import ContentKind, content_kinds, register
from programs.facts.versions import differences
from programs.rules.columns import AskedColumn
from programs.rules.differences import data_differ, rows_differ
from tests.programs.asked import ROW, again, filing_of, handed_in, opened, workbook

WHY = "来电说明"


# ---- other content


def test_answers_are_typed_under_their_headings(zhejiang, yueqing):
    columns = [AskedColumn("今年的计划", required=True), AskedColumn("困难")]
    filing = filing_of(opened(zhejiang, content="text", columns=columns), yueqing)

    with pytest.raises(Refused, match="今年的计划"):
        filings.prepare(filing=filing, by=None, texts={"困难": "没有"})
    filings.prepare_and_submit(filing=filing, by=None, texts={"今年的计划": "培训 300 人"})

    assert again(filing).current.data == {"texts": {"今年的计划": "培训 300 人", "困难": ""}}


def test_what_stands_in_the_portal_is_frozen_when_it_is_handed_in(zhejiang, yueqing):
    roster = [{"name": "甲"}]
    if "test_roster" not in content_kinds():
        register(ContentKind("test_roster", "名单", freeze=lambda unit, task: {"members": list(roster)} if roster else None))
    filing = filing_of(opened(zhejiang, content="test_roster"), yueqing)
    kind = content_kinds()["test_roster"]

    filings.prepare_and_submit(filing=filing, by=None)
    before = again(filing).current

    assert kind.freeze(yueqing, filing.task) == before.data
    assert before.data["members"] == [{"name": "甲"}]


def test_files_nobody_hands_in_are_refused(zhejiang, yueqing):
    filing = filing_of(opened(zhejiang, content="file"), yueqing)

    with pytest.raises(Refused, match="不收"):
        filings.prepare(filing=filing, by=None, files=[workbook(ROW, name="病毒.exe")])


def test_nothing_prepared_is_nothing_to_hand_in(filing):
    with pytest.raises(Refused, match="没有待报送"):
        filings.submit(filing=filing, by=None)
    with pytest.raises(Refused, match="选择要报送的文件"):
        filings.prepare(filing=filing, by=None)


# ---- versions side by side


def test_versions_differ_row_by_row(filing):
    handed_in(filing, ROW, [2, "第二小学", 8, 1, "否", "", ""])
    before = filing.current
    handed_in(filing, ROW, [2, "第二小学", 9, 1, "否", "", ""], [3, "第三小学", 5, 1, "否", "", ""])

    first, second = differences(before, again(filing).current)[:2]

    assert (first.kind, first.place, first.cells) == ("changed", "2", (("教师数", "8", "9"),))
    assert (second.kind, second.place, second.cells[0]) == ("added", "3", ("学校名称", "", "第三小学"))


def test_rows_that_went_are_told_as_they_were():
    found = rows_differ(["单位", "人数"], [["甲", "1"], ["乙", "2"]], [["乙", "2"]])

    assert [(one.kind, one.place, one.cells) for one in found] == [("gone", "1", (("单位", "甲", ""), ("人数", "1", "")))]


def test_frozen_content_differs_place_by_place():
    found = data_differ({"成员": [{"姓名": "甲"}]}, {"成员": [{"姓名": "乙"}, {"姓名": "丙"}]})

    assert [(one.kind, one.place) for one in found] == [("changed", "成员 1 / 姓名"), ("added", "成员 2 / 姓名")]
