"""The world of the authorisation test: two lines of units, each with one of everything, and everybody who may look.

It is built once for the module inside one transaction; every request of the walk is rolled back by itself.
"""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.template.base import Template

from awards.actions import eligibility
from awards.models import AwardCycle
from programs.loading import load_notice
from tests import factories
from tests.authorisation.things import one_of_everything
from tests.awards.conftest import CITIES, NOTICE, open_for_a_week


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Both lines, the people of the own line, and those of the province."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build()
        transaction.set_rollback(True)


def _build():
    province = factories.unit("330000", "浙江省", "province")
    cities = {code: factories.unit(code, name, "city", province) for code, name in CITIES.items()}
    load_notice(file=NOTICE.read_bytes(), by=None)
    cycle = open_for_a_week(AwardCycle.objects.get(code="zj-2023"))
    own = one_of_everything("own", cities["330300"], cycle)
    foreign = one_of_everything("foreign", cities["330100"], cycle)
    eligibility.score_cycle(cycle=cycle, by=None)
    return SimpleNamespace(own=own, foreign=foreign, people=_people(own, province))


def _people(own, province):
    """One person of each kind, and one whose account is closed."""
    places = {
        "teacher": (own.school, "teacher"),
        "school_admin": (own.school, "school_admin"),
        "cio": (own.school, "cio"),
        "county": (own.county, "bureau"),
        "county_leader": (own.county, "bureau_leader"),
        "city": (own.city, "bureau"),
        "province": (province, "office"),
        "institution": (own.institution, "institution"),
        "expert": (province, "expert"),
        "client": (own.city, "client"),
        "sysadmin": (province, "sysadmin"),
        "secadmin": (province, "secadmin"),
        "auditor": (province, "auditor"),
        "nobody": (),
    }
    people = {name: factories.user(f"p-{name}", *place, name=name) for name, place in places.items()}
    people["disabled"] = factories.user("p-disabled", own.county, "bureau", is_active=False)
    return people | {"anonymous": None}


@pytest.fixture(autouse=True)
def quiet_walk(caplog, monkeypatch):
    """A walk's thousands of refusals fill no log, its pages keep no contexts."""
    caplog.set_level("CRITICAL", "django.request")
    monkeypatch.setattr(Template, "_render", lambda page, context: page.nodelist.render(context))
