"""The phone a teacher signs in with goes with the one registered of him, by page and by roster."""

import pytest
from django.urls import reverse

from portal.accounts.models import Message, User
from portal.audit.models import Change
from portal.sheets.actions import undo
from schools.actions import people as changes
from schools.actions.accounts import open_accounts
from schools.models import Teacher
from tests import factories
from tests.schools import people
from tests.sheets.flow import bring, keep

NEW = "13900139009"


@pytest.fixture
def account(lin, first_clerk):
    """林小雨's account, opened with the phone of the roster."""
    open_accounts(teachers=[lin], by=first_clerk)
    return User.objects.get(teacher=lin)


def phone_of(account) -> str:
    return User.objects.get(pk=account.pk).phone


def roster(*rows):
    return [["姓名", "证件号码", "手机号", "学段"], *([*row, "小学"] for row in rows)]


def test_a_phone_corrected_on_the_page_is_the_one_to_sign_in_with(client, lin, account, first_clerk):
    changes.revise(teacher=lin, values={"phone": NEW}, by=first_clerk)

    assert User.objects.with_phone(NEW).get() == account
    change = Change.objects.get(event__verb="account.phone_changed")
    assert (change.object_id, change.before, change.after) == (str(account.pk), "1*********1", "1*********9")
    assert Message.objects.get(user=account).text.startswith("您的登录手机号已随名册更正")


def test_a_registration_without_phone_takes_none_away(lin, account, first_clerk):
    changes.revise(teacher=lin, values={"phone": ""}, by=first_clerk)

    assert phone_of(account) == "13800138001"


def test_a_number_another_signs_in_with_stays_with_him_and_the_page_says_so(client, lin, account, first_clerk, xihu_bureau):
    factories.user("other", lin.unit, "cio", phone=NEW)
    client.force_login(first_clerk)
    address = reverse("schools:teacher-edit", args=[lin.code])
    form = {name: str(value or "") for name, value in client.get(address).context["form"].initial.items()}

    answer = client.post(address, form | {"phone": NEW}, follow=True)

    assert (Teacher.objects.get(pk=lin.pk).phone, phone_of(account)) == (NEW, "13800138001")
    assert "登录手机号没有随之改变" in answer.content.decode()


def test_who_has_a_post_out_of_reach_keeps_his_phone(lin, account, first_clerk, yueqing, yueqing_bureau):
    factories.post(account, yueqing, "bureau")

    changes.revise(teacher=lin, values={"phone": NEW}, by=first_clerk)
    kept = phone_of(account)
    changes.revise(teacher=lin, values={"phone": "13900139008"}, by=yueqing_bureau)

    assert (kept, phone_of(account)) == ("13800138001", "13900139008")


def test_two_who_changed_numbers_with_each_other_both_sign_in_with_the_new_one(lin, account, first_school, first_clerk):
    Teacher.objects.filter(pk=lin.pk).update(phone_key=people.fingerprint("13800138001"))
    chen = people.teacher(first_school, "陈默", 2, phone="13800138002", phone_key=people.fingerprint("13800138002"))
    open_accounts(teachers=[chen], by=first_clerk)
    other = User.objects.get(teacher=chen)
    rows = roster(["林小雨", people.id_number(1), "13800138002"], ["陈默", people.id_number(2), "13800138001"])

    upload = keep(bring("roster", rows, unit=first_school, by=first_clerk), by=first_clerk)
    swapped = (phone_of(account), phone_of(other))
    undo(upload=upload, by=first_clerk)

    assert swapped == ("13800138002", "13800138001")
    assert (phone_of(account), phone_of(other)) == ("13800138001", "13800138002")


def test_a_roster_tells_whose_account_keeps_another_number(lin, account, first_school, first_clerk):
    factories.user("other", first_school, "cio", phone=NEW)

    keep(bring("roster", roster(["林小雨", people.id_number(1), NEW]), unit=first_school, by=first_clerk), by=first_clerk)

    assert phone_of(account) == "13800138001"
    assert Message.objects.filter(user=first_clerk, text__startswith="1 人的登录手机号没有随名册改变（林小雨）").count() == 1
