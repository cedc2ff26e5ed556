"""Points about which a sheet may say nothing new: graded by 校本评审, sent up in a batch, or suspended."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits.enums.acceptance import STANDING, LineState
from credits.enums.ledger import Grade
from credits.models import Certificate, CreditEntry, MicroAbility, ResultLine
from credits.rules.grading import RANK

REVIEWED = (
    "reviewed",
    gettext_lazy("%(point)s 的结果“%(grade)s”来自校本评审，等级不能用表格更改。"),
    gettext_lazy("对结果有异议的，未上报的由学校改为验收不通过，已上报的由主管部门抽查、暂停认定，核实后不予认定。"),
)
SENT_UP = (
    "sent_up",
    gettext_lazy("%(point)s 的结果“%(grade)s”已经上报，等级不能用表格更改。"),
    gettext_lazy("对结果有异议的，由县级退回批次，或暂停认定，核实后不予认定。"),
)


def judge_standing(rows: Iterable) -> None:
    """Lay the clean rows of 考核结果 beside what stands for their points, under whatever catalogue; five queries."""
    rows = [row for row in rows if row.state == "clean"]
    if not rows:
        return
    codes = dict(MicroAbility.objects.filter(pk__in={row.values["ability"] for row in rows}).values_list("pk", "code"))
    points = {"ability__code__in": set(codes.values()), "teacher__unit__in": {row.values["unit"] for row in rows}}
    current = CreditEntry.objects.current().filter(**points)
    reviewed = _by_point(current.exclude(declaration=None))
    lines = ResultLine.objects.filter(entry=OuterRef("pk"), state__in=STANDING)
    sent = _by_point(current.filter(Exists(lines), declaration=None))
    suspended = _by_point(ResultLine.objects.filter(**points, state=LineState.SUSPENDED))
    certified = _by_point(Certificate.objects.standing().filter(**points))
    for row in rows:
        point = row.values["teacher"], codes[row.values["ability"]]
        if point in reviewed:
            _keep(row, reviewed[point], *REVIEWED)
        elif point in sent:
            _keep(row, sent[point], *SENT_UP)
        elif point in suspended:
            message = _("%s 的结果已暂停认定，不能用表格登记。") % suspended[point].ability
            row.refuse("ability", message, code="suspended", advice=_("请由作出暂停的主管部门先恢复，或不予认定。"))
        elif point in certified:
            _warn_certified(row, certified[point])


def _by_point(rows) -> dict:
    return {(row.teacher_id, row.ability.code): row for row in rows.select_related("ability")}


def _keep(row, entry: CreditEntry, code: str, message: str, advice: str) -> None:
    """The same grade again says nothing new, whatever its day; another is refused."""
    if row.values["grade"] == entry.grade:
        row.values["assessed_on"] = entry.assessed_on
        return
    words = {"point": entry.ability, "grade": entry.get_grade_display()}
    row.refuse("grade", message % words, code=code, advice=str(advice))


def _warn_certified(row, certificate: Certificate) -> None:
    if RANK[Grade(row.values["grade"])] < RANK[Grade(certificate.grade)]:
        message = _("此能力点已按“%s”发证，保存后证书将被撤销。") % certificate.get_grade_display()
        row.warn("grade", message, code="certified", advice=_("请核对等级。"))
