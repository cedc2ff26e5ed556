"""Writing a notice in the browser, issuing it, and what comes after."""

import pytest
from django.urls import reverse

from portal.audit.models import Event
from programs.loading import load_notice
from programs.measures import sources
from programs.models import Notice, NoticeDraft, Program
from programs.notice_data import data_of, text_of
from programs.policy import resolve
from tests import factories
from tests.programs.notice_samples import four_trees, small


@pytest.fixture
def trees(db):
    Program.objects.create(code="ict2", name="中小学教师信息技术应用能力提升工程2.0")
    return four_trees()


@pytest.fixture
def bureau(client, trees):
    person = factories.user("lin", trees["330382"], "bureau")
    client.force_login(person)
    return person


def begin(client, **fields):
    typed = {"issuer": "330382", "title": "关于某事的通知", "number": "乐教政[2024] 3 号"} | fields
    client.post(reverse("programs:draft-new"), typed)
    return NoticeDraft.objects.latest("pk")


def send(client, draft, part, at=None, query="", **fields):
    """Post a row of a part as the page does; the answer."""
    name, more = ("programs:draft-add", []) if at is None else ("programs:draft-part", [at])
    url = reverse(name, args=[draft.pk, part, *more]) + query
    draft.refresh_from_db()
    return client.post(url, {"revision": draft.revision, "place": at or 1, **fields})


HEAD = {
    "number": "乐教政〔2024〕3号",
    "title": "关于某事的通知",
    "signed_by": "乐清市教育局",
    "issued_on": "2024-01-02",
    "program": "ict2",
    "implements": "浙教办函[2020]178号\n教师〔2019〕1号",
    "attachments": "1 名单\n2 安排（未附）",
}


def write_all(client, draft):
    draft.refresh_from_db()
    client.post(reverse("programs:draft-head", args=[draft.pk]), {"revision": draft.revision, **HEAD})
    send(client, draft, "clauses", key="一", text="每人不少于40学时，下级可以放宽。2021年30%，2022年80%。")
    send(
        client,
        draft,
        "policy",
        query="?parameter=total_hours",
        value_value="40",
        clause="一",
        wording="每人不少于40学时",
        may_relax="on",
    )
    steps = "2021 30%\n2022 80%"
    send(
        client,
        draft,
        "targets",
        name="完成",
        measure="share_of_teachers",
        counting="cumulative",
        steps=steps,
        clause="一",
        wording="2021年30%",
    )
    send(
        client,
        draft,
        "calendar",
        name="实施",
        kind="phase",
        opens="2024-01-01",
        closes="2024-06-30",
        clause="一",
        wording="2022年80%",
    )
    send(client, draft, "assumptions", text="按年底计。", clause="一")
    draft.refresh_from_db()
    return draft


def test_a_notice_is_written_part_by_part_and_issued(client, trees, bureau):
    draft = write_all(client, begin(client))
    page = client.get(draft.get_absolute_url())
    assert page.context["faults"] == []

    confirm = client.get(reverse("programs:draft-issue", args=[draft.pk]))
    assert [(row.label, row.before, row.after) for row in confirm.context["affected"].shifts] == [
        ("总学时", "未规定，不执行", "不少于 40 学时")
    ]
    assert "教师数按任职计" in confirm.content.decode()
    assert Notice.objects.count() == 0
    client.post(reverse("programs:draft-issue", args=[draft.pk]), {"revision": draft.revision, "sure": "on"})

    notice = Notice.objects.get()
    draft.refresh_from_db()
    assert (notice.number, notice.implements) == ("乐教政〔2024〕3号", ["浙教办函〔2020〕178号", "教师〔2019〕1号"])
    assert notice.attachments == [{"number": 1, "title": "名单", "present": True}, {"number": 2, "title": "安排", "present": False}]
    assert [target.phrase for target in notice.targets.order_by("due_on")] == ["30%", "80%"]
    assert resolve(trees["330382"], notice.program)["total_hours"].may_relax is True
    assert (draft.state, draft.notice) == ("issued", notice)
    assert Event.objects.filter(verb="notice.issued", actor=bureau).count() == 1
    assert notice.versions.get().text == draft.text


def test_issuing_needs_the_tick_that_one_is_sure(client, trees, bureau):
    draft = write_all(client, begin(client))

    answer = client.post(reverse("programs:draft-issue", args=[draft.pk]), {"revision": draft.revision})

    assert (answer.status_code, Notice.objects.count()) == (422, 0)


def test_a_draft_says_what_is_missing_and_cannot_be_issued(client, trees, bureau):
    draft = begin(client)

    messages = [fault.message for fault in client.get(draft.get_absolute_url()).context["faults"]]
    answer = client.post(reverse("programs:draft-issue", args=[draft.pk]), {"revision": draft.revision, "sure": "on"})

    assert "缺少这一项。" in messages
    assert (answer.status_code, Notice.objects.count()) == (302, 0)


@pytest.mark.parametrize(
    ("part", "query", "fields", "name", "sentence"),
    [
        ("clauses", "", {"key": "二 一", "text": "正文"}, "key", "写法不合格式。"),
        ("clauses", "", {"key": "二"}, None, "标题和正文不能都空着。"),
        (
            "policy",
            "?parameter=total_hours",
            {"value_value": "四十", "clause": "一", "wording": "40学时"},
            "value_value",
            "应为数字。",
        ),
        (
            "policy",
            "?parameter=total_hours",
            {"value_value": "40", "clause": "一", "wording": "每人50学时"},
            "wording",
            "所选条款里没有这句原文；中间略去的用“……”连接。",
        ),
        (
            "policy",
            "?parameter=management_team_size",
            {"value_min": "5", "value_max": "3", "clause": "一", "wording": "40学时"},
            "value_min",
            "上限小于下限。",
        ),
        (
            "calendar",
            "",
            {"name": "甲", "kind": "phase", "opens": "2022-06-01", "closes": "2020-12-31", "clause": "一", "wording": "40学时"},
            None,
            "止期 2020-12-31 早于起期 2022-06-01；原文有误的，请写更正后的日期，并在“原文误作”（corrected）留下原文。",
        ),
        (
            "targets",
            "",
            {
                "name": "甲",
                "measure": "share_of_teachers",
                "counting": "each_year",
                "steps": "2021 30%\n2022 60%",
                "clause": "一",
                "wording": "40学时",
            },
            None,
            "各年比例之和应为 1（100%），现为 0.9。",
        ),
    ],
)
def test_a_row_is_judged_as_the_file_is_and_what_was_typed_stays(client, trees, bureau, part, query, fields, name, sentence):
    draft = begin(client)
    send(client, draft, "clauses", key="一", text="每人不少于40学时。")
    before = draft.text

    answer = send(client, draft, part, query=query, **fields)

    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in form.errors.get(name or "__all__", [])
    draft.refresh_from_db()
    assert part == "clauses" or part not in data_of(draft.text)
    assert before != draft.text  # the clause written before


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(client, trees, bureau):
    draft = begin(client)
    seen = draft.revision
    send(client, draft, "clauses", key="一", text="甲")

    answer = client.post(
        reverse("programs:draft-add", args=[draft.pk, "clauses"]), {"revision": seen, "place": 1, "key": "二", "text": "乙"}
    )

    draft.refresh_from_db()
    assert answer.status_code == 422
    assert "被他人改动过" in answer.context["form"].non_field_errors()[0]
    assert [row["key"] for row in data_of(draft.text)["clauses"]] == ["一"]


def test_a_row_is_changed_moved_and_taken_out(client, trees, bureau):
    draft = begin(client)
    for key in ("二", "一"):
        send(client, draft, "clauses", key=key, text=key)
    assert [row["key"] for row in data_of(NoticeDraft.objects.get().text)["clauses"]] == ["一", "二"]

    send(client, draft, "clauses", at=2, key="二", text="改过")
    draft.refresh_from_db()
    client.post(reverse("programs:draft-remove", args=[draft.pk, "clauses", 1]), {"revision": draft.revision})

    draft.refresh_from_db()
    assert data_of(draft.text)["clauses"] == [{"key": "二", "text": "改过"}]


def test_a_target_is_counted_by_what_is_chosen_and_an_uncounted_one_is_remarked_on(client, trees, bureau):
    draft = write_all(client, begin(client))
    remark = "目标“完成”没有可用的统计来源，系统不统计实际数，由主管部门另行掌握。"
    assert client.get(draft.get_absolute_url()).context["remarks"] == [remark]
    [row] = data_of(draft.text)["targets"]
    page = client.get(reverse("programs:draft-part", args=[draft.pk, "targets", 1])).content.decode()
    assert '<option value="trained_teachers">教师完成情况</option>' in page
    typed = {name: row[name] for name in ("name", "measure", "clause", "wording")}
    typed |= {"key": row["key"], "counting": "cumulative", "steps": "2021 30%\n2022 80%"}

    refused = send(client, draft, "targets", at=1, **typed, counts="made_up")
    send(client, draft, "targets", at=1, **typed, counts="trained_teachers")

    draft.refresh_from_db()
    assert refused.status_code == 422
    assert data_of(draft.text)["targets"][0]["counts"] == "trained_teachers"
    assert client.get(draft.get_absolute_url()).context["remarks"] == []


def test_a_source_that_only_the_file_knows_is_kept(client, trees, bureau):
    draft = write_all(client, begin(client))
    NoticeDraft.objects.filter(pk=draft.pk).update(text=draft.text.replace("counting:", "counts: visits_of_classes\n  counting:"))

    page = client.get(reverse("programs:draft-part", args=[draft.pk, "targets", 1])).content.decode()

    assert "counts: visits_of_classes" in NoticeDraft.objects.get().text
    assert '<option value="visits_of_classes" selected>visits_of_classes（系统中没有这一来源）</option>' in page


def test_sources_are_told_apart_by_their_names():
    names = [name for _key, name in sources()]

    assert len(set(names)) == len(names)
    assert all(names)


def test_a_draft_begins_from_a_file_and_gives_back_what_loads(client, trees, bureau, tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes(small())
    with file.open("rb") as opened:
        draft = begin(client, file=opened, title="")

    given = client.get(reverse("programs:draft-file", args=[draft.pk]) + "?download")

    assert (draft.number, draft.title) == ("演示函〔2024〕1号", "关于某事的通知")
    assert given.content == small()
    assert load_notice(file=given.content, by=bureau).outcome == "new"


def test_a_notice_is_revised_through_a_draft_and_its_versions_are_compared(client, trees, bureau):
    notice = load_notice(file=small(), by=None).notice
    client.post(reverse("programs:notice-revise", args=[notice.pk]))
    draft = NoticeDraft.objects.get()
    client.post(
        reverse("programs:draft-file", args=[draft.pk]),
        {"revision": draft.revision, "text": small(('value: "40"', 'value: "45"')).decode()},
    )
    draft.refresh_from_db()

    client.post(reverse("programs:draft-issue", args=[draft.pk]), {"revision": draft.revision, "sure": "on"})

    page = client.get(reverse("programs:notice-versions", args=[notice.pk, 1, 2]), {"raw": ""})
    assert [one.sentence for one in page.context["differences"]] == ["“总学时”的规定由“不少于 40 学时”改为“不少于 45 学时”。"]
    assert '+    value: "45"' in page.context["raw"]


def test_a_new_draft_may_not_take_the_number_of_an_issued_notice(client, trees, bureau):
    load_notice(file=small(), by=None)
    draft = begin(client)
    text = small(("max: 5", "max: 6")).decode()
    client.post(reverse("programs:draft-file", args=[draft.pk]), {"revision": draft.revision, "text": text})
    draft.refresh_from_db()

    client.post(reverse("programs:draft-issue", args=[draft.pk]), {"revision": draft.revision, "sure": "on"})

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert Notice.objects.get().versions.count() == 1


def test_a_draft_is_nobodys_but_its_issuers_and_those_above(client, trees, bureau):
    draft = begin(client)
    for unit, role, status in (("330300", "bureau", 200), ("330100", "bureau", 404), ("330382", "teacher", 404)):
        client.force_login(factories.user(f"p{unit}{role}", trees[unit], role))
        assert client.get(draft.get_absolute_url()).status_code == status


def test_a_dropped_draft_is_kept_and_can_no_longer_be_written(client, trees, bureau):
    draft = begin(client)
    client.post(reverse("programs:draft-drop", args=[draft.pk]))

    draft.refresh_from_db()
    assert draft.state == "dropped"
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(reverse("programs:draft-head", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("key", ["age_rule", "fee_by_ownership", "school_plan_route", "management_team_composition", "fee_uses"])
def test_every_shape_of_value_is_shown_as_it_stands_and_saved_unchanged(client, trees, bureau, key):
    values = {
        "age_rule": {"age": 50, "born": "1972-12-01", "inclusive": False, "effect": "lower_standard"},
        "fee_by_ownership": {"public": "full", "private": "subsidised"},
        "school_plan_route": {"by": ["school"], "to": "city", "act": "file"},
        "management_team_composition": {
            "levels": ["school"],
            "seats": [
                {"who": "principal", "as": "leader", "words": "校长"},
                {"who": "department", "bodies": ["市教育技术中心", "各学区"]},
            ],
        },
        "fee_uses": ["delivery", "practice"],
    }
    draft = begin(client)
    data = data_of(small().decode())
    data["policy"] = [{"parameter": key, "value": values[key], "clause": "一", "wording": "40学时"}]
    NoticeDraft.objects.filter(pk=draft.pk).update(text=text_of(data))
    form = client.get(reverse("programs:draft-part", args=[draft.pk, "policy", 1])).context["form"]
    typed = {name: field.value() for name, field in ((one, form[one]) for one in form.fields)}

    answer = client.post(
        reverse("programs:draft-part", args=[draft.pk, "policy", 1]),
        {name: value for name, value in typed.items() if value not in (None, False)},
    )

    draft.refresh_from_db()
    assert answer.status_code == 302
    [row] = data_of(draft.text)["policy"]
    saved, wanted = row["value"], values[key]
    if key == "management_team_composition":
        saved = {
            **saved,
            "seats": [{k: v for k, v in seat.items() if (k, v) not in (("least", 1), ("as", "member"))} for seat in saved["seats"]],
        }
    assert saved == wanted
