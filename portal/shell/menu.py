"""The left menu by work: rows of data, filtered by what the person may use and by what this portal has."""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import ADMIN_ROLES, MANAGERS, OFFICE_ROLES, Role

EVERYBODY = frozenset(Role) - {Role.CLIENT}
OFFICES = OFFICE_ROLES - {Role.CLIENT}
BUREAUS = frozenset({Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER})


@dataclass(frozen=True)
class Entry:
    """A page of the menu, for the holders of ``roles``."""

    section: str
    label: str
    url_name: str
    roles: frozenset = EVERYBODY
    query: str = ""
    also: str = ""  # another page that belongs to it


SECTIONS = (
    ("home", _("工作台")),
    ("units", _("单位与学校")),
    ("roster", _("教师名册")),
    ("notices", _("通知与报送")),
    ("credits", _("学时学分")),
    ("points", _("微能力考核")),
    ("awards", _("评选推荐")),
    ("results", _("成果库")),
    ("reports", _("报表")),
    ("system", _("系统管理")),
)

ENTRIES = (
    Entry("home", _("工作台"), "shell:home"),
    Entry("units", _("单位"), "units:unit-list", EVERYBODY - {Role.SECADMIN, Role.AUDITOR}),
    Entry("units", _("学校"), "schools:school-list", OFFICES | {Role.SYSADMIN}),
    Entry("units", _("人员与任职"), "accounts:post-list", OFFICES | {Role.SYSADMIN, Role.SECADMIN}),
    Entry("units", _("培训机构"), "programs:institution-list", OFFICES | {Role.INSTITUTION, Role.SYSADMIN}),
    Entry("units", _("推荐与选择机构"), "programs:institution-recommended", OFFICES, also="programs:choice-list"),
    Entry("units", _("公开征集机构"), "programs:call-list", OFFICES | {Role.INSTITUTION}),
    Entry("roster", _("教师"), "schools:teacher-list", OFFICES),
    Entry("roster", _("教师账号"), "schools:account-list", MANAGERS),
    Entry("roster", _("调动"), "schools:transfer-list", OFFICES),
    Entry("roster", _("统计时点"), "schools:census-list", OFFICES),
    Entry("notices", _("通知"), "programs:notice-list"),
    Entry("notices", _("政策标准"), "programs:policy"),
    Entry("notices", _("工作日程"), "programs:calendar", OFFICES),
    Entry("notices", _("目标"), "programs:target-list", OFFICES),
    Entry("notices", _("收表与报送"), "programs:task-list", OFFICES | {Role.INSTITUTION, Role.SYSADMIN}),
    Entry("notices", _("我的报送"), "programs:filing-list", OFFICES | {Role.INSTITUTION}),
    Entry("notices", _("专家评议"), "programs:advice-list", BUREAUS | {Role.EXPERT}),
    Entry("notices", _("组织与团队"), "programs:group-list", OFFICES),
    Entry("notices", _("首席培训师"), "programs:trainer-list", OFFICES | {Role.TEACHER}),
    Entry("notices", _("活动与整改"), "programs:activity-list", OFFICES | {Role.INSTITUTION}),
    Entry("notices", _("经费"), "programs:fund-list", OFFICES),
    Entry("notices", _("资料库"), "programs:library"),
    Entry("notices", _("平台与资源"), "programs:system-list"),
    Entry("notices", _("表格报送"), "sheets:upload-list", OFFICES | {Role.INSTITUTION, Role.SYSADMIN}),
    Entry("notices", _("后台任务"), "jobs:job-list", OFFICES | {Role.INSTITUTION, Role.SYSADMIN}),
    Entry("credits", _("完成情况"), "credits:completion", OFFICES),
    Entry("credits", _("我的学时学分"), "credits:my", frozenset({Role.TEACHER})),
    Entry("credits", _("学时"), "credits:hours-list", OFFICES | {Role.INSTITUTION}),
    Entry("credits", _("外部测评"), "credits:assessment-list", OFFICES),
    Entry("credits", _("承训关系"), "programs:engagement-list", OFFICES | {Role.INSTITUTION}),
    Entry("points", _("选点建议"), "credits:my-planner", frozenset({Role.TEACHER})),
    Entry("points", _("选点规划"), "credits:plan-list", OFFICES),
    Entry("points", _("选点办理"), "credits:choice-list", OFFICES | {Role.TEACHER}),
    Entry("points", _("选点汇总与上报"), "credits:choice-overview", OFFICES),
    Entry("points", _("选点记录"), "credits:selection-list", OFFICES),
    Entry("points", _("申报"), "credits:declaration-list", OFFICES | {Role.TEACHER}),
    Entry("points", _("阶段反思"), "credits:reflection-list", OFFICES | {Role.TEACHER}),
    Entry("points", _("评审组"), "credits:panel-list", OFFICES),
    Entry("points", _("我的评审"), "credits:review-list", OFFICES | {Role.TEACHER, Role.EXPERT}),
    Entry("points", _("逐人验收"), "credits:acceptance", OFFICES),
    Entry("points", _("结果报送"), "credits:batch-list", OFFICES),
    Entry("points", _("抽查"), "credits:check-list", OFFICES | {Role.EXPERT}),
    Entry("points", _("考核结果"), "credits:credit-list", OFFICES),
    Entry("points", _("能力点学分"), "credits:points", OFFICES),
    Entry("points", _("认证证书"), "credits:certificate-list", OFFICES),
    Entry("points", _("微能力点"), "credits:ability-list"),
    Entry("awards", _("评选活动"), "awards:cycle-list", OFFICES | {Role.INSTITUTION, Role.EXPERT}),
    Entry("awards", _("评审工作台"), "awards:judge-desk", frozenset({Role.EXPERT})),
    Entry("awards", _("正式文书"), "documents:document-list", OFFICES | {Role.INSTITUTION}),
    Entry("results", _("绩效评价"), "programs:evaluation-list", OFFICES),
    Entry("results", _("机构综合评价"), "programs:ranking-list", OFFICES | {Role.INSTITUTION}),
    Entry("results", _("案例与课例"), "programs:showcase-list", OFFICES | {Role.INSTITUTION}),
    Entry("results", _("成果共享"), "programs:shared-list", EVERYBODY - ADMIN_ROLES),
    Entry("results", _("成果加工"), "programs:refinement-list", OFFICES | {Role.EXPERT}),
    Entry("results", _("媒体报道"), "programs:media-list", OFFICES),
    Entry("reports", _("通报数据"), "programs:bulletin", OFFICES, also="programs:bulletin-list"),
    Entry("reports", _("学员监测"), "credits:learners", OFFICES),
    Entry("reports", _("管理者培训"), "credits:managers", OFFICES),
    Entry("reports", _("优秀教师名单"), "credits:priority", OFFICES),
    Entry("reports", _("督导与考核"), "programs:head-list", OFFICES),
    Entry("reports", _("完成情况（下载）"), "report-completion", OFFICES, "?format=xlsx"),
    Entry("reports", _("各年度学时（下载）"), "report-hours-by-year", OFFICES, "?format=xlsx"),
    Entry("reports", _("各能力点学分（下载）"), "report-credits-by-ability", OFFICES, "?format=xlsx"),
    Entry("reports", _("名额使用（下载）"), "report-quota-usage", BUREAUS, "?format=xlsx"),
    Entry("reports", _("评选情况（下载）"), "report-awards", BUREAUS, "?format=xlsx"),
    Entry("system", _("操作记录"), "audit:event-list", OFFICES | ADMIN_ROLES),
    Entry("system", _("接口令牌"), "accounts:token-list", frozenset({Role.SYSADMIN})),
    Entry("system", _("接口说明"), "api-docs", frozenset({Role.SYSADMIN})),
    Entry("system", _("页面样式"), "shell:styleguide", frozenset({Role.SYSADMIN})),
)


@dataclass
class Link:
    """One line of the menu as it is drawn."""

    label: str
    url: str
    current: bool = False
    begins: tuple[str, ...] = ()


@dataclass
class Section:
    """A heading of the menu; with a single entry it is the link itself."""

    label: str
    icon: str
    entries: list[Link]

    @property
    def url(self) -> str:
        return self.entries[0].url if len(self.entries) == 1 else ""

    @property
    def current(self) -> bool:
        return any(link.current for link in self.entries)


@cache
def address_of(url_name: str) -> str | None:
    """The address of a page; None while this portal does not have it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def menu_of(user, path: str) -> list[Section]:
    """The sections and pages ``user`` may use, the one at ``path`` marked."""
    roles = {post.role for post in user.current_posts()}
    links = {icon: [] for icon, _label in SECTIONS}
    for entry in ENTRIES:
        url = address_of(entry.url_name)
        if url and (entry.roles & roles or entry.url_name == "shell:home"):
            also = address_of(entry.also) if entry.also else None
            links[entry.section].append(Link(entry.label, url + entry.query, begins=(url + entry.query, *filter(None, [also]))))
    _mark([link for section in links.values() for link in section], path)
    return [Section(label, icon, links[icon]) for icon, label in SECTIONS if links[icon]]


def _mark(links: list[Link], path: str) -> None:
    """Mark the link whose address is the longest beginning of ``path``; home only for itself."""
    fitting = [
        (begin, link) for link in links for begin in link.begins if path == begin or (begin != "/" and path.startswith(begin))
    ]
    if fitting:
        max(fitting, key=lambda pair: len(pair[0]))[1].current = True
