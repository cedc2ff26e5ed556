import pytest

from programs.notice_file import LARGEST, NoticeRefused, read_notice
from tests.programs.notice_samples import small

BOMB = "a: &a [x, x]\nb: [*a, *a]\n"


def faults(content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(NoticeRefused) as refusal:
        read_notice(content)
    return [(fault.line, fault.key) for fault in refusal.value.faults]


def message(content: bytes) -> str:
    with pytest.raises(NoticeRefused) as refusal:
        read_notice(content)
    return str(refusal.value)


def test_a_sound_file_is_read():
    says = read_notice(small()).says

    assert (says.notice.number, len(says.clauses), [row.parameter for row in says.policy]) == (
        "演示函〔2024〕1号",
        2,
        ["total_hours", "management_team_size"],
    )


def test_the_number_is_normalised():
    assert read_notice(small(number='"演示函[2024] 1号"')).says.notice.number == "演示函〔2024〕1号"


@pytest.mark.parametrize(
    ("change", "line", "key"),
    [
        (("title: 关于某事的通知", "titel: 关于某事的通知"), 3, "notice.titel"),
        (("  title: 关于某事的通知\n", ""), 1, "notice.title"),
        (("演示函〔2024〕1号", "演示第一号"), 2, "notice.number"),
        (('"330382"', "330382"), 4, "notice.issuer"),
        (("2024-01-02", "2024年1月2日"), 6, "notice.issued_on"),
        (("2024-01-02", "2024-02-30"), 6, "notice.issued_on"),
        (("2024-01-02", "20240102"), 6, "notice.issued_on"),
        (('value: "40"', 'value: "四十"'), 15, "policy[1].value"),
        (("max: 5", "max: 2"), 19, "policy[2].value"),
        (("max: 5", "most: 5"), 19, "policy[2].value.most"),
        (("parameter: total_hours", "parameter: hours_total"), 14, "policy[1].parameter"),
        (("    clause: 二", "    clause: 三"), 20, "policy[2].clause"),
        (("  - key: 二", "  - key: 一"), 11, "clauses[2].key"),
        (("clauses:", "quotas: {}\nclauses:"), 8, "quotas"),
        (("    text: 每校3-5人。", "    note: 每校3-5人。"), 11, "clauses[2]"),
        (("    wording: 每校3-5人", "    wording: 每校3-6人"), 21, "policy[2].wording"),
    ],
)
def test_an_error_names_its_line_and_key(change, line, key):
    assert (line, key) in faults(small(change))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("title: 关于某事的通知", "titel: 关于某事的通知"), "第 3 行 notice.titel：不认识这个键"),
        (("  title: 关于某事的通知\n", ""), "第 1 行 notice.title：缺少这一项。"),
        (('"330382"', "330382"), "第 4 行 notice.issuer：应为文字，数字请加引号。"),
        (("2024-01-02", "2024-02-30"), "第 6 行 notice.issued_on：没有这一天。"),
        (("    clause: 二", "    clause: 三"), "第 20 行 policy[2].clause：本通知没有条款“三”。"),
        (("max: 5", "max: 2"), "第 19 行 policy[2].value：上限小于下限。"),
        (("code: ict2", f"code: {'x' * 41}"), "第 7 行 notice.program.code：最多 40 个字（项）。"),
    ],
)
def test_an_error_is_one_chinese_sentence(change, sentence):
    assert sentence in message(small(change))


def test_all_errors_are_told_at_once_in_the_order_of_lines():
    found = faults(small(("2024-01-02", "x"), ("演示函〔2024〕1号", "x"), ("  - key: 一", "  - kee: 一")))

    assert [line for line, _key in found] == sorted(line for line, _key in found)
    assert {2, 6, 9} <= {line for line, _key in found}


@pytest.mark.parametrize(
    ("change", "line", "key"),
    [
        (("  signed_by: 乐清市教育局", "  title: 又一个标题"), 5, "title"),
        (("  issuer:", "   issuer:"), 4, ""),
        (("title: 关于某事的通知", "title: !!python/object:os.system 某事"), 3, "title"),
        (("title: 关于某事的通知", "title: !!binary aGk="), 3, "title"),
        (("title: 关于某事的通知", "title: [某事"), 4, ""),
        (("title: 关于某事的通知", "title: {[a]: b}"), 3, ""),
    ],
    ids=["repeated key", "indentation", "python tag", "binary tag", "open bracket", "list as key"],
)
def test_text_that_is_not_plain_yaml_is_refused_with_its_line(change, line, key):
    assert (line, key) in faults(small(change))


def test_references_are_refused_before_they_can_multiply():
    assert faults(BOMB.encode()) == [(2, "a")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"# nothing\n", "文件是空的"),
        (b"- 1\n", "第 1 行"),
        (b"a: 1\nb: \xff\n", "第 2 行：文件不是 UTF-8 编码"),
        (b"a: 1\nb: \x07\n", "第 2 行：含有不可见的控制字符"),
        (b"[" * 5000, "层次过深"),
        (b"a: " + b"x" * LARGEST, "文件超过 512 KB"),
        (b"a: 1\n---\nb: 2\n", "第 2 行"),
    ],
    ids=["empty", "only a comment", "a list", "not utf-8", "control character", "deep", "large", "two documents"],
)
def test_files_of_another_kind_are_refused_in_words(content, words):
    assert words in message(content)


def test_values_are_never_guessed():
    says = read_notice(small(("title: 关于某事的通知", "title: 1e3"))).says

    assert says.notice.title == "1e3"


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        ("{opens: 2022-06-01, closes: 2020-12-31}", "止期 2020-12-31 早于起期 2022-06-01"),
        ("{}", "起期和止期至少写一个"),
    ],
)
def test_a_phase_runs_forward(calendar, sentence):
    entry = f"calendar:\n  - {{key: summary, name: 总结, clause: 一, wording: 学时, {calendar[1:]}\n"

    assert f"第 23 行 calendar[1]：{sentence}" in message(small() + entry.encode())


@pytest.mark.parametrize(
    ("counting", "steps", "sentence"),
    [
        ("each_year", {2020: "0.3", 2021: "0.5", 2022: "0.3"}, "各年比例之和应为 1（100%），现为 1.1。"),
        ("cumulative", {2021: "1", 2022: "0.7"}, "累计目标不能逐年下降。"),
        ("cumulative", {2021: "70"}, "比例不能超过 1（100%）。"),
    ],
)
def test_shares_of_a_target_add_up(counting, steps, sentence):
    rows = ", ".join(f'{{year: {year}, value: "{value}"}}' for year, value in steps.items())
    entry = (
        f"targets:\n  - {{key: trained, name: 完成培训, measure: share_of_schools, counting: {counting}, "
        f"steps: [{rows}], clause: 一, wording: 学时}}\n"
    )

    assert sentence in message(small() + entry.encode())


def test_a_parameter_is_set_once_for_a_unit():
    again = 'policy:\n  - {parameter: total_hours, value: "40", clause: 一, wording: 每人……40学时, unit: "330382"}'

    assert faults(small(("policy:", again))) == [(15, "policy[2].parameter")]


def test_a_criterion_of_an_unknown_kind_is_told_with_the_kinds_there_are():
    cycle = (
        'cycle: {code: x, name: 评选, unit: "330382", categories: [{key: a, name: 甲, kind: advanced_unit, nominee: county, '
        "route: [county, city], form: annex-3, criteria: {all_of: [{measure: magic, clause: 一}]}}]}\n"
    )

    assert "第 22 行 cycle.categories[1].criteria.all_of[1]：只能是：group、attested" in message(small() + cycle.encode())


@pytest.mark.parametrize("number", ["0577-61880000", "13800000000", "61880000", "0577-61880000（612345）"])
def test_a_contacts_number_is_a_mobile_or_landline_with_its_short_number(number):
    text = small().decode().replace("clauses:", f'  contacts: [{{office: 人事科, phone: "{number}"}}]\nclauses:', 1)

    assert read_notice(text.encode()).says.notice.contacts[0].phone == number


def test_a_phone_of_twelve_digits_is_refused_unless_the_corrected_one_stands_beside_it():
    head = '  contacts: [{{office: 人事科, phone: "{0}"{1}}}]\nclauses:'
    wrong = small().decode().replace("clauses:", head.format("138000000001", ""), 1)
    mended = head.format("13800000000", ", corrected: {original: 138000000001 号, reason: 多印一位}")

    assert "“138000000001”有 12 位数字，不是手机号" in message(wrong.encode())
    kept = read_notice(small().decode().replace("clauses:", mended, 1).encode()).says.notice.contacts[0]
    assert (kept.phone, kept.corrected.original) == ("13800000000", "138000000001 号")
