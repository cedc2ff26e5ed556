"""Outside platforms, themes of exemplars, a region's choice of an institution, whom to call about a selection."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.models import AwardCycle
from programs.actions import choices
from programs.models import Engagement, InstitutionChoice, Notice, OutsideSystem, Showcase
from tests import factories
from tests.programs import factories as evidence
from tests.schools import people
from tests.sheets.flow import bring, findings, keep

PLATFORM = {
    "kind": "platform",
    "name": "岳阳码课馆",
    "purpose": "校本培训",
    "link": "https://example.org/",
    "basis": "岳教体通〔2020〕85号 二(三)",
}


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐清市第一小学", yueqing)


def test_a_platform_is_listed_once_told_anew_and_seen_below(client, yueqing, yueqing_bureau, school, xihu_bureau):
    new, page = reverse("programs:system-new"), reverse("programs:system-list")
    client.force_login(yueqing_bureau)
    client.post(new, PLATFORM | {"unit": "330382"})
    row = OutsideSystem.objects.get()
    assert client.get(new, {"system": row.pk}).context["form"].initial["purpose"] == "校本培训"
    client.post(new, PLATFORM | {"unit": "330382", "purpose": "直播课堂"})

    assert [one.purpose for one in OutsideSystem.objects.all()] == ["直播课堂"]
    assert "岳阳码课馆" in b"".join(client.get(page, {"export": "csv"}).streaming_content).decode()
    seen = {}
    for user in (factories.user("someone", school, "teacher"), xihu_bureau):
        client.force_login(user)
        seen[user.username] = len(client.get(page).context["page"].rows)
    assert seen == {"someone": 1, "xihu": 0}
    client.force_login(yueqing_bureau)
    client.post(reverse("programs:system-strike", args=[row.pk]), {"reason": "平台停用"})
    assert client.get(page).context["page"].rows == []


def test_platforms_over_rest(sends, yueqing, yueqing_bureau, xihu_bureau):
    made = sends(yueqing_bureau, "outside-systems/", PLATFORM | {"unit": "330382"})
    at = f"outside-systems/{made.json()['id']}"

    assert made.status_code == 201
    assert sends(xihu_bureau, f"{at}/strike/", {"reason": "x"}).status_code == 404
    assert sends(yueqing_bureau, f"{at}/strike/", {"reason": "平台停用"}).json()["state"] == "void"


def test_spaces_and_resources_stand_beside_platforms_and_are_found_by_kind_and_source(client, sends, yueqing, yueqing_bureau):
    space = {"unit": "330382", "kind": "workshop", "name": "数学教师工作坊", "purpose": "技术创新课堂"}
    course = {"unit": "330382", "kind": "course", "sourcing": "built", "name": "微课制作", "purpose": "自建课程"}
    client.force_login(yueqing_bureau)
    client.post(reverse("programs:system-new"), space)
    sends(yueqing_bureau, "outside-systems/", course)

    page = reverse("programs:system-list")
    assert [row.name for row in client.get(page, {"kind": "workshop"}).context["page"].rows] == ["数学教师工作坊"]
    assert [row.name for row in client.get(page, {"sourcing": "built"}).context["page"].rows] == ["微课制作"]
    assert client.post(reverse("programs:system-new"), space | {"kind": "castle"}).status_code == 422


def test_a_showcase_says_its_theme_in_sheet_list_and_rest(client, yueqing, yueqing_bureau):
    rows = [
        ["单位", "案例名称", "级别", "类型", "年度", "主题", "参与机构"],
        ["乐清市", "精准教学实践", "省级", "典型案例", "2022", "精准教学", ""],
        ["乐清市", "整校推进", "省级", "典型案例", "2022", "", ""],
        ["乐清市", "另一个", "省级", "典型案例", "2022", "天文", ""],
    ]

    upload = bring("showcases", rows, unit=yueqing, by=yueqing_bureau)
    assert [(row, column) for row, column, _code in findings(upload, "row")] == [(4, "主题")]
    keep(upload, by=yueqing_bureau, accept_partial=True)

    assert list(Showcase.objects.order_by("pk").values_list("theme", flat=True)) == ["precise_teaching", ""]
    client.force_login(yueqing_bureau)
    page = client.get(reverse("programs:showcase-list"), {"theme": "precise_teaching"})
    assert [row.title for row in page.context["page"].rows] == ["精准教学实践"]
    assert [row["title"] for row in client.get("/api/v1/showcases/", {"theme": "precise_teaching"}).json()["results"]] == [
        "精准教学实践"
    ]


def test_a_city_selects_the_institution_for_all_its_schools(client, zhejiang, wenzhou, wenzhou_bureau, school):
    academy = factories.unit("JG001", "培训学院", "institution", zhejiang)
    day = timezone.localdate()
    client.force_login(wenzhou_bureau)
    typed = {"unit": "330300", "institution": "JG001", "reason": "公开遴选", "open_until": day}
    client.post(reverse("programs:choice-new"), typed | {"starts_on": day + timedelta(days=1)})

    row = InstitutionChoice.objects.get()
    InstitutionChoice.objects.update(open_until=day - timedelta(days=1))
    row.refresh_from_db()
    choices.settle(choice=row, by=wenzhou_bureau)

    engagement = Engagement.objects.get()
    assert (engagement.unit, engagement.institution) == (wenzhou, academy)
    assert school.is_within(engagement.unit)


def test_the_page_of_a_selection_shows_whom_to_call(client, province_office):
    about = {"title": "评选通知", "signed_by": "省工程办", "issued_on": "2023-11-01", "program": evidence.program()}
    contacts = [{"office": "工程办", "phone": "0571-12345678", "email": "", "corrected": None}]
    unit = province_office.units_of("office")[0]
    notice = Notice.objects.create(number="演示函〔2023〕9号", issuer=unit, contacts=contacts, **about)
    AwardCycle.objects.create(code="demo-2023", name="评选", notice=notice, unit=unit, program=notice.program)
    client.force_login(province_office)

    assert "0571-12345678" in client.get(reverse("awards:cycle", args=["demo-2023"])).content.decode()
    assert client.get("/api/v1/cycles/demo-2023/").json()["contacts"] == contacts
