"""The django-import-export resource of a layout, derived from its columns, for exports and the admin."""

from collections import Counter

from import_export import fields, resources, widgets

from portal.sheets.kinds import Lookup, Told, Unfit, UnitRef
from portal.units.models import Unit


class KindWidget(widgets.Widget):
    """A cell by the rules of its kind."""

    def __init__(self, column):
        super().__init__()
        self.column = column

    def clean(self, value, row=None, **kwargs):
        if value in (None, ""):
            return self.column.default
        try:
            value = self.column.kind.read(value)
        except Unfit as unfit:
            raise ValueError(unfit.message) from unfit
        return value.value if isinstance(value, Told) else value

    def render(self, value, obj=None, **kwargs):
        return self.column.kind.export(value)


class RelatedWidget(KindWidget):
    """A unit by name (by code where the name is not unique in the export), any other row by its text."""

    def __init__(self, column, repeated):
        super().__init__(column)
        self.repeated = repeated

    def render(self, value, obj=None, **kwargs):
        if self.column.kind.many:
            return "、".join(self.name(each) for each in value.all())
        return "" if value is None else self.name(value)

    def name(self, row):
        return row.code if isinstance(row, Unit) and row.name in self.repeated else str(row)


class LayoutResource(resources.ModelResource):
    """What all derived resources share: texts and numbers as they were typed, under the headings of the sheet."""

    layout = None

    def get_queryset(self):
        return self._meta.model.objects.filter(state="current")

    def filter_export(self, queryset, **kwargs):
        related = [c.field for c in self.layout.columns if isinstance(c.kind, UnitRef | Lookup) and not c.kind.many]
        return queryset.select_related(*related).prefetch_related(*self.layout.linked_fields)


def resource_of(layout):
    """The resource class of a layout."""
    repeated = RepeatedNames()
    declared = {"layout": layout}
    for column in layout.columns:
        related = isinstance(column.kind, UnitRef | Lookup) or column.kind.many
        widget = RelatedWidget(column, repeated) if related else KindWidget(column)
        declared[column.field] = fields.Field(column.field, column_name=str(column.heading), widget=widget)
    named = tuple(declared)[1:]
    about = {"model": layout.target, "fields": named, "export_order": named, "import_id_fields": layout.identity}
    declared["Meta"] = type("Meta", (), about)
    return type(f"{layout.key.title()}Resource", (LayoutResource,), declared)


class RepeatedNames:
    """Names several units share, asked once."""

    def __init__(self):
        self.names = None

    def __contains__(self, name):
        if self.names is None:
            counted = Counter(Unit.objects.values_list("name", flat=True))
            self.names = {each for each, count in counted.items() if count > 1}
        return name in self.names


def exported(layout, queryset):
    """(headings, rows of typed values) of an export that can be imported again."""
    dataset = resource_of(layout)().export(queryset)
    return dataset.headers, list(dataset)
