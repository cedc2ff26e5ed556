"""Reading a declaration: marks and advice, the panel's result, a third reader, and the way back to the teacher."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.actions.assigning import call_another
from credits.actions.panels import relate
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import Grade
from credits.enums.reviews import PanelState, ReviewState
from credits.facts.declarations import gone, pieces_of
from credits.facts.readings import changes_since
from credits.facts.reviews import panel_for, readings_of, terms_of
from credits.models import Declaration, PanelReview, Phrase
from credits.policies.reviews import check_panel, check_review, check_send_back
from credits.rules.grading import Mark, Rubric, lacking, may_resubmit, result_of, worth
from portal.accounts.messages import notify, tell_staff
from portal.audit.recording import record
from portal.kit.errors import Refused, Stale, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text, count_characters

S = DeclarationState
ADVICE_LIMIT = 500
REASON_LIMIT = 500
PHRASES = 40
UNCHECKED = "evidence_unchecked"


@dataclass(frozen=True)
class Read:
    """What a reader says of a record: his mark of each item by its key, and his advice."""

    marks: Mapping[str, Mark]
    advice: str = ""

    def stored(self) -> dict:
        """The marks as the row keeps them."""
        ticks = {key: {"excellent": sorted(mark.excellent), "passed": sorted(mark.passed)} for key, mark in self.marks.items()}
        return {key: {"grade": mark.grade, **ticks[key]} for key, mark in self.marks.items()}


def rubrics_of(items) -> list[Rubric]:
    """What the items of a point ask, as the rules of grading take them."""
    return [Rubric(item.key, len(item.excellent), len(item.passed)) for item in items]


@transaction.atomic
def keep(*, review: PanelReview, read: Read, by) -> None:
    """Keep what a reader has so far; it says nothing to anybody yet."""
    check_review(by, review)
    mine = PanelReview.objects.filter(pk=review.pk, state=ReviewState.ASSIGNED)
    if not mine.stamp(marks=read.stored(), advice=clean_text(read.advice)[:ADVICE_LIMIT]):
        raise WrongState(_("这份材料已不在您的待评审中，请刷新后再试。"))
    review.refresh_from_db()


@transaction.atomic
def finish(*, review: PanelReview, revision: int, read: Read, by) -> Declaration:
    """Hand in one's reading of the record as it stood at ``revision``; the last reader's brings the panel's result.

    Raises ``Stale`` with what changed for a record that is no longer the one that was read, ``Refused`` for items without a grade,
    grades without their indicators, required files that are still being checked, and missing advice.
    """
    check_review(by, review)
    declaration = _locked(review)
    review.refresh_from_db()
    if review.state == ReviewState.DONE:
        raise WrongState(_("这份材料您已经评审过。"))
    _check_current(review, declaration, revision)
    pieces = pieces_of(declaration)
    items = [piece.item for piece in pieces]
    advice = _checked(pieces, read)
    grade = worth(rubrics_of(items), read.marks)
    stamps = {"marks": read.stored(), "grade": grade, "advice": advice, "revision": revision, "done_at": Now()}
    PanelReview.objects.filter(pk=review.pk).stamp(state=ReviewState.DONE, **stamps)
    review.refresh_from_db()
    record(by, "review.done", review, unit=declaration.unit, data={"attempt": review.attempt, "revision": revision})
    _settle(declaration)
    return declaration


def _locked(review) -> Declaration:
    """The declaration, held so that of two readers who finish at once the second sees the first's grade."""
    Declaration.objects.select_for_update().get(pk=review.declaration_id)
    return Declaration.objects.select_related("teacher__user", "ability", "unit", "program").get(pk=review.declaration_id)


def _check_current(review, declaration, revision) -> None:
    gone = review.state != ReviewState.ASSIGNED or declaration.state != S.REVIEWING
    if gone or review.attempt != declaration.attempt or revision != declaration.revision:
        message = _("这份材料在您评审期间有改动，本次评审没有提交。")
        raise Stale(message, code="record_changed", fields=changes_since(review, declaration))


def _checked(pieces, read) -> str:
    """The advice; ``Refused`` naming every item that lacks its grade, its indicators, or the evidence it was handed in with.

    Its code is ``UNCHECKED`` where files wait for their check, so that the reading is to be finished another time.
    """
    faults, items = {}, [piece.item for piece in pieces]
    lost = {piece.key for piece in gone(pieces)}
    waiting = {piece.key for piece in pieces if piece.unchecked}
    for item, rubric in zip(items, rubrics_of(items), strict=True):
        mark = read.marks.get(item.key, Mark())
        if item.key in lost:
            faults[f"grade-{item.key}"] = _("“%s”必交而没有材料（文件没有通过检查），不能评定，请退回教师补交。") % item.name
        elif item.key in waiting:
            faults[f"grade-{item.key}"] = _("“%s”的材料还在安全检查，检查完再评。") % item.name
        elif mark.grade not in Grade.values:
            faults[f"grade-{item.key}"] = _("“%s”还没有评等级。") % item.name
        elif short := lacking(rubric, mark):
            told = {"item": item.name, "grade": Grade(mark.grade).label, "count": short}
            faults[f"grade-{item.key}"] = _("“%(item)s”评为%(grade)s须符合全部指标，还有 %(count)d 条没有勾选。") % told
    advice = clean_text(read.advice)
    if not advice:
        faults["advice"] = _("请写出对教师实践的改进建议。")
    elif count_characters(advice) > ADVICE_LIMIT:
        faults["advice"] = _("评审意见不超过 %d 字。") % ADVICE_LIMIT
    if not items:
        faults["items"] = _("这份申报没有材料，不能评审，请退回修改。")
    if faults:
        code = UNCHECKED if waiting else None
        raise Refused(_("还有 %d 处没有评完。") % len(faults), code=code, fields=faults)
    return advice


def _settle(declaration) -> None:
    """The panel's result once everybody has read: a grade, or a third reader. The rule decides it, so no reader is its author."""
    reading = readings_of([declaration])[declaration.pk]
    if reading.open:
        return
    found = terms_of(declaration.unit, declaration.program)
    result = result_of(reading.grades, found.readers)
    if result.grade is None:
        _call_another(declaration, disagreed=len(reading.grades) >= found.readers)
        return
    declaration.move_to(S.GRADED, grade=result.grade, graded_at=Now())
    changes = {"state": (S.REVIEWING, S.GRADED), "grade": ("", result.grade)}
    record(None, "declaration.graded", declaration, changes=changes)
    if result.grade == Grade.FAILED:
        _failed(declaration, found)
    else:
        _tell_teacher(declaration, _("“%(point)s”评审结果：%(grade)s。") % _about(declaration))


def _call_another(declaration, *, disagreed: bool) -> None:
    """A further reader; where the panel has none who may, those who keep it are told."""
    if disagreed:
        record(None, "declaration.disagreed", declaration)
    panel = panel_for(declaration.unit, declaration.program)
    if panel is not None:
        call_another(panel=panel, declaration=declaration)
    if panel is None or not readings_of([declaration])[declaration.pk].open:
        text = _("“%s”还缺评审人，评审组中没有可以分配的人，请指定。") % declaration.ability
        tell_staff([((panel.reading if panel else declaration).unit, text, reverse("credits:panel-list"))])


def _failed(declaration, found) -> None:
    """Not passed: back to the teacher with the readers' advice while the policy lets him hand in again, else for good."""
    if may_resubmit(declaration.attempt, found.resubmissions):
        _return(declaration, advice_on(declaration), by=None)
        return
    declaration.move_to(S.FAILED)
    record(None, "declaration.failed", declaration, changes={"state": (S.GRADED, S.FAILED)})
    limit = {"limit": found.resubmissions, **_about(declaration)}
    _tell_teacher(declaration, _("“%(point)s”评审结果：不合格，重新提交的 %(limit)d 次机会已用完。") % limit)


def advice_on(declaration) -> str:
    """What the readers of this attempt advise, one paragraph each, without their names."""
    done = PanelReview.objects.done().filter(declaration=declaration, attempt=declaration.attempt).order_by("done_at", "pk")
    return "\n".join(done.values_list("advice", flat=True))


@transaction.atomic
def send_back(*, declaration: Declaration, reason: str, by) -> None:
    """退回修改: the teacher amends and hands in again, which counts as a resubmission; ``Refused`` when none is left."""
    check_send_back(by, declaration)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明退回的理由"))
    Declaration.objects.select_for_update().get(pk=declaration.pk)
    declaration.refresh_from_db()
    found = terms_of(declaration.unit, declaration.program)
    # What lost its evidence cannot be graded either, so it must find its way back whatever the limit says.
    if not may_resubmit(declaration.attempt, found.resubmissions) and not gone(pieces_of(declaration)):
        message = _("“%(point)s”已经提交 %(times)d 次，不能再退回，只能评定等级。")
        told = {"times": declaration.attempt, **_about(declaration)}
        raise Refused(message % told, clause=found.clause("resubmissions"))
    _return(declaration, reason, by=by)


def _return(declaration, reason, by) -> None:
    before = declaration.state
    stamps = {"returned_at": Now(), "returned_by": by, "return_reason": reason}
    declaration.move_to(S.RETURNED, **stamps)
    PanelReview.objects.waiting().filter(declaration=declaration).stamp(state=ReviewState.RELEASED)
    record(by, "declaration.returned", declaration, changes={"state": (before, S.RETURNED)}, note=reason)
    _tell_teacher(declaration, _("“%(point)s”退回修改，请按意见修改后重新提交。") % _about(declaration))


def _about(declaration) -> dict:
    return {"point": declaration.ability, "grade": declaration.get_grade_display() or ""}


def _tell_teacher(declaration, text: str) -> None:
    if declaration.teacher.user:
        notify(declaration.teacher.user, text, declaration.get_absolute_url())


@transaction.atomic
def recuse(*, review: PanelReview, reason: str, by) -> None:
    """A reader keeps out of a record because he is bound up with its author; another takes his place where there is one."""
    check_review(by, review)
    declaration = _locked(review)
    if not PanelReview.objects.waiting().filter(pk=review.pk).exists():
        raise WrongState(_("这份材料已不在您的待评审中，请刷新后再试。"))
    relate(reviewer=review.reviewer, teacher=declaration.teacher, reason=reason, by=by)
    panel = panel_for(declaration.unit, declaration.program)
    if panel is not None:
        call_another(panel=panel, declaration=declaration)


@transaction.atomic
def release(*, review: PanelReview, by) -> None:
    """Take a record back from a reader who has not read it yet."""
    check_panel(by, review.panel.unit)
    if not PanelReview.objects.waiting().filter(pk=review.pk).stamp(state=ReviewState.RELEASED):
        raise WrongState(_("这份材料已经评审或已收回。"))
    record(by, "review.released", review, unit=review.declaration.unit)


@transaction.atomic
def keep_phrase(*, text: str, by) -> Phrase:
    """Keep a phrase of advice to use again; at most forty."""
    text = clean_text(text)
    if not text or len(text) > 200:
        raise Refused(_("常用语不能为空，不超过 200 字。"), fields={"text": _("必填")})
    own = Phrase.objects.current().filter(user=by)
    if own.count() >= PHRASES:
        raise Refused(_("最多保存 %d 条常用语，请先删去不用的。") % PHRASES)
    kept = own.filter(text=text).first()
    if kept is None:
        kept = Phrase.objects.create(user=by, text=text)
        record(by, "phrase.kept", kept)
    return kept


@transaction.atomic
def drop_phrase(*, phrase: Phrase, by) -> None:
    """Drop a phrase of one's own."""
    if Phrase.objects.current().filter(pk=phrase.pk, user=by).stamp(state=PanelState.ENDED):
        record(by, "phrase.dropped", phrase)
