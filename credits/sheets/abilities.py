from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from credits.actions.accepting import wait_anew
from credits.actions.crediting_many import credit_beside
from credits.actions.following import follow
from credits.enums.choosing import Stage
from credits.enums.ledger import PASSING, Grade
from credits.facts.sent_up import lines_of
from credits.models import Certificate, CreditEntry, MicroAbility, Selection
from credits.sheets.people import PersonSheet
from credits.sheets.reviewed import judge_standing
from credits.sheets.versions import refuse_versions
from portal.kit.errors import DependedOn
from portal.sheets.kinds import Choice, Date, Lookup
from portal.sheets.layout import Column

GRADE = Choice(Grade, also={"优": "excellent", "良好": "passed", "通过": "passed", "不通过": "failed", "未通过": "failed"})
ABILITY = Column(
    "ability", _("能力点编号"), kind=Lookup(), aliases=(_("能力点"), _("微能力点"), _("微能力编号"), _("编号")), required=True
)

PASSED = _("%(point)s 已按 %(version)s 版目录考核合格，同一能力点只计一次学分。")
CHOSEN = _("%(point)s 已按 %(version)s 版目录选定，不必再选。")
NAMED = 3  # how many results a refusal names


class _AbilitySheet(PersonSheet):
    """Rows about one point of one teacher."""

    identity = ("teacher", "ability")
    named_by = ("name", "ability")

    def lookups(self, context):
        return {"ability": abilities()}

    def dropdowns(self, unit):
        return {"ability": [ability.code for ability in MicroAbility.objects.current()]}


class SelectionSheet(_AbilitySheet):
    """选点: the points teachers have chosen."""

    key = "selections"
    gated = "selections"
    title = _("选点")
    notes = _("每行一位教师选定的一个能力点；编号 A1–A13、B1–B10、C1–C7。")
    model = Selection
    own_columns = (ABILITY,)
    own_fields = ("ability", "stage")

    def judge_one(self, row, context, today):
        """What a school brings in is confirmed by that."""
        row.values["stage"] = Stage.CONFIRMED.value

    def judge(self, rows, context):
        super().judge(rows, context)
        refuse_versions(rows, _passed(), PASSED)
        refuse_versions(rows, Selection.objects.current(), CHOSEN)


class CreditSheet(_AbilitySheet):
    """考核结果: the grade of each assessed point; a point counts once, with the credits of the catalogue."""

    key = "credits"
    gated = "credits"
    title = _("考核结果")
    notes = _(
        "每行一位教师一个能力点的校本应用考核结果；学分按目录计，同一能力点只计一次；校本评审的和已上报的结果不能用本表更改。"
    )
    model = CreditEntry
    own_columns = (
        ABILITY,
        Column("grade", _("等级"), kind=GRADE, aliases=(_("考核等级"), _("结果"), _("考核结果")), required=True),
        Column("assessed_on", _("评审日期"), kind=Date(), aliases=(_("考核日期"), _("日期")), required=True),
    )
    own_fields = ("ability", "grade", "assessed_on")

    def judge(self, rows, context):
        super().judge(rows, context)
        refuse_versions(rows, _passed(), PASSED)
        judge_standing(rows)

    def judge_one(self, row, context, today):
        self.refuse_future(row, "assessed_on", today, _now("评审日期在今天之后。"), _now("请核对日期。"))

    def saved(self, upload, stamp, context):
        """Certificates of results a row lowered are revoked, unless a review's counts instead; what was taken waits anew."""
        rows = CreditEntry.objects.filter(upload=upload, updated_at=stamp)
        _settle(rows, _now("表格“%s”更改了等级。") % upload.name, context.user)

    def undo(self, upload, stamp, event, by):
        """As any undo, and certificates of results that are void or lower by it are revoked, unless a review's counts instead.

        ``DependedOn`` where results of it were sent up: those go by the county's acts.
        """
        _check_not_sent_up(upload)
        super().undo(upload, stamp, event, by)
        rows = CreditEntry.objects.filter(updated_at=stamp)
        _settle(rows, _now("表格“%s”已撤销。") % upload.name, by)


def _settle(rows, reason, by):
    """What follows from results a sheet changed. Those with certificates are listed first: some may give way to others."""
    wait_anew(entries=rows.values("pk"))
    certified = list(Certificate.objects.standing().filter(entry__in=rows.values("pk")).values_list("entry", flat=True))
    credit_beside(entries=rows, by=by)
    follow(entries=certified, reason=reason, by=by)


def _check_not_sent_up(upload):
    """Refuse an undo that would change what stands in a batch; the rows are held, so that nobody sends them up meanwhile."""
    wrote = CreditEntry.objects.filter(upload=upload)
    list(wrote.select_for_update().values_list("pk"))
    sent = list(lines_of(wrote))
    if sent:
        listed = "、".join(f"{line}（{line.batch}）" for line in sent[:NAMED])
        words = {"rows": len(sent), "listed": listed + (_now("等") if len(sent) > NAMED else "")}
        text = _now(
            "其中 %(rows)d 行的结果已经上报，不能撤销：%(listed)s。"
            "请由县级退回批次，或对这些结果暂停认定，核实后不予认定；其余各行可以逐条作废。"
        )
        raise DependedOn(text % words, fields={"rows": [str(len(sent))]})


def _passed():
    return CreditEntry.objects.current().filter(grade__in=PASSING)


def abilities() -> dict[str, int]:
    """Points in use by code and name, by code, and by name; those of every version by version and code; one query."""
    every = list(MicroAbility.objects.order_by("pk"))
    rows = [ability for ability in every if ability.state == MicroAbility.State.CURRENT]
    texts = {str(ability): ability.pk for ability in rows}
    texts |= {ability.code: ability.pk for ability in rows} | {ability.name: ability.pk for ability in rows}
    return texts | {f"{ability.catalogue} {ability.code}": ability.pk for ability in every}
