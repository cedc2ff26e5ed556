"""Over REST: files that hang on a recommendation, and answers without one."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from awards.actions import answering, attaching, reminding
from awards.facts_desk.missing import missing_of
from awards.models import Abstention
from awards.policies.cycles import OFFICE
from awards.serializers import answers as serializers
from portal.kit.rest import KeysetPagination, etag, valid
from portal.units.enums import Level
from portal.units.models import Unit
from programs.attaching import given_out

CITY = OpenApiParameter("unit", str, description="设区市代码：看它的区县；不填看直接报省工程办的单位")


class Attachments:
    """``nominations/{id}/attachments/``: list, add, read, remove."""

    @extend_schema(responses=serializers.NominationAttachmentSerializer(many=True))
    @action(detail=True, pagination_class=KeysetPagination, filter_backends=[])
    def attachments(self, request, pk=None):
        """The files of a recommendation; with ``updated_since`` also those that were removed."""
        rows = self.get_object().attachments
        page = self.paginate_queryset(self.changed(rows.all()) if self.follows else rows.kept())
        return self.get_paginated_response(serializers.NominationAttachmentSerializer(page, many=True).data)

    @extend_schema(request=serializers.AttachmentInput, responses={201: serializers.NominationAttachmentSerializer})
    @attachments.mapping.post
    def attach(self, request, pk=None):
        """Hang a file on a draft (multipart ``file``); the same bytes again answer the file there is."""
        row = attaching.attach(nomination=self.get_object(), file=request.FILES.get("file"), by=request.user)
        return Response(
            serializers.NominationAttachmentSerializer(row).data, status=status.HTTP_201_CREATED, headers={"ETag": etag(row)}
        )

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, url_path="attachments/(?P<file>[0-9]{1,18})", pagination_class=None)
    def attachment(self, request, pk=None, file=None):
        """The file itself; who read it is on record."""
        row = self._file(file)
        attaching.read(attachment=row, by=request.user)
        return given_out(row.file, row.file_name)

    @extend_schema(request=None, responses=serializers.NominationAttachmentSerializer)
    @action(detail=True, methods=["post"], url_path="attachments/(?P<file>[0-9]{1,18})/remove", url_name="remove-attachment")
    def remove_attachment(self, request, pk=None, file=None):
        """Take a file off a draft."""
        row = attaching.remove(attachment=self._file(file), by=request.user)
        return Response(serializers.NominationAttachmentSerializer(row).data)

    def _file(self, key: str):
        nomination = self.get_object()
        row = self.as_named(get_object_or_404(nomination.attachments.kept(), pk=key))
        row.nomination = nomination
        return row


class Answers:
    """``cycles/{code}/``: 本次不推荐, who has not answered, and reminding them."""

    @extend_schema(responses=serializers.AbstentionSerializer(many=True))
    @action(detail=True, pagination_class=KeysetPagination)
    def abstentions(self, request, code=None):
        """Who answered that it puts nobody forward, taken back ones among them."""
        rows = Abstention.objects.visible_to(request.user).filter(cycle=self.get_object())
        page = self.paginate_queryset(self.changed(rows).select_related("category", "unit"))
        return self.get_paginated_response(serializers.AbstentionSerializer(page, many=True).data)

    @extend_schema(request=serializers.AbstentionInput, responses=serializers.AbstentionSerializer)
    @action(detail=True, methods=["post"], pagination_class=None)
    def abstain(self, request, code=None):
        """Answer that a unit puts nobody forward in a category; again it is the same answer."""
        category, unit, note = self._asked(request)
        answer = answering.abstain(category=category, unit=unit, note=note, by=request.user)
        return Response(serializers.AbstentionSerializer(answer).data)

    @extend_schema(request=serializers.AbstentionInput, responses=serializers.AbstentionSerializer)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="take-back")
    def take_back(self, request, code=None):
        """Take that answer back while forms are taken."""
        category, unit, _note = self._asked(request)
        rows = Abstention.objects.visible_to(request.user).standing().filter(category=category, unit=unit)
        answer = get_object_or_404(rows.select_related("unit"))
        answer.category = category
        return Response(serializers.AbstentionSerializer(answering.take_back(answer=answer, by=request.user)).data)

    @extend_schema(parameters=[CITY], responses=serializers.MissingOutput(many=True))
    @action(detail=True, pagination_class=None)
    def missing(self, request, code=None):
        """Units that have neither put anybody forward nor answered: the office's own reporters, or the counties of a city."""
        cycle = self.get_object()
        key = request.query_params.get("unit")
        city = get_object_or_404(Unit.objects.active().filter(level=Level.CITY, code=key)) if key else None
        if not request.user.holds(*OFFICE, over=city or cycle.unit):
            raise Http404
        return Response([serializers.missing_row(one) for one in missing_of(cycle, city)])

    @extend_schema(request=serializers.RemindInput, responses=serializers.RemindOutput)
    @action(detail=True, methods=["post"], pagination_class=None)
    def remind(self, request, code=None):
        """Remind units that have not answered: all, or those named; a city names itself in ``city``."""
        data = valid(serializers.RemindInput, request)
        city = get_object_or_404(Unit.objects.visible_to(request.user), code=data["city"]) if data["city"] else None
        found = reminding.remind(cycle=self.get_object(), city=city, codes=data["units"] or None, by=request.user)
        return Response({"reminded": [one.code for one in found.units], "unreached": [one.code for one in found.unreached]})

    def _asked(self, request):
        data = valid(serializers.AbstentionInput, request)
        cycle = self.get_object()
        category = get_object_or_404(cycle.categories.select_related("cycle"), key=data["category"])
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=data["unit"])
        return category, unit, data["note"]
