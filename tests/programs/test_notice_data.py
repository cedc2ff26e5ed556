"""A draft is a notice file: what the editor writes loads as it stands."""

import pytest
import yaml

from programs.notice_data import data_of, free_key, text_of, with_row, without_row
from programs.notice_file import NoticeRefused, read_notice
from tests.programs.notice_samples import SHIPPED, shipped


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_file_comes_back_from_its_data_saying_the_same(name):
    text = shipped(name).decode()
    written = text_of(data_of(text))

    assert read_notice(written.encode()).says.model_dump() == read_notice(text.encode()).says.model_dump()
    assert yaml.safe_load(written)["notice"]["number"] == read_notice(text.encode()).says.notice.number


def test_what_looks_like_a_date_or_a_number_stays_the_text_it_was():
    data = {"notice": {"issued_on": "2024-01-02", "issuer": "330382"}, "clauses": [{"key": "1", "text": "第一行\n第二行"}]}

    assert data_of(text_of(data)) == data


def test_what_is_empty_is_left_out():
    assert data_of(text_of({"notice": {"title": "", "number": None}, "policy": [], "clauses": [{"key": "一", "note": ""}]})) == {
        "clauses": [{"key": "一"}]
    }


def test_a_row_is_put_in_its_place_and_taken_out_again():
    data = {"clauses": [{"key": "一"}, {"key": "二"}]}

    there = with_row(data, "clauses", {"key": "三"}, at=None)
    moved = with_row(there, "clauses", {"key": "三"}, at=2, place=1)

    assert [row["key"] for row in there["clauses"]] == ["一", "二", "三"]
    assert [row["key"] for row in moved["clauses"]] == ["三", "一", "二"]
    assert [row["key"] for row in without_row(moved, "clauses", 0)["clauses"]] == ["一", "二"]


def test_a_free_key_is_one_that_no_row_has():
    assert free_key([{"key": "target-1"}, {"key": "other"}], "target") == "target-2"


def test_a_text_that_is_no_yaml_is_refused_with_its_line():
    with pytest.raises(NoticeRefused, match="第 2 行"):
        data_of("notice:\n\ttitle: x")
