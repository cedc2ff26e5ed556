"""Who may bring in and correct the evidence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.errors import Denied
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import InstitutionRanking, PerformanceEvaluation

KEEPERS = (Role.OFFICE, Role.BUREAU)
RATERS = (Level.PROVINCE, Level.CITY, Level.COUNTY)


def may_rate(by, path: str) -> bool:
    """Whether ``by`` keeps the evidence of a county, city or province over the unit at ``path``; no unit rates itself."""
    if by is None:
        return True
    return any(unit.level in RATERS and path != unit.path and path.startswith(unit.path) for unit in by.units_of(*KEEPERS))


def raters_of(paths: Iterable[str]) -> dict[str, str]:
    """The path of a unit → who may rate it, nearest first, as a sentence names them; one query."""
    lines = {path: _line_above(path) for path in set(paths)}
    over = Unit.objects.filter(path__in={above for line in lines.values() for above in line}, level__in=RATERS)
    names = dict(over.values_list("path", "name"))
    return {path: _one_of([names[above] for above in line if above in names]) for path, line in lines.items()}


def _line_above(path: str) -> list[str]:
    codes = path.strip("/").split("/")
    return [f"/{'/'.join(codes[:depth])}/" for depth in range(len(codes) - 1, 0, -1)]


def _one_of(names: list[str]) -> str:
    return _("或").join(filter(None, ["、".join(names[:-1]), *names[-1:]]))


def can_void(by, row) -> bool:
    """The office or bureau over the unit takes back a row, a score or a rank only one strictly above it; the system may."""
    if isinstance(row, PerformanceEvaluation | InstitutionRanking):
        return may_rate(by, row.unit.path)
    return by is None or by.holds(*KEEPERS, over=row.unit)


def can_scan(by, report) -> bool:
    """The office or bureau over its unit brings the scan of a report that counts; the system may."""
    return report.is_current and (by is None or by.holds(*KEEPERS, over=report.unit))


def check_scan(by, report) -> None:
    """Raises ``Denied`` naming who may."""
    if by is not None and not by.holds(*KEEPERS, over=report.unit):
        raise Denied(_("只有%s或其上级的主管部门可以为这篇报道上传扫描件。") % report.unit.name)


def check_void(by, row) -> None:
    """Raises ``Denied`` naming who may."""
    if can_void(by, row):
        return
    if isinstance(row, PerformanceEvaluation | InstitutionRanking):
        raters = raters_of([row.unit.path])[row.unit.path]
        raise Denied(_("%(unit)s的这条记录由%(raters)s作废。") % {"unit": row.unit.name, "raters": raters})
    raise Denied(_("只有%s或其上级的主管部门可以作废这条记录。") % row.unit.name)
