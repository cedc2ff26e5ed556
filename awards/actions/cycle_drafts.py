"""Preparing a selection in the portal: a draft is a ``cycle`` part that nothing rests on yet, and issuing sets the cycle up."""

from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.cycles import load_cycle
from awards.assumed import shown
from awards.cycle_data import section_in, section_of, text_with
from awards.drafting import check_sound, section_from
from awards.models import AwardCycle, CycleDraft
from awards.policies.drafts import check_prepare
from portal.audit.recording import record
from portal.kit.errors import Refused, Stale, WrongState
from programs.notice_data import rows_of
from programs.notice_file import LARGEST


@transaction.atomic
def begin(*, notice, unit, code: str, name: str, text: str | None = None, earlier: AwardCycle | None = None, by) -> CycleDraft:
    """A new draft of ``unit`` under ``notice``: empty, from a file's text, or like an ``earlier`` cycle but for its calendar."""
    check_prepare(by, unit)
    if not unit.is_within(notice.issuer):
        raise Refused(_("%(unit)s不在发文单位%(issuer)s之下。") % {"unit": unit.name, "issuer": notice.issuer.name})
    known: dict = {}
    if text is not None:
        known = section_in(text)
    elif earlier is not None:
        known = {key: value for key, value in section_of(earlier).items() if key != "calendar"}
    section = {"code": code, "name": name, "unit": unit.code}
    section |= {key: value for key, value in known.items() if key not in section}
    draft = CycleDraft(notice=notice, unit=unit, drafted_by=by)
    return _kept(draft, text_with(section), "cycle.drafted", by)


@transaction.atomic
def write(*, draft: CycleDraft, text: str, revision: int, by) -> CycleDraft:
    """Put a new text in place of the draft's, made on its ``revision``; ``Stale`` when somebody else wrote meanwhile."""
    _check_at(draft, revision, by)
    return _kept(draft, text, "cycle.draft_written", by)


@transaction.atomic
def assume(*, draft: CycleDraft, key: str, value: str, revision: int, by) -> CycleDraft:
    """Read what the notice leaves open another way; the criteria that rest on it follow.

    Raises ``Refused`` when the draft has no such assumption, or it offers no such reading.
    """
    _check_at(draft, revision, by)
    section = section_in(draft.text)
    rows = rows_of(section, "assumptions")
    row = next((row for row in rows if row.get("key") == key), None)
    choice = next((one for one in rows_of(row or {}, "choices") if shown(one.get("value")) == value), None)
    if choice is None:
        raise Refused(_("没有这条约定，或者它没有这种理解。"))
    before = next((one.get("text") for one in rows_of(row, "choices") if one.get("value") == row.get("value")), "")
    made = [one | {"value": choice["value"]} if one is row else one for one in rows]
    draft.change(text=text_with(section | {"assumptions": made}))
    record(by, "cycle.assumption_changed", draft, unit=draft.unit, changes={key[:60]: (before, choice.get("text", ""))})
    return draft


@transaction.atomic
def drop(*, draft: CycleDraft, by) -> CycleDraft:
    """Give a draft up; it stays in the log and can be read, not issued."""
    check_prepare(by, draft.unit)
    draft.change(state=CycleDraft.State.DROPPED)
    record(by, "cycle.draft_dropped", draft, unit=draft.unit)
    return draft


@transaction.atomic
def issue(*, draft: CycleDraft, revision: int, by) -> AwardCycle:
    """Set the cycle up as the draft says; what is wrong is refused, and a code that is taken stays with its cycle."""
    _check_at(draft, revision, by)
    check_sound(draft)
    section = section_from(draft.text)
    if AwardCycle.objects.filter(code=section.code).exists():
        raise Refused(_("评选代码 %s 已由另一次评选使用，请换一个。") % section.code, fields={"code": _("已经使用")})
    cycle = load_cycle(notice=draft.notice, section=section, by=by)
    draft.change(state=CycleDraft.State.ISSUED, cycle=cycle)
    record(by, "cycle.issued", draft, unit=draft.unit, data={"code": cycle.code})
    return cycle


def _check_at(draft: CycleDraft, revision: int, by) -> None:
    check_prepare(by, draft.unit)
    if not draft.editable:
        raise WrongState(_("“%(draft)s”%(state)s，不能再改。") % {"draft": draft, "state": draft.get_state_display()})
    if draft.revision != revision:
        raise Stale(_("“%s”在您填写时被他人改动过，请看过现在的内容后再改。") % draft)


def _kept(draft: CycleDraft, text: str, verb: str, by) -> CycleDraft:
    """The draft with its text, and the code and name that stand in it; the unit never changes."""
    if len(text.encode()) > LARGEST:
        raise Refused(_("评选文件超过 %d KB。") % (LARGEST // 1024))
    section = section_in(text)
    if str(section.get("unit", "")) != draft.unit.code:
        raise Refused(_("文件里的主办单位应为 %(unit)s（%(code)s）。") % {"unit": draft.unit.name, "code": draft.unit.code})
    values = {"text": text, "code": str(section.get("code", ""))[:40], "name": str(section.get("name", ""))[:120]}
    before = draft.text
    if draft.pk is None:
        draft = CycleDraft.objects.create(notice=draft.notice, unit=draft.unit, drafted_by=draft.drafted_by, **values)
    else:
        draft.change(**values)
    record(by, verb, draft, unit=draft.unit, changes={"text": (before, text)} if before else {})
    return draft
