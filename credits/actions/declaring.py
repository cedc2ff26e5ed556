"""申报: starting from a chosen point, filling in, handing in, taking back."""

from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from credits.actions.assigning import assign_at_once
from credits.enums.choosing import Stage
from credits.enums.declarations import ENDED, EvidenceState
from credits.enums.declarations import DeclarationState as S
from credits.enums.ledger import Source
from credits.facts.declarations import HARD_LIMIT, LINK_LONGEST, LINKS_MOST, lacking, pieces_of, read_links, written_links
from credits.facts.items import items_of
from credits.facts.passed import passed_already, told
from credits.models import Declaration, Evidence, MicroAbility, PanelReview, Selection
from credits.policies import declarations as policies
from credits.words.assigning import WHY
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.errors import Refused, Stale, WrongState
from portal.kit.text import clean_text, count_characters
from programs.models import Program
from programs.policy import resolve
from schools.models import Teacher


@transaction.atomic
def start(*, teacher: Teacher, ability: MicroAbility, by) -> Declaration:
    """The declaration of a chosen point: the one under way, else a new draft; asking twice gives the same.

    Raises ``Refused`` for a point that was not chosen and confirmed, or was passed before, or failed as often as policy allows.
    """
    policies.check_declare_for(by, teacher)
    about = {"teacher": teacher, "ability": ability}
    if there := Declaration.objects.live().filter(**about).first():
        return there
    Teacher.objects.select_for_update(no_key=True).get(pk=teacher.pk)
    if names := told(passed_already(teacher, [ability.code])):
        raise Refused(_("%s 已经考核合格，同一能力点只计一次学分，不必再申报。") % names)
    chosen = Selection.objects.current().filter(stage=Stage.CONFIRMED, **about).select_related("program").first()
    if chosen is None:
        raise Refused(_("%(name)s还没有选定并确认 %(point)s，请先选点。") % {"name": teacher.name, "point": ability})
    attempt = _next_attempt(**about)
    _check_attempt(attempt, teacher.unit, chosen.program)
    source = Source.TEACHER if by is not None and by.pk == teacher.user_id else Source.SCHOOL
    fresh = Declaration(program=chosen.program, unit_id=teacher.unit_id, source=source, attempt=attempt, drafted_by=by, **about)
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError:
        return Declaration.objects.live().get(**about)
    record(by, "declaration.started", fresh, unit=fresh.unit)
    return fresh


def _next_attempt(**about) -> int:
    """Which hand-in the next one is: after a failed one the following, after one taken back the same, whatever row it stood on."""
    ended = Declaration.objects.filter(state__in=ENDED, **about)
    last = ended.aggregate(failed=Max("attempt", filter=Q(state=S.FAILED)), any=Max("attempt"))
    return max((last["failed"] or 0) + 1, last["any"] or 1)


def _check_attempt(attempt: int, unit, program: Program) -> None:
    """The policy's number of further hand-ins; nothing where no notice sets one."""
    limit = resolve(unit, program).get("resubmissions")
    if limit is not None and attempt > 1 + limit.value:
        text = _("不合格后最多重新提交 %(most)d 次，这是第 %(now)d 次。") % {"most": limit.value, "now": attempt - 1}
        raise Refused(text, code="no_more_attempts", clause=limit.citation)


def digest_of_field(text: str) -> str:
    """A few letters that tell whether a field is still as a page showed it."""
    return sha256(clean_text(text).encode()).hexdigest()[:12]


def stored_fields(declaration: Declaration, pieces) -> dict[str, str]:
    """Field of the form → its text as it is stored."""
    fields = {"reflection": declaration.reflection}
    for piece in pieces:
        if piece.takes_text:
            fields[f"text-{piece.key}"] = piece.text
        if piece.takes_links:
            fields[f"links-{piece.key}"] = written_links(piece.links)
    return fields


@transaction.atomic
def save(*, declaration: Declaration, values: dict[str, str], shown: dict[str, str], by) -> dict[str, str]:
    """Store the fields typed so far; returns them all as they stand then.

    ``shown`` maps a field to the ``digest_of_field`` the page was opened with. A field that somebody else changed since, and that
    was typed differently here, raises ``Stale`` with what stands now, and nothing is stored; other changes go together.
    """
    declaration = _locked(declaration)
    policies.check_fill(by, declaration)
    pieces = pieces_of(declaration)
    stored = stored_fields(declaration, pieces)
    typed = {name: _cleaned(name, values[name]) for name in stored if name in values}
    changes = {name: (stored[name], text) for name, text in typed.items() if text != stored[name]}
    conflicts = {name: now for name, (now, _text) in changes.items() if name in shown and shown[name] != digest_of_field(now)}
    if conflicts:
        raise Stale(_("这份申报在您打开之后，在另一个页面或由他人改过，请对照后再保存。"), fields=conflicts)
    _check_lengths(typed)
    if changes:
        _write(declaration, pieces, {name: text for name, (_old, text) in changes.items()})
        declaration.touch()
        lengths = {name: tuple(_("%d 字") % count_characters(text) for text in both) for name, both in changes.items()}
        record(by, "declaration.edited", declaration, unit=declaration.unit, data={"fields": lengths})
    return stored | typed


def _locked(declaration: Declaration) -> Declaration:
    rows = Declaration.objects.select_for_update(of=("self",)).select_related("teacher__unit", "unit", "ability", "program")
    return rows.get(pk=declaration.pk)


def _cleaned(name: str, text: str) -> str:
    """A field as it will stand when it is read back."""
    text = clean_text(text)
    return written_links(read_links(text)) if name.startswith("links-") else text


def _check_lengths(typed: dict[str, str]) -> None:
    long = {name: _("最多 %d 字。") % HARD_LIMIT for name, text in typed.items() if len(text) > HARD_LIMIT}
    for name, text in typed.items():
        if name.startswith("links-") and (text.count("\n") >= LINKS_MOST or len(text) > LINKS_MOST * LINK_LONGEST):
            long[name] = _("最多 %(count)d 个链接，每个不超过 %(long)d 字。") % {"count": LINKS_MOST, "long": LINK_LONGEST}
    if long:
        raise Refused(_("有内容超出允许的长度，没有保存。"), fields=long)


def _write(declaration: Declaration, pieces, changed: dict[str, str]) -> None:
    for piece in pieces:
        fields = {}
        if f"text-{piece.key}" in changed:
            fields["text"] = changed[f"text-{piece.key}"]
        if f"links-{piece.key}" in changed:
            fields["links"] = read_links(changed[f"links-{piece.key}"])
        if fields:
            evidence_for(declaration, piece.item, **fields)
    if "reflection" in changed:
        Declaration.objects.filter(pk=declaration.pk).stamp(reflection=changed["reflection"])
        declaration.reflection = changed["reflection"]


def evidence_for(declaration: Declaration, item, **fields) -> Evidence:
    """The row of an item, made where there is none yet, under the item's present wording and with ``fields`` set.

    A row that stands so already is left alone, so that ``updated_at`` tells a reader what really changed.
    """
    values, place = {"item": item, **fields}, {"declaration": declaration, "key": item.key, "state": EvidenceState.CURRENT}
    row = Evidence.objects.filter(**place).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return row
    row, _made = Evidence.objects.update_or_create(**place, defaults=values, create_defaults=values)
    return row


@transaction.atomic
def hand_in(*, declaration: Declaration, by) -> Declaration:
    """申报: hand in what stands there; refused with every required item that lacks, each by its name.

    Where the school's panel shares out by itself its readers have it at once, after a return those who had it before.
    """
    declaration = _locked(declaration)
    policies.check_fill(by, declaration)
    again = declaration.state == S.RETURNED
    attempt = declaration.attempt + 1 if again else declaration.attempt
    if not again and declaration.teacher.unit_id != declaration.unit_id:
        Declaration.objects.filter(pk=declaration.pk).stamp(unit=declaration.teacher.unit_id)
        declaration.refresh_from_db(fields=["unit"])
    pieces = pieces_of(declaration)
    if not pieces:
        raise WrongState(_("%s 还没有规定提交材料，请联系学校。") % declaration.ability)
    if missing := lacking(pieces):
        raise Refused(_("还不能申报：%s") % "".join(missing.values()), fields=missing)
    _settle_items(declaration, pieces)
    declaration.move_to(S.SUBMITTED, attempt=attempt, submitted_at=Now(), submitted_by=by, grade=None)
    record(
        by, "declaration.submitted", declaration, unit=declaration.unit, data={"attempt": attempt, "revision": declaration.revision}
    )
    why = assign_at_once(declaration=declaration)
    about = {"name": declaration.teacher.name, "point": declaration.ability, "why": WHY[why] if why else ""}
    text = _("%(name)s申报了 %(point)s，请安排评审：%(why)s。") if why else _("%(name)s申报了 %(point)s，已自动分配评审。")
    notify(staff_of(declaration.unit, policies.SCHOOL), text % about, declaration.get_absolute_url())
    return declaration


def _settle_items(declaration: Declaration, pieces) -> None:
    """From now on every item asked for has its row, under the wording of today; items no longer asked and empty go."""
    asked = items_of(declaration.ability, declaration.unit)
    for item in asked:
        evidence_for(declaration, item)
    kept = {item.key for item in asked} | {piece.key for piece in pieces}
    declaration.evidence.current().exclude(key__in=kept).stamp(state=EvidenceState.VOID)


@transaction.atomic
def withdraw(*, declaration: Declaration, by) -> Declaration:
    """Take it back before anybody reviews it, from those too who have it to read and have not begun; it may be declared anew."""
    declaration = _locked(declaration)
    policies.check_withdraw(by, declaration)
    handed_in = declaration.state != S.DRAFT
    declaration.move_to(S.WITHDRAWN)
    PanelReview.objects.waiting().filter(declaration=declaration).stamp(state=PanelReview.State.RELEASED)
    record(by, "declaration.withdrawn", declaration, unit=declaration.unit)
    if handed_in:
        text = _("%(name)s撤回了 %(point)s 的申报。") % {"name": declaration.teacher.name, "point": declaration.ability}
        notify(staff_of(declaration.unit, policies.SCHOOL), text, declaration.get_absolute_url())
    return declaration
