"""The OpenAPI document is true: a client made from it understands every answer and leaves out nothing an act asks for."""

from types import SimpleNamespace

import pytest
from django.test import Client
from drf_spectacular.generators import EndpointEnumerator
from drf_spectacular.settings import spectacular_settings
from rest_framework import serializers
from rest_framework.fields import empty

from portal.kit import schema
from portal.kit.exports import XLSX
from programs.api.tasks import TaskReasonInput
from tests.authorisation.described import Described, drawn_up
from tests.authorisation.described_things import filled_up
from tests.authorisation.policy import POLICY
from tests.authorisation.walking import Walk, routes

pytestmark = pytest.mark.django_db
MADE, STALE, VERSION_MISSING = 201, 412, 428
ACTING = ("county", "province", "institution")
FIRST_WITHOUT = ("institution-profile-detail", "put")  # there is no version of what an institution has not told yet
QUOTA = "/api/v1/cycles/{code}/quotas/{category}/{unit}/"


@pytest.fixture(scope="module")
def document():
    return drawn_up()[0]


@pytest.fixture(scope="module")
def full(world):
    """The world with a row in every list, and what to ask with where the document requires something."""
    filled_up(world)
    words = {"unit": world.own.county.code, "other": world.foreign.county.code, "cycle": world.own.nomination.cycle.code}
    return SimpleNamespace(office=world.people["province"], clerk=world.own.clerk, words=words | {"before": 1, "after": 1})


def test_drawing_the_document_up_warns_of_nothing():
    assert drawn_up()[1] == []


def test_two_shapes_of_one_name_are_noticed(monkeypatch):
    monkeypatch.setattr(TaskReasonInput, "_spectacular_annotation", {"component_name": "CensusReasonInput"}, raising=False)
    assert any("identical names" in told for told in drawn_up()[1])


def test_every_answer_has_the_shape_the_document_gives(document, full, world):
    office, clerk = (Described(document, person, full.words).take() for person in (full.office, full.clerk))
    office.hold(QUOTA.format(code="zj-2023", category="county_unit", unit=world.own.city.code), QUOTA)
    lists = {path for path, one in office.reading.items() if "cursor" in {said["name"] for said in one.get("parameters", [])}}

    assert office.faults + clerk.faults == []
    assert office.reading.keys() - office.asked - clerk.asked == set(), "nobody was answered there"
    assert lists - office.shown.keys() - clerk.shown.keys() == set(), "no row to look at: add one to described_things.py"


def test_a_null_that_the_document_forbids_is_noticed(full, monkeypatch):
    monkeypatch.setattr(schema, "may_be_null", lambda field: False)
    faults = Described(drawn_up()[0], full.office, full.words).take().faults

    for place in ("/units/ results.parent", "/filings/ results.covered_by", "/activities/{id}/people/ results.teacher"):
        assert [told for told in faults if f"{place}: None is not of type" in told], place


def test_an_empty_choice_that_the_document_forbids_is_noticed(full, monkeypatch):
    monkeypatch.setattr(spectacular_settings, "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE", False)
    faults = Described(drawn_up()[0], full.office, full.words).take().faults

    for place in ("/showcases/ results.theme", "/collections/ results.gate", "/notices/ results.urgency"):
        assert [told for told in faults if f"{place}: '' is not one of" in told], place


def naming_a_version(document) -> dict[tuple[str, str], bool]:
    """The operations with ``If-Match``, by the name of their address and their method, and whether it is required."""
    named, found = {route: name for name, route in routes()}, {}
    for path, route, method, _view in EndpointEnumerator().get_api_endpoints():
        operation = document["paths"].get(path.replace("{pk}", "{id}"), {}).get(method.lower(), {})
        for parameter in operation.get("parameters", []):
            if parameter["name"] == "If-Match":
                found[named[route], method.lower()] = parameter.get("required", False)
    return found


def answers_to_acts(world, headers) -> dict[tuple[str, str], set[tuple[int, bool]]]:
    """What the acts of the policy over REST answer those to whom they are open: the status, and whether with an ETag."""
    rest, told = {name for name, route in routes() if route.startswith("api/v1/")}, {}
    for principal in ACTING:
        walk = Walk(world, principal)
        walk.client = Client(raise_request_exception=False, headers=headers)
        walk.client.force_login(world.people[principal])
        lines = ((name, line) for name, lines in POLICY.items() if name in rest for line in lines if line.method != "get")
        for name, line in lines:
            if principal in line.own:
                answer = walk.ask(name, line, "own")
                told.setdefault((name, line.method), set()).add((answer.status, "ETag" in answer.response.headers))
    return told


def test_acts_that_ask_for_a_version_and_no_others_say_so_and_what_is_made_tells_its_own(document, full, world):
    told, required = answers_to_acts(world, {}), {act for act, must in naming_a_version(document).items() if must}
    demanding = {act for act, answers in told.items() if (VERSION_MISSING, False) in answers}

    assert required - demanding == set(), "answered without a version"
    assert demanding - required == {FIRST_WITHOUT}
    assert {act for act, answers in told.items() if (MADE, False) in answers} == set()


def test_acts_that_compare_a_version_and_no_others_say_so(document, full, world):
    told, naming = answers_to_acts(world, {"If-Match": '"0"'}), naming_a_version(document).keys()
    comparing = {act for act, answers in told.items() if (STALE, False) in answers}

    assert comparing - naming == set(), "compared in silence"
    assert naming & told.keys() - comparing == set(), "not compared"


def every_model_serializer(base=serializers.ModelSerializer):
    """Those of the portal; other tests have some of their own."""
    for one in base.__subclasses__():
        if hasattr(one, "Meta") and not one.__module__.startswith(("rest_framework", "tests")):
            yield one
        yield from every_model_serializer(one)


def leads_over_nothing(model, steps) -> bool:
    """Whether one of the relations on the way to a value may be empty."""
    for step in steps[:-1]:
        relation = next((one for one in model._meta.get_fields() if one.name == step), None)
        if relation is None or not relation.concrete or relation.related_model is None:
            return False
        if relation.null:
            return True
        model = relation.related_model
    return False


def test_no_field_is_left_out_where_the_way_to_its_value_ends():
    faults = [
        f"{one.__name__}.{name}"
        for one in every_model_serializer()
        for name, field in one().fields.items()
        if leads_over_nothing(one.Meta.model, field.source_attrs) and field.default is empty and not field.allow_null
    ]
    assert faults == [], "give a default: without it the key itself is missing"


@pytest.mark.parametrize(
    ("path", "method", "headers", "told"),
    [
        ("/api/v1/groups/", "post", {"Idempotency-Key": False}, ("201",)),
        ("/api/v1/groups/{id}/put-aside/", "post", {"Idempotency-Key": False, "If-Match": False}, ()),
        ("/api/v1/groups/{id}/", "patch", {"If-Match": True}, ("200",)),
        ("/api/v1/groups/{id}/", "get", {}, ("200",)),
        ("/api/v1/groups/", "get", {}, ()),
        ("/api/v1/documents/{number}/revoke/", "post", {"Idempotency-Key": False, "If-Match": True}, ()),
        ("/api/v1/institution-profiles/{code}/", "put", {"If-Match": False}, ("200",)),
    ],
)
def test_headers_are_said_where_they_count(document, path, method, headers, told):
    operation = document["paths"][path][method]

    said = {one["name"]: one.get("required", False) for one in operation.get("parameters", []) if one["in"] == "header"}

    assert said == headers
    assert tuple(code for code, answer in operation["responses"].items() if "ETag" in answer.get("headers", {})) == told


def test_reports_are_told_as_files_too(document):
    content = document["paths"]["/api/v1/reports/awards/"]["get"]["responses"]["200"]["content"]
    assert list(content) == ["application/json", "text/csv", XLSX]
