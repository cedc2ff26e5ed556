"""Cases 36 to 56, 65 and 70: identity numbers, names and phones of rosters."""

import pytest

from schools.models import Teacher
from schools.rules.id_numbers import check_character
from tests import factories
from tests.corpus.judged import codes
from tests.schools import people
from tests.schools.people import id_number
from tests.sheets.books import xlsx
from tests.sheets.flow import bring, findings, keep

HEADINGS = ["姓名", "证件类型", "证件号码", "性别", "学段", "手机号"]
GOOD = "11010519491231002X"


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐成第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


@pytest.fixture
def bring_people(school, clerk):
    def bring_rows(*rows, headings=HEADINGS, texts=True):
        return bring("roster", xlsx([headings, *map(list, rows)], texts=texts), unit=school, by=clerk)

    return bring_rows


def person(number, id_type=None, name="林小雨", sex=None, phone=None):
    return [name, id_type, number, sex, "小学", phone]


def verified(digits):
    return digits + check_character(digits)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (3.3010219900307123e17, "id_as_number"),
        (330102199003071234, "id_as_number"),
        (GOOD[:-1] + "0", "id_check"),
        ("110105491231002", "id_old"),
        ("11010519491231002×", "id_characters"),
        ("11010519491231002Х", "id_characters"),
        ("11010519491231002χ", "id_characters"),
        ("110105199902300021", "id_day"),
        ("1101051949123100", "id_length"),
        ("无", "id_length"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_with_its_cause(bring_people, number, code):
    upload = bring_people(person(number), texts=False)

    assert findings(upload, "row") == [(2, "证件号码", code)]


@pytest.mark.parametrize(
    "number", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X ", "11010519491231002X\u200b"]
)
def test_case_38_a_number_typed_oddly_is_read_as_what_it_is(bring_people, clerk, number):
    keep(bring_people(person(number)), by=clerk)

    assert Teacher.objects.get().id_number == GOOD


def test_case_39_the_message_tells_the_place_and_never_the_right_digit(bring_people):
    upload = bring_people(person(GOOD[:-1] + "0"))

    told = " ".join(upload.findings.filter(severity="row").values_list("message", flat=True))
    assert "末位" in told
    assert "X" not in told


def test_case_42_a_division_that_is_no_more_is_no_fault(bring_people):
    assert bring_people(person(verified("33010419800101001"))).counts["new"] == 1


@pytest.mark.parametrize(
    ("id_type", "number"),
    [
        ("港澳台居民居住证", verified("81000019900307001")),
        ("港澳居民来往内地通行证", "H12345678"),
        ("回乡证", "M0123456701"),
        ("台胞证", "12345678"),
        ("外国人永久居留身份证", verified("93315619850607001")),
        ("外国人永久居留身份证", "USA110085060701"),
        ("护照", "E12345678"),
    ],
)
def test_case_43_each_document_is_taken_by_its_type(bring_people, id_type, number):
    upload = bring_people(person(number, id_type))

    assert (upload.counts["new"], codes(upload, "row")) == (1, [])


def test_case_44_a_sex_that_contradicts_the_number_is_told(bring_people):
    upload = bring_people(person(GOOD, sex="男"))

    assert (upload.counts["new"], codes(upload, "warning")) == (1, ["sex_differs"])


@pytest.mark.parametrize("other", ["林小雨", "王小明"])
def test_case_46_one_number_twice_refuses_both_rows_each_naming_the_other(bring_people, other):
    upload = bring_people(person(GOOD), person(id_number(1), name="甲"), person(GOOD, name=other))

    rows = upload.findings.filter(severity="row").order_by("row").values_list("row", "message")
    assert [(row, "第 4 行" in text, "第 2 行" in text) for row, text in rows] == [(2, True, False), (4, False, True)]


def test_case_47_a_number_known_elsewhere_waits_and_tells_neither_name_nor_school(bring_people, xihu):
    people.teacher(people.school("2133000009", "西湖第九小学", xihu), "王大明", 1)

    upload = bring_people(person(id_number(1)))

    told = str(upload.preview) + "".join(f.message + f.advice for f in upload.findings.all())
    assert upload.counts["waiting"] == 1
    assert "已在系统登记" in told
    assert not any(word in told for word in ("西湖", "王大明"))


def test_case_49_a_new_number_for_the_same_name_and_birthday_is_pointed_out(bring_people, school):
    teacher = people.teacher(school, "林小雨", 1)
    Teacher.objects.filter(pk=teacher.pk).update(born_on="1949-12-31")

    assert codes(bring_people(person(GOOD)), "warning") == ["namesake"]


@pytest.mark.parametrize("name", ["𠮷田", "𬭩石", "䶮㼆", "﨎某", "陳"])
def test_case_51_rare_characters_stay_as_they_are(bring_people, clerk, name):
    keep(bring_people(person(GOOD, name=name)), by=clerk)

    assert Teacher.objects.get().name == name


def test_case_51_characters_of_ones_own_making_are_warned_of(bring_people):
    assert codes(bring_people(person(GOOD, name="张\ue123")), "warning") == ["private_use"]


@pytest.mark.parametrize("dot", "·•・.‧．")
def test_case_53_all_dots_in_names_become_the_one_of_the_rule(bring_people, clerk, dot):
    keep(bring_people(person(GOOD, name=f"买买提{dot}吐尔逊")), by=clerk)

    assert Teacher.objects.get().name == "买买提·吐尔逊"


@pytest.mark.parametrize("name", [" 张三 ", "张　三", "张 三", "张\u200b三", "张三\ufe00"])
def test_cases_55_and_56_spaces_and_invisible_characters_leave_names(bring_people, clerk, name):
    keep(bring_people(person(GOOD, name=name)), by=clerk)

    assert Teacher.objects.get().name == "张三"


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("134225642274", "phone"),
        ("1342256427", "phone"),
        ("13422564227/13422564228", "several_phones"),
        ("664498", "phone"),
    ],
)
def test_case_65_what_is_no_mobile_is_refused(bring_people, phone, code):
    assert findings(bring_people(person(GOOD, phone=phone)), "row") == [(2, "手机号", code)]


@pytest.mark.parametrize("phone", ["139 0000 0001", "+86 13900000001", "139-0000-0001", "１３９０００００００１"])
def test_case_65_a_mobile_is_read_however_it_is_spaced(bring_people, clerk, phone):
    keep(bring_people(person(GOOD, phone=phone)), by=clerk)

    assert Teacher.objects.get().phone == "13900000001"


@pytest.mark.usefixtures("xihu")
def test_case_70_a_school_the_uploader_does_not_own_is_as_unknown_as_one_there_is_not(bring_people, xihu):
    people.school("2133000009", "西湖第九小学", xihu)

    upload = bring_people(
        [*person(GOOD), "西湖第九小学"], [*person(id_number(1), name="甲"), "某某小学"], headings=[*HEADINGS, "学校"]
    )

    assert findings(upload, "row") == [(2, "学校", "unit_unknown"), (3, "学校", "unit_unknown")]
