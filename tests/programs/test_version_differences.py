from programs.differences import differences, raw_difference
from tests.programs.notice_samples import small


def sentences(*changes, **head):
    return [one.sentence for one in differences(small().decode(), small(*changes, **head).decode())]


def test_the_same_notice_written_otherwise_does_not_differ():
    assert sentences(("max: 5", "max:  5")) == []


def test_a_value_is_told_as_a_sentence_with_both_phrases():
    assert sentences(('value: "40"', 'value: "55"')) == ["“总学时”的规定由“不少于 40 学时”改为“不少于 55 学时”。"]


def test_a_clause_is_told_by_its_number():
    assert sentences(("每校3-5人。", "每校3-5人，由校长领衔。")) == ["条款二的正文由“每校3-5人。”改为“每校3-5人，由校长领衔。”。"]


def test_a_long_text_is_shown_once_with_its_changed_places_marked():
    long = "学校" * 40
    before = small(("每人不少于40学时。", f"每人不少于40学时。{long}")).decode()
    after = before.replace("每人不少于40学时。学校", "每人不少于50学时。学校")

    [one] = differences(before, after)

    assert one.sentence == "条款一的正文有改动："
    assert [(piece.kind, piece.text) for piece in one.pieces if piece.kind != "same"] == [("out", "4"), ("in", "5")]


def test_what_is_new_and_what_is_gone_is_said():
    told = sentences(("parameter: management_team_size", "parameter: training_team_size"))

    assert told == [
        "新增“培训团队人数”：3–5 人（条款二）。",
        "删去“学校信息化管理团队人数”：3–5 人（条款二）。",
    ]


def test_the_head_is_compared_too():
    assert sentences(title="关于另一件事的通知") == ["标题由“关于某事的通知”改为“关于另一件事的通知”。"]


def test_the_lines_of_the_files_can_be_had_as_well():
    raw = raw_difference(small().decode(), small(('value: "40"', 'value: "55"')).decode())

    assert '-    value: "40"' in raw
    assert '+    value: "55"' in raw
