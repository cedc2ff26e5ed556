import re
from collections import defaultdict

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.sheets.context import UnitFacts
from portal.sheets.kinds import Kind, Text, UnitRef, Year
from portal.sheets.kinds.cleaning import check_safe, plain
from portal.sheets.kinds.texts import fold, text_of
from portal.sheets.layout import Column, Layout
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.evidence import ResultLevel, ShowcaseKind
from programs.models import Showcase
from programs.sheets.words import KIND, LEVEL, THEME


class Institutions(Kind):
    """Several training institutions in one cell; they may stand above the uploader, so the sheet resolves them itself."""

    width = 30
    many = True

    def parse(self, raw):
        text = plain(text_of(raw), lines=True)
        check_safe(text)
        return tuple(dict.fromkeys(name for part in re.split(r"[、;；,，\n]", text) if (name := plain(part))))

    def hint(self):
        return _now("机构名称或代码，多个用顿号分开")


class ShowcaseSheet(Layout):
    """案例: one row per result of a unit chosen at a level."""

    key = "showcases"
    title = _("案例")
    notes = _("每行一个入选的案例、课例等成果；同一成果在不同级别入选的，分行填写。")
    model = Showcase
    identity = ("unit", "title", "level")
    roles = (Role.OFFICE, Role.BUREAU)
    columns = (
        Column("unit", _("单位"), kind=UnitRef(), aliases=(_("单位名称"), _("单位代码")), required=True),
        Column("title", _("案例名称"), kind=Text(max_length=200), aliases=(_("名称"), _("成果名称"), _("标题")), required=True),
        Column("level", _("级别"), kind=LEVEL, aliases=(_("入选级别"),), required=True),
        Column("kind", _("类型"), kind=KIND, aliases=(_("成果类型"), _("案例类型")), required=True),
        Column("year", _("年度"), kind=Year(), aliases=(_("年份"), _("入选年度")), required=True),
        Column("theme", _("主题"), kind=THEME, aliases=(_("案例主题"),), blanks=("-", "—", "/", "无")),
        Column("institutions", _("参与机构"), kind=Institutions(), aliases=(_("培训机构"),), blanks=("-", "—", "/", "无")),
    )

    def judge(self, rows, context):
        named = {text for row in rows for text in row.values["institutions"] or ()}
        known = _institutions(named, context)
        for row in rows:
            _resolve(row, known, context)
            _warn_of_kind(row, context)

    def template_rows(self, unit):
        rows = Showcase.objects.current().filter(unit__in=Unit.objects.within(unit)).select_related("unit")
        return [
            {
                "unit": row.unit.name,
                "title": row.title,
                "level": row.get_level_display(),
                "kind": row.get_kind_display(),
                "year": str(row.year),
                "theme": row.get_theme_display(),
                "institutions": "、".join(institution.name for institution in row.institutions.all()),
            }
            for row in rows.prefetch_related("institutions").order_by("-year", "pk")[:3000]
        ]


def _institutions(texts: set[str], context) -> dict[str, list[UnitFacts]]:
    """Institutions by code and name, in the uploader's scope and beside the units above it; one query."""
    if not texts:
        return {}
    paths = [path for path in context.unit.paths_upward() if path != context.unit.path]
    institutions = Unit.objects.active().at(Level.INSTITUTION)
    near = institutions.within(context.unit) | institutions.filter(parent__path__in=paths)
    found = defaultdict(list)
    for values in near.values_list("pk", "code", "name", "level", "path", "bureau_name"):
        facts = UnitFacts(*values)
        for text in {facts.code, facts.name}:
            found[fold(text)].append(facts)
    return found


def _resolve(row, known, context) -> None:
    keys = set()
    for text in row.values["institutions"] or ():
        found = known.get(fold(text), [])
        if len(found) == 1:
            context.known_units[found[0].pk] = found[0]
            keys.add(found[0].pk)
        else:
            _refuse_institution(row, text, len(found))
    row.values["institutions"] = tuple(sorted(keys))


def _refuse_institution(row, text, count) -> None:
    message = _now("有 %(count)d 个机构叫“%(name)s”。") if count else _now("没有登记名为“%(name)s”的培训机构。")
    advice = _now("请改填机构代码。") if count else _now("请核对机构名称，或请上级先导入“培训机构”表。")
    row.refuse("institutions", message % {"count": count, "name": text[:40]}, code="institution_unclear", advice=advice)


def _warn_of_kind(row, context) -> None:
    if row.values["kind"] != ShowcaseKind.COUNTY_IMPLEMENTATION:
        return
    if row.values["level"] != ResultLevel.PROVINCIAL:
        row.warn("level", _now("省级区县组织实施案例的级别一般是省级。"), code="level_odd", advice=_now("请核对级别或类型。"))
    if context.unit_of(row.values["unit"]).level != Level.COUNTY:
        row.warn("unit", _now("省级区县组织实施案例一般属于区县。"), code="unit_odd", advice=_now("请核对单位或类型。"))
