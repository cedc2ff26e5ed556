"""A list as a file from its page: short ones at once, long ones by a job."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.list_files import DAYS_KEPT
from portal.jobs.long_lists import LongList
from portal.kit.exports import table_download
from portal.kit.lists import Listing

AT_ONCE = 5_000


def give(request, out: LongList, listing: Listing):
    """The list as the address asks for it; a page that offers to write it in the background when it is long."""
    if listing.found.order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
        name = f"{out.title}-{timezone.localdate():%Y%m%d}"
        return table_download(out.headings, out.lines(listing.rows), name, listing.export)
    query = request.GET.copy()
    query.pop("export")
    question = _("%(list)s超过 %(rows)s 行，将在后台生成，完成后在任务页面下载。文件含个人信息，只有您可以下载，保留 %(days)d 天。")
    context = {
        "heading": _("导出%s") % out.title,
        "question": question % {"list": out.title, "rows": f"{AT_ONCE:,}", "days": DAYS_KEPT},
        "label": _("生成文件"),
        "action": reverse("jobs:list-new"),
        "back": f"{request.path}?{query.urlencode()}",
        "hidden": [("list", out.key), ("query", query.urlencode()), ("kind", listing.export)],
    }
    return render(request, "portal/confirm.html", context)
