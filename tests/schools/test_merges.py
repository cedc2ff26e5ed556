"""Two registrations of one person: proposed by one, confirmed by another."""

import pytest
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from schools.actions import merges as actions
from schools.models import Employment, Merge, Teacher
from tests import factories
from tests.schools import people


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def double(second_school):
    """The same person registered at the second school with another number."""
    return people.teacher(second_school, "林小雨", 2, phone="13800138001", stage="primary")


@pytest.fixture
def colleague(yueqing):
    return factories.user("colleague", yueqing, "bureau")


@pytest.fixture
def proposed(lin, double, yueqing_bureau):
    return actions.propose(keep=lin, drop=double, reason="同一身份证扫描件", by=yueqing_bureau)


def test_another_person_confirms_and_one_registration_is_left(proposed, lin, double, colleague):
    actions.confirm(merge=proposed, by=colleague)

    double.refresh_from_db()
    assert (double.state, double.merged_into) == ("void", lin)
    assert list(Employment.objects.active().values_list("teacher", flat=True)) == [lin.pk]
    assert Employment.objects.get(teacher=double).ending == "merged"


def test_nobody_confirms_his_own(proposed, yueqing_bureau):
    with pytest.raises(Denied):
        actions.confirm(merge=proposed, by=yueqing_bureau)


def test_a_school_does_not_merge_with_another_schools_people(lin, double, first_clerk):
    with pytest.raises(Denied):
        actions.propose(keep=lin, drop=double, reason="同一人", by=first_clerk)


def test_nobody_is_merged_with_himself_or_twice(proposed, lin, double, yueqing_bureau):
    with pytest.raises(Refused):
        actions.propose(keep=lin, drop=lin, reason="同一人", by=yueqing_bureau)
    with pytest.raises(WrongState):
        actions.propose(keep=lin, drop=double, reason="同一人", by=yueqing_bureau)


def test_who_works_somewhere_is_not_merged_into_who_does_not(lin, double, yueqing_bureau):
    Teacher.objects.filter(pk=lin.pk).update(status="left")
    lin.refresh_from_db()

    with pytest.raises(Refused, match="请保留在岗的那一条"):
        actions.propose(keep=lin, drop=double, reason="同一人", by=yueqing_bureau)


def test_what_became_void_meanwhile_is_not_merged(proposed, double, colleague):
    Teacher.objects.filter(pk=double.pk).update(state="void")

    with pytest.raises(WrongState):
        actions.confirm(merge=proposed, by=colleague)
    assert Merge.objects.get().state == "asked"


def test_a_refused_one_may_be_proposed_again(proposed, lin, double, colleague, yueqing_bureau):
    actions.refuse(merge=proposed, by=colleague)

    again = actions.propose(keep=lin, drop=double, reason="补充材料", by=yueqing_bureau)

    assert again.state == "asked"


def test_the_page_proposes_from_namesakes(client, lin, double, yueqing_bureau):
    client.force_login(yueqing_bureau)
    address = reverse("schools:merge-new", args=[lin.code])

    assert f"?other={double.code}" in text(client.get(address))
    client.post(address, {"other": double.code.lower(), "keep": "other", "reason": "同一人"})

    merge = Merge.objects.get()
    assert (merge.keep, merge.drop) == (double, lin)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"other": "AAAAAAAAAAAA"}, "您的管理范围内没有这个行码的登记。"),
        ({"reason": ""}, "必填"),
        ({"keep": "both"}, "选择"),
    ],
)
def test_what_cannot_be_is_said(client, lin, double, yueqing_bureau, changes, said):
    client.force_login(yueqing_bureau)
    sent = {"other": double.code, "keep": "this", "reason": "同一人"} | changes

    response = client.post(reverse("schools:merge-new", args=[lin.code]), sent)

    assert response.status_code == 422
    assert said in text(response)


def test_a_registration_out_of_reach_is_as_one_that_is_not(client, lin, far_school, yueqing_bureau):
    other = people.teacher(far_school, "林小雨", 3)
    client.force_login(yueqing_bureau)

    response = client.post(reverse("schools:merge-new", args=[lin.code]), {"other": other.code, "keep": "this", "reason": "同一人"})

    assert "您的管理范围内没有这个行码的登记。" in text(response)
    assert "西湖" not in text(response)


def test_the_page_marks_what_differs(client, proposed, colleague, lin, double):
    client.force_login(colleague)

    response = client.get(proposed.get_absolute_url())

    differing = {str(label) for label, _keep, _drop, differs in response.context["lines"] if differs}
    assert differing == {"学校", "证件号码", "任教学科"}
    assert lin.id_number not in text(response)
    assert "确认是同一人" in text(response)


def test_the_proposer_is_told_to_wait(client, proposed, yueqing_bureau):
    client.force_login(yueqing_bureau)

    page = text(client.get(proposed.get_absolute_url()))

    assert "须由另一位有权限的同事或上级复核" in page
    assert "确认是同一人" not in page


def test_the_page_confirms(client, proposed, colleague, double, lin):
    client.force_login(colleague)

    response = client.post(reverse("schools:merge-confirm", args=[proposed.pk]), follow=True)

    assert "已合并" in text(response)
    assert Event.objects.filter(verb="merge.done").exists()
    page = text(client.get(double.get_absolute_url()))
    assert "这条登记已并入" in page
    assert lin.code in page


def test_the_page_refuses(client, proposed, colleague):
    client.force_login(colleague)

    client.post(reverse("schools:merge-refuse", args=[proposed.pk]))

    assert Merge.objects.get().state == "refused"


def test_others_do_not_see_it(client, proposed, first_clerk, xihu_bureau):
    for person in (first_clerk, xihu_bureau):
        client.force_login(person)
        assert client.get(proposed.get_absolute_url()).status_code == 404
        assert client.get(reverse("schools:merge-list")).context["page"].rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, first_school, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        keep, drop = (people.teacher(first_school, f"人{number}", 2 * number + one) for one in (0, 1))
        actions.propose(keep=keep, drop=drop, reason="同一人", by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(6):
        response = client.get(reverse("schools:merge-list"))

    assert len(response.context["page"].rows) == count
