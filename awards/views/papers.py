"""Nominations on paper: a proof, one form, a city's set, the whole cycle."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import paper
from awards.facts_desk.annex import paper_names
from awards.facts_desk.papers import HEADINGS, bringers_of, papers_of
from awards.forms.papers import PaperFilter, UntilForm
from awards.policies import cycles as policies
from awards.views.finding import desk_address, find_city, find_cycle, find_nomination
from portal.documents import editions
from portal.kit.errors import DomainError
from portal.kit.exports import FORMATS, download, table_download
from portal.kit.pages import refusals_to_messages, refuse
from portal.kit.paging import page_of_list


@login_required
@require_safe
def proof(request, pk):
    """The form as it would print now, marked 校对稿, to be read in the browser."""
    row = find_nomination(request, pk)
    with refusals_to_messages(request):
        response = HttpResponse(paper.proof(row), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="proof-{row.pk}.pdf"'
        response["Cache-Control"] = "no-store"
        return response
    return redirect(row)


@login_required
@require_safe
def edition(request, pk):
    """The form as it stands now as a Word file, marked as one to go on writing in."""
    return _edition(paper.editable(find_nomination(request, pk)), "docx")


@login_required
@require_safe
def summary(request, code, kind):
    """附件2 of a city as it stands now: a workbook, a Word file, or the proof."""
    cycle = find_cycle(request, code)
    form = paper.summary(cycle, find_city(request, cycle))
    if kind == "pdf":
        response = HttpResponse(paper.drawn(form), content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="proof-summary.pdf"'
        response["Cache-Control"] = "no-store"
        return response
    if kind not in editions.kinds_of(form.form):
        raise Http404
    return _edition(form, kind)


def _edition(form, kind):
    return download(editions.edition(form, kind), editions.filename_of(form, kind), editions.KINDS[kind])


@login_required
@require_safe
def papers(request, code):
    """How far each paper of a city is: written, printed, sealed and back, or changed since."""
    cycle = find_cycle(request, code)
    city = find_city(request, cycle)
    lines = papers_of(cycle, city)
    if request.GET.get("export") == "xlsx":
        return table_download(HEADINGS, [line.cells for line in lines], f"{city.name}{_('盖章件')}", "xlsx")
    context = {"cycle": cycle, "city": city, "lines": lines, "missing": sum(line.missing for line in lines)}
    return render(request, "awards/papers.html", context)


@login_required
@require_safe
def all_papers(request, code):
    """Who of the whole cycle has not brought which sealed copy, for the office that runs it."""
    return _all_papers(request, _office_cycle(request, code))


@login_required
@require_POST
def papers_until(request, code):
    """Set up to which day the papers of the cycle are vouched for."""
    cycle = _office_cycle(request, code)
    form = UntilForm(request.POST)
    if form.is_valid():
        try:
            changed = paper.set_papers_until(cycle=cycle, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已设定，%(count)d 份已签发的文书随之改变。") % {"count": changed})
            return redirect("awards:all-papers", cycle.code)
    return _all_papers(request, cycle, form)


def _office_cycle(request, code):
    """The cycle, for the office that runs it; 404 for anybody else."""
    cycle = find_cycle(request, code)
    if not policies.is_office(request.user, cycle):
        raise Http404
    return cycle


def _all_papers(request, cycle, refused: UntilForm | None = None):
    lines = papers_of(cycle)
    bringers = bringers_of(lines)
    form = PaperFilter(request.GET, units=[one.via for one in bringers], names=paper_names(cycle))
    found = form.apply(lines)
    if request.GET.get("export") in FORMATS:
        rows = [(line.via.name, *line.cells) for line in found]
        return table_download((_("报送单位"), *HEADINGS), rows, _("盖章件清单"), request.GET["export"])
    context = {
        "cycle": cycle,
        "form": form,
        "bringers": bringers,
        "page": page_of_list(request, found),
        "until_form": refused or UntilForm(initial={"until": cycle.papers_until}),
        "missing": sum(line.missing for line in lines),
        "exported": "&".join(filter(None, [request.GET.urlencode(), "export=xlsx"])),
    }
    return render(request, "awards/all_papers.html", context, status=422 if refused else 200)


@login_required
@require_POST
def issue(request, pk):
    """Issue the form of one nomination and show it."""
    row = find_nomination(request, pk)
    with refusals_to_messages(request):
        document = paper.issue_one(nomination=row, by=request.user)
        messages.success(request, _("已生成%(number)s，可以下载打印、盖章。") % {"number": document.number})
        return redirect(document)
    return redirect(row)


@login_required
@require_POST
def issue_city(request, code):
    """A city's 附件2 with its forms, as a job."""
    cycle = find_cycle(request, code)
    city = find_city(request, cycle)
    with refusals_to_messages(request):
        return redirect(paper.request_batch(cycle=cycle, unit=city, by=request.user))
    return redirect(desk_address(cycle, city))


@login_required
@require_POST
def issue_cycle(request, code):
    """All forms of a cycle, as a job, for the office that runs it."""
    cycle = _office_cycle(request, code)
    with refusals_to_messages(request):
        return redirect(paper.request_batch(cycle=cycle, by=request.user))
    return redirect(cycle)
