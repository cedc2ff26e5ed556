"""Rosters brought in the usual way: django-import-export with its defaults, and tuned as far as it goes."""

import tablib
from import_export import fields, instance_loaders, resources, widgets

from bench.people import HEADINGS
from portal.units.models import Unit
from schools.models import Teacher

WORDS = {"教师": "teacher", "小学": "primary", "一级教师": "first", "在岗": "in_post"}


class Usual(resources.ModelResource):
    """Its defaults, one row after another; numbers stand plain, and there are neither employments nor audit rows nor undo."""

    unit = fields.Field("unit", "学校", widgets.ForeignKeyWidget(Unit, "code"))
    staff_number = fields.Field("staff_number", "教职工号")
    name = fields.Field("name", "姓名")
    id_key = fields.Field("id_key", "证件号码")
    category = fields.Field("category", "人员类别")
    stage = fields.Field("stage", "学段")
    subject = fields.Field("subject", "任教学科")
    title = fields.Field("title", "职称")
    phone_key = fields.Field("phone_key", "手机号")
    joined_on = fields.Field("joined_on", "入职日期", widgets.DateWidget("%Y-%m-%d"))
    status = fields.Field("status", "在岗状态")

    class Meta:
        model = Teacher
        fields = (
            "unit",
            "staff_number",
            "name",
            "id_key",
            "category",
            "stage",
            "subject",
            "title",
            "phone_key",
            "joined_on",
            "status",
        )
        import_id_fields = ("staff_number",)  # indexed by itself, as the number with its type is not


class KnownUnits(widgets.ForeignKeyWidget):
    """Units asked for once."""

    def __init__(self):
        super().__init__(Unit, "code")
        self.units = {unit.code: unit for unit in Unit.objects.all()}

    def clean(self, value, row=None, **kwargs):
        return self.units[value]


class Prefetched(instance_loaders.BaseInstanceLoader):
    """All instances of the file asked for once."""

    def __init__(self, resource, dataset):
        super().__init__(resource, dataset)
        keys = dataset["教职工号"]
        some = (keys[start : start + 5_000] for start in range(0, len(keys), 5_000))
        self.known = {one.staff_number: one for part in some for one in Teacher.objects.filter(staff_number__in=part)}

    def get_instance(self, row):
        return self.known.get(row["教职工号"])


class Tuned(Usual):
    """Bulk statements of 1,000 rows, no differences shown, units and people asked for once."""

    class Meta(Usual.Meta):
        use_bulk = True
        batch_size = 1_000
        skip_diff = True
        instance_loader_class = Prefetched

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields["unit"].widget = KnownUnits()


class Skipping(Tuned):
    """Tuned, and leaving out what did not change, for which it needs the differences after all."""

    class Meta(Tuned.Meta):
        skip_unchanged = True
        skip_diff = False


def bring_in(resource, rows, *, new: bool) -> None:
    """Import ``rows``, all of them new or none."""
    data = tablib.Dataset(*[[WORDS.get(cell, cell) for cell in row] for row in rows], headers=list(HEADINGS))
    result = resource().import_data(data, raise_errors=True)
    assert result.totals["new"] == (len(rows) if new else 0), result.totals
