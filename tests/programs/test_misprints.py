"""Words of a notice that cannot be, and comments that the editor cannot keep."""

import pytest
from django.urls import reverse

from programs.actions import drafts
from programs.misprints import misprints
from programs.notice_file import NoticeRefused, read_notice
from programs.yaml_reading import has_comments
from tests.programs.notice_samples import small


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("联系电话139000000011。", ["“139000000011”有 12 位，手机号应为 11 位"]),
        ("联系电话13900000001，0577-62520000。", []),
        ("2021年2月29日前完成", ["没有“2021年2月29日”这一天"]),
        ("2月29日、9月31日前", ["没有“9月31日”这一天"]),
        ("2020年2月29日，13月1日", ["没有“13月1日”这一天"]),
        ("身份证330382199001011234，学时1390", []),
    ],
)
def test_what_cannot_be_is_told(text, said):
    assert list(misprints(text)) == said


def test_a_misprint_of_a_clause_is_refused_until_its_note_explains_it():
    wrong = ("每人不少于40学时", "每人不少于40学时，9月31日前完成")
    with pytest.raises(NoticeRefused) as refused:
        read_notice(small(wrong))
    [fault] = refused.value.faults
    assert (fault.key, fault.message[:14]) == ("clauses[1].text", "没有“9月31日”这一天。抄")

    text = small(wrong).decode()
    line = next(line for line in text.splitlines() if "9月31日" in line and "text" in line)
    explained = text.replace(line, f"{line}\n    note: 原文如此，应为9月30日。")
    assert read_notice(explained.encode()).says.clauses[0].note


def test_comments_are_found_but_not_in_texts():
    assert has_comments("a: 1  # 说明\nb: 2\n")
    assert not has_comments('a: "第 # 号"\nb: |\n  # 不是注释\n')


def test_the_editor_says_beforehand_that_comments_are_dropped(client, yueqing, yueqing_bureau):
    text = "# 经办人备注\n" + small(issuer='"330382"').decode()
    draft = drafts.begin(issuer=yueqing, text=text, by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    for page in (draft.get_absolute_url(), reverse("programs:draft-head", args=[draft.pk])):
        assert "其他注释都保留" in client.get(page).content.decode()
    plain = drafts.begin(issuer=yueqing, text=small(issuer='"330382"').decode(), by=yueqing_bureau)
    assert "其他注释都保留" not in client.get(plain.get_absolute_url()).content.decode()
