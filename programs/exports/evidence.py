"""The lists of evidence as files: headings, and one tuple a row of what the list was filtered to."""

from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import from_hundredths
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.evidence import EvaluationMethod, EvaluationScope, RecordState, ResultLevel, ShowcaseKind

CHUNK = 2000
METHODS = dict(EvaluationMethod.choices)
UNIT_HEADINGS = (_("单位"), _("编码"), _("设区市"))
EVALUATIONS = (*UNIT_HEADINGS, _("期次"), _("统计口径"), _("得分"), _("排名"), _("评价方式"), _("状态"))
RANKINGS = (_("机构"), _("编码"), _("期次"), _("得分"), _("名次"), _("状态"))
INSTITUTIONS = (_("机构代码"), _("机构名称"), _("联系人"), _("联系方式"), _("承担培训任务"), _("状态"))
SHOWCASES = (*UNIT_HEADINGS, _("案例名称"), _("级别"), _("类型"), _("主题"), _("年度"), _("参与机构"), _("状态"))
MEDIA = (*UNIT_HEADINGS, _("标题"), _("媒体"), _("媒体级别"), _("日期"), _("链接"), _("状态"))


def evaluations(rows):
    cities = city_names()
    fields = ("unit__name", "unit__code", "unit__path", "period__number", "scope", "score", "rank", "method", "state")
    for name, code, path, number, scope, score, rank, method, state in rows.values_list(*fields).iterator(CHUNK):
        about = (
            number,
            EvaluationScope(scope).label,
            from_hundredths(score),
            rank,
            METHODS.get(method, ""),
            RecordState(state).label,
        )
        yield (name, code, city_of(path, cities), *about)


def rankings(rows):
    fields = ("unit__name", "unit__code", "period__number", "score", "rank", "state")
    for name, code, number, score, rank, state in rows.values_list(*fields).iterator(CHUNK):
        yield name, code, number, None if score is None else from_hundredths(score), rank, RecordState(state).label


def institutions(units, told: set[int]):
    """Institutions; what is put down of one only where its unit is in ``told``."""
    for unit in units.iterator(CHUNK):
        row = unit.institution if unit.pk in told else None
        took_on = "" if row is None else _("是") if row.undertook_tasks else _("否")
        about = (row.contact, row.phone, took_on, row.get_state_display()) if row else ("", "", "", "")
        yield unit.code, unit.name, *about


def showcases(rows):
    cities = city_names()
    for row in rows.prefetch_related("institutions").iterator(CHUNK):
        joined = "、".join(institution.name for institution in row.institutions.all())
        about = (row.title, ResultLevel(row.level).label, ShowcaseKind(row.kind).label, row.get_theme_display(), row.year, joined)
        yield (row.unit.name, row.unit.code, city_of(row.unit.path, cities), *about, row.get_state_display())


def media(rows):
    cities = city_names()
    fields = ("unit__name", "unit__code", "unit__path", "title", "outlet", "level", "published_on", "link", "state")
    for name, code, path, title, outlet, level, day, link, state in rows.values_list(*fields).iterator(CHUNK):
        about = (title, outlet, ResultLevel(level).label, day, link, RecordState(state).label)
        yield (name, code, city_of(path, cities), *about)


def city_names() -> dict[str, str]:
    """Code of a city → its name; one query."""
    return dict(Unit.objects.at(Level.CITY).values_list("code", "name"))


def city_of(path: str, cities: dict[str, str]) -> str:
    """The name of the city a path leads through; "" for the province's own."""
    return next((cities[code] for code in path.strip("/").split("/") if code in cities), "")
