from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Where in the tree a unit stands; 乐清市 is a county-level city, so a COUNTY."""

    PROVINCE = "province", _("省")
    CITY = "city", _("设区市")
    COUNTY = "county", _("县（市、区）")
    SCHOOL_DISTRICT = "school_district", _("学区")
    TOWNSHIP = "township", _("镇（街）")
    SCHOOL = "school", _("学校")
    INSTITUTION = "institution", _("培训机构")


class Kind(TextChoices):
    """What sort of unit it is beside its level."""

    ORDINARY = "ordinary", _("行政区划")
    FUNCTIONAL_ZONE = "functional_zone", _("功能区")


class UnitState(TextChoices):
    ACTIVE = "active", _("在用")
    CLOSED = "closed", _("已撤销")


CHILDREN = {
    Level.PROVINCE: {Level.CITY, Level.COUNTY, Level.SCHOOL, Level.INSTITUTION},
    Level.CITY: {Level.COUNTY, Level.TOWNSHIP, Level.SCHOOL, Level.INSTITUTION},
    Level.COUNTY: {Level.SCHOOL_DISTRICT, Level.TOWNSHIP, Level.SCHOOL, Level.INSTITUTION},
    Level.SCHOOL_DISTRICT: {Level.SCHOOL},
    Level.TOWNSHIP: {Level.SCHOOL},
    Level.SCHOOL: set(),
    Level.INSTITUTION: set(),
}
