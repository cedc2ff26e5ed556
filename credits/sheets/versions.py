"""What a sheet may not say of a point since it stands under another version of the catalogue; a point counts once."""

from collections.abc import Iterable

from django.utils.translation import gettext as _now

from credits.models import MicroAbility

AT_ONCE = 1000


def refuse_versions(rows, standing, message: str) -> None:
    """Refuse rows about points that ``standing`` has under another version, or the file named under another before.

    ``standing`` is a queryset of choices or results, ``message`` says so of one, with ``point`` and ``version``. A fixed number of
    queries for each thousand teachers.
    """
    rows = [row for row in rows if row.state == "clean"]
    points = MicroAbility.objects.in_bulk({row.values["ability"] for row in rows})
    there = _there(standing, {row.values["teacher"] for row in rows}, {point.code for point in points.values()}) if rows else {}
    for row in rows:
        point = points[row.values["ability"]]
        other = there.setdefault((row.values["teacher"], point.code), point.catalogue)
        if other != point.catalogue:
            advice = _now("更改原来的记录，请把编号写成“%(version)s %(code)s”。") % {"version": other, "code": point.code}
            row.refuse("ability", message % {"point": point, "version": other}, code="other_version", advice=advice)


def _there(standing, teachers: Iterable[int], codes: set[str]) -> dict[tuple[int, str], str]:
    """(teacher, code) → the version it stands under, the first one that does."""
    found, keys = {}, sorted(teachers)
    for start in range(0, len(keys), AT_ONCE):
        own = standing.filter(teacher__in=keys[start : start + AT_ONCE], ability__code__in=codes).order_by("pk")
        for teacher, code, version in own.values_list("teacher", "ability__code", "ability__catalogue"):
            found.setdefault((teacher, code), version)
    return found
