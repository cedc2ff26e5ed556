"""The register of notices as a table."""

from django.utils.translation import gettext_lazy as _

HEADINGS = (
    _("文号"),
    _("标题"),
    _("发文单位"),
    _("落款"),
    _("成文日期"),
    _("项目"),
    _("紧急程度"),
    _("公开属性"),
    _("主送"),
    _("依据文件"),
    _("状态"),
    _("被何文替代"),
    _("失效日期"),
)


def notices(rows):
    for row in rows.iterator(500):
        yield (
            row.number,
            row.title,
            row.issuer.name,
            row.signed_by,
            row.issued_on,
            row.program.name,
            row.get_urgency_display(),
            row.get_disclosure_display(),
            "；".join(row.addressees),
            "、".join(row.implements),
            row.get_state_display(),
            row.replaced_by.number if row.replaced_by else "",
            row.ended_on,
        )
