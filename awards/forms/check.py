"""What a recommendation form must hold, checked alike by page, REST and command."""

from django.utils.translation import gettext as _

from awards.facts_desk.managing import tie_of, working_elsewhere
from awards.measures import QUOTED
from awards.models import AwardCategory, AwardCycle, Nomination
from awards.periods import PeriodResult, results_for
from awards.personal_numbers import masked
from awards.phones import phone_fault
from awards.rules import measures_used
from portal.documents.fonts import installed
from portal.documents.rendering import glyph_fault
from portal.kit.errors import Refused
from portal.kit.text import clean_text, count_characters, mask

LABELS = {
    "contact": "联系人",
    "phone": "联系方式",
    "period": "绩效评价得分或排名",
    "manager_name": "姓名",
    "manager_position": "职务",
    "manager_title": "职称",
    "manager_workplace": "所在单位",
    "manager_basis": "任职依据",
    "reason": "推荐理由",
    "opinion": "意见",
}
LONGEST = {"contact": 60, "phone": 40, "manager_name": 60, "manager_position": 60, "manager_title": 60, "manager_workplace": 120}
LONGEST |= {"manager_basis": 120}
OF_A_MANAGER = tuple(name for name in LABELS if name.startswith("manager_"))
UNPRINTED = {"period", "manager_basis"}
OPINION_LIMIT = 200
REASON_LIMIT = 500
STORED_PER_CHARACTER = 4


def no_place_for(category: AwardCategory) -> set[str]:
    """The fields that the form of a category does not have, or that its unit does not fill in (附件3–6).

    A manager's stand on the forms about one, contact and result on those about a unit; on a form that passes a city the opinion
    is that city's, and 附件5 has none.
    """
    absent = {"contact", "period"} if category.names_a_person else set(OF_A_MANAGER)
    if category.passes_a_city or not has_opinion(category):
        absent.add("opinion")
    return absent | {"manager_title"} if category.form == "annex-6" else absent


def has_opinion(category: AwardCategory) -> bool:
    """Whether an opinion stands on the form at all (附件5: only the seal)."""
    return category.form != "annex-5"


def check_has_place_for(nomination: Nomination, values: dict) -> None:
    """Nothing is filled in that would say something the form does not: another name, a result, somebody else's opinion.

    Raises ``Refused`` naming every field. A contact on a form about a manager and a title on 附件6 come with the one shape
    that REST has for all forms; they are not written.
    """
    category = nomination.category
    foreign = no_place_for(category) - {"contact"} - (set(OF_A_MANAGER) if category.names_a_person else set())
    wrong = {name: _("本表没有这一栏") for name in LABELS if name in foreign and values.get(name)}
    if "opinion" in wrong and has_opinion(category):
        wrong["opinion"] = _("由设区市推荐时填写")
    if wrong:
        told = "；".join(f"{LABELS[name]}：{why}" for name, why in wrong.items())
        about = {"category": category, "told": told}
        raise Refused(_("“%(category)s”推荐表不能这样填：%(told)s。") % about, code="no_such_field", fields=wrong)


def check_lengths(cycle: AwardCycle, values: dict) -> None:
    """No text is longer than its place; the reason keeps the notice's limit. Raises ``Refused`` naming every field."""
    wrong = {}
    for name, limit in LONGEST.items():
        if len(values.get(name, "")) > limit:
            wrong[name] = _("不超过 %(limit)d 字") % {"limit": limit}
    for name, limit in (("reason", cycle.reason_limit), ("opinion", OPINION_LIMIT)):
        text = values.get(name, "")
        count = count_characters(text)
        if count > limit:
            wrong[name] = _("现有 %(count)d 字，最多 %(limit)d 字") % {"count": count, "limit": limit}
        elif len(text) > limit * STORED_PER_CHARACTER:
            wrong[name] = _("空格和换行太多，请删去一些")
    if wrong:
        name, sentence = next(iter(wrong.items()))
        clause = cycle.cite(cycle.reason_clause) if "reason" in wrong and cycle.reason_clause else None
        raise Refused(f"{LABELS[name]}：{sentence}。", clause=clause, fields=wrong)


def required_fields(nomination: Nomination, results: list[PeriodResult] | None = None) -> list[str]:
    """The fields its form needs before it goes to the unit above; the result it quotes only where there is one to choose.

    ``results`` are those it may quote, where they are known already; else they are asked for.
    """
    fields = typed_fields(nomination)
    if quotes_a_result(nomination.category) and (results_for(nomination) if results is None else results):
        fields.append("period")
    return fields


def typed_fields(nomination: Nomination) -> list[str]:
    """The fields a unit types before its form goes up."""
    fields = ["phone", "reason"]
    if nomination.category.names_a_person:
        fields += ["manager_name", "manager_position", "manager_workplace"]
        if nomination.category.form == "annex-4":
            fields += ["manager_title"]
    else:
        fields.append("contact")
    return fields


def quotes_a_result(category: AwardCategory) -> bool:
    """Whether a form quotes a period's score or rank: only where a condition of its category looks at them."""
    return not category.names_a_person and bool(measures_used(category.rule) & QUOTED)


def check_complete(nomination: Nomination) -> None:
    """Every field of the form is there and the quoted result is still the real one; ``Refused`` naming all that lack."""
    _check_there(nomination, required_fields(nomination))
    check_quoted(nomination)
    check_post(nomination)


def check_filled(nomination: Nomination) -> None:
    """Every field its unit types is there and fits its place; no query."""
    _check_there(nomination, typed_fields(nomination))


def _check_there(nomination: Nomination, needed: list[str]) -> None:
    missing = {name: _("必填") for name in needed if not getattr(nomination, name)}
    wrong = warnings(nomination)
    if missing:
        names = "、".join(LABELS[name] for name in missing)
        raise Refused(_("请先填写：%(names)s。") % {"names": names}, fields=missing | wrong)
    if wrong:
        told = "".join(f"{LABELS[name]}{why}" if name != "phone" else f"{LABELS[name]}：{why}" for name, why in wrong.items())
        raise Refused(_("请先改正%(told)s") % {"told": told}, fields=wrong)
    check_lengths(nomination.cycle, {"reason": nomination.reason, "opinion": nomination.opinion})


def check_quoted(nomination: Nomination) -> None:
    """The score or rank the form quotes is the one on record now; one that quotes none has left its blank."""
    if nomination.category.names_a_person or nomination.period is None:
        return
    if not any(result.is_on(nomination) for result in results_for(nomination)):
        raise Refused(
            _("第 %(period)d 期的结果已有变化，请重新选择。") % {"period": nomination.period}, fields={"period": _("已有变化")}
        )


def check_post(nomination: Nomination) -> None:
    """Who is handed in as a manager manages at that very unit (浙工程办函〔2023〕7号 一2); forms that went up are left alone."""
    if not nomination.category.names_a_person or not nomination.editable:
        return
    clause = nomination.cycle.cite(nomination.category.clause)
    if elsewhere := working_elsewhere(nomination):
        told = _("所在单位“%(place)s”不属于%(unit)s，只能推荐本单位的管理者。")
        names = {"place": elsewhere, "unit": nomination.unit}
        raise Refused(told % names, clause=clause, fields={"manager_workplace": _("不属于%s") % nomination.unit})
    if tie_of(nomination) is None:
        told = _("平台里没有%(name)s在%(unit)s的管理任职，请从已登记的人员中选，或者在“任职依据”写明职务和来源。")
        names = {"name": nomination.manager_name, "unit": nomination.unit}
        raise Refused(told % names, clause=clause, fields={"manager_basis": _("请写明职务和来源")})


def warnings(nomination: Nomination) -> dict[str, str]:
    """What a draft may hold and a form handed in may not, by field."""
    fault = phone_fault(nomination.phone)
    return ({"phone": fault} if fault else {}) | unprintable(
        {name: getattr(nomination, name) for name in LABELS if name not in UNPRINTED}
    )


def unprintable(texts: dict[str, str]) -> dict[str, str]:
    """The texts with characters the press has no font for, by field; none where no font is installed at all."""
    found = {name: glyph_fault(text) for name, text in texts.items()} if installed() else {}
    return {name: _("%s，印不出来，请改用别的字。") % fault for name, fault in found.items() if fault}


def check_opinion(nomination: Nomination, text: str) -> None:
    """The opinion written on recommending has a place on the form and its length, and can be printed."""
    if text and not has_opinion(nomination.category):
        raise Refused(
            _("“%s”推荐表没有意见一栏。") % nomination.category, code="no_such_field", fields={"opinion": _("本表没有这一栏")}
        )
    check_lengths(nomination.cycle, {"opinion": text})
    if fault := unprintable({"opinion": text}):
        raise Refused(f"{LABELS['opinion']}{fault['opinion']}", fields=fault)


def check_not_emptied(nomination: Nomination, written: dict) -> None:
    """A draft that saves itself never takes the reason away: an empty page may be a mishap of the browser."""
    if nomination.reason and written.get("reason") == "":
        told = _("推荐理由被清空，没有自动保存；已保存的 %(count)d 字还在，要清空请按“保存草稿”。")
        raise Refused(told % {"count": count_characters(nomination.reason)}, code="emptied", fields={"reason": _("被清空")})


def check_reason(text: str, what: str) -> str:
    """The reason a person gives for an act, cleaned; ``Refused`` when there is none or it is too long."""
    text = clean_text(text)
    if not text or len(text) > REASON_LIMIT:
        raise Refused(_("请写明%(what)s理由（不超过 500 字）。") % {"what": what}, fields={"reason": _("1 至 500 字")})
    return text


def for_audit(changes: dict) -> dict:
    """The changes as the audit log keeps them: phones, and personal numbers in free text, by first and last character."""
    return {name: tuple(_kept(name, value) for value in pair) for name, pair in changes.items()}


def _kept(name: str, value):
    if name == "phone":
        return mask(value)
    return masked(value) if isinstance(value, str) else value
