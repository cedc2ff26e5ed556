from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.sheets.kinds import Date, Text, UnitRef, Url
from portal.sheets.layout import Column, Layout
from portal.units.models import Unit
from programs.models import MediaReport
from programs.sheets.words import LEVEL


class MediaSheet(Layout):
    """媒体报道: one row per report about a unit's work."""

    key = "media"
    title = _("媒体报道")
    notes = _("每行一篇报道；媒体级别指发表媒体的级别，日期指发表日期。")
    model = MediaReport
    identity = ("unit", "title", "published_on")
    roles = (Role.OFFICE, Role.BUREAU)
    columns = (
        Column("unit", _("单位"), kind=UnitRef(), aliases=(_("单位名称"), _("单位代码")), required=True),
        Column("title", _("标题"), kind=Text(max_length=200), aliases=(_("报道标题"), _("题目")), required=True),
        Column("outlet", _("媒体"), kind=Text(max_length=100), aliases=(_("媒体名称"), _("刊载媒体")), required=True),
        Column("level", _("媒体级别"), kind=LEVEL, aliases=(_("级别"),), required=True),
        Column("published_on", _("日期"), kind=Date(), aliases=(_("发表日期"), _("报道日期"), _("刊登日期")), required=True),
        Column("link", _("链接"), kind=Url(), aliases=(_("网址"), _("报道链接")), default="", blanks=("-", "—", "/", "无")),
    )

    def judge(self, rows, context):
        today = timezone.localdate()
        for row in rows:
            if row.values["published_on"] > today:
                row.refuse(
                    "published_on",
                    _now("发表日期 %s 在今天之后。") % row.values["published_on"].isoformat(),
                    code="in_the_future",
                    advice=_now("请核对日期。"),
                )

    def template_rows(self, unit):
        rows = MediaReport.objects.current().filter(unit__in=Unit.objects.within(unit))
        found = rows.order_by("-published_on", "pk").values_list("unit__name", "title", "outlet", "level", "published_on", "link")
        return [
            {
                "unit": name,
                "title": title,
                "outlet": outlet,
                "level": LEVEL.show(level),
                "published_on": day.isoformat(),
                "link": link,
            }
            for name, title, outlet, level, day, link in found[:3000]
        ]
