"""Institutions over REST: presented, checked, listed, chosen, engaged, judged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.actions import institutions
from programs.loading import load_notice
from programs.models import InstitutionChoice, Qualification
from tests import factories
from tests.programs import factories as evidence
from tests.programs.notice_samples import small
from tests.programs.test_institutions import NEEDS
from tests.schools import people

API = "/api/v1"


@pytest.fixture
def program(db):
    return evidence.program()


@pytest.fixture
def academy(zhejiang):
    return factories.unit("JG001", "培训学院", "institution", zhejiang)


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐清市第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


def test_a_condition_is_checked_and_the_checklist_tells(client, sends, program, academy, yueqing, yueqing_bureau):
    names = (", name: 中小学教师信息技术应用能力提升工程2.0", ", name: 提升工程2.0")
    load_notice(file=small(names, ("  - parameter: total_hours\n", NEEDS)), by=None)
    about = {"unit": "330382", "institution": "JG001", "program": "ict2"}

    refused = sends(yueqing_bureau, "qualifications/", about | {"key": "nothing", "met": True})
    made = sends(yueqing_bureau, "qualifications/", about | {"key": "projects", "met": True, "years": [2018]})
    told = client.get(f"{API}/institution-profiles/JG001/checklist/", {"unit": "330382"}).json()

    assert (refused.status_code, made.status_code) == (422, 201)
    assert Qualification.objects.get().years == [2018]
    assert [(one["key"], one["met"]) for one in told["conditions"]] == [("licence", None), ("projects", True)]
    assert told["eligible"] is None


def test_an_institution_presents_itself_on_the_version_it_has_read(sends, academy, clerk):
    own = factories.user("own", academy, "institution")

    first = sends(own, "institution-profiles/JG001/", {"about": "一"}, method="put")
    assert first.status_code == 200, first.json()
    assert sends(own, "institution-profiles/JG001/", {"about": "二"}, method="put").status_code == 428
    second = sends(own, "institution-profiles/JG001/", {"about": "二"}, method="put", **{"If-Match": first["ETag"]})

    assert second.json()["about"] == "二"
    version = {"If-Match": second["ETag"]}
    assert sends(clerk, "institution-profiles/JG001/", {"about": "x"}, method="put", **version).status_code == 404


def test_a_choice_goes_from_objection_to_engagement(sends, academy, school, clerk, yueqing_bureau, xihu_bureau):
    day = timezone.localdate()
    sent = {"unit": school.code, "institution": "JG001", "reason": "方案好", "open_until": f"{day}"}
    sent["starts_on"] = f"{day + timedelta(days=1)}"

    one = sends(clerk, "institution-choices/", sent).json()
    at = f"institution-choices/{one['id']}"
    objected = sends(clerk, f"{at}/object/", {"text": "没有公开比选"}).json()
    [objection] = objected["objections"]
    answered = sends(yueqing_bureau, f"{at}/answer/", {"objection": objection["id"], "upheld": False, "text": "已公开"})
    assert answered.json()["objections"][0]["upheld"] is False
    assert sends(yueqing_bureau, f"{at}/settle/").status_code == 409
    InstitutionChoice.objects.update(open_until=day - timedelta(days=1))
    settled = sends(yueqing_bureau, f"{at}/settle/").json()

    assert settled["state"] == "settled"
    ended = sends(yueqing_bureau, f"engagements/{settled['engagement']}/end/", {"ends_on": f"{day + timedelta(days=30)}"})
    assert ended.json()["ends_on"] == f"{day + timedelta(days=30)}"
    assert sends(xihu_bureau, f"{at}/settle/").status_code == 404


def test_an_engagement_is_put_down_once_and_taken_back(sends, academy, yueqing, yueqing_bureau):
    sent = {"unit": "330382", "institution": "JG001", "starts_on": "2024-01-01"}

    made = [sends(yueqing_bureau, "engagements/", sent, **{"Idempotency-Key": "k"}).json()["id"] for _time in range(2)]
    assert made[0] == made[1]
    assert sends(yueqing_bureau, "engagements/", sent).status_code == 422
    voided = sends(yueqing_bureau, f"engagements/{made[0]}/void/", {"reason": "登记错了"})

    assert voided.json()["state"] == "void"
    assert sends(yueqing_bureau, f"engagements/{made[0]}/void/", {"reason": "x"}).status_code == 409


def test_three_sources_and_what_follows(sends, program, academy, yueqing, yueqing_bureau):
    about = {"unit": "330382", "institution": "JG001", "program": "ict2", "year": 2021}
    verdict = about | {"consequence": "replace", "note": "学员评价偏低"}

    assert sends(yueqing_bureau, "institution-verdicts/", verdict).status_code == 422
    for source, score in (("self", "95"), ("trainees", "61.5")):
        made = sends(yueqing_bureau, "institution-opinions/", about | {"source": source, "score": score})
        assert made.status_code == 201, made.json()
    assert made.json()["score"] == "61.5"
    assert sends(yueqing_bureau, "institution-verdicts/", verdict).status_code == 201


def test_the_recommended_list_over_rest(sends, academy, yueqing, yueqing_bureau, clerk):
    sent = {"unit": "330382", "institution": "JG001", "note": "省级评估优秀"}

    assert sends(clerk, "recommended-institutions/", sent).status_code == 403
    row = sends(yueqing_bureau, "recommended-institutions/", sent).json()
    struck = sends(yueqing_bureau, f"recommended-institutions/{row['id']}/strike/", {"reason": "资质到期"})

    assert struck.json()["state"] == "void"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["institution-opinions", "recommended-institutions", "engagements"])
def test_a_list_asks_the_same_however_many(client, zhejiang, program, province_office, name, count, django_assert_num_queries):
    for number in range(count):
        unit = factories.unit(f"JG{number}", f"机构{number}", "institution", zhejiang)
        if name == "institution-opinions":
            institutions.give_opinion(
                institution=unit, unit=zhejiang, program=program, by=None, year=2021, source="self", score=9000
            )
        elif name == "recommended-institutions":
            institutions.recommend(institution=unit, unit=zhejiang, by=None)
        else:
            zhejiang.engaged.create(institution=unit, starts_on="2024-01-01")
    client.force_login(province_office)

    with django_assert_num_queries(5):
        rows = client.get(f"{API}/{name}/").json()["results"]

    assert len(rows) == count
