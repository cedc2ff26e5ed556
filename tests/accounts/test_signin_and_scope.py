import pytest
from django.contrib.auth import authenticate

from portal.accounts.models import User
from tests import factories


@pytest.mark.parametrize("name", ["lin", "13900000001", "1133000001-0007"])
def test_one_signs_in_by_user_name_phone_or_school_code_and_staff_number(yueqing, name):
    school = factories.unit("1133000001", "某小学", "school", yueqing)
    person = factories.user("lin", phone="13900000001")
    factories.post(person, school, "teacher", staff_number="0007")

    assert authenticate(None, username=name, password="pass-word-9") == person
    assert authenticate(None, username=name, password="wrong") is None


def test_a_phone_stands_encrypted_in_the_database(db, django_assert_num_queries):
    factories.user("lin", phone="13900000001")

    stored = User.objects.extra(select={"raw": "phone"}).values_list("raw", flat=True).get()

    assert "13900000001" not in stored
    assert User.objects.get().phone == "13900000001"


def test_an_ended_post_reaches_nothing(yueqing, yueqing_bureau):
    assert yueqing_bureau.holds("bureau", unit=yueqing)

    yueqing_bureau.posts.update(state="ended")
    yueqing_bureau.forget_posts()

    assert not yueqing_bureau.holds("bureau")
    assert not type(yueqing).objects.filter(yueqing_bureau.reach("")).exists()


def test_a_city_holds_over_its_counties_and_not_over_others(wenzhou_bureau, yueqing, xihu):
    assert wenzhou_bureau.holds("bureau", over=yueqing)
    assert not wenzhou_bureau.holds("bureau", over=xihu)
