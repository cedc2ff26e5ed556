"""Certificates, batches, one's own readings and findings of checks as files: headings, and one tuple a row."""

from django.utils.translation import gettext_lazy as _

from credits.enums.acceptance import BatchState, FindingCategory, FindingState
from credits.enums.ledger import Grade
from credits.enums.reviews import CertificateState, ReviewState
from credits.exports.ledger import CHUNK, PERSON
from portal.kit.clock import local
from portal.kit.numbers import from_hundredths

WHO = ("unit__code", "unit__name", "teacher__staff_number", "teacher__name")
CERTIFICATES = (
    *(_("证书编号"), *PERSON, _("能力点编号"), _("能力点"), _("等级"), _("发证单位"), _("发证日期"), _("状态"), _("原因")),
)
BATCHES = (
    *(_("批次编号"), _("学校标识码"), _("学校名称"), _("批次"), _("报送单位"), _("人数"), _("结果数"), _("优秀"), _("合格")),
    *(_("学分合计"), _("上报时间"), _("验收时间"), _("认定时间"), _("状态"), _("退回理由"), _("摘要")),
)
REVIEWS = (
    *(_("申报编号"), _("能力点编号"), _("能力点"), _("教师"), _("学校"), _("第几次提交"), _("分配时间"), _("状态"), _("等级")),
    *(_("评审意见"), _("评审时间")),
)
FINDINGS = (
    *(
        _("抽查"),
        _("结果编号"),
        _("学校标识码"),
        _("学校名称"),
        _("姓名"),
        _("能力点编号"),
        _("能力点"),
        _("问题类别"),
        _("问题说明"),
    ),
    *(_("整改期限"), _("状态"), _("整改情况"), _("整改时间"), _("复查意见"), _("复查时间")),
)


def certificates(rows):
    fields = ("number", *WHO, "ability__code", "ability__name", "grade", "issuer__name", "issued_on", "state", "reason")
    for *about, grade, issuer, day, state, reason in rows.values_list(*fields).iterator(CHUNK):
        yield (*about, Grade(grade).label, issuer, day, CertificateState(state).label, reason)


def batches(rows):
    counts = ("people", "results", "excellent", "passed", "credits")
    moments = ("submitted_at", "accepted_at", "recognised_at")
    fields = ("code", "unit__code", "unit__name", "number", "to_unit__name", *counts, *moments, "state", "return_reason", "digest")
    for row in rows.values(*fields).iterator(CHUNK):
        row |= {name: _moment(row[name]) for name in moments}
        row |= {"credits": from_hundredths(row["credits"]), "state": BatchState(row["state"]).label}
        yield tuple(row[name] for name in fields)


def reviews(rows):
    """A reader's own; of a blind one neither teacher nor school."""
    whose = ("declaration__teacher__name", "declaration__unit__name")
    fields = ("declaration__code", "declaration__ability__code", "declaration__ability__name", "blind", *whose)
    fields += ("attempt", "created_at", "state", "grade", "advice", "done_at")
    for code, point, name, blind, *who, attempt, given, state, grade, advice, done in rows.values_list(*fields).iterator(CHUNK):
        told = (Grade(grade).label if grade else None, advice, _moment(done))
        yield (code, point, name, *([_("匿名"), None] if blind else who), attempt, _moment(given), ReviewState(state).label, *told)


def findings(rows):
    line = "item__line__"
    fields = ("item__check_of__name", f"{line}code", "unit__code", "unit__name", f"{line}teacher__name", f"{line}ability__code")
    fields += (f"{line}ability__name", "category", "text", "due_on", "state", "done", "mended_at", "remark", "settled_at")
    for *about, category, text, due, state, done, mended, remark, settled in rows.values_list(*fields).iterator(CHUNK):
        said = (FindingCategory(category).label, text, due, FindingState(state).label)
        yield (*about, *said, done, _moment(mended), remark, _moment(settled))


def _moment(at):
    return local(at).strftime("%Y-%m-%d %H:%M") if at else None
