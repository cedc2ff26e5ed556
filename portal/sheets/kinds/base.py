"""What every kind of cell shares: the raw values it meets, its answers, and its refusals."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.utils.translation import gettext as _


class Unfit(Exception):
    """A cell that cannot be read as its column asks: a code, one Chinese sentence, and what to do about it."""

    def __init__(self, code, message, advice=""):
        super().__init__(message)
        self.code, self.message, self.advice = code, message, advice


@dataclass(frozen=True, slots=True)
class Odd:
    """A raw cell that is neither text, number, truth value nor date.

    ``kind`` is ``error`` (``#N/A``), ``formula`` (never calculated), ``percent`` (a number shown as such) or ``time``.
    """

    kind: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Told:
    """A value together with what was changed in order to read it."""

    value: object
    message: str


class Kind(ABC):
    """A kind of cell: ``parse`` reads, ``show`` displays, ``export`` gives the typed value that reads back the same.

    A value is what the model stores: text, integer, date, truth value, primary key.
    """

    width = 16
    many = False

    def read(self, raw):
        """The value (or ``Told``) of a raw cell that is not blank; raises ``Unfit``."""
        if isinstance(raw, Odd):
            return self.odd(raw)
        return self.parse(raw)

    @abstractmethod
    def parse(self, raw):
        """The value (or ``Told``) of text, number, truth value or date; raises ``Unfit``."""

    def odd(self, raw):
        if raw.kind == "formula":
            raise Unfit(
                "formula_without_value",
                _("这一格是公式，文件里没有它的计算结果。"),
                _("请用 Excel 或 WPS 打开后保存，或改为数值再上传。"),
            )
        if raw.kind == "error":
            raise Unfit("error_value", _("这一格是错误值 %s。") % raw.value, _("请改正公式或直接填写内容。"))
        if raw.kind == "percent":
            raise Unfit("percent", _("这一格是百分数格式。"), _("请改为普通数值或文本格式后重新填写。"))
        raise Unfit("time", _("这一格是时间格式。"), _("请改为文本格式后重新填写。"))

    def show(self, value):
        """How a person reads the value."""
        return "" if value is None else str(value)

    def export(self, value):
        """What an exported cell holds: text or a number, never a formula."""
        return self.show(value)

    def dropdown(self):
        """The texts a template offers for this column, or none."""
        return []

    def hint(self):
        """What a template says about how to fill the column."""
        return ""
