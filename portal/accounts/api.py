from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.models import Post, User


class OwnPostSerializer(serializers.ModelSerializer):
    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)

    class Meta:
        model = Post
        fields = ["role", "unit", "unit_name", "starts_on", "ends_on"]


class MeSerializer(serializers.ModelSerializer):
    posts = OwnPostSerializer(source="current_posts", many=True, read_only=True)

    class Meta:
        model = User
        fields = ["username", "name", "posts"]


class MeView(APIView):
    """Whom the token speaks for, and the posts it may act with today."""

    @extend_schema(responses=MeSerializer, operation_id="me_retrieve")
    def get(self, request):
        return Response(MeSerializer(request.user).data)


def routes(router):
    """Nothing here is a list."""


urlpatterns = [path("me/", MeView.as_view(), name="me")]
