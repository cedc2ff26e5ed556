"""In whose name a selection is announced."""

import pytest
from django.urls import reverse

from awards.models import AwardCycle
from programs.models import Notice

OFFICE = "浙江省中小学教师信息技术应用能力提升工程实施指导办公室"


def test_the_zhejiang_selection_is_announced_by_the_office_that_signed_its_notice(cycle):
    assert cycle.office_name == OFFICE


def test_another_notice_is_announced_by_its_own_signatory(cycle):
    Notice.objects.filter(pk=cycle.notice_id).update(signed_by="松阳县教育局")

    assert AwardCycle.objects.get(pk=cycle.pk).office_name == "松阳县教育局"


def test_without_a_signatory_it_is_the_unit_s_own_office(cycle, wenzhou):
    Notice.objects.filter(pk=cycle.notice_id).update(signed_by="")
    AwardCycle.objects.filter(pk=cycle.pk).update(unit=wenzhou)

    assert AwardCycle.objects.get(pk=cycle.pk).office_name == "温州市教育局"


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_asks_the_same_however_many(client, running, zhejiang, count, django_assert_num_queries):
    for number in range(count - 1):
        running.pk, running.code, running._state.adding = None, f"{number:016}", True
        running.save()

    with django_assert_num_queries(2):
        page = client.get(reverse("awards:notice-list")).content.decode()

    assert page.count(OFFICE) == count
