"""公布: the announced list for those signed in, and for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import listing
from awards.documents.lists import announced_on, announcement_word, winning_groups, with_workplaces
from awards.facts_desk.province import winners_of
from awards.facts_desk.published import announced_document
from awards.models import AwardCycle
from awards.policies.cycles import is_office
from awards.policies.publicity import can_issue_announced
from awards.printing import belongs_of
from awards.views.finding import find_cycle
from portal.documents.public import given_to_everybody, unkept
from portal.documents.word import DOCX
from portal.kit.exports import download, table_download
from portal.kit.pages import refusals_to_messages
from portal.kit.paging import page_of


@login_required
@require_safe
def results(request, code):
    """The published list; before publication there is none."""
    found = _announced(find_cycle(request, code))
    groups = winners_of(found, announced=True)
    if request.GET.get("export") == "xlsx":
        return _workbook(groups)
    if request.GET.get("export") == "docx":
        return _word(found, groups)
    context = {
        "cycle": found,
        "groups": groups,
        "release": found.releases.filter(state="done").select_related("asked_by", "done_by").last(),
        "document": announced_document(found),
        "issues": can_issue_announced(request.user, found),
        "public_address": request.build_absolute_uri(found.announced_url),
    }
    return render(request, "awards/results.html", context)


@login_required
@require_POST
def issue(request, code):
    """Put the announced list on paper and show the document."""
    found = find_cycle(request, code)
    if not is_office(request.user, found):
        raise Http404
    with refusals_to_messages(request):
        document = listing.issue_announced(cycle=found, by=request.user)
        messages.success(request, _("已生成%(number)s，可以下载打印、盖章。") % {"number": document.number})
        return redirect(document)
    return redirect("awards:cycle", code)


def _announced(cycle: AwardCycle) -> AwardCycle:
    if cycle.state != AwardCycle.State.ANNOUNCED:
        raise Http404
    return cycle


def _workbook(groups):
    """The announced list as a workbook, with the grades where somebody has one."""
    headings = [_("类别"), _("序号"), _("获评对象"), _("所属区县（设区市）")]
    rows = [(str(c), n, row.subject, belongs_of(row), row.grade) for c, group in groups for n, row in enumerate(group, 1)]
    if any(grade for *_cells, grade in rows):
        return table_download([*headings, _("等次")], rows, _("评选结果"), "xlsx")
    return table_download(headings, [cells for *cells, _grade in rows], _("评选结果"), "xlsx")


def _word(cycle: AwardCycle, groups):
    return download(announcement_word(cycle, groups), _("%s名单.docx") % cycle.name, DOCX)


@require_safe
@unkept
def announced_list(request):
    """Every selection whose results are out, for everybody."""
    rows = AwardCycle.objects.announced().select_related("unit")
    return render(request, "awards/publicity/announced_list.html", {"page": page_of(request, rows, order=["-pk"])})


@require_safe
@unkept
def announced_page(request, code):
    """The announced names of a selection for everybody: nothing of a person but the name that was announced."""
    found = get_object_or_404(AwardCycle.objects.announced().select_related("unit", "notice"), code=code)
    groups, document = winners_of(found, announced=True), announced_document(found)
    if request.GET.get("file") == "docx":
        return _word(found, groups)
    if request.GET.get("file") == "pdf":
        return given_to_everybody(document)
    context = {
        "cycle": found,
        "groups": with_workplaces(winning_groups(groups)),
        "day": announced_on(groups),
        "document": document,
    }
    return render(request, "awards/publicity/announced.html", context)
