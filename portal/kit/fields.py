import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from portal.kit.crypto import decrypt, encrypt


class EncryptedField(models.TextField):
    """Text that stands encrypted in the database and plain in Python; equality is asked of a fingerprint column beside it."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value


class EncryptedJSONField(EncryptedField):
    """Lists and mappings that may hold people's numbers, encrypted as a whole; nothing can be asked of their inside."""

    def get_prep_value(self, value):
        return super().get_prep_value(json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder))

    def from_db_value(self, value, expression, connection):
        return json.loads(super().from_db_value(value, expression, connection)) if value else None

    def to_python(self, value):
        return value


class PathField(models.CharField):
    """A unit's path, compared byte by byte so that a subtree is one index range on both databases."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
