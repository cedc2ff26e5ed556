"""Numbers of official documents (文号), such as 浙工程办函〔2023〕7号."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

SHAPE = re.compile(
    r"(?P<series>[\u3400-\u9fff]{2,12})"
    r"(?:〔(?P<a>\d{4})〕|\[(?P<b>\d{4})\]|【(?P<c>\d{4})】|［(?P<d>\d{4})］|（(?P<e>\d{4})）|\((?P<f>\d{4})\))"
    r"(?P<serial>[1-9]\d{0,3})号"
)


@dataclass(frozen=True)
class DocumentNumber:
    """A number by its parts: 代字, 年 and 序号; printed with 〔〕 as GB/T 9704 asks."""

    series: str
    year: int
    serial: int

    def __str__(self):
        return f"{self.series}〔{self.year}〕{self.serial}号"


def parse_document_number(text: str) -> DocumentNumber:
    """The parts of a number written with any of the usual brackets and stray spaces; ``ValueError`` when it is none."""
    found = SHAPE.fullmatch(re.sub(r"\s+", "", text))
    if not found:
        raise ValueError(_("“%s”不是文号，应写成“代字〔年份〕序号号”，如“浙工程办函〔2023〕7号”。") % text)
    year = next(found[group] for group in "abcdef" if found[group])
    return DocumentNumber(found["series"], int(year), int(found["serial"]))
