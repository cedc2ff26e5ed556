from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.kit.numbers import plain_hundredths
from portal.kit.text import mask


@extend_schema_field({"type": "string", "pattern": r"^\d+(\.\d{1,2})?$", "example": "91.4"})
class HundredthsField(serializers.Field):
    """Whole hundredths as a decimal string: 9140 → "91.4"."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value):
        return plain_hundredths(value)


class MaskedField(serializers.CharField):
    """A personal number by its first and last character."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value):
        return mask(value)
