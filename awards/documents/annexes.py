"""The printed forms of the Zhejiang selection, 浙工程办函〔2023〕7号 附件2–6, as plain values."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.documents.paper import OfficialForm, official_form

BLANK = "　"


def labelled(*label, **options):
    """A field of a form under its printed label; several labels are the columns of rows."""
    return field(metadata={"label": label[0] if len(label) == 1 else label}, **options)


@official_form
@dataclass(frozen=True)
class RecommendationSummary(OfficialForm):
    """附件2 各设区市先进单位及优秀管理者汇总表: a city's choices in its own order of recommendation."""

    form: ClassVar = "annex-2"
    annex: ClassVar = "附件 2"
    title: ClassVar = "各设区市先进单位及优秀管理者汇总表"
    template: ClassVar = "awards/pdf/summary.html"

    city_name: str = labelled(_("设区市"))
    bureau_name: str = labelled(_("设区市教育行政部门"))
    units: tuple[tuple[str, str], ...] = labelled(_("先进单位"), _("所属区县（设区市）"), default=())
    managers: tuple[tuple[str, str, str], ...] = labelled(_("优秀管理者"), _("所属单位"), _("所属区县（设区市）"), default=())

    @property
    def subject_text(self) -> str:
        return self.city_name


@dataclass(frozen=True, kw_only=True)
class Recommendation(OfficialForm):
    """What 附件3–6 share: how to reach somebody, the reason, and the opinion of those who stamp it.

    ``opinion_label`` are its printed lines, none where the form has no such cell and is stamped under the reason;
    ``room`` names the least height of the reason.
    """

    sizes: ClassVar = ("12pt", "11.5pt", "11pt", "10.5pt")
    opinion_label: ClassVar[tuple[str, ...]] = ("市级教育", "行政部门", "意见")
    room: ClassVar[str]
    wide_labels: ClassVar = False
    level_label: ClassVar = False
    head_room: ClassVar = 58

    phone: str = labelled(_("联系方式"))
    reason: str = labelled(_("推荐理由"))
    opinion: str = labelled(_("市级教育行政部门意见"), default="")

    @property
    def seal_in_reason(self) -> bool:
        """Whether the stamp goes under the reason."""
        return not self.opinion_label

    @property
    def long_head(self) -> bool:
        """Whether what pages after the first repeat stands in smaller letters: the margin has room for three lines of it."""
        return max(map(len, self.head)) > self.head_room

    @property
    def head(self) -> tuple[str, ...]:
        """Whom the form is about."""
        return (self.subject_text,)


@dataclass(frozen=True, kw_only=True)
class PersonRecommendation(Recommendation):
    """What the forms of managers share (附件4 and 附件6)."""

    head_room: ClassVar = 30

    name: str = labelled(_("姓名"))
    position: str = labelled(_("职务"))
    workplace: str = labelled(_("所在单位"))

    @property
    def head(self) -> tuple[str, ...]:
        return self.name, self.workplace

    @property
    def subject_text(self) -> str:
        return f"{self.workplace} {self.name}"


@official_form
@dataclass(frozen=True, kw_only=True)
class UnitRecommendation(Recommendation):
    """附件3 各市、县（市、区）先进单位推荐表; ``period`` and ``score`` are of the one period chosen."""

    form: ClassVar = "annex-3"
    annex: ClassVar = "附件 3"
    title: ClassVar = "各市、县（市、区）先进单位推荐表"
    template: ClassVar = "awards/pdf/unit.html"
    space: ClassVar = (388, 391)
    room: ClassVar = "room-3"

    unit_name: str = labelled(_("单位名称"))
    belongs: str = labelled(_("所属区县（设区市）"))
    contact: str = labelled(_("联系人"))
    period: str = labelled(_("绩效评价期次"))
    score: str = labelled(_("绩效评价得分"))

    @property
    def subject_text(self) -> str:
        return self.unit_name

    @property
    def printed_score(self) -> str:
        """The one period and its score as the annex words them."""
        return f"第 {self.period or BLANK} 期　{self.score or BLANK} 分"


@official_form
@dataclass(frozen=True, kw_only=True)
class ManagerRecommendation(PersonRecommendation):
    """附件4 各市、县（市、区）优秀管理者推荐表."""

    form: ClassVar = "annex-4"
    annex: ClassVar = "附件 4"
    title: ClassVar = "各市、县（市、区）优秀管理者推荐表"
    template: ClassVar = "awards/pdf/manager.html"
    space: ClassVar = (388, 433)
    room: ClassVar = "room-4"
    wide_labels: ClassVar = True

    belongs: str = labelled(_("所属市区/市县"))
    professional_title: str = labelled(_("职称"))


@official_form
@dataclass(frozen=True, kw_only=True)
class InstitutionRecommendation(Recommendation):
    """附件5 培训机构推荐表; ``period`` and ``rank`` are of the one period chosen."""

    form: ClassVar = "annex-5"
    annex: ClassVar = "附件 5"
    title: ClassVar = "培训机构推荐表"
    template: ClassVar = "awards/pdf/institution.html"
    space: ClassVar = (388, 433)
    room: ClassVar = "room-5"
    opinion_label: ClassVar = ()

    name: str = labelled(_("机构名称"))
    contact: str = labelled(_("联系人"))
    period: str = labelled(_("综合评价期次"))
    rank: str = labelled(_("综合评价排名"))
    opinion: str = labelled(_("意见"), default="")

    @property
    def subject_text(self) -> str:
        return self.name

    @property
    def printed_rank(self) -> str:
        """The one period and its rank as the annex words them."""
        return f"第 {self.period or BLANK} 期　{self.rank or BLANK} 名"


@official_form
@dataclass(frozen=True, kw_only=True)
class InstitutionManagerRecommendation(PersonRecommendation):
    """附件6 培训机构优秀管理者推荐表."""

    form: ClassVar = "annex-6"
    annex: ClassVar = "附件 6"
    title: ClassVar = "培训机构优秀管理者推荐表"
    template: ClassVar = "awards/pdf/institution_manager.html"
    space: ClassVar = (348, 448)
    room: ClassVar = "room-6"
    level_label: ClassVar = True
    opinion_label: ClassVar = ("单位意见",)

    workplace: str = labelled(_("单位"))
    opinion: str = labelled(_("单位意见"), default="")
