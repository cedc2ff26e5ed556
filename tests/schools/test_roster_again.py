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
from portal.sheets.models import PriorRow, SeenLine
from portal.sheets.pipeline import Judged
from portal.units.models import Unit
from schools.actions import censuses
from schools.models import Employment, Teacher
from tests.schools import people
from tests.schools.people import HEADINGS, id_number, row
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
    """Which rows of the file are taken as known, now."""
    return [bool(row.known) for row in Judged(upload, None).scan.rows]


def told(upload):
    return tuple(upload.counts[name] for name in ("new", "changed", "unchanged", "refused"))


def test_the_same_file_again_is_known_line_by_line_and_writes_nothing(saved, brings, first_clerk):
    before = [model.objects.count() for model in (Teacher, Employment, Change, PriorRow, SeenLine)]
    stamps = list(Teacher.objects.order_by("pk").values_list("updated_at", flat=True))

    again = brings(good_rows())
    assert known(again) == [True] * 6
    assert told(keep(again, by=first_clerk)) == (0, 0, 6, 0)

    assert [model.objects.count() for model in (Teacher, Employment, Change, PriorRow, SeenLine)] == before
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
    today = timezone.localdate()
    days = {"counted_on": today - timedelta(days=30), "due_on": today + timedelta(days=7)}
    census = censuses.call(unit=yueqing, title="秋季名册", by=yueqing_bureau, **days)
    censuses.report(census=census, unit=first_school, by=first_clerk)

    assert told(brings(good_rows())) == (0, 0, 0, 6)


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
