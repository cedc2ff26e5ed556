import pytest

from portal.sheets.kinds import Choice, Code, Flag, Integer, Phone, Told, Unfit, Url, Year


def read(kind, raw):
    """The value, whether it had to be understood or not."""
    found = kind.read(raw)
    return found.value if isinstance(found, Told) else found


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Integer(), 7.0, 7),
        (Integer(), "第7名", 7),
        (Integer(), "７", 7),
        (Year(), "2023年", 2023),
        (Year(), 2023.0, 2023),
        (Code(), 330382.0, "330382"),
        (Code(), " ３３０３８２", "330382"),
        (Code(), "i0001", "I0001"),
        (Phone(), "138 0000 0000", "13800000000"),
        (Phone(), 13800000000.0, "13800000000"),
        (Phone(), "+86-13800000000", "13800000000"),
        (Phone(landline=True), "0579-82282827-801", "0579-82282827-801"),
        (Phone(landline=True), "（0579）82282827", "057982282827"),
        (Phone(short=True), "664498", "664498"),
        (Url(), "https://news.example/a?b=1", "https://news.example/a?b=1"),
        (Flag(), "√", True),
        (Flag(), "否", False),
        (Choice([("a", "甲级"), ("b", "乙级")], also={"甲": "a"}), " 甲 ", "a"),
        (Choice([("a", "甲级"), ("b", "乙级")]), "b", "b"),
    ],
    ids=str,
)
def test_cells_are_read_as_their_column_means(kind, raw, value):
    assert read(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (Integer(), 7.5, "not_whole"),
        (Integer(min=1), 0, "out_of_range"),
        (Year(), 23, "out_of_range"),
        (Code(), 330102199003071234.0, "digits_lost"),
        (Phone(), "134225642274", "phone"),
        (Phone(), "1380000000", "phone"),
        (Phone(), "0579-82282827-801", "phone"),
        (Phone(), "664498", "phone"),
        (Phone(), "13800000000、13900000000", "several_phones"),
        (Phone(), "13800000000 13900000000", "several_phones"),
        (Url(), "javascript:alert(1)", "link"),
        (Url(), "news.example", "link"),
        (Flag(), "也许", "flag"),
        (Choice([("a", "甲级")]), "丙级", "choice"),
    ],
    ids=str,
)
def test_cells_that_are_something_else_say_why(kind, raw, code):
    with pytest.raises(Unfit) as unfit:
        kind.read(raw)
    assert unfit.value.code == code
    assert unfit.value.message.endswith("。")
