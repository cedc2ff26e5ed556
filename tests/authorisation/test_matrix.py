"""Every address, opened as everybody: what is not theirs is not there, and nothing foreign shows anywhere."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from drf_spectacular.generators import EndpointEnumerator

from awards.models import Nomination
from credits.models import TrainingHours
from portal.accounts.actions import issue_token
from portal.accounts.models import PostQuerySet
from portal.audit.models import Event
from portal.documents.models import Document, DocumentQuerySet, IncomingScan
from portal.jobs.models import Job
from portal.sheets.models import Upload
from portal.units.models import Unit
from programs.models import Activity, Filing, FundSource, Group, InstitutionChoice, MediaReport, Notice, Showcase, Task
from schools.models import Census, Merge, RosterReport, Teacher, Transfer
from tests.authorisation.policy import POLICY, PRINCIPALS
from tests.authorisation.walking import Walk, routes

pytestmark = pytest.mark.django_db
UNSCOPED = {
    things: type(model.objects.all())
    for things, model in {
        "hours|selection|credit|assessment": TrainingHours,
        "document": Document,
        "incoming": IncomingScan,
        "group": Group,
        "choice": InstitutionChoice,
        "source": FundSource,
        "visit": Activity,
        "event": Event,
        "job|batch": Job,
        "county": Unit,
        "media": MediaReport,
        "nomination|draft": Nomination,
        "notice": Notice,
        "task": Task,
        "filing": Filing,
        "showcase": Showcase,
        "upload": Upload,
        "teacher": Teacher,
        "transfer": Transfer,
        "merge": Merge,
        "census": Census,
        "report": RosterReport,
    }.items()
}


def test_every_address_has_a_line():
    found = {name for name, _route in routes()}
    assert found - set(POLICY) == set(), "add a line to tests/authorisation/policy/"
    assert set(POLICY) - found == set(), "lines of addresses that are gone"


def test_every_operation_of_the_api_has_a_line():
    named = {route: name for name, route in routes()}
    operations = {(named[route], method.lower()) for _path, route, method, _view in EndpointEnumerator().get_api_endpoints()}
    lined = {(name, line.method) for name, lines in POLICY.items() for line in lines}
    assert operations - lined == set(), "add a line for the method to tests/authorisation/policy/"


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_the_policy_holds_for(principal, world):
    faults = Walk(world, principal).take()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("things", UNSCOPED)
def test_the_matrix_notices_a_missing_scope(things, world, monkeypatch):
    monkeypatch.setattr(UNSCOPED[things], "visible_to", lambda rows, user: rows)
    named = re.compile(r"\{(" + things + r")\.\w+\}")
    faults = Walk(world, "county").take(lambda name, line: any(named.search(text) for text in (*line.args, line.query)))
    assert any("should be 404" in fault for fault in faults)
    assert any("shows 金丝雀乙" in fault for fault in faults)


@pytest.mark.parametrize(
    ("rows", "lists"),
    [(DocumentQuerySet, ("documents:document-list", "document-list")), (PostQuerySet, ("accounts:post-list",))],
    ids=["documents", "posts"],
)
def test_the_matrix_notices_a_list_without_scope(rows, lists, world, monkeypatch):
    monkeypatch.setattr(rows, "visible_to", lambda rows, user: rows)
    faults = Walk(world, "teacher").take(lambda name, line: name in lists)
    assert len([fault for fault in faults if "shows 金丝雀乙" in fault]) == sum(len(POLICY[name]) for name in lists)


@pytest.mark.parametrize("principal", ["county", "disabled"])
def test_a_token_opens_what_its_holder_may_open(principal, world):
    person, asked = world.people[principal], {"foreign": [], "own": []}
    _token, secret = issue_token(user=person, name="x", scope="read", days=1, by=None)
    for side, statuses in asked.items():
        address = reverse("nomination-detail", args=[getattr(world, side).nomination.pk])
        statuses.append(Client(headers={"Authorization": f"Bearer {secret}"}).get(address).status_code)
    assert asked == ({"foreign": [404], "own": [200]} if principal == "county" else {"foreign": [401], "own": [401]})
