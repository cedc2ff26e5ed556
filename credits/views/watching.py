"""学员监测, 管理者培训, 优秀教师名单: reports that look at learning while it goes on."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import finding
from credits.exports import watching as exports
from credits.facts.runs import latest_run
from credits.facts.watching.learners import GROUPINGS, learners
from credits.facts.watching.managers import school_teams
from credits.facts.watching.priority import ORDER, first_in_line
from credits.forms.watching import LearnersForm, PlaceForm
from portal.kit.exports import FORMATS, table_download
from portal.kit.paging import page_of, page_of_list
from programs.finding import line_of, today
from programs.policy import resolve

TEMPLATE = "credits/watching.html"
NUMBERS = {"people", "rows", "fit", "unfit", "share", "joint", "online", "practice", "face_to_face", "signed_in", "handed_in"}
NUMBERS |= {"members", "trained", "excellent", "credits", "place"}
LONG = {"lacking", "readers"}
CHUNK = 500


@login_required
@require_safe
def learner_report(request):
    """Learners by institution, course, school or month."""
    unit, program = _place(request)
    if program is None or unit is None:
        return _nothing(request, _("学员监测"))
    form = LearnersForm(request.GET, unit=unit, today=today())
    found = learners(unit, program, *form.asked) if form.is_valid() else []
    by = form.cleaned_data.get("by", "") if form.is_valid() else ""
    columns = exports.LEARNERS | (exports.MONTHS if by == "month" else {})
    if by:
        columns |= {"name": GROUPINGS[by].label}
    if by == "month":
        del columns["code"]
    note = _("按学时记录的结束日期统计；一人在几个机构学习的，各计一次。")
    return _told(request, unit, form, found, exports.learner_rows, columns, heading=_("学员监测"), note=note)


@login_required
@require_safe
def manager_report(request):
    """Which members of the schools' management teams were trained as managers."""
    unit, program = _place(request)
    if program is None or unit is None:
        return _nothing(request, _("管理者培训"))
    form = PlaceForm(request.GET, unit=unit)
    note = _("参训以“对象”为学校管理团队的活动签到为准；参加评审指在本校评审组中。")
    found = list(school_teams(unit, program))
    return _told(request, unit, form, found, exports.manager_rows, exports.MANAGERS, heading=_("管理者培训"), note=note)


@login_required
@require_safe
def priority_list(request):
    """Those who have finished with results graded 优秀, the most first."""
    unit, program = _place(request)
    run = latest_run(request.user, program, unit) if unit and program else None
    if run is None:
        return _nothing(request, _("优秀教师名单"))
    form = PlaceForm(request.GET, unit=unit)
    asked = resolve(unit, program)["outstanding_first"]
    note = f"{asked.citation}：{asked.wording}" if asked else _("没有通知规定优秀教师优先，名单供推荐参考。")
    found = first_in_line(request.user, run, unit)
    return _told(request, unit, form, found, exports.priority_rows, exports.PRIORITY, heading=_("优秀教师名单"), note=note)


def _place(request):
    return finding.find_unit(request), finding.find_program(request.GET)


def _nothing(request, heading):
    return render(request, TEMPLATE, {"heading": heading, "unit": None})


def _told(request, unit, form, found, as_rows, columns, *, heading, note):
    """The table page by page, or whole as a file; ``found`` is a list or a query, ``as_rows`` makes dictionaries of it."""
    query = isinstance(found, QuerySet)
    if (kind := request.GET.get("export")) in FORMATS:
        name = f"{heading}-{unit.name}-{today():%Y%m%d}"
        rows = as_rows(found.iterator(chunk_size=CHUNK) if query else found)
        cells = ([row[key] for key in columns] for row in rows)
        return table_download([str(label) for label in columns.values()], cells, name, kind)
    page = page_of(request, found, order=ORDER) if query else page_of_list(request, found)
    context = {
        "heading": heading,
        "unit": unit,
        "line": line_of(request, unit),
        "form": form,
        "note": note,
        "columns": [(label, _look(key)) for key, label in columns.items()],
        "rows": [[(_shown(row[key]), _look(key)) for key in columns] for row in as_rows(page.rows)],
        "page": page,
    }
    return render(request, TEMPLATE, context)


def _look(key: str) -> str:
    """The class of a column's cells: figures right, long texts wide."""
    if key in NUMBERS:
        return "number"
    return "cell-text" if key in LONG else ""


def _shown(value):
    """Days as pages write them."""
    return value.isoformat() if isinstance(value, date) else value
