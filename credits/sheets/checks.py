from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from credits.actions import checking
from credits.enums.acceptance import CheckState, FindingCategory, FindingState, ItemState
from credits.facts.spot_checks import with_findings
from credits.models import SampledItem
from credits.policies.checks import DECIDERS
from portal.accounts.enums import Role
from portal.kit.clock import database_now, local
from portal.kit.trees import within
from portal.sheets.kinds import Choice, Date, Text
from portal.sheets.layout import Column, HandLayout

RELATED = ("check_of__unit", "line__unit", "line__ability", "line__teacher", "expert", "checked_by")
SAID = Choice([(ItemState.IN_ORDER.value, ItemState.IN_ORDER.label), (ItemState.FOUND.value, ItemState.FOUND.label)])
TOLD = ("state", "category", "text", "due_on")
TEXT = Text(max_length=checking.TEXT_LIMIT)


class CheckSheet(HandLayout):
    """抽查结果: one row per drawn result; a conclusion that stands is never changed by a sheet."""

    key = "checks"
    title = _("抽查结果")
    notes = _("每行一个抽中的结果，按结果编号识别；可以在抽查页面导出检查表，填好结论后导入。已有结论的不能用表格改动。")
    model = SampledItem
    identity = ("check", "code")
    named_by = ("code",)
    roles = (*DECIDERS, Role.EXPERT)
    whole = False
    judges_scope = True
    made_becomes = _("撤回结论")
    columns = (
        Column("check", _("抽查编号"), kind=Text(max_length=12)),
        Column("code", _("结果编号"), kind=Text(max_length=12), aliases=(_("编号"),), required=True),
        Column("school", _("学校名称"), kind=Text(max_length=100), aliases=(_("学校"),)),
        Column("name", _("姓名"), kind=Text(max_length=60), personal=True),
        Column("state", _("结论"), kind=SAID, aliases=(_("检查结论"),)),
        Column("category", _("问题类别"), kind=Choice(FindingCategory)),
        Column("text", _("问题说明"), kind=TEXT, aliases=(_("说明"),), default=""),
        Column("due_on", _("整改期限"), kind=Date()),
    )

    def judge(self, rows, context):
        found, today = self.items(rows, context), local(database_now()).date()
        for row in rows:
            own = [item for item in found.get(row.values["code"], []) if row.values["check"] in (None, "", item.check_of.code)]
            row.values["item"] = own[0] if len(own) == 1 else None
            if not own:
                row.refuse("code", _now("抽查中没有分配给您的这个结果。"), code="unknown", advice=_now("请核对结果编号。"))
            elif len(own) > 1:
                row.refuse("check", _now("这个结果在几次抽查中，请填写抽查编号。"), code="several", advice=_now("请补填。"))
            else:
                self.judge_one(row, own[0], today)

    def judge_one(self, row, item, today):
        """A finding needs its kind, its words and its day; what was said before stands."""
        said = row.values
        if said["state"] is None:
            row.refuse("state", _now("还没有填结论。"), code="required", advice=_now("请填“无问题”或“有问题”，或删去这一行。"))
        elif item.state != ItemState.WAITING and not self.same(said, item):
            about = {"who": item.checked_by or _now("系统"), "state": item.get_state_display()}
            message = _now("已由%(who)s记为“%(state)s”。") % about
            row.refuse("state", message, code="already_checked", advice=_now("请在页面撤回原结论后再改。"))
        elif said["state"] == ItemState.FOUND:
            for field, label in (("category", _now("问题类别")), ("text", _now("问题说明")), ("due_on", _now("整改期限"))):
                if not said[field]:
                    row.refuse(field, _now("有问题的须填%s。") % label, code="required", advice=_now("请补填。"))
            if said["due_on"] and said["due_on"] < today and item.state == ItemState.WAITING:
                row.refuse("due_on", _now("整改期限不能早于今天。"), code="in_past", advice=_now("请核对日期。"))

    def same(self, said, item) -> bool:
        stands = standing(item)
        return all(said[name] == stands[name] for name in (TOLD if said["state"] == ItemState.FOUND else ("state",)))

    def items(self, rows, context) -> dict[str, list]:
        """Code → results being checked that this person may speak of; two queries."""
        codes = {row.values["code"] for row in rows}
        open_ = SampledItem.objects.filter(within(context.unit.path, "check_of__unit__path"), check_of__state=CheckState.DRAWN)
        open_ = open_ if context.user is None else open_.visible_to(context.user)
        found: dict[str, list] = {}
        for item in with_findings(list(open_.filter(line__code__in=codes).select_related(*RELATED))):
            if context.user is None or item.expert_id == context.user.pk or context.user.holds(*DECIDERS, over=item.check_of.unit):
                found.setdefault(item.line.code, []).append(item)
        return found

    def identity_of(self, row):
        item = row.values.get("item")
        return item.pk if item else (row.values["check"], row.values["code"])

    def existing(self, rows, context):
        found = {}
        for row in rows:
            item = row.values["item"]
            stands = standing(item)
            if item.state == ItemState.IN_ORDER or row.values["state"] == ItemState.IN_ORDER:
                stands = {"state": stands["state"]}
            found[item.pk] = {"pk": item.pk, **stands}
        return found

    def apply(self, changes, context):
        written = {}
        for row, _stands in changes.changed:
            item, said = row.values["item"], row.values
            if said["state"] == ItemState.IN_ORDER:
                checking.pass_item(item=item, remark=said["text"] or "", by=context.user)
            else:
                about = {name: said[name] for name in ("category", "text", "due_on")}
                checking.find(item=item, by=context.user, **about)
            SampledItem.objects.filter(pk=item.pk).update(upload=context.upload)
            written[item.pk] = {}
        return written

    def snapshot(self, keys):
        items = with_findings(list(SampledItem.objects.filter(pk__in=keys)))
        return {item.pk: {**standing(item, plain=True), "remark": item.remark, "finding": finding_state(item)} for item in items}

    def take_back(self, rows, by):
        for item in SampledItem.objects.filter(pk__in=[row.row_id for row in rows]).select_related(*RELATED):
            checking.take_back(item=item, reason=_now("撤销导入"), by=by)


def standing(item: SampledItem, *, plain: bool = False) -> dict:
    """What was said of a drawn result as the columns of the sheet say it; ``plain`` for what is kept as JSON."""
    finding = item.finding
    state = None if item.state == ItemState.WAITING else item.state
    if finding is None:
        return {"state": state, "category": None, "text": item.remark, "due_on": None}
    day = finding.due_on.isoformat() if plain else finding.due_on
    return {"state": state, "category": finding.category, "text": finding.text, "due_on": day}


def finding_state(item: SampledItem) -> str | None:
    return None if item.finding is None else FindingState(item.finding.state).value
