"""JSON on the wire: read strictly, written fast."""

import json

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework import parsers, renderers
from rest_framework.exceptions import ParseError


class JSONRenderer(renderers.JSONRenderer):
    """JSON by orjson: UTF-8, decimals and lazy texts as strings."""

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"" if data is None else orjson.dumps(data, default=str)


def _pairs(pairs):
    keys = [key for key, _value in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("duplicate key")
    return dict(pairs)


def _refuse_constant(text):
    raise ValueError(f"{text} is not JSON")


def _finite(text):
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("number out of range")
    return number


class StrictJSONParser(parsers.JSONParser):
    """JSON as the standard has it: UTF-8 without BOM, no repeated keys, no NaN, no numbers out of range, no half characters."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            text = stream.read().decode("utf-8")
            found = json.loads(text, object_pairs_hook=_pairs, parse_constant=_refuse_constant, parse_float=_finite)
            if "\\u" in text:  # only so can half of a surrogate pair come in, which no text, database or answer can hold
                json.dumps(found, ensure_ascii=False).encode("utf-8")
            return found
        except (ValueError, RecursionError):
            raise ParseError(_("请求体不是有效的 JSON。")) from None
