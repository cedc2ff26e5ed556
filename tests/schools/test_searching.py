"""Finding people by part of the name: the index of characters on both databases, and what keeps it right."""

import pytest
from django.core.management import call_command
from django.db import connection, models

from portal.kit.bulk import insert_from
from schools import searching
from schools.models import Employment, Teacher
from tests.schools import people

NAMES = ("林小雨", "小林", "雨小林", "买买提·吐尔逊", "买买提吐尔逊", "王䶮", "王㼆", "林𠮷", "Anna Müller", "王小明")


def found(words: str, **more) -> set[str]:
    return set(Teacher.objects.filter(searching.like(words), **more).values_list("name", flat=True))


@pytest.fixture
def crowd(first_school):
    for number, name in enumerate(NAMES):
        people.teacher(first_school, name, number)


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("林", {"林小雨", "小林", "雨小林", "林𠮷"}),
        ("小雨", {"林小雨"}),
        ("小林", {"小林", "雨小林"}),
        ("雨小林", {"雨小林"}),
        ("提·吐", {"买买提·吐尔逊"}),
        ("提•吐", {"买买提·吐尔逊"}),
        ("·", {"买买提·吐尔逊"}),
        ("买买买", set()),
        ("䶮", {"王䶮"}),
        ("㼆", {"王㼆"}),
        ("𠮷", {"林𠮷"}),
        ("anna", {"Anna Müller"}),
        ("A M", {"Anna Müller"}),
        (" 小 雨 ", {"林小雨"}),
        ("%", set()),
        ("_", set()),
        ('"OR"', set()),
        ("没有", set()),
        ("  ", set(NAMES)),
    ],
)
def test_part_of_a_name_finds_whoever_has_it(words, names):
    assert found(words) == names


def test_a_frequent_character_is_walked_to_and_answers_the_same(crowd, monkeypatch):
    by_index = found("林")
    monkeypatch.setattr(searching, "COMMON", 1)

    assert found("林") == by_index
    assert searching.like("林") != searching.like("吐")


def test_the_teacher_may_lie_behind_a_relation(crowd):
    rows = Employment.objects.filter(searching.like("小雨", "teacher"))

    assert [row.teacher.name for row in rows] == ["林小雨"]


def test_a_new_name_is_found_and_the_old_one_is_not(lin):
    Teacher.objects.filter(pk=lin.pk).stamp(name="周默")

    assert (found("默"), found("雨")) == ({"周默"}, set())


def test_whoever_is_deleted_is_not_found(crowd):
    Employment.objects.all().delete()
    Teacher.objects.filter(name="林小雨").delete()

    assert found("雨") == {"雨小林"}


def test_rows_made_by_insert_select_are_found(lin):
    same = {name: name for name in ("unit", "id_type", "category", "status", "state")}
    empty = {field.name: "id_key" for field in Teacher._meta.fields if isinstance(field, models.CharField) and field.blank}
    empty |= {"id_number": "id_key", "phone": "id_key", "created_at": "created_at", "updated_at": "updated_at"}
    Teacher.objects.filter(pk=lin.pk).update(id_key="")
    source = Teacher.objects.annotate(other=models.Value("ABCDEFGHJKLM"), called=models.Value("钱一"))

    insert_from(Teacher, same | empty | {"code": "other", "name": "called"}, source)

    assert found("钱") == {"钱一"}


def test_rows_loaded_from_a_dump_are_found(lin, tmp_path):
    dump = tmp_path / "teachers.json"
    call_command("dumpdata", "schools.teacher", output=dump, verbosity=0)
    Teacher.objects.filter(pk=lin.pk).update(name="别人")
    call_command("loaddata", dump, verbosity=0)

    assert (found("小雨"), found("别")) == ({"林小雨"}, set())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite makes tables anew")
@pytest.mark.django_db(transaction=True)
def test_the_search_outlives_a_migration_that_makes_the_table_anew(lin):
    connection.disable_constraint_checking()
    with connection.schema_editor(atomic=False) as editor:
        editor._remake_table(Teacher)
    connection.enable_constraint_checking()
    Teacher.objects.filter(pk=lin.pk).update(name="改过")
    lost = found("改过")

    call_command("migrate", verbosity=0)

    assert (lost, found("改过"), found("小雨")) == (set(), {"改过"}, set())
    Teacher.objects.filter(pk=lin.pk).update(name="再改")
    assert found("再") == {"再改"}


def test_taking_the_index_out_and_in_again_leaves_it_whole(crowd):
    connection.check_constraints()
    searching.uninstall(connection)
    searching.install(connection)

    assert found("小林") == {"小林", "雨小林"}
    Teacher.objects.filter(name="小林").update(name="大林")
    assert found("小林") == {"雨小林"}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is told which way to go")
def test_postgresql_goes_by_the_index_for_what_is_rare(crowd):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert searching.INDEX in Teacher.objects.filter(searching.like("小雨")).order_by().explain()


def test_the_list_finds_nobody_outside_the_scope(client, crowd, far_school, yueqing_bureau):
    people.teacher(far_school, "林小雨", 90)
    client.force_login(yueqing_bureau)

    page = client.get("/teachers/", {"q": "小雨"})
    rest = client.get("/api/v1/teachers/", {"q": "小雨"}).json()["results"]

    assert [row.unit.name for row in page.context["page"].rows] == ["乐清市第一小学"]
    assert [row["unit_name"] for row in rest] == ["乐清市第一小学"]


@pytest.mark.parametrize("count", [1, 3])
def test_searching_asks_the_same_however_many_are_found(client, first_school, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        people.teacher(first_school, f"林小{number}", number)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(6 if connection.vendor == "sqlite" else 5):
        rows = client.get("/api/v1/teachers/", {"q": "林小"}).json()["results"]

    assert len(rows) == count
