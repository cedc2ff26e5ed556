from drf_spectacular.utils import extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.jobs import actions
from portal.jobs.forms import JobFilter
from portal.jobs.models import Job
from portal.kit.rest import ListRetrieve

PROGRESS = inline_serializer("JobProgress", {"done": serializers.IntegerField(), "total": serializers.IntegerField()})


class JobSerializer(serializers.ModelSerializer):
    unit = serializers.SlugRelatedField("code", read_only=True, allow_null=True)
    progress = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "title",
            "unit",
            "state",
            "progress",
            "result",
            "error",
            "created_at",
            "started_at",
            "finished_at",
            "cancel_requested_at",
            "updated_at",
        ]
        read_only_fields = fields

    @extend_schema_field(PROGRESS)
    def get_progress(self, job) -> dict:
        return {"done": job.done, "total": job.total}

    def get_error(self, job) -> str | None:
        return job.error or None


class JobViewSet(ListRetrieve):
    """Long work: how far it is, what came of it; ``?state=`` and ``?kind=`` choose."""

    queryset = Job.objects.none()
    serializer_class = JobSerializer
    keyset = ["-pk"]

    def queryset_for(self, user):
        return Job.objects.visible_to(user).select_related("unit")

    def filter_queryset(self, queryset):
        """The jobs that were asked for; 400 for a state or kind there is not."""
        asked = JobFilter(self.request.query_params)
        if not asked.is_valid():
            raise serializers.ValidationError(asked.errors)
        return asked.apply(super().filter_queryset(queryset))

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        """Cancel a waiting job at once, a running one at its next step."""
        return Response(self.get_serializer(actions.cancel(job=self.get_object(), by=request.user)).data)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request, pk=None):
        """Start a failed job again."""
        return Response(self.get_serializer(actions.retry(job=self.get_object(), by=request.user)).data)


def routes(router):
    router.register("jobs", JobViewSet, basename="job")
