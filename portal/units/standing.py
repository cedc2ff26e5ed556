"""What stands on units, in words."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kit.errors import DependedOn
from portal.kit.standing import standing_on

NOUNS = {
    "accounts.post": _("在任岗位"),
    "awards.attestation": _("条件认定"),
    "awards.awardcycle": _("评选活动"),
    "awards.latepermit": _("逾期准许"),
    "awards.nomination": _("推荐"),
    "awards.cycledraft": _("筹备中的评选"),
    "awards.quota": _("名额"),
    "credits.creditentry": _("考核结果"),
    "credits.declaration": _("申报"),
    "credits.externalassessment": _("外部测评结果"),
    "credits.selection": _("选点"),
    "credits.traininghours": _("学时"),
    "documents.document": _("文书"),
    "documents.incomingscan": _("盖章件扫描"),
    "programs.activity": _("活动"),
    "programs.activityfigure": _("活动数据"),
    "programs.bulletin": _("通报"),
    "programs.bulletinorder": _("定期通报"),
    "programs.designation": _("试点示范"),
    "programs.duty": _("校内任务"),
    "programs.engagement": _("培训委托"),
    "programs.expert": _("专家"),
    "programs.filing": _("报送"),
    "programs.fundsource": _("经费来源"),
    "programs.group": _("领导小组和团队"),
    "programs.groupmember": _("小组成员"),
    "programs.institutionbid": _("应征"),
    "programs.institutioncall": _("公开遴选"),
    "programs.institutionchoice": _("机构选择"),
    "programs.institutionopinion": _("机构评价"),
    "programs.institutionprofile": _("机构介绍"),
    "programs.institutionranking": _("综合评价结果"),
    "programs.institutionverdict": _("机构评价结论"),
    "programs.mediareport": _("媒体报道"),
    "programs.notice": _("通知"),
    "programs.noticedraft": _("通知草稿"),
    "programs.noticereceipt": _("通知签收"),
    "programs.outsidesystem": _("外部平台"),
    "programs.performanceevaluation": _("绩效评价得分"),
    "programs.policyvalue": _("政策要求"),
    "programs.qualification": _("资质核查"),
    "programs.recommendedinstitution": _("推荐机构"),
    "programs.showcase": _("案例成果"),
    "programs.spending": _("经费支出"),
    "programs.stepprogress": _("工作进展"),
    "programs.task": _("报送任务"),
    "programs.trainernomination": _("首席培训师推荐"),
    "programs.traininginstitution": _("培训机构信息"),
    "programs.visitfinding": _("视导问题"),
    "schools.census": _("统计时点"),
    "schools.censusreminder": _("名册催报"),
    "schools.employment": _("任教记录"),
    "schools.rosterreport": _("名册上报"),
    "schools.school": _("学校信息"),
    "schools.teacher": _("教师"),
    "schools.transfer": _("调动申请"),
    "units.unit": _("下级单位"),
}
NAMED = 3


def noun(model) -> str:
    """What rows of a model are called when they keep a unit from being closed."""
    name = str(model._meta.verbose_name)
    return str(NOUNS.get(model._meta.label_lower) or (_now("其他记录") if name.isascii() else name))


def check_free(units) -> None:
    """``DependedOn`` with names and numbers where anything stands on one of ``units`` beside themselves."""
    found = standing_on(units)
    if not found:
        return
    keys = {key for standing in found for key in standing.counts}
    names = list(units.filter(pk__in=sorted(keys)[:NAMED]).order_by("path").values_list("name", flat=True))
    totals: dict[str, int] = {}
    for standing in found:
        totals[noun(standing.model)] = totals.get(noun(standing.model), 0) + standing.total
    raise DependedOn(_sentence(names, len(keys), totals), fields={"units": names})


def _sentence(names, number, totals) -> str:
    listed = "、".join(f"“{name}”" for name in names)
    if number > len(names):
        listed = _now("%(listed)s等 %(number)d 个单位") % {"listed": listed, "number": number}
    told = "、".join(_now("%(noun)s %(total)d 条") % {"noun": name, "total": total} for name, total in totals.items())
    return _now("%(units)s之下已有%(told)s，不能撤销单位。请先处理这些内容。") % {"units": listed, "told": told}
