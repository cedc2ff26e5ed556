"""One roster row by itself: what its own cells say and whether they agree with each other."""

import re
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from portal.kit.text import clean_name
from portal.sheets.kinds.texts import fold
from portal.sheets.rows import NORMALISED
from schools.enums import IdType, Sex, StaffCategory
from schools.rules.id_numbers import fault_of, holder_of
from schools.sheets.kinds import is_masked
from schools.sheets.words import SAME_SUBJECT, SUBJECTS

PLAIN_NAME = re.compile("[\u4e00-\u9fff]{2,}")
FAULTS = {
    "old": (later("15 位旧证号不再使用。"), later("请填写 18 位号码。")),
    "length": (later("证件号码有 %(length)d 位，应为 18 位。"), later("请对照证件改正。")),
    "characters": (later("证件号码含有数字和末位 X 以外的字符。"), later("请用数字重新输入；末位 X 用英文字母。")),
    "prefix": (later("号码的前六位与证件类型不符。"), later("请核对证件类型：港澳台居民居住证以 81、82、83 开头。")),
    "day": (later("号码第 7 至 14 位不是有效的出生日期。"), later("请对照证件改正。")),
    "check": (later("号码的末位校验码不对，多半有一位写错。"), later("请对照证件逐位核对。")),
    "shape": (later("号码不符合“%(type)s”的格式。"), later("请核对证件类型和号码。")),
}
SUBJECT_BY_WORD = {fold(word): word for word in SUBJECTS} | {fold(word): subject for word, subject in SAME_SUBJECT.items()}


def judge_alone(row, today: date) -> None:
    """Judge one row by its own cells; values are put into the form in which they are kept."""
    values = row.values
    _judge_name(row)
    if values["id_number"] and not is_masked(values["id_number"]):
        if not row.faulty("id_type"):
            _judge_number(row, today)
    elif not values["code"] and not row.faulty("id_number"):
        row.refuse("id_number", _("新登记的人员须填写证件号码。"), code="id_missing", advice=_("请填写完整的证件号码。"))
    _judge_stage(row)
    _judge_subject(row)
    _judge_days(row, today)


def _judge_name(row) -> None:
    name = row.values["name"] or ""
    if row.faulty("name") or PLAIN_NAME.fullmatch(name):
        return
    name = row.values["name"] = clean_name(name)
    if not any(character.isalpha() for character in name):
        row.refuse("name", _("“%s”不是姓名。") % name[:20], code="name_odd", advice=_("请填写姓名。"))
    elif any("\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" for c in name):
        message = _("姓名里有自造字，别的电脑上可能显示不出来。")
        row.warn("name", message, code="private_use", advice=_("有标准编码的，请改用标准字。"))


def _judge_number(row, today) -> None:
    number, id_type = row.values["id_number"], row.values["id_type"]
    if fault := fault_of(number, id_type, today):
        message, advice = FAULTS[fault]
        about = {"length": len(number), "type": IdType(id_type).label}
        row.refuse("id_number", str(message) % about, code=f"id_{fault}", advice=str(advice))
    elif holder := holder_of(number):
        _agree_with_number(row, holder)


def _agree_with_number(row, holder) -> None:
    """Birth date and sex come from the number where they are left empty; the number holds where they contradict."""
    values = row.values
    if values["born_on"] and values["born_on"] != holder.born_on:
        message = _("出生日期与证件号码不一致，按证件号码登记为 %s。") % holder.born_on.isoformat()
        row.warn("born_on", message, code="born_differs", advice=_("请核对证件号码。"))
    if values["sex"] and values["sex"] != holder.sex:
        message = _("性别与证件号码不一致，按表中填写的“%s”登记。") % Sex(values["sex"]).label
        row.warn("sex", message, code="sex_differs", advice=_("请核对证件号码和性别。"))
    values["born_on"] = holder.born_on
    values["sex"] = values["sex"] or holder.sex.value


def _judge_stage(row) -> None:
    says_nothing = not row.values["stage"] and ("stage" in row.places or not row.values["code"])
    if row.values["category"] == StaffCategory.TEACHER and says_nothing and not row.faulty("stage"):
        row.refuse("stage", _("教师须填写学段。"), code="stage_missing", advice=_("请从下拉列表中选择学段。"))


def _judge_subject(row) -> None:
    subject = row.values["subject"]
    if not subject:
        return
    known = SUBJECT_BY_WORD.get(fold(subject))
    if known is None:
        row.warn("subject", _("“%s”不在学科目录中，按原文登记。") % subject, code="subject_unknown")
    elif known != subject:
        row.note(NORMALISED, "subject", "normalised", _("按“%s”读取。") % known)
    row.values["subject"] = known or subject


def _judge_days(row, today) -> None:
    born, joined = row.values["born_on"], row.values["joined_on"]
    if joined and joined > today:
        row.warn("joined_on", _("入职日期在今天之后。"), code="joined_later", advice=_("请核对年份。"))
    if born and joined and joined.year - born.year < 16:
        message = _("按出生日期算，入职时不满 16 岁。")
        row.refuse("joined_on", message, code="joined_too_young", advice=_("请核对出生日期和入职日期。"))
