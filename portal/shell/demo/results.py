"""Invented results of a province, as the workbooks people would send: the same at every run."""

import random
from collections import defaultdict
from pathlib import Path

from openpyxl import Workbook

from portal.units.enums import Level
from portal.units.models import Unit

SEED = 20231115
STARRING = {"330106", "330382"}
PERIODS = {1: 2021, 2: 2022, 3: 2023}
INSTITUTIONS = (
    ("JG01", "之江师范学院继续教育中心（演示）"),
    ("JG02", "东海教师研修网（演示）"),
    ("JG03", "钱江远程教育学院（演示）"),
    ("JG04", "雁荡教育科技研修中心（演示）"),
    ("JG05", "瓯江教师发展学院（演示）"),
    ("JG06", "百山学习网（演示）"),
)
THEMES = ("整校推进", "精准教学", "混合式教学", "人工智能+教学", "项目式学习", "STEM教育", "大数据精准评价", "城乡同步课堂")
OUTLETS = {
    "国家级": "中国教师日报（演示）",
    "省级": "浙江教育周报（演示）",
    "设区市级": "{city}晚报（演示）",
    "县级": "{county}新闻（演示）",
}


class Province:
    """The units of the province and a dice that falls the same way every time."""

    def __init__(self, code: str = "330000"):
        self.unit = Unit.objects.get(code=code)
        units = Unit.objects.within(self.unit)
        self.cities = list(units.at(Level.CITY).order_by("position"))
        self.counties = defaultdict(list)
        for county in units.at(Level.COUNTY).order_by("position"):
            self.counties[county.parent_id].append(county)
        self.dice = random.Random(SEED)

    def all_counties(self):
        return [county for city in self.cities for county in self.counties[city.pk]]


def write_workbooks(folder: Path, province: Province) -> dict[str, Path]:
    """Write the six workbooks of the evidence; sheet key → file, in the order in which they are brought in."""
    tables = {
        "institutions": (["机构代码", "机构名称", "联系人", "联系方式"], _institutions(province)),
        "scores": (["单位", "期次", "统计口径", "得分", "排名"], _scores(province)),
        "rankings": (["机构", "期次", "得分", "名次"], _rankings(province)),
        "showcases": (["单位", "案例名称", "级别", "类型", "年度", "参与机构"], _showcases(province)),
        "media": (["单位", "标题", "媒体", "媒体级别", "日期", "链接"], _media(province)),
    }
    return {sheet: write_book(folder / f"{sheet}.xlsx", headings, rows) for sheet, (headings, rows) in tables.items()}


def write_book(path: Path, headings: list[str], rows: list[list]) -> Path:
    """A workbook of one sheet under ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def _institutions(province) -> list[list]:
    return [[code, name, f"联系人{number}", f"0571-8888{number:04}"] for number, (code, name) in enumerate(INSTITUTIONS, start=1)]


def _scores(province) -> list[list]:
    rows = []
    for period in PERIODS:
        for city in province.cities:
            scored = [(county, _score_of(county, period, province.dice)) for county in province.counties[city.pk]]
            for county, score in scored:
                rank = 1 + sum(other > score for _county, other in scored)
                rows.append([county.code, f"第{period}期", "区域平均", score / 100, rank])
            average = sum(score for _county, score in scored) // len(scored)
            rows.append([city.code, f"第{period}期", "区域平均", (average + 200) / 100, None])
            rows.append([city.code, f"第{period}期", "市直属平均", _score(province.dice, period) / 100, None])
    return rows


def _score_of(county, period: int, dice) -> int:
    """A county's score; the cast's counties do well in the second period, so that their people have something to do."""
    thrown = _score(dice, period)
    return max(thrown, 9380) if county.code in STARRING and period == 2 else thrown


def _score(dice, period: int) -> int:
    """Hundredths around 87, a little better each period, never above 99."""
    return min(9900, max(7200, int(dice.gauss(8650 + 90 * period, 420))))


def _rankings(province) -> list[list]:
    rows = []
    for period in PERIODS:
        order = [code for code, _name in INSTITUTIONS]
        province.dice.shuffle(order)
        rows += [[code, f"第{period}期", (9600 - 140 * rank) / 100, rank] for rank, code in enumerate(order, start=1)]
    return rows


def _showcases(province) -> list[list]:
    dice, rows = province.dice, []
    for number, county in enumerate(dice.sample(province.all_counties(), 30)):
        theme = THEMES[number % len(THEMES)]
        level, kind = (
            ("国家级", "典型案例") if number < 6 else ("省级", "省级区县组织实施案例") if number < 18 else ("省级", "课例")
        )
        partner = INSTITUTIONS[number % len(INSTITUTIONS)][0] if number < 9 else ""
        rows.append([county.code, f"{county.name}{theme}实践", level, kind, 2021 + number % 3, partner])
    return rows


def _media(province) -> list[list]:
    dice, rows = province.dice, []
    starring = [county for county in province.all_counties() if county.code in STARRING]
    others = [county for county in province.all_counties() if county.code not in STARRING]
    for number, county in enumerate([*starring, *dice.sample(others, 40)]):
        level = ("设区市级", "省级", "县级", "设区市级", "国家级")[number % 5]
        city = next(city for city in province.cities if city.pk == county.parent_id)
        outlet = OUTLETS[level].format(city=city.name, county=county.name)
        title = f"{county.name}以{THEMES[number % len(THEMES)]}推进提升工程2.0"
        rows.append([county.code, title, outlet, level, f"{2021 + number % 3}-{1 + number % 12:02}-{1 + number % 27:02}", ""])
    return rows
