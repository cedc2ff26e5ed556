"""评审组 and one's own readings over REST; what other members said is told by nobody's list (docs/decisions/0022)."""

import django_filters
from django.db.models import Prefetch
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from credits.enums.reviews import ReviewState
from credits.facts.unassigned import unassigned_of
from credits.models import PanelMember, PanelReview, ReviewPanel
from credits.words.assigning import WHY
from portal.kit.rest import ListRetrieve
from portal.units.models import Unit, within


class PanelMemberSerializer(serializers.ModelSerializer):
    """``outside``: somebody who does not work at the panel's unit."""

    username = serializers.CharField(source="user.username", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = PanelMember
        fields = ["id", "username", "name", "outside", "workplace", "updated_at"]


class PanelSerializer(serializers.ModelSerializer):
    """``delegated_to`` is the id of the panel that reads instead; ``automatic``: what is handed in finds its readers by itself."""

    unit = serializers.CharField(source="unit.code", read_only=True)
    program = serializers.CharField(source="program.code", read_only=True)
    delegated_to = serializers.IntegerField(source="delegated_to_id", read_only=True, allow_null=True)

    class Meta:
        model = ReviewPanel
        fields = ["id", "unit", "program", "delegated_to", "automatic", "state", "updated_at"]


class UnassignedSerializer(serializers.Serializer):
    """How many declarations of the panel have no reader yet for one reason: ``no_panel``, ``too_few``, ``by_hand``, ``not_yet``."""

    reason = serializers.CharField()
    text = serializers.CharField()
    count = serializers.IntegerField()


class PanelDetailSerializer(PanelSerializer):
    """A panel with those who sit on it today and what waits for readers."""

    members = PanelMemberSerializer(many=True, read_only=True, source="seated")
    unassigned = serializers.SerializerMethodField()

    class Meta(PanelSerializer.Meta):
        fields = [*PanelSerializer.Meta.fields, "members", "unassigned"]

    @extend_schema_field(UnassignedSerializer(many=True))
    def get_unassigned(self, panel) -> list[dict]:
        counts = unassigned_of(panel).counts
        return [{"reason": why.value, "text": str(WHY[why]), "count": counts[why]} for why in WHY if counts[why]]


class PanelReviewSerializer(serializers.ModelSerializer):
    """One's own reading: of which record, as which attempt, and what one said; whose the record is stands nowhere here."""

    declaration = serializers.CharField(source="declaration.code", read_only=True)
    ability = serializers.CharField(source="declaration.ability.code", read_only=True)

    class Meta:
        model = PanelReview
        fields = [
            *("id", "declaration", "ability", "panel", "attempt", "third", "blind", "state"),
            *("marks", "grade", "advice", "revision", "done_at", "updated_at"),
        ]


class PanelApiFilter(django_filters.FilterSet):
    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the panel's")

    class Meta:
        model = ReviewPanel
        fields = ["unit", "state"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()


class ReviewApiFilter(django_filters.FilterSet):
    declaration = django_filters.CharFilter(field_name="declaration__code")
    state = django_filters.ChoiceFilter(choices=ReviewState)

    class Meta:
        model = PanelReview
        fields = ["declaration", "state"]


class PanelViewSet(ListRetrieve):
    """评审组, ended ones too (``state``)."""

    queryset = ReviewPanel.objects.none()
    filter_backends = [DjangoFilterBackend]
    filterset_class = PanelApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def get_serializer_class(self):
        return PanelDetailSerializer if self.action == "retrieve" else PanelSerializer

    def queryset_for(self, user):
        rows = ReviewPanel.objects.all() if user is None else ReviewPanel.objects.visible_to(user)
        seated = PanelMember.objects.current().select_related("user").order_by("pk")
        return rows.select_related("unit", "program", "delegated_to__unit").prefetch_related(
            Prefetch("members", seated, to_attr="seated")
        )


class ReviewViewSet(ListRetrieve):
    """Records given to oneself to read, and what one said of them."""

    queryset = PanelReview.objects.none()
    serializer_class = PanelReviewSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ReviewApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = PanelReview.objects.all() if user is None else PanelReview.objects.visible_to(user)
        return rows.select_related("declaration__ability")


def routes(router) -> None:
    """Register the views."""
    router.register("review-panels", PanelViewSet, basename="review-panel")
    router.register("panel-reviews", ReviewViewSet, basename="panel-review")
