"""Telephone numbers in whatever groups they are written do not pass the gate; dates, codes and sums do."""

import pytest

from awards.publicity.gate import leaks


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("（0571）62520000", "电话"),
        ("(0571) 8888 0000", "电话"),
        ("0571-8888-0000", "电话"),
        ("电话 0571 8888 0000", "电话"),
        ("010.6609.6114", "电话"),
        ("138.0013.8000", "号码"),
        ("138 001 38000", "号码"),
        ("3 138-001-38000", "号码"),
    ],
)
def test_numbers_in_other_groups_are_found_once_and_not_repeated(text, kind):
    [found] = leaks({"正文": text})

    assert found.shown.startswith(f"{kind} ")
    assert text not in found.shown


@pytest.mark.parametrize(
    "text",
    [
        "浙工程办函〔2023〕7号",
        "2023-11-30、2023.11.30、2023-11-24至2023-11-30",
        "学校代码 3233010001、1380010380",
        "共 13 800 138 000 元，其中 1 380 013 800 元、138.0013 万元",
        "参训 138 001 人次，13800 课时",
        "卡号 6228 0480 4025 6489",
        "编号 2023-0571-2023-0001、第 0571 号 2023 年",
        "地址 192.168.138.001",
    ],
)
def test_dates_codes_and_sums_are_no_telephones(text):
    assert leaks({"正文": text}) == []
