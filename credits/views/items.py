"""A point of the catalogue: what it asks of those who choose it, and its setting by an office."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import finding
from credits.actions import items as actions
from credits.facts.items import items_of
from credits.forms.items import ChangeForm, ItemForm, ReasonForm
from credits.models import EvidenceItem, MicroAbility
from credits.policies.items import can_set_items
from programs.views.entering import QUESTION, WRITABLE, entered, filled


@login_required
@require_safe
def ability(request, code):
    """What one point asks where one works, and earlier wordings of it."""
    point, unit = find_ability(code), _where(request)
    items = items_of(point, unit)
    former = EvidenceItem.objects.filter(ability=point, unit__in=[unit] if unit else []).exclude(state=EvidenceItem.State.CURRENT)
    context = {"ability": point, "unit": unit, "items": items, "former": former.order_by("-pk")[:50]}
    context |= {"sets": can_set_items(request.user, unit), "query": f"?unit={unit.code}" if unit else ""}
    context |= {"own": bool(items) and unit is not None and items[0].unit_id == unit.pk}
    context |= {"unofficial": any(item.default for item in items)}
    return render(request, "credits/items/ability.html", context)


@login_required
@WRITABLE
def add(request, code):
    point, unit = _setting(request, code)

    def act(**said):
        actions.add(ability=point, unit=unit, by=request.user, **said)

    context = {"heading": _("增加材料"), "said": _("已增加，%s的教师提交时须按此提交。") % unit.name}
    return entered(request, filled(ItemForm, request), act, **context, **_page(point, unit))


@login_required
@WRITABLE
def change(request, code, key):
    """The form shows the row in use; what is sent changes the row that was shown."""
    point, unit = _setting(request, code)
    item = _item(point, unit, key)

    def act(seen, **said):
        rows = EvidenceItem.objects.filter(ability=point, key=key).select_related("ability", "unit")
        actions.change(item=get_object_or_404(rows, pk=seen), unit=unit, by=request.user, **said)

    form = filled(ChangeForm, request, initial=ChangeForm.initial_of(item))
    context = {"heading": _("修改材料"), "said": _("已修改，原来的内容留在历史版本中。")}
    return entered(request, form, act, **context, **_page(point, unit))


@login_required
@WRITABLE
def drop(request, code, key):
    point, unit = _setting(request, code)
    item = _item(point, unit, key)

    def act(reason):
        actions.drop(item=item, unit=unit, reason=reason, by=request.user)

    question = _("确定在%(unit)s停用“%(item)s”？已经提交的不受影响。") % {"unit": unit.name, "item": item.name}
    context = {"heading": _("停用材料"), "said": _("已停用。"), "question": question, "label": _("停用"), "tone": "danger"}
    return entered(request, filled(ReasonForm, request), act, template=QUESTION, **context, **_page(point, unit))


@login_required
@WRITABLE
def restore(request, code):
    """Back to what the offices above or the defaults say."""
    point, unit = _setting(request, code)

    def act(reason):
        actions.restore(ability=point, unit=unit, reason=reason, by=request.user)

    names = {"unit": unit.name, "ability": point}
    question = _("确定不再使用%(unit)s为“%(ability)s”制定的全部材料，改用上级制定的或默认的材料？") % names
    context = {"heading": _("取消本级制定的材料"), "said": _("已改用上级制定的或默认的材料。"), "question": question}
    context |= {"label": _("确定"), "tone": "danger"}
    return entered(request, filled(ReasonForm, request), act, template=QUESTION, **context, **_page(point, unit))


def find_ability(code) -> MicroAbility:
    """The point in use; of one that left the catalogue, which some have passed, its last version."""
    point = MicroAbility.objects.filter(code=code).order_by("state", "-pk").first()
    if point is None:
        raise Http404
    return point


def _where(request):
    """The unit whose items are shown: an office's own choice, else where one works; None without a post."""
    return finding.find_unit(request) or (request.post.unit if request.post else None)


def _setting(request, code):
    """The point and the unit it is to be set for; 404 for who may not."""
    unit = finding.find_unit(request)
    if unit is None or not can_set_items(request.user, unit):
        raise Http404
    return get_object_or_404(MicroAbility.objects.current(), code=code), unit


def _item(point, unit, key) -> EvidenceItem:
    item = next((item for item in items_of(point, unit) if item.key == key), None)
    if item is None:
        raise Http404
    return item


def _page(point, unit) -> dict:
    back = f"{reverse('credits:ability', args=[point.code])}?unit={unit.code}"
    return {"back": back, "of": str(point), "button": _("保存"), "note": _("只对%s及其下级有效。") % unit.name}
