"""What else than phones and ID numbers tells of a person: bank cards, passports, days of birth, homes, accounts for chatting."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from awards.personal_numbers import ID_NUMBER
from portal.kit.text import mask

CARD = re.compile(r"(?<![\dA-Za-z])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?(?![\dA-Za-z])")
PASSPORT = re.compile(r"(?<![\w-])(?:[EGPSD]\d{8}|E[A-Z]\d{7}|[PSD]E\d{7})(?![A-Za-z\d])", re.ASCII)
NAMED_PASSPORT = re.compile(r"护照\s?(?:号码?)?\s?[:：为是]?\s?([A-Za-z]{1,2}\d{7,8})(?!\d)")
OF_A_YEAR = re.compile(r"20[0-3]\d")

WRITTEN = r"(?:19|20)\d\d\s?[年./-]\s?(?:0?[1-9]|1[0-2])(?!\d)(?:\s?[月./-]\s?[0-3]?\d(?!\d)日?|月)?"
TOGETHER = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)"
IN_CHINESE = r"[一二][一二三四五六七八九〇零○]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
DAY = rf"(?:{WRITTEN}|{TOGETHER}|{IN_CHINESE})"
BORN = re.compile(  # 新生、学生、产生于 are no birth
    rf"(?:出生|(?<![新学产发医先考师招业究派衍再])生于|生日)(?:年月日?|日期|时间)?\s?[:：为是于在]?\s?(?:[（(]?[公农阳阴]历[）)]?)?\s?(?P<after>{DAY})"
    rf"|(?<!\d)(?P<before>{DAY})\s?(?:出生|生(?=[，。,；;、）)\s]|$))"
)

PLACE = r"[^，。；;,\n]{0,40}(?:路|街|号|室|村|组|弄|巷|幢|栋|单元)"
HOME = re.compile(rf"(?:家庭|居住|户籍|现)(?:地址|住址|所在地)\s?[:：为是在]?\s?({PLACE})|住址\s?[:：为是在]?\s?({PLACE})")
ADDRESS = re.compile(rf"(?:(?<=[^\u4e00-\u9fff])|^|(?<=通讯)|(?<=联系))地址\s?[:：]\s?({PLACE}[^，。；;,\n]{{0,20}})")
OFFICE = re.compile(r"局|厅|处|委|政府|机关|学校|小学|中学|幼儿园|大学|学院|研究院|中心|办公|公司|https?|www")

CHAT = re.compile(
    r"(?:微信|WeChat|weixin)\s?(?:号码?|ID)?\s?[:：为是]?\s?([A-Za-z][\w-]{5,19})(?![\w.:/@-])"
    r"|QQ\s?(?:号码?)?\s?[:：为是]?\s?([1-9]\d{4,11})(?!\d)",
    re.ASCII | re.IGNORECASE,
)


LABEL = re.compile(r"\s*(出生(?:年月日?|日期)|生日|(?:家庭|户籍)[地住]址|现?住址|微信号?|QQ号?|护照号码?)\s*[:：]?\s*")


def as_called(line: str, before: str) -> str:
    """``line`` after the word it is called by, where that stands alone in the cell or line ``before`` it, as tables have it."""
    label = LABEL.fullmatch(before)
    return f"{label[1]}：{line}" if label else line


def personal_things(line: str) -> Iterator[str]:
    """What tells of a person in ``line``, whose digits are plain: its kind, and itself by first and last character."""
    for kind, found in (
        (_("银行卡号"), cards(line)),
        (_("护照号"), passports(line)),
        (_("出生日期"), births(line)),
        (_("住址（单位的请写“办公地址”）"), homes(line)),
        (_("微信号、QQ号"), chats(line)),
    ):
        yield from (f"{kind} {mask(one)}" for one in found)


def cards(line: str) -> list[str]:
    """Numbers of bank cards: 16 to 19 digits in one piece or in groups of four, of an issuer, with the right check digit."""
    numbers = (re.sub(r"\D", "", found.group()) for found in CARD.finditer(line))
    return [number for number in numbers if _is_card(number)]


def _is_card(number: str) -> bool:
    """Codes of organisations (统一社会信用代码) have 18 digits too and begin with 1, 5 or 9; ID numbers are told as such."""
    unionpay = number.startswith(("6", "9558")) and not ID_NUMBER.fullmatch(number)
    abroad = len(number) == 16 and number.startswith(("35", "4", "51", "52", "53", "54", "55"))
    return (unionpay or abroad) and _luhn(number)


def _luhn(number: str) -> bool:
    doubled = [digit * 2 - 9 * (digit > 4) for digit in map(int, number[-2::-2])]
    return (sum(doubled) + sum(map(int, number[-1::-2]))) % 10 == 0


def passports(line: str) -> list[str]:
    """Numbers of Chinese passports; a letter and a year (S20230001) begin the number of a document where none is spoken of."""
    spoken_of = "护照" in line
    bare = [one for one in PASSPORT.findall(line) if spoken_of or not OF_A_YEAR.match(one[1:])]
    return list(dict.fromkeys(NAMED_PASSPORT.findall(line) + bare))


def births(line: str) -> list[str]:
    """Dates that are called a day or month of birth."""
    return [found["after"] or found["before"] for found in BORN.finditer(line)]


def homes(line: str) -> list[str]:
    """Addresses that are called a home, and those called an address only (地址、通讯地址、联系地址) where no office is named."""
    named = [one or other for one, other in HOME.findall(line)]
    return named + [one for one in ADDRESS.findall(line) if not OFFICE.search(one)]


def chats(line: str) -> list[str]:
    """Accounts of WeChat and QQ; public accounts (公众号) and groups are nobody's own."""
    return [one or other for one, other in CHAT.findall(line)]
