from collections import Counter

import pytest
from django.core.management import call_command
from django.urls import reverse

from credits.actions import abilities as actions
from credits.facts.catalogue import catalogue
from credits.models import MicroAbility
from portal.audit.models import Event
from portal.kit.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def abilities():
    return actions.load_abilities(rows=actions.read_abilities(), by=None)


def test_the_shipped_catalogue_has_thirty_points_worth_194_credits(abilities):
    table = catalogue()

    assert abilities == {"new": 30, "changed": 0, "unchanged": 0, "voided": 0, "retired": 0}
    assert [(row.environment.value, row.count, row.credits) for row in table.rows] == [
        ("multimedia", 13, 6900),
        ("blended", 10, 6300),
        ("smart", 7, 6200),
    ]
    assert [(dimension.value, count, credits) for dimension, count, credits in table.dimensions] == [
        ("learner_analysis", 2, 900),
        ("instructional_design", 7, 3800),
        ("learning_guidance", 14, 9000),
        ("academic_assessment", 7, 5700),
    ]
    assert (table.count, table.credits) == (30, 19400)


def test_the_letter_of_a_point_is_its_environment(abilities):
    letters = Counter((ability.code[0], ability.environment) for ability in MicroAbility.objects.all())

    assert letters == {("A", "multimedia"): 13, ("B", "blended"): 10, ("C", "smart"): 7}


def test_loading_again_changes_nothing(abilities):
    events = Event.objects.count()

    assert actions.load_abilities(rows=actions.read_abilities(), by=None)["unchanged"] == 30
    assert Event.objects.count() == events


def test_a_point_no_longer_named_is_voided_and_one_changed_is_recorded(abilities):
    rows = actions.read_abilities()[:-1]
    rows[0] = {**rows[0], "credits": "5"}

    counts = actions.load_abilities(rows=rows, by=None)

    assert counts == {"new": 0, "changed": 1, "unchanged": 28, "voided": 1, "retired": 0}
    assert MicroAbility.objects.get(code="C7").state == "void"
    change = Event.objects.get(verb="ability.changed").changes.get()
    assert (change.field, change.before, change.after) == ("credits", "400", "500")


def test_a_bad_row_is_refused_by_its_line():
    rows = actions.read_abilities()
    rows[2] = {**rows[2], "dimension": "cooking"}

    with pytest.raises(Refused, match="第 4 行：A3 的维度、环境或学分无法识别。"):
        actions.load_abilities(rows=rows, by=None)

    assert not MicroAbility.objects.exists()


def test_an_audit_failure_undoes_the_load(monkeypatch):
    monkeypatch.setattr("portal.audit.recording.Event.save", lambda *_args, **_more: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.load_abilities(rows=actions.read_abilities(), by=None)

    assert not MicroAbility.objects.exists()


def test_the_command_prints_its_counts(capsys):
    call_command("load_abilities", "--json")

    assert '"new": 30' in capsys.readouterr().out


def test_the_page_asks_once_for_the_catalogue(client, abilities, yueqing_bureau, django_assert_num_queries):
    client.force_login(yueqing_bureau)
    client.get(reverse("credits:ability-list"))

    response = client.get(reverse("credits:ability-list"))

    assert response.context["catalogue"].count == 30
    assert "共 30 个能力点，合计 194 学分" in response.content.decode()


def test_rest_lists_the_points_with_credits_as_decimals(client, abilities, yueqing_bureau):
    client.force_login(yueqing_bureau)

    rows = client.get("/api/v1/abilities/?limit=2").json()["results"]

    assert [(row["code"], row["credits"], row["environment_name"]) for row in rows] == [
        ("A1", "4", "多媒体教学环境"),
        ("A2", "4", "多媒体教学环境"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_rest_asks_the_same_however_many(client, abilities, yueqing_bureau, count, django_assert_num_queries):
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(5):
        rows = client.get(f"/api/v1/abilities/?limit={count}").json()["results"]

    assert len(rows) == count
