"""Reading the OpenAPI document as a strict client would: addresses to ask, and the shape each answer has to have."""

from datetime import date, datetime
from urllib.parse import urlsplit

from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

JSON = "application/json"
ROWS_TRIED = 3
FORMATS = FormatChecker(formats=())


@FORMATS.checks("uri")
def _is_address(value) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


@FORMATS.checks("date", raises=ValueError)
def _is_day(value) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def drawn_up() -> tuple[dict, list[str]]:
    """The document, and what drawing it up warned of."""
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        document = SchemaGenerator().get_schema(request=None, public=True)
    told = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    GENERATOR_STATS.reset()
    return document, told


def strict(schema):
    """An OpenAPI 3.0 schema as JSON Schema: ``nullable`` is one type more, and an object has the fields it lists alone."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: strict(value) for key, value in schema.items() if key != "nullable"}
    if "properties" in told and told.get("type") == "object":
        told.setdefault("additionalProperties", False)
    return {"anyOf": [told, {"type": "null"}]} if schema.get("nullable") is True else told


class Described:
    """The document held against what the portal answers one person.

    ``words`` are what to ask with where the document requires it. ``faults`` tells where they differ, ``asked`` which addresses
    answered, ``shown`` the rows of each list that had any.
    """

    def __init__(self, document: dict, person, words: dict):
        self.faults, self.asked, self.shown, self.words = [], set(), {}, words
        self.components = {"components": {"schemas": strict(document["components"]["schemas"])}}
        self.reading = {path: one["get"] for path, one in document["paths"].items() if JSON in told_by(one)}
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)

    def take(self) -> "Described":
        """Ask every address, those that name a row of a list for the list's first rows, and hold each answer against its shape."""
        for path in sorted(self.reading, key=lambda path: path.count("{")):
            for url in self.addresses(path):
                self.hold(url, path)
        return self

    def addresses(self, path: str) -> list[str]:
        """The path itself, or as it names the rows of the list above its last variable; none where there was no row."""
        asked = [one["name"] for one in self.reading[path].get("parameters", []) if one["in"] == "query" and one.get("required")]
        query = "?" + "&".join(f"{name}={self.words[name]}" for name in asked) if asked else ""
        above, brace, rest = path.rpartition("{")
        if not brace:
            return [path + query]
        name, below = rest.split("}")
        named = [(url.partition("?")[0], row) for url, row in self.shown.get(above, [])[:ROWS_TRIED]]
        return [f"{url}{row.get(name) or row.get('code') or next(iter(row.values()))}{below}{query}" for url, row in named]

    def hold(self, url: str, path: str) -> None:
        """Ask ``url``, note what differs from the shape of ``path``, and keep its rows if it is a list."""
        response = self.client.get(url)
        if response.status_code != 200:
            return
        self.asked.add(path)
        answer, said = response.json(), self.reading[path]["responses"]["200"]
        shape = strict(said["content"][JSON]["schema"]) | self.components
        for error in Draft202012Validator(shape, format_checker=FORMATS).iter_errors(answer):
            self.blame(path, ".".join(str(step) for step in error.absolute_path if isinstance(step, str)), error.message)
        if "ETag" in said.get("headers", {}) and "ETag" not in response.headers:
            self.blame(path, "", "no ETag")
        if isinstance(answer, dict) and isinstance(answer.get("results"), list) and answer["results"]:
            self.shown.setdefault(path, []).extend((url, row) for row in answer["results"])

    def blame(self, path: str, place: str, fault: str) -> None:
        if (told := f"{path} {place}: {fault[:200]}") not in self.faults:
            self.faults.append(told)


def told_by(operations: dict) -> dict:
    """What reading an address answers, by media type."""
    return operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
