"""What the gate finds of a person in texts that go before the public, and what it leaves to ordinary notices."""

import io
from pathlib import Path

import pytest
from docx import Document

from awards.personal_numbers import masked, personal_numbers
from awards.publicity.files import leaks_in
from awards.publicity.gate import leaks

NOTICES = sorted(Path("programs/notices").glob("*.yaml"))


def kinds(text: str) -> list[str]:
    """The kinds of what is found, without the words of advice."""
    return [one.shown.split(" ")[0].partition("（")[0] for one in leaks({"正文": text})]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("卡号 6228480402564890018", "银行卡号"),
        ("卡号6228 4804 0256 4890 018。", "银行卡号"),
        ("卡号 ６２２８４８０４０２５６４８９００１８", "银行卡号"),
        ("4111-1111-1111-1111", "银行卡号"),
        ("六二二八四八〇四〇二五六四八九〇〇一八", "银行卡号"),
        ("持 E12345678 护照", "护照号"),
        ("EA1234567", "护照号"),
        ("G12345678、王某", "护照号"),
        ("护照：e20231130", "护照号"),
        ("ＥＡ１２３４５６７", "护照号"),
        ("出生日期：1985年3月12日", "出生日期"),
        ("男，1985年3月生，中共党员", "出生日期"),
        ("生于 1985-03-12", "出生日期"),
        ("1985.03.12出生", "出生日期"),
        ("出生年月：198503", "出生日期"),
        ("出生 19850312", "出生日期"),
        ("张三生于1985年3月12日，乐清人", "出生日期"),
        ("一九八五年三月十二日出生", "出生日期"),
        ("生日：１９８５年３月", "出生日期"),
        ("家庭住址：乐清市城南街道清远路 12 号 3 幢 502 室", "住址"),
        ("现住址在柳市镇某村 5 组", "住址"),
        ("地址：乐清市清远路12号502室", "住址"),
        ("联系地址：柳市镇某某村3组", "住址"),
        ("微信号：wang_1985", "微信号、QQ号"),
        ("加微信 zhang-san88", "微信号、QQ号"),
        ("QQ：12345678", "微信号、QQ号"),
        ("QQ号 ８７６５４３２１", "微信号、QQ号"),
        ("电话一三八〇〇一三八〇〇〇", "号码"),
        ("电话幺三八零零幺三八零零零", "号码"),
        ("电话１３８-００１３-８０００", "号码"),
        ("电话138零零138零零零", "号码"),
        ("身份证三三〇三八二一九九〇〇一〇一一二三四", "号码"),
        ("电话 ０５７７－６２５２００００", "电话"),
    ],
)
def test_what_tells_of_a_person_is_found_once_and_not_repeated(text, kind):
    [found] = leaks({"正文": text})

    assert kinds(text) == [kind]
    assert "*" in found.shown


@pytest.mark.parametrize(
    "text",
    [
        "浙工程办函〔2023〕7号、教师〔2019〕1号、浙教办函〔2020〕178号",
        "公示时间：2023年11月24日至2023年11月30日（5 个工作日）。",
        "二〇二三年十一月三十日",
        "统一社会信用代码 123300004700512345、913300001234567897",
        "卡号尾数 0018，编号 6228480402564890019",
        "2019 2020 2021 2022",
        "6228480402564890018123",
        "文书编号 zj-2023-annex-3-0001、S20231130、D20230001",
        "学校代码 G3301 与 3233010001",
        "本学期学生于2023年9月报到，问题产生于 2022.05",
        "新生于 2023 年 9 月 1 日报到，出生人口统计截至 2023年11月30日",
        "2023年9月生效，2023年10月生成名单",
        "办公地址：杭州市文晖路 321 号",
        "地址：温州市学院中路 100 号温州市教育局 502 室",
        "邮寄地址：杭州市文晖路 321 号 709 室",
        "网站地址：https://example.gov.cn/某路/1号",
        "居住在农村的教师走上新路，住宿地址另行通知",
        "微信公众号：zhejiangjiaoshi，QQ群另行通知，微信 https://mp.weixin.qq.com/s/abcdef",
        "通过微信小程序 报名，微信同号",
        "第一二三四五六七八九十期",
        "三〇三〇〇个学时，一二三四五六七八九",
    ],
)
def test_ordinary_words_of_notices_are_left_alone(text):
    assert leaks({"正文": text}) == []


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_the_texts_of_real_notices_hold_no_card_passport_birth_home_or_chat(path):
    told = {one.shown.split(" ")[0].partition("（")[0] for one in leaks({"通知": path.read_text(encoding="utf-8")})}

    assert told <= {"电话", "邮箱", "号码"}


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        (("姓名", "王某", "出生年月", "1985.03"), 1),
        (("家庭住址", "乐清市清远路12号"), 1),
        (("微信号：", "wang_1985"), 1),
        (("学校", "成立时间", "1985.03"), 0),
        (("办公地址", "乐清市清远路12号"), 0),
    ],
)
def test_a_cell_is_read_with_the_word_in_the_cell_before_it(cells, count):
    page, out = Document(), io.BytesIO()
    for cell, text in zip(page.add_table(1, len(cells)).rows[0].cells, cells, strict=True):
        cell.text = text
    page.save(out)

    found, _unread = leaks_in("名单.docx", out.getvalue())

    assert len(found) == count


def test_a_chinese_digit_after_a_number_does_not_hide_it():
    assert personal_numbers("电话13800138000一、名单") == ["1*********0"]


def test_a_number_in_chinese_digits_is_masked_where_a_name_is_kept():
    assert "一三八" not in masked("王一三八〇〇一三八〇〇〇.pdf")
    assert masked("二〇二三年名单.pdf") == "二〇二三年名单.pdf"
