"""Sixty records an hour: a page that is light and quick leaves the minute to the reader."""

import gzip
import statistics
import time

import pytest
from django.urls import reverse

from credits.actions import assigning
from credits.models import Declaration, PanelReview
from tests.credits.reviewing import ADVICE, declared, item, panel, reader
from tests.schools import people

RECORDS, ITEMS, INDICATORS = 6, 7, 5
LIGHT, QUICK = 60_000, 1.0  # bytes of the page itself as it is sent; seconds of the server for a record opened and graded


@pytest.fixture
def expert(first, sixian, abilities, program):
    """A reader with six records of the fullest kind a point asks for: seven items, five indicators each, long texts."""
    marks = [f"指标{n}：紧扣教学目标，说明清楚，有本人实践的依据" for n in range(INDICATORS)]
    for number in range(1, ITEMS + 1):
        item(abilities["A1"], number, name=f"材料{number}", excellent=marks, passed=marks[:3])
    own = panel(first, program)
    user = reader(own, "expert", sixian, "expert")
    for number in range(1, RECORDS + 1):
        declared(people.teacher(first, f"教师{number}", number), abilities["A1"], program, text="课前用问卷了解学情。" * 200)
    assigning.share_out(panel=own, by=None)
    return user


def test_a_record_opens_and_is_graded_within_a_second_on_a_light_page(client, expert):
    client.force_login(expert)
    keys = [f"A1-{number}" for number in range(1, ITEMS + 1)]
    said = {f"grade-{key}": "passed" for key in keys} | {f"passed-{key}": ["0", "1", "2"] for key in keys}
    took, weights, following = [], [], reverse("credits:review-next")

    for _record in range(RECORDS):
        started = time.process_time()
        address = client.get(following).url
        page = client.get(address)
        revision = Declaration.objects.get(reviews__pk=address.strip("/").rpartition("/")[2]).revision
        following = client.post(address, said | {"advice": ADVICE, "revision": revision, "act": "finish"}).url
        took.append(time.process_time() - started)
        weights.append(len(gzip.compress(page.content)))

    assert PanelReview.objects.done().count() == RECORDS
    assert statistics.median(took) < QUICK
    assert max(weights) < LIGHT
