"""The gate: nothing goes before the public in which personal data is found, in text, in names or in files."""

from django.utils.translation import gettext as _

from awards.models import PublicNotice
from awards.publicity.files import leaks_in
from awards.publicity.gate import Leak, leaks
from portal.kit.errors import Refused

LABELS = {"title": "标题", "body": "正文", "receiver": "异议受理部门", "receiver_phone": "受理电话"}
TOLD_AT_ONCE = 10


def check_gate(notice: PublicNotice) -> None:
    """No personal data stands in what will be public, the files read anew; ``Refused`` names every place."""
    found = [*_in_texts(notice), *_in_names(notice.names.all())]
    for row in notice.files.kept():
        with row.file.open("rb") as file:
            found += leaks_in(row.file_name, file.read())[0]
    refuse_for(found, _("公示内容有个人信息，请改正后再开始：%s"))


def text_warning(notice: PublicNotice) -> str:
    """What in the written parts of a draft will be refused when it starts; "" when nothing."""
    found = _in_texts(notice)
    return _("草稿已保存，但有个人信息，改正后才能开始公示：%s。") % "；".join(map(str, found[:TOLD_AT_ONCE])) if found else ""


def check_listed(rows) -> None:
    """The same of nominations whose names are to be announced."""
    texts = {_("名单第 %d 行") % number: f"{row.subject} {row.manager_workplace}" for number, row in enumerate(rows, 1)}
    refuse_for(leaks(texts), _("名单里有个人信息，请退回改正后再公布：%s"))


def refuse_for(found: list[Leak], sentence: str) -> None:
    """``Refused`` with the places told in ``sentence``; nothing where there are none."""
    if found:
        raise Refused(sentence % "；".join(str(one) for one in found[:TOLD_AT_ONCE]), code="personal_data")


def _in_texts(notice: PublicNotice) -> list[Leak]:
    """In the written parts; the telephone of the office may be one, if it is no mobile."""
    found = leaks({LABELS[name]: getattr(notice, name) for name in ("title", "body", "receiver")})
    return found + [one for one in leaks({LABELS["receiver_phone"]: notice.receiver_phone}) if "电话" not in one.shown]


def _in_names(names) -> list[Leak]:
    return leaks({_("名单第 %d 行") % one.position: f"{one.subject} {one.workplace} {one.place}" for one in names})
