import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from portal.audit.context import acting
from portal.audit.models import Event
from portal.audit.recording import record, record_many
from portal.audit.verbs import VERBS
from tests import factories

LIST = "/audit/"


@pytest.fixture
def auditor(zhejiang):
    return factories.user("auditor", zhejiang, "auditor")


def act(by, unit, verb="unit.revised", **fields):
    with transaction.atomic():
        return record(by, verb, unit, unit=unit, **fields)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, yueqing, yueqing_bureau, wenzhou_bureau, count, django_assert_num_queries):
    for number in range(count):
        act(yueqing_bureau, yueqing, changes={"name": ("旧名", f"新名{number}")})
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(7):
        response = client.get(LIST)

    assert len(response.context["rows"]) == count
    assert "新名0" in response.content.decode()
    assert "修改单位" in response.content.decode()


def test_one_reads_one_s_subtree_and_one_s_own_acts(client, yueqing, xihu, yueqing_bureau, xihu_bureau, wenzhou_bureau):
    act(yueqing_bureau, yueqing)
    foreign = act(xihu_bureau, xihu)
    own = act(wenzhou_bureau, xihu)
    client.force_login(wenzhou_bureau)

    assert [row.event.pk for row in client.get(LIST).context["rows"]] == [own.pk, own.pk - 2]
    assert client.get(reverse("audit:event", args=[foreign.pk])).status_code == 404


def test_filters_by_verb_person_unit_and_day(client, yueqing, wenzhou, yueqing_bureau, province_office):
    first = act(yueqing_bureau, yueqing)
    act(province_office, wenzhou, "unit.added")
    client.force_login(province_office)

    def ask(query):
        return [row.event.pk for row in client.get(f"{LIST}?{query}").context["rows"]]

    assert ask("verb=unit.revised") == [first.pk]
    assert ask("person=yueqing") == [first.pk]
    assert ask("unit=330382") == [first.pk]
    assert ask("until=2001-01-01") == []
    assert len(ask("since=2001-01-01")) == 2


def test_the_auditor_s_reading_is_itself_recorded(client, yueqing, yueqing_bureau, auditor):
    act(yueqing_bureau, yueqing)
    client.force_login(auditor)

    client.get(f"{LIST}?person=yueqing")

    event = Event.objects.get(verb="audit.read")
    assert (event.actor, event.data) == (auditor, {"person": "yueqing"})


def test_an_office_s_reading_is_not(client, yueqing_bureau):
    client.force_login(yueqing_bureau)

    client.get(LIST)

    assert not Event.objects.filter(verb="audit.read").exists()


def test_many_changes_are_cut_short_in_the_list_and_paged_on_their_own(client, yueqing, yueqing_bureau):
    changes = [(row, "score", "9000", "9140") for row in range(60)]
    with transaction.atomic():
        event = record_many(yueqing_bureau, "upload.saved", yueqing, unit=yueqing, changes=changes)
    client.force_login(yueqing_bureau)

    row = client.get(LIST).context["rows"][0]
    page = client.get(reverse("audit:event", args=[event.pk]))

    assert (len(row.changes), row.more) == (3, True)
    assert (row.changes[0].field_text, row.changes[0].before, row.changes[0].after) == ("得分", "90", "91.4")
    assert (len(page.context["changes"]), page.context["page"].total) == (50, 60)


def test_choices_and_field_names_are_told_in_words(client, yueqing, yueqing_bureau):
    act(yueqing_bureau, yueqing, changes={"kind": ("ordinary", "functional_zone")})
    client.force_login(yueqing_bureau)

    change = client.get(LIST).context["rows"][0].changes[0]

    assert (change.field_text, change.before, change.after) == ("类别", "行政区划", "功能区")


def test_what_a_county_writes_before_handing_in_is_not_read_above(client, yueqing, yueqing_bureau, wenzhou_bureau, auditor):
    event = act(yueqing_bureau, yueqing, "nomination.edited", changes={"reason": ("", "草稿里的话")})

    for reader, readable in ((wenzhou_bureau, False), (yueqing_bureau, True), (auditor, True)):
        client.force_login(reader)
        pages = client.get(LIST).content.decode(), client.get(reverse("audit:event", args=[event.pk])).content.decode()
        assert ["草稿里的话" in page for page in pages] == [readable, readable]


def test_every_verb_the_portal_records_is_told_in_chinese():
    root = Path(settings.BASE_DIR)
    sources = [path for app in ("portal", "schools", "programs", "credits", "awards") for path in (root / app).rglob("*.py")]
    recorded = re.compile(r'\brecord(?:_many)?\(\s*[\w.]+,\s*"([a-z_]+\.[a-z_]+)"')
    verbs = {verb for path in sources for verb in recorded.findall(path.read_text(encoding="utf-8"))}

    assert len(verbs) > 30
    assert verbs - VERBS.keys() - {"app.verb"} == set()


def test_what_the_system_does_is_done_as_nobodys_post(yueqing, yueqing_bureau):
    with acting(post_id=yueqing_bureau.posts.get().pk):
        own, consequence = act(yueqing_bureau, yueqing), act(None, yueqing)

    assert (own.post_id, consequence.post_id) == (yueqing_bureau.posts.get().pk, None)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("command demo", "命令 demo"),
        ("REST 10.0.0.8", "接口 10.0.0.8"),
        ("任务 12", "后台任务 12"),
        ("10.0.0.8", "页面 10.0.0.8"),
        ("", "—"),
    ],
)
def test_the_auditor_reads_whence_an_act_came_in_words(client, auditor, yueqing, source, told):
    with acting(source=source):
        event = act(None, yueqing)
    client.force_login(auditor)

    assert event.source_text == told
    assert f'<td class="nowrap">{told}</td>' in client.get(f"{LIST}?verb=unit.revised").content.decode()
