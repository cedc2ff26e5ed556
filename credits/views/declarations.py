"""申报: the list, the teacher's page, and its acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from credits import lists
from credits.actions import declaring, evidence
from credits.enums.declarations import READ, DeclarationState
from credits.evidence import serving
from credits.facts.declarations import chosen_version, lacking, open_choices, pieces_of
from credits.facts.evidence import same_files_of
from credits.facts.panels import readers_on
from credits.facts.readings import history_for_author
from credits.facts.said import said_of
from credits.forms.declarations import DeclarationForm, typed
from credits.models import Declaration
from credits.policies import declarations as policies
from credits.policies.reviews import can_panel
from portal.audit.facts import history_of
from portal.audit.models import Event
from portal.jobs.giving import give
from portal.kit.clock import local
from portal.kit.errors import DomainError, Stale
from portal.kit.pages import refusals_to_messages
from schools.models import Teacher

RELATED = ("teacher__unit", "teacher__user", "ability", "program", "unit__parent", "submitted_by", "returned_by")
EDITED = "declaration.edited"
LABELS = {"reflection": "教学反思", "text": "文字", "links": "链接"}


def find_declaration(request, code: str) -> Declaration:
    return get_object_or_404(Declaration.objects.visible_to(request.user).select_related(*RELATED), code=code)


@login_required
@require_safe
def declaration_list(request):
    """Declarations within sight; a teacher's chosen points that wait to be declared on top."""
    listing = lists.declarations(request)
    if listing.export:
        return give(request, lists.DECLARATIONS, listing)
    teacher = Teacher.objects.current().filter(user=request.user).select_related("unit").first()
    context = {"listing": listing, "page": listing.page, "heading": _("申报"), "teacher": teacher}
    context["waiting"] = list(open_choices(teacher)) if teacher else []
    return render(request, "credits/declarations/list.html", context)


@login_required
@require_safe
def waiting_list(request):
    """已选未申报: chosen points within sight that nobody declared yet; their school may begin for the teacher."""
    listing = lists.undeclared(request)
    if listing.export:
        return give(request, lists.UNDECLARED, listing)
    for row in listing.page.rows:
        row.startable = policies.can_declare_for(request.user, row.teacher)
        row.own = row.teacher.user_id == request.user.pk
    context = {"listing": listing, "page": listing.page, "heading": _("已选未申报")}
    return render(request, "credits/declarations/waiting.html", context)


@login_required
@require_POST
def start(request):
    """Begin with a chosen point, for oneself or, as the school, for a teacher."""
    teacher = get_object_or_404(Teacher.objects.visible_to(request.user), code=request.POST.get("teacher", ""))
    ability = chosen_version(teacher, request.POST.get("ability", ""))
    if ability is None:
        raise Http404
    with refusals_to_messages(request):
        return redirect(declaring.start(teacher=teacher, ability=ability, by=request.user))
    return redirect("credits:declaration-list")


@login_required
@require_safe
def declaration(request, code):
    return _page(request, find_declaration(request, code))


def _page(request, row: Declaration, form: DeclarationForm | None = None, status=200, **more):
    """The form for whoever may fill it in, what was handed in for everybody else."""
    pieces = form.pieces if form else pieces_of(row)
    fills = policies.can_fill(request.user, row)
    reads = not policies.is_side_of_teacher(request.user, row)
    dress([file for piece in pieces for file in piece.files], request)
    context = {
        "declaration": row,
        "pieces": pieces,
        "form": (form or _form_of(row, pieces)) if fills else None,
        "missing": lacking(pieces) if fills else {},
        "may_withdraw": policies.can_withdraw(request.user, row),
        "same": same_files_of(row, request.user) if reads else [],
        "mark": serving.mark_text(request.user),
        "said": said_of([row])[row.pk][::-1] if row.state in READ or row.attempt > 1 else [],
        # What was typed before handing in is nobody else's affair; who read it is not the author's.
        "history": history_of(row, without=[EDITED]) if reads else history_for_author(row),
    }
    context |= _who_reads(request.user, row, reads=reads)
    return render(request, "credits/declarations/declaration.html", context | more, status=status)


def _who_reads(user, row: Declaration, *, reads: bool) -> dict:
    """The readers, to those who keep the panel as on its own page; everybody else is told why not (泗教师字〔2022〕1号 四(二)4)."""
    keeps = reads and can_panel(user, row.unit)
    return {"reads": reads, "keeps_panel": keeps, "readers": readers_on(row) if keeps and not row.editable else []}


def dress(files, request) -> None:
    """Give every clean file the short-lived address under which this person reads it now."""
    for file in files:
        file.link = serving.link_for(file, request) if file.is_clean else ""


def _form_of(row: Declaration, pieces) -> DeclarationForm:
    return DeclarationForm(pieces=pieces, stored=declaring.stored_fields(row, pieces))


@login_required
@require_POST
def save(request, code):
    """Store the draft; by itself (JSON) or by a button, which may also hand it in."""
    row = find_declaration(request, code)
    by_itself = request.accepts("application/json") and not request.accepts("text/html")
    values, shown = typed(request.POST)
    try:
        stored = declaring.save(declaration=row, values=values, shown=shown, by=request.user)
    except DomainError as refusal:
        return _told(refusal) if by_itself else _refused(request, row, values, refusal, _take_files(request, row))
    if not by_itself and (unkept := _take_files(request, row)):
        return _without_files(request, row, unkept)
    row.refresh_from_db(fields=["revision", "updated_at", "reflection"])
    if by_itself:
        return JsonResponse(_saved(row, stored))
    if request.POST.get("then") == "hand-in":
        return _hand_in(request, row)
    messages.success(request, _("草稿已保存，尚未申报。"))
    return redirect(row)


def _take_files(request, row: Declaration) -> dict[str, str]:
    """Store the files that came with the form itself, where no script sent them on ahead; field → which were not kept and why.

    Each stands for itself: neither another file nor a text that was refused costs one that can be kept.
    """
    items = {f"file-{piece.key}": piece.item for piece in pieces_of(row)}
    unkept: dict[str, list[str]] = {}
    for name, files in request.FILES.lists():
        for file in files:
            if fault := _fault_of_file(request, row, items.get(name), file):
                unkept.setdefault(name, []).append(_("“%(file)s”没有保存：%(fault)s") % {"file": file.name, "fault": fault})
    return {name: "".join(faults) for name, faults in unkept.items()}


def _fault_of_file(request, row: Declaration, item, file) -> str:
    """Store one file; why it was not taken, empty where it was."""
    if item is None:
        return _("这一项材料已不在要求之内，请刷新后按新的要求上传。")
    try:
        evidence.receive(declaration=row, item=item, by=request.user, name=file.name, size=file.size, chunks=file.chunks())
    except DomainError as refusal:
        return refusal.sentence()
    return ""


def _without_files(request, row: Declaration, unkept: dict):
    """The page after the texts were saved and some files were not."""
    row = find_declaration(request, row.code)
    if not policies.can_fill(request.user, row):
        messages.error(request, "".join(unkept.values()))
        return redirect(row)
    pieces = pieces_of(row)
    form = DeclarationForm.bound(pieces=pieces, stored=declaring.stored_fields(row, pieces), values={})
    form.add_refusals(unkept)
    return _page(request, row, form, 422, errors_title=_("文字已保存，下列文件没有保存，请重新选择："))


def _saved(row: Declaration, stored: dict) -> dict:
    """What the page that saved itself hears: when, what its texts are from now on, what is given."""
    moment = local(row.updated_at)
    marks = {f"was-{name}": declaring.digest_of_field(text) for name, text in stored.items()}
    saved = {"revision": row.revision, "saved_at": moment.isoformat(), "saved_text": moment.strftime("%H:%M")}
    return saved | {"fields": marks, "given": {piece.key: piece.given for piece in pieces_of(row)}}


def _told(refusal: DomainError) -> JsonResponse:
    """A refusal to a script, in the shape REST uses."""
    body = {"code": refusal.code, "detail": refusal.sentence(), "clause": refusal.clause, "fields": refusal.fields}
    return JsonResponse(body, status=refusal.status)


def _refused(request, row: Declaration, values: dict, refusal: DomainError, unkept: dict):
    """The page with what was typed and why it was not taken, and files that were not; both texts side by side when it was stale."""
    row = find_declaration(request, row.code)
    if not policies.can_fill(request.user, row):
        messages.error(request, refusal.sentence())
        return redirect(row)
    pieces = pieces_of(row)
    stored = declaring.stored_fields(row, pieces)
    form = DeclarationForm.bound(pieces=pieces, stored=stored, values=values)
    if isinstance(refusal, Stale):
        form.add_refusals(unkept)
        conflicts = [(_label(name, pieces), now, values.get(name, "")) for name, now in refusal.fields.items()]
        edited = Event.objects.about(row).filter(verb=EDITED).select_related("actor").last()
        return _page(request, row, form, 412, conflicts=conflicts, stale=refusal, edited=edited)
    form.add_refusals((refusal.fields or {"": refusal.sentence()}) | unkept)
    return _page(request, row, form, refusal.status)


def _label(name: str, pieces) -> str:
    """A field as people name it: the item and what of it."""
    part, _dash, key = name.partition("-")
    item = next((piece.item.name for piece in pieces if piece.key == key), "")
    return f"{item} {LABELS[part]}".strip()


def _hand_in(request, row: Declaration):
    """Ask once more, or say what lacks."""
    pieces = pieces_of(row)
    if missing := lacking(pieces):
        return _not_handed_in(request, row, pieces, missing)
    if request.POST.get("confirmed") == "yes":
        return _handed_in(request, row)
    context = {
        "heading": _("提交申报"),
        "question": _("确定提交 %s 的申报？提交后材料不能再改，评审开始前可以撤回。") % row.ability,
        "label": _("提交申报"),
        "action": reverse("credits:declaration-hand-in", args=[row.code]),
        "back": row.get_absolute_url(),
    }
    return render(request, "portal/confirm.html", context)


def _not_handed_in(request, row: Declaration, pieces, missing: dict):
    form = DeclarationForm.bound(pieces=pieces, stored=declaring.stored_fields(row, pieces), values={})
    form.add_refusals(missing)
    return _page(request, row, form, 422, errors_title=_("草稿已保存，还没有申报，请先补齐下列材料："))


@login_required
@require_POST
def hand_in(request, code):
    return _handed_in(request, find_declaration(request, code))


def _handed_in(request, row: Declaration):
    try:
        handed = declaring.hand_in(declaration=row, by=request.user)
    except DomainError as refusal:
        if refusal.fields and policies.can_fill(request.user, row):
            return _not_handed_in(request, row, pieces_of(row), refusal.fields)
        messages.error(request, refusal.sentence())
    else:
        told = _("已提交 %s 的申报，等待学校安排评审。")
        if handed.state == DeclarationState.REVIEWING:
            told = _("已提交 %s 的申报，已自动分配评审人，评审人姓名不对教师公开。")
        messages.success(request, told % row.ability)
    return redirect(row)


@login_required
@require_POST
def withdraw(request, code):
    """Take it back, once the person has said so."""
    row = find_declaration(request, code)
    if request.POST.get("confirmed") != "yes":
        context = {
            "heading": _("撤回申报"),
            "question": _("确定撤回 %s 的申报？撤回后可以重新申报，已上传的材料不会带过去。") % row.ability,
            "label": _("撤回"),
            "tone": "danger",
            "action": request.path,
            "back": row.get_absolute_url(),
        }
        return render(request, "portal/confirm.html", context)
    with refusals_to_messages(request):
        declaring.withdraw(declaration=row, by=request.user)
        messages.success(request, _("已撤回 %s 的申报。") % row.ability)
    return redirect(row)
