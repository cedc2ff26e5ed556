from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from portal.units.models import Unit


def with_child_counts(units):
    """``units``, each with the number of units right below it as ``child_count``."""
    below = Unit.objects.filter(parent=OuterRef("pk")).order_by().values("parent").annotate(count=Count("pk")).values("count")
    return units.annotate(child_count=Coalesce(Subquery(below, output_field=IntegerField()), 0))
