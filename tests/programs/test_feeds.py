"""The feed outer platforms pull is what docs/connectors.md states (乐教政〔2020〕22号 二(五))."""

import re
from pathlib import Path

import pytest

from programs.models import Expert, OutsideSystem
from tests import factories
from tests.programs import factories as evidence

ROW = re.compile(r"^\| [^|]+ \| `/api/v1/(?P<path>[a-z-]+)/` \| (?P<fields>.+) \|$", re.MULTILINE)
STATED = {
    found["path"]: re.findall(r"`([a-z_]+)`", found["fields"]) for found in ROW.finditer(Path("docs/connectors.md").read_text())
}
PHONE = "13800138000"


@pytest.fixture
def filled(yueqing, wenzhou_bureau):
    """One row of each feed."""
    Expert.objects.create(
        unit=yueqing, name="某专家", workplace="某大学", origin="university", speciality="评价", phone=PHONE, email="a@example.org"
    )
    showcase = evidence.showcase(yueqing, "精准教学案例")
    showcase.refinements.create(expert=factories.user("expert", yueqing, "expert"), due_on="2099-01-01")
    OutsideSystem.objects.create(unit=yueqing, name="资源库", purpose="课程")


@pytest.mark.parametrize("path", list(STATED))
def test_a_feed_tells_the_fields_that_are_stated_and_no_numbers(client, filled, wenzhou, xihu_bureau, path):
    client.force_login(factories.user("puller", wenzhou, "client"))

    answer = client.get(f"/api/v1/{path}/")

    assert list(answer.json()) == ["results", "next", "as_of"]
    assert [list(row) for row in answer.json()["results"]] == [STATED[path]]
    assert PHONE not in answer.content.decode()
    client.force_login(xihu_bureau)
    assert client.get(f"/api/v1/{path}/").json()["results"] == []


def test_four_feeds_are_stated():
    assert sorted(STATED) == ["experts", "outside-systems", "refinements", "showcases"]
