"""A place is honoured as a unit or through its manager, not both."""

from typing import ClassVar, Literal

from awards.quota_rules.base import Bound

MANAGER = "outstanding_manager"


class UnitOrPerson(Bound):
    """A unit and its own manager are not both put forward."""

    label: ClassVar[str] = "单位与个人不兼得"
    meaning: ClassVar[str] = "同一个单位，推荐了单位就不再推荐它的管理者，反过来也一样。"

    kind: Literal["unit_or_person"] = "unit_or_person"

    def breach(self, asked, held, places) -> str:
        other = [place for place in held if place.unit == asked.unit and (place.kind == MANAGER) != (asked.kind == MANAGER)]
        if not other:
            return ""
        word = "单位" if asked.kind == MANAGER else "管理者"
        return f"{asked.name}已推荐{word} {len(other)} 个，单位和管理者只能报其一"

    def explain(self, names) -> str:
        return f"{self.of_categories(names)}中，同一单位的单位和管理者只能报其一"
