"""微能力认证证书 as plain values: one page, A4 landscape."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from credits.enums.reviews import CertificateState
from credits.models import Certificate
from portal.documents.paper import OfficialForm, official_form
from portal.documents.policies import ended_by, withheld_by
from portal.documents.verifying import Told, told_by
from portal.kit.numbers import plain_hundredths


def labelled(label, **options):
    """A field of the paper under its printed label."""
    return field(metadata={"label": label}, **options)


@official_form
@dataclass(frozen=True, kw_only=True)
class CertificatePaper(OfficialForm):
    """What a teacher is handed for one passed point (泗教师字〔2022〕1号 四(三)3)."""

    form: ClassVar = "certificate"
    annex: ClassVar = ""
    title: ClassVar = "微能力认证证书"
    template: ClassVar = "credits/pdf/certificate.html"
    number_part: ClassVar = "RZ"  # 认证: what people read out is no English word

    name: str = labelled(_("姓名"))
    school: str = labelled(_("学校"))
    program: str = labelled(_("项目"))
    point: str = labelled(_("能力点"))
    dimension: str = labelled(_("维度"))
    environment: str = labelled(_("环境"))
    grade: str = labelled(_("等级"))
    credits: str = labelled(_("学分"))
    issuer: str = labelled(_("发证单位"))
    issued_on: str = labelled(_("发证日期"))

    @property
    def subject_text(self) -> str:
        return f"{self.name} {self.point}"


def paper_of(certificate: Certificate) -> CertificatePaper:
    """The paper of a certificate as its rows stand."""
    ability = certificate.ability
    return CertificatePaper(
        name=certificate.teacher.name,
        school=certificate.unit.name,
        program=certificate.program.name,
        point=str(ability),
        dimension=str(ability.get_dimension_display()),
        environment=str(ability.get_environment_display()),
        grade=str(certificate.get_grade_display()),
        credits=plain_hundredths(ability.credits),
        issuer=certificate.issuer.bureau(),
        issued_on=written(certificate.issued_on),
    )


def written(day: date) -> str:
    """2023年11月30日, as documents write a day."""
    return f"{day.year}年{day.month}月{day.day}日"


def tell(document) -> Told | None:
    """What the public may learn of a certificate: name, unit, point, year and state, None where there is none."""
    rows = Certificate.objects.select_related("teacher", "ability", "unit")
    found = rows.filter(document=document).first()
    if found is None:
        return None
    pairs = [
        (_("姓名"), found.teacher.name),
        (_("单位"), found.unit.name),
        (_("能力点"), str(found.ability)),
        (_("发证年份"), str(found.issued_on.year)),
    ]
    return Told(pairs, found.get_state_display(), found.tone)


def kept_back(keys) -> dict[int, str]:
    """Document → why its paper is not given out: its certificate was revoked or suspended since; one query."""
    rows = Certificate.objects.filter(document__in=keys).exclude(state=CertificateState.VALID).order_by("number")
    words = _("证书 %(number)s 已%(state)s，不能下载。")
    return {row.document_id: words % {"number": row.number, "state": row.get_state_display()} for row in rows}


told_by(CertificatePaper.form, tell)
ended_by(CertificatePaper.form, _("请在认证证书页面撤销或暂停"))
withheld_by(CertificatePaper.form, kept_back)
