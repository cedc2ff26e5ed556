"""Which lists are read as plain values, and which keep their serializer because it computes something."""

import pytest
from rest_framework import serializers

from portal.kit.rest_fields import MaskedField
from portal.kit.rest_rows import plain_rows
from portal.units.models import Unit


class Plain(serializers.ModelSerializer):
    parent = serializers.SlugRelatedField(slug_field="code", read_only=True)
    above = serializers.CharField(source="parent.parent.name", read_only=True)
    hidden = MaskedField(source="code")
    secret = serializers.CharField(write_only=True)

    class Meta:
        model = Unit
        fields = ["id", "name", "parent", "above", "hidden", "secret", "counts_for_quota", "updated_at"]


class Method(serializers.ModelSerializer):
    bureau = serializers.SerializerMethodField()

    class Meta:
        model = Unit
        fields = ["code", "bureau"]


class Property(serializers.ModelSerializer):
    bureau = serializers.CharField(read_only=True)

    class Meta:
        model = Unit
        fields = ["code", "bureau"]


class OwnWords(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ["code"]

    def to_representation(self, unit):
        return {"code": unit.code[::-1]}


class Below(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ["code", "children"]


def test_columns_of_the_row_and_of_what_it_points_to_are_told_as_the_serializer_tells_them(yueqing):
    plain, unit = plain_rows(Plain, Unit), Unit.objects.get(pk=yueqing.pk)

    [row] = plain.of(Unit.objects.filter(pk=yueqing.pk), ["-code", "path", "pk"])
    told = plain.told([row])[0]

    expected = Plain(unit).data
    assert told | {"updated_at": told["updated_at"].isoformat()} == expected
    assert (told["parent"], told["above"], told["hidden"], row[-3:]) == (
        *("330300", "浙江省", "3****2"),
        (yueqing.code, yueqing.path, yueqing.pk),
    )


def test_a_missing_relation_is_null(zhejiang):
    plain = plain_rows(Plain, Unit)

    [row] = plain.of(Unit.objects.filter(pk=zhejiang.pk), ["pk"])

    told = plain.told([row])[0]
    assert (told["parent"], told["above"]) == (None, None)


@pytest.mark.parametrize("serializer", [Method, Property, OwnWords, Below])
def test_what_a_serializer_computes_is_left_to_it(serializer):
    assert plain_rows(serializer, Unit) is None
