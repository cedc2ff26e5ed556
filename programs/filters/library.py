import django_filters
from django.utils.translation import gettext_lazy as _

from programs.facts.library import SOURCES


class LibraryFilter(django_filters.FilterSet):
    """Papers of one source by words and year; ``kind`` is kept in the address and chosen before."""

    kind = django_filters.ChoiceFilter(
        label=_("来源"), choices=[(key, source.label) for key, source in SOURCES.items()], method="stay", empty_label=None
    )
    q = django_filters.CharFilter(label=_("文件、事项或单位"), method="named", max_length=60)
    year = django_filters.NumberFilter(label=_("年份"), method="of_year", min_value=2000, max_value=2100)

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source

    def stay(self, queryset, _name, _value):
        return queryset

    def named(self, queryset, _name, value):
        return self.source.named(queryset, value.strip())

    def of_year(self, queryset, _name, value):
        return queryset.filter(**{f"{self.source.at}__year": value})


def source_of(query):
    """The source an address names; the first where it names none that is known."""
    return SOURCES.get(query.get("kind", ""), SOURCES["notices"])
