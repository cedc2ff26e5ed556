"""What stands under the headings of a 收表: guessed from the blank, corrected by the office, asked of every return."""

import re
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from portal.kit.errors import Refused
from programs.enums.tasks import ColumnType

REQUIRED = re.compile(r"[*＊]|[(（]必填[)）]")
LONGEST_HEADING, MOST_COLUMNS, MOST_CHOICES = 60, 100, 200
OF_HEADINGS = (
    (ColumnType.DATE, re.compile(r"日期|时间|年月日|生日")),
    (ColumnType.PHONE, re.compile(r"电话|手机|联系方式|短号")),
    (ColumnType.LIST, re.compile(r"^是否")),
    (ColumnType.INTEGER, re.compile(r"数量|人次|(?<!分)数($|[（(])")),
    (ColumnType.NUMBER, re.compile(r"学时|课时|学分|金额|经费|费用|比例|占比|得分|面积|[(（]元[)）]|[(（]万元[)）]")),
)
OF_RULES = {"whole": ColumnType.INTEGER, "decimal": ColumnType.NUMBER, "date": ColumnType.DATE, "list": ColumnType.LIST}
NOT_SUMMED = re.compile(r"比例|占比|得分|排名|年度|单价|人均")
NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.NUMBER})
PERSONAL = re.compile(r"身份证|证件号|电话|手机|联系方式|短号")


@dataclass(frozen=True)
class AskedColumn:
    """One heading and what its cells must be; ``sum`` adds a total to the 汇总表, ``choices`` are the words a list offers."""

    heading: str
    type: str = ColumnType.TEXT
    required: bool = False
    choices: tuple = ()
    sum: bool = False

    @property
    def personal(self) -> bool:
        """Whether its values stand masked in findings."""
        return self.type == ColumnType.PHONE or bool(PERSONAL.search(self.heading))

    @property
    def counts(self) -> bool:
        """Whether its cells are numbers."""
        return self.type in NUMBERS

    @property
    def label(self) -> str:
        """The type in words, with what a list offers."""
        label = str(ColumnType(self.type).label)
        return f"{label}：{'、'.join(self.choices)}" if self.choices else label

    def as_dict(self) -> dict:
        return asdict(self) | {"choices": list(self.choices)}


def columns_of(stored: list) -> list[AskedColumn]:
    """The columns as they are stored with a task."""
    return [AskedColumn(**about | {"choices": tuple(about.get("choices") or ())}) for about in stored]


def guessed(heading: str, rule: str = "", choices: tuple = ()) -> AskedColumn:
    """What a column seems to hold, by the rule of its cells in the blank, else by the words of its heading."""
    required = bool(REQUIRED.search(heading))
    plain = REQUIRED.sub("", heading).strip()
    kind = OF_RULES.get(rule) or next((kind for kind, words in OF_HEADINGS if words.search(plain)), ColumnType.TEXT)
    if kind == ColumnType.LIST and not choices:
        choices = (_("是"), _("否")) if plain.startswith("是否") else ()
        kind = ColumnType.LIST if choices else ColumnType.TEXT
    summed = kind in NUMBERS and not NOT_SUMMED.search(plain)
    return AskedColumn(plain[:LONGEST_HEADING], kind, required, choices if kind == ColumnType.LIST else (), summed)


def check_columns(columns: list[AskedColumn]) -> None:
    """``Refused`` where returns could not be held against these columns."""
    if not columns:
        raise Refused(_("空白表里没有可填的列。"), fields={"columns": _("至少要有一列。")})
    if len(columns) > MOST_COLUMNS:
        raise Refused(_("一张表最多 %(most)d 列，这张有 %(count)d 列。") % {"most": MOST_COLUMNS, "count": len(columns)})
    headings = [column.heading for column in columns]
    for heading in headings:
        if not heading or headings.count(heading) > 1:
            raise Refused(
                _("列名“%s”为空或重复，请改成互不相同的列名，并同样改好空白表。") % heading, fields={"columns": _("列名重复。")}
            )
    for column in columns:
        _check_column(column)


def _check_column(column: AskedColumn) -> None:
    if column.type not in ColumnType.values:
        raise Refused(_("列“%(heading)s”的类型不认识：%(type)s。") % {"heading": column.heading, "type": column.type})
    if column.type == ColumnType.LIST and not 1 <= len(column.choices) <= MOST_CHOICES:
        raise Refused(
            _("列“%(heading)s”是选项，请写明 1 至 %(most)d 个可选项。") % {"heading": column.heading, "most": MOST_CHOICES}
        )
    if column.sum and column.type not in NUMBERS:
        raise Refused(_("列“%s”不是数值，不能合计。") % column.heading)
