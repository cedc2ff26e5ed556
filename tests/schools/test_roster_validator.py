"""The rows a roster is refused for are those a plain loop refuses that looks at one row after another."""

import random
import re
import time
import unicodedata
from datetime import date

import pytest
from django.utils import timezone

from tests.schools import people
from tests.sheets.books import xlsx
from tests.sheets.flow import bring

HEADINGS = [
    "学校",
    "教职工号",
    "姓名",
    "性别",
    "证件类型",
    "证件号码",
    "人员类别",
    "学段",
    "任教学科",
    "职称",
    "手机号",
    "电子邮箱",
    "入职日期",
    "在岗状态",
]
PLACE = {heading: place for place, heading in enumerate(HEADINGS)}
COUNT = 2_600
SCHOOLS = {"乐成第一小学": "2133000001", "乐成第二小学": "2133000002"}
STAGES = {"幼儿园", "小学", "初中", "高中", "中职", "特殊教育", "学前"}
SEXES, CATEGORIES = {"男", "女"}, {"教师", "校长", "教辅", "教研员", "专任教师"}
TITLES, STATUSES = {"一级教师", "二级教师", "高级教师", "未评"}, {"在岗", "产假", "退休", "在编"}
DOCUMENTS = {"居民身份证", "护照"}
BLANK = {"", "无", "-", "—", "/"}
WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]


# ---- a plain validator


def refused_by_loop(rows, today):
    """{(row, heading)} a person would send back; rows counted as Excel does. Cells alone first, then what stands twice."""
    faults, numbers, staff = set(), {}, {}
    for line, row in enumerate(rows, 2):
        cell = {heading: clean(row[place]) for heading, place in PLACE.items()}
        wrong = wrong_headings(cell, row[PLACE["证件号码"]], today)
        faults |= {(line, heading) for heading in wrong}
        if not wrong:
            numbers.setdefault((cell["证件类型"], cell["证件号码"].upper()), []).append(line)
            if cell["教职工号"] not in BLANK:
                staff.setdefault((SCHOOLS.get(cell["学校"], cell["学校"]), cell["教职工号"].upper()), []).append(line)
    for heading, groups in (("证件号码", numbers), ("教职工号", staff)):
        faults |= {(line, heading) for lines in groups.values() if len(lines) > 1 for line in lines}
    return faults


def clean(raw):
    text = "" if raw is None else str(raw)
    return re.sub(r"[\s\u200b]+", "", unicodedata.normalize("NFKC", text))


def wrong_headings(cell, raw_number, today):
    wrong = set()
    if cell["学校"] not in SCHOOLS and cell["学校"] not in SCHOOLS.values():
        wrong.add("学校")
    if len(cell["教职工号"]) > 30:
        wrong.add("教职工号")
    if not any(map(str.isalpha, cell["姓名"])) or len(cell["姓名"]) > 60 or "\u202e" in cell["姓名"]:
        wrong.add("姓名")
    for heading, words in (("性别", SEXES), ("人员类别", CATEGORIES), ("在岗状态", STATUSES), ("证件类型", DOCUMENTS)):
        if cell[heading] and cell[heading] not in words:
            wrong.add(heading)
    if cell["职称"] not in TITLES | {"", "-", "—", "/"}:
        wrong.add("职称")
    needs_stage = cell["人员类别"] in {"", "教师", "专任教师"} and cell["学段"] in BLANK
    if needs_stage or cell["学段"] not in STAGES | BLANK:
        wrong.add("学段")
    if len(cell["任教学科"]) > 30:
        wrong.add("任教学科")
    if cell["手机号"] not in BLANK and not re.fullmatch(r"(\+?86-?)?1[3-9]\d{9}", cell["手机号"].replace("-", "")):
        wrong.add("手机号")
    if cell["电子邮箱"] not in BLANK and not re.fullmatch(r"[^@]+@[^@]+\.[^@]+", cell["电子邮箱"]):
        wrong.add("电子邮箱")
    born = birthday(cell, raw_number, today)
    joined = None if cell["入职日期"] in BLANK else as_day(cell["入职日期"])
    if born is False and "证件类型" not in wrong:
        wrong.add("证件号码")
    too_young = born and joined and joined.year - born.year < 16
    if (cell["入职日期"] not in BLANK and joined is None) or too_young:
        wrong.add("入职日期")
    return wrong


def birthday(cell, raw_number, today):
    """The day a resident number says; None for another document; False where the number cannot be one."""
    number = cell["证件号码"].upper()
    if isinstance(raw_number, float | int) or not number:
        return False
    if cell["证件类型"] == "护照":
        return None if re.fullmatch(r"[A-Z0-9]{5,17}", number) else False
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    try:
        born = date(*time.strptime(number[6:14], "%Y%m%d")[:3])
    except ValueError:
        return False
    return born if "10X98765432"[total % 11] == number[17] and date(1900, 1, 1) <= born <= today else False


def as_day(text):
    for form in ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"):
        try:
            return date(*time.strptime(text, form)[:3])
        except ValueError:
            continue
    return None


# ---- the roster


def verified(digits):
    return digits + "10X98765432"[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def good(number):
    born = f"{1960 + number % 35}{1 + number % 12:02}{1 + number % 28:02}"
    school = list(SCHOOLS)[number % 2]
    identity = verified(f"330382{born}{number % 1000:03}")
    own = [school, f"{number:05}", f"教师{chr(0x4E00 + number)}", "男" if number % 3 else None, "居民身份证", identity]
    return [*own, "教师", "小学", "语文", "一级教师", f"139{number:08}", f"t{number}@example.cn", "2019-09-01", "在岗"]


def with_cell(heading, value):
    def change(row):
        row[PLACE[heading]] = value(row[PLACE[heading]]) if callable(value) else value

    return change


BAD = [
    *(with_cell("证件号码", lambda old, cut=cut: old[:cut]) for cut in (0, 15, 17)),
    with_cell("证件号码", lambda old: old[:-1] + ("0" if old[-1] != "0" else "1")),
    with_cell("证件号码", lambda old: old[:9] + "A" + old[10:]),
    with_cell("证件号码", verified("33038219900230001")),
    with_cell("证件号码", verified("33038221900101001")),
    with_cell("证件号码", 3.3038219900101e17),
    with_cell("证件号码", "１１０１０５１９４９１２３１００２Ｙ"),
    with_cell("证件类型", "会员卡"),
    with_cell("证件类型", "护照"),
    with_cell("姓名", None),
    with_cell("姓名", "12345"),
    with_cell("姓名", "林" * 61),
    with_cell("姓名", "林\u202e小雨"),
    with_cell("性别", "未知"),
    with_cell("人员类别", "外星人"),
    with_cell("学段", None),
    with_cell("学段", "大学"),
    with_cell("任教学科", "语" * 31),
    with_cell("职称", "特级大师"),
    with_cell("手机号", "1390000000"),
    with_cell("手机号", "13900000001/13900000002"),
    with_cell("手机号", "664498"),
    with_cell("电子邮箱", "a@b"),
    with_cell("入职日期", "2020-13-01"),
    with_cell("入职日期", "20/9/1"),
    with_cell("入职日期", "1965-09-01"),
    with_cell("在岗状态", "不详"),
    with_cell("学校", "没有这所小学"),
    with_cell("教职工号", "9" * 31),
]
ODD = [
    with_cell("证件号码", lambda old: f" {old[:6]} {old[6:].lower()} "),
    with_cell("手机号", lambda old: f"+86 {old[:3]}-{old[3:7]}-{old[7:]}"),
    with_cell("手机号", "无"),
    with_cell("电子邮箱", "-"),
    with_cell("教职工号", "/"),
    with_cell("姓名", lambda old: f"{old[:1]}　{old[1:]}"),
    with_cell("入职日期", "2019年9月1日"),
    with_cell("入职日期", "20190901"),
    with_cell("人员类别", None),
    with_cell("学校", "2133000002"),
    with_cell("学段", "学前"),
    with_cell("在岗状态", None),
]


def roster(seed):
    """Good rows; 1.2 % of them bad in 33 ways, two pairs standing twice among them, and as many again odd but right."""
    rows, chance = [good(number) for number in range(COUNT)], random.Random(seed)
    places = chance.sample(range(COUNT), len(BAD) + 4 * len(ODD) + 4)
    for change in [*BAD, *ODD * 4]:
        change(rows[places.pop()])
    first, second, third, fourth = (rows[place] for place in places)
    first[PLACE["证件号码"]] = second[PLACE["证件号码"]]
    third[PLACE["学校"]], third[PLACE["教职工号"]] = fourth[PLACE["学校"]], fourth[PLACE["教职工号"]]
    return rows


@pytest.fixture
def county(yueqing):
    for name, code in SCHOOLS.items():
        people.school(code, name, yueqing)
    return yueqing


@pytest.mark.parametrize("seed", [1, 2])
def test_refused_rows_are_those_a_plain_loop_refuses(county, yueqing_bureau, seed):
    rows = roster(seed)

    upload = bring("roster", xlsx([HEADINGS, *rows], texts=True), unit=county, by=yueqing_bureau)

    told = set(upload.findings.filter(severity="row").values_list("row", "column"))
    expected = refused_by_loop(rows, timezone.localdate())
    assert told == expected
    refused = {row for row, _heading in expected}
    assert (upload.counts["refused"], upload.counts["new"]) == (len(refused), COUNT - len(refused))
    assert 0.012 <= len(refused) / COUNT < 0.014


def test_the_loop_would_miss_nothing_of_what_was_spoilt():
    rows = [good(number) for number in range(len(BAD))]
    for change, row in zip(BAD, rows, strict=True):
        change(row)

    assert {line for line, _heading in refused_by_loop(rows, timezone.localdate())} == set(range(2, 2 + len(BAD)))
