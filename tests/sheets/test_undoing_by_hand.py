"""Institutions are undone with their units; pages, REST and the command answer alike."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from rest_framework.test import APIClient

from portal.kit.errors import DependedOn
from portal.sheets import actions
from portal.sheets.models import PriorRow
from portal.units.models import Unit
from programs.models import InstitutionRanking, TrainingInstitution
from tests import factories
from tests.sheets.flow import bring, keep

HEADINGS = ["机构代码", "机构名称", "联系人", "联系方式"]
CENTRE = ["PX01", "温州培训中心", "陈老师", "13900000001"]


@pytest.fixture
def institution_sheet(wenzhou, wenzhou_bureau):
    def save(*rows, name="机构.xlsx", unit=wenzhou):
        return keep(bring("institutions", [HEADINGS, *rows], unit=unit, by=wenzhou_bureau, name=name), by=wenzhou_bureau)

    return save


def stored():
    names = ("unit__code", "unit__name", "unit__state", "contact", "phone", "state")
    return list(TrainingInstitution.objects.order_by("unit__code").values_list(*names))


def test_new_institutions_are_void_with_their_units_and_changed_ones_as_before(institution_sheet, wenzhou_bureau):
    first = institution_sheet(CENTRE)
    second = institution_sheet(["PX01", "温州中心", "林老师", "13900000002"], ["PX02", "另一中心", None, None])

    actions.undo(upload=second, by=wenzhou_bureau)

    assert stored() == [
        ("PX01", "温州培训中心", "active", "陈老师", "13900000001", "current"),
        ("PX02", "另一中心", "closed", "", "", "void"),
    ]
    assert TrainingInstitution.objects.get(unit__code="PX01").upload == first
    actions.undo(upload=first, by=wenzhou_bureau)
    assert [row[2] for row in stored()] == ["closed", "closed"]


def test_a_unit_that_had_no_row_of_its_own_has_a_void_one_after_the_undo(institution_sheet, wenzhou):
    factories.unit("PX01", "培训中心", "institution", wenzhou)

    actions.undo(upload=institution_sheet(CENTRE), by=None)

    assert stored() == [("PX01", "培训中心", "active", "", "", "void")]


def test_an_institution_taken_back_comes_back_under_the_right_unit(institution_sheet, yueqing):
    actions.undo(upload=institution_sheet(CENTRE), by=None)

    again = institution_sheet(CENTRE, unit=yueqing)

    unit = Unit.objects.get(code="PX01")
    assert (again.counts["new"], unit.parent, unit.path) == (1, yueqing, f"{yueqing.path}PX01/")
    assert stored() == [("PX01", "温州培训中心", "active", "陈老师", "13900000001", "current")]


def test_prior_values_keep_personal_ones_under_the_field_key(institution_sheet):
    institution_sheet(CENTRE)
    institution_sheet(["PX01", "温州培训中心", "林老师", "13900000002"])

    kept = json.dumps(list(PriorRow.objects.values_list("values", flat=True)), ensure_ascii=False)

    assert "温州培训中心" in kept
    assert [text for text in ("13900000001", "13900000002", "陈老师", "林老师") if text in kept] == []


@pytest.fixture
def depended_on(institution_sheet, periods):
    upload = institution_sheet(CENTRE)
    InstitutionRanking.objects.create(unit=Unit.objects.get(code="PX01"), period=periods[0], rank=1)
    return upload


REASON = "“温州培训中心”之下已有综合评价结果 1 条，不能撤销单位。请先处理这些内容。"


def test_later_work_on_an_institution_forbids_the_undo(depended_on, wenzhou_bureau):
    with pytest.raises(DependedOn, match=REASON):
        actions.undo(upload=depended_on, by=wenzhou_bureau)

    assert [(row[2], row[5]) for row in stored()] == [("active", "current")]


def test_the_page_tells_why_and_undoes_once_nothing_stands_on_it(depended_on, client, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    assert "新增的 1 行将作废并撤销单位。确定撤销吗？" in client.get(depended_on.get_absolute_url()).content.decode()

    refused = client.post(reverse("sheets:undo", args=[depended_on.pk]), follow=True)
    InstitutionRanking.objects.update(state="void")
    undone = client.post(reverse("sheets:undo", args=[depended_on.pk]), follow=True)

    assert REASON in refused.content.decode()
    assert "内容恢复到导入之前" in undone.content.decode()


def test_rest_tells_why_and_undoes_once_nothing_stands_on_it(depended_on, wenzhou_bureau):
    api = APIClient()
    api.force_authenticate(wenzhou_bureau)

    refused = api.post(f"/api/v1/imports/{depended_on.pk}/undo/")
    InstitutionRanking.objects.update(state="void")
    undone = api.post(f"/api/v1/imports/{depended_on.pk}/undo/")

    assert (refused.status_code, refused.json()["code"], refused.json()["detail"]) == (422, "depended_on", REASON)
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")


def test_the_command_tells_why_and_undoes_once_nothing_stands_on_it(depended_on, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("undo_import", str(depended_on.pk), "--json")
    refused = json.loads(capsys.readouterr().out.splitlines()[-1])
    InstitutionRanking.objects.update(state="void")
    call_command("undo_import", str(depended_on.pk), "--json", "--as", "wenzhou")
    undone = json.loads(capsys.readouterr().out.splitlines()[-1])

    assert (ended.value.code, refused["code"], refused["detail"]) == (1, "depended_on", REASON)
    assert (undone["upload"], undone["state"]) == (depended_on.pk, "undone")
