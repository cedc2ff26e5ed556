"""A roster that comes back: lines known from before are not read anew, and nothing is missed by that."""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.audit.models import Change
from portal.kit.text import mask
from portal.sheets.actions import undo
from portal.sheets.comparing import Outrun
from portal.sheets.findings import Findings
from portal.sheets.models import PriorRow, SeenFile, SeenLine
from portal.sheets.pipeline import Judged
from portal.units.models import Unit
from schools.actions import censuses
from schools.models import Employment, Teacher
from tests.schools import people
from tests.schools.people import HEADINGS, id_number, row
from tests.sheets.books import xlsx
from tests.sheets.flow import bring, findings, keep

COUNTY_HEADINGS = [*HEADINGS, "学校"]
NAMES = ("林小雨", "欧阳明", "王大明", "赵云开", "钱多多", "孙晓晓")


def good_rows(school=None):
    own = [row(name, n, staff_number=f"{n:03}", phone=f"1390000000{n}") for n, name in enumerate(NAMES, 1)]
    return [[*cells, school] for cells in own] if school else own


@pytest.fixture
def brings(first_school, first_clerk):
    def bring_rows(rows, headings=HEADINGS, **more):
        return bring("roster", [headings, *rows], unit=first_school, by=first_clerk, **more)

    return bring_rows


@pytest.fixture
def saved(brings, first_clerk):
    return keep(brings(good_rows()), by=first_clerk)


def known(upload):
    """Which rows of the file are taken as known, now, where the file as a whole is not."""
    SeenFile.objects.all().delete()
    return [bool(row.known) for row in Judged(upload, None).scan.rows]


def stands(upload):
    """Whether the file is known as a whole, so that it is not even opened."""
    judged = Judged(upload, None)
    return not judged.scan.rows and len(judged.context.standing) == 6


def told(upload):
    return tuple(upload.counts[name] for name in ("new", "changed", "unchanged", "refused"))


def test_the_same_file_again_is_known_line_by_line_and_writes_nothing(saved, brings, first_clerk):
    kinds = (Teacher, Employment, Change, PriorRow, SeenLine)
    before = [model.objects.count() for model in kinds]
    stamps = list(Teacher.objects.order_by("pk").values_list("updated_at", flat=True))

    again = brings(good_rows())
    assert known(again) == [True] * 6
    assert told(keep(again, by=first_clerk)) == (0, 0, 6, 0)

    assert [model.objects.count() for model in kinds] == before
    assert list(Teacher.objects.order_by("pk").values_list("updated_at", flat=True)) == stamps


def test_what_is_kept_of_a_line_is_a_digest_no_one_can_try_candidates_against(saved):
    kept = list(SeenLine.objects.values_list("digest", flat=True))

    assert {len(digest) for digest in kept} == {32}
    assert len(set(kept)) == 6


def test_lines_found_equal_without_a_save_are_known_next_time(first_school, first_clerk, brings):
    people.teacher(first_school, "林小雨", 1, stage="primary", subject="语文", sex="male", born_on="1985-06-07")
    assert told(brings([row()])) == (0, 0, 1, 0)

    assert known(brings([row()])) == [True]


def test_a_row_changed_since_is_compared_again(saved, brings):
    Teacher.objects.filter(name="林小雨").stamp(subject="数学")

    again = brings(good_rows())

    assert told(again) == (0, 1, 5, 0)
    assert known(again) == [False, *[True] * 5]


def test_a_row_of_an_undone_upload_is_new_again(saved, brings, first_clerk):
    undo(upload=saved, by=first_clerk)

    assert told(brings(good_rows())) == (6, 0, 0, 0)


def test_one_changed_line_among_known_ones_is_saved_and_known_from_then_on(saved, brings, first_clerk):
    rows = good_rows()
    rows[2][3] = "数学"

    again = keep(brings(rows), by=first_clerk)

    assert told(again) == (0, 1, 5, 0)
    assert Teacher.objects.get(name=NAMES[2]).subject == "数学"
    assert known(again) == [True] * 6
    assert told(brings(good_rows())) == (0, 1, 5, 0)


def test_a_known_line_standing_twice_is_refused_twice(saved, brings):
    again = brings([*good_rows(), good_rows()[0]])

    assert told(again) == (0, 0, 5, 2)
    assert {line for line, _column, _code in findings(again, "row")} == {2, 8}


def test_a_known_line_is_held_against_new_ones_of_the_same_number(saved, brings):
    again = brings([*good_rows(), row("周十", 9, staff_number="001"), row("吴一", 2, staff_number="099")])

    assert told(again) == (0, 0, 4, 4)
    assert {line for line, _column, _code in findings(again, "row")} == {2, 3, 8, 9}


def test_whoever_stands_on_a_known_line_has_not_vanished(saved, brings):
    again = brings(good_rows()[:4], whole=True)

    assert known(again) == [True] * 4
    assert (told(again), again.counts["vanished"]) == ((0, 0, 4, 0), 2)


def test_a_known_line_does_not_open_a_closed_roster(saved, brings, first_school, first_clerk, yueqing, yueqing_bureau):
    close(first_school, first_clerk, yueqing, yueqing_bureau)

    assert told(brings(good_rows())) == (0, 0, 0, 6)


def close(school, clerk, county, bureau):
    """Report the roster of a school, so that it changes no more."""
    today = timezone.localdate()
    days = {"counted_on": today - timedelta(days=30), "due_on": today + timedelta(days=7)}
    census = censuses.call(unit=county, title="秋季名册", by=bureau, **days)
    censuses.report(census=census, unit=school, by=clerk)


def test_a_line_there_is_something_to_say_about_is_looked_at_each_time(brings, first_clerk):
    odd = row(subject="生物")
    keep(brings([odd]), by=first_clerk)

    again = brings([odd])

    assert known(again) == [False]
    assert findings(again, "normalised") == [(2, "任教学科", "normalised")]


def test_a_school_that_has_another_name_by_now_is_no_longer_known(first_school, yueqing, yueqing_bureau):
    rows = [COUNTY_HEADINGS, *good_rows("乐清市第一小学")]
    keep(bring("roster", rows, unit=yueqing, by=yueqing_bureau), by=yueqing_bureau)
    assert known(bring("roster", rows, unit=yueqing, by=yueqing_bureau)) == [True] * 6

    Unit.objects.filter(pk=first_school.pk).stamp(name="乐清市实验小学")

    assert told(bring("roster", rows, unit=yueqing, by=yueqing_bureau)) == (0, 0, 0, 6)


def test_a_line_is_known_only_for_the_unit_it_came_for(saved, yueqing, yueqing_bureau):
    upload = bring("roster", [HEADINGS, *good_rows()], unit=yueqing, by=yueqing_bureau)

    assert known(upload) == [False] * 6


def test_a_row_changed_between_reading_and_comparing_is_noticed(saved, brings):
    judged = Judged(brings(good_rows()), None)
    Teacher.objects.filter(name="林小雨").stamp(subject="数学")

    with transaction.atomic(), pytest.raises(Outrun), judged.compared():
        pass


def bytes_of(rows, headings=HEADINGS):
    return xlsx([headings, *rows])


@pytest.fixture
def file(first_school, first_clerk):
    """The bytes of a roster that was saved."""
    data = bytes_of(good_rows())
    keep(bring("roster", data, unit=first_school, by=first_clerk), by=first_clerk)
    return data


@pytest.fixture
def brings_file(file, first_school, first_clerk):
    return lambda **more: bring("roster", file, unit=first_school, by=first_clerk, **more)


def test_the_very_file_is_known_as_a_whole_and_told_as_if_it_were_read(file, brings_file, first_clerk):
    again = brings_file()

    assert stands(again)
    assert (told(again), again.state, again.heads) == ((0, 0, 6, 0), "preview", {"Sheet1": {"header": 1}})
    assert told(keep(again, by=first_clerk)) == (0, 0, 6, 0)


def test_a_file_found_equal_when_read_is_known_before_it_is_saved(saved, brings):
    data = bytes_of(good_rows())

    assert told(brings_of(saved, data)) == (0, 0, 6, 0)
    assert stands(brings_of(saved, data))


def brings_of(upload, data):
    return bring("roster", data, unit=upload.unit, by=upload.created_by)


@pytest.mark.parametrize("change", [{"subject": "数学"}, {"name": "林晓雨"}, {"state": "void"}])
def test_a_file_is_opened_again_once_one_of_its_rows_has_changed(file, brings_file, change):
    Teacher.objects.filter(name="林小雨").stamp(**change)

    again = brings_file()

    assert not stands(again)
    assert again.counts["unchanged"] == 5


def test_a_file_that_stands_lets_nobody_else_vanish_unseen(file, brings_file, first_school):
    people.teacher(first_school, "周十", 9)

    again = brings_file(whole=True)

    assert stands(again)
    assert (told(again), again.counts["vanished"]) == ((0, 0, 6, 0), 1)


def test_a_file_that_stands_opens_no_closed_roster(file, brings_file, first_school, first_clerk, yueqing, yueqing_bureau):
    close(first_school, first_clerk, yueqing, yueqing_bureau)

    assert told(brings_file()) == (0, 0, 0, 6)


def test_a_file_under_a_name_that_does_not_fit_is_refused_all_the_same(file, first_school, first_clerk):
    assert bring("roster", file, unit=first_school, by=first_clerk, name="表.csv").state == "refused"


def test_a_file_with_anything_to_say_about_a_line_is_not_kept_as_a_whole(first_school, first_clerk):
    keep(
        bring("roster", bytes_of([*good_rows(), row("周十", 9, subject="生物")]), unit=first_school, by=first_clerk), by=first_clerk
    )

    assert not SeenFile.objects.exists()
    assert SeenLine.objects.count() == 6


def test_a_file_of_a_county_is_opened_again_when_a_school_has_another_name(first_school, yueqing, yueqing_bureau):
    data = bytes_of(good_rows("乐清市第一小学"), COUNTY_HEADINGS)
    keep(bring("roster", data, unit=yueqing, by=yueqing_bureau), by=yueqing_bureau)
    assert stands(bring("roster", data, unit=yueqing, by=yueqing_bureau))

    Unit.objects.filter(pk=first_school.pk).stamp(name="乐清市实验小学")

    assert told(bring("roster", data, unit=yueqing, by=yueqing_bureau)) == (0, 0, 0, 6)


@pytest.mark.parametrize("seed", range(8))
def test_knowing_lines_changes_no_verdict(saved, brings, seed):
    rows = spoilt(random.Random(seed))
    upload = brings(rows, whole=True)

    assert verdict(upload, recognising=True) == verdict(upload, recognising=False)


def spoilt(chance):
    """The saved rows with some changed, repeated, left out or added, after some of the people changed too."""
    for teacher in chance.sample(list(Teacher.objects.all()), 2):
        change = chance.choice([{"subject": "数学"}, {"status": "left"}, {"state": "void"}, {"staff_number": "001"}])
        Teacher.objects.filter(pk=teacher.pk).stamp(**change)
    rows = good_rows()
    rows[chance.randrange(6)][chance.randrange(6)] = chance.choice(["", "数学", id_number(2), "002", "13900000009", "幼儿园"])
    return chance.sample([*rows, *chance.sample(good_rows(), 2), row("周十", 9)], 7)


def verdict(upload, *, recognising):
    """Counts and what was found, by a reading that knows lines and by one that does not; nothing is kept of either."""
    judged = Judged(upload, None, recognising=recognising)
    with transaction.atomic():
        with judged.compared() as compared:
            counts = compared.comparison().counts()
        transaction.set_rollback(True)
    found = sorted((finding.row, finding.column, finding.code, finding.message) for finding in each_finding(judged))
    return counts, Findings(judged.layout, judged.scan).counts(), found


def each_finding(judged):
    return [finding for line in judged.scan.rows for finding in line.findings]


def test_an_undo_gives_numbers_back_as_they_were(saved, brings, first_clerk):
    rows = good_rows()
    rows[0][4] = "13911111111"

    undo(upload=keep(brings(rows), by=first_clerk), by=first_clerk)

    lin = Teacher.objects.get(name="林小雨")
    assert (lin.phone, lin.id_number) == ("13900000001", id_number(1))
    assert told(brings(good_rows())) == (0, 0, 6, 0)


def test_a_changed_row_shows_who_it_is_and_what_changes_and_no_more(saved, brings, client, first_clerk):
    rows = good_rows()
    rows[2][3:5] = ["数学", "13911111111"]

    upload = brings(rows)

    (changed,) = upload.preview["changed"]
    assert upload.preview["naming"] == ["姓名", "证件号码"]
    assert [cell["now"] for cell in changed["cells"]] == [NAMES[2], mask(id_number(3))]
    assert changed["changes"] == [
        {"heading": "任教学科", "was": "语文", "now": "数学"},
        {"heading": "手机号", "was": mask("13900000003"), "now": mask("13911111111")},
    ]
    client.force_login(first_clerk)
    assert "任教学科：<del>语文</del> → <ins>数学</ins>" in client.get(upload.get_absolute_url()).content.decode()
