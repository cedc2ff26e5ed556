"""Places as the notice prints them, with no formula behind them."""

from typing import ClassVar, Literal

from awards.quota_rules.base import Allotment


class PrintedTable(Allotment):
    """What the notice's table says; a unit it does not name has no place."""

    label: ClassVar[str] = "固定表"
    meaning: ClassVar[str] = "名额就是通知附表印出的数，没有算式；表中没有的单位没有名额。"

    kind: Literal["table"] = "table"

    def places(self, basis: int, printed: int | None) -> int:
        return printed or 0

    def formula(self, basis: int, printed: int | None) -> str:
        return "未列入" if printed is None else f"表列 {printed}"

    def explain(self, names) -> str:
        return "按通知所列的表分配，表中没有的单位没有名额"
