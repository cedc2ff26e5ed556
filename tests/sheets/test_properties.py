"""Whatever is typed into a sheet: accepted rows, exported and brought in again, change nothing."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portal.kit.exports import as_csv, as_xlsx
from portal.sheets.resources import exported
from programs.models import MediaReport
from tests.sheets.books import xlsx
from tests.sheets.flow import bring, keep
from tests.sheets.rows import MEDIA

TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=30)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "＝", "'", "''", ";", " ", "\u200b", "0", "1e5"])
TITLE = st.builds("{}{}".format, STARTS, TYPED)
DAY = st.one_of(
    st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2026, 1, 1)),
    st.sampled_from(["2023.5.1", "2023年5月1日", "20230501", "23/5/1", "五月", "", "2023-02-30"]),
)
ROW = st.tuples(
    st.sampled_from(["乐清市", "330302", " 鹿城区", "西湖区", "乐清市教育局", ""]),
    TITLE,
    TITLE,
    st.sampled_from(["国家级", "省级", "省", "city", "乡级"]),
    DAY,
    st.sampled_from([None, "无", "https://news.example/1", "javascript:alert(1)"]),
)


class Undone(Exception):
    """Ends an example so that the next begins with the same tables."""


@pytest.mark.usefixtures("world")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(ROW, min_size=1, max_size=12))
def test_accepted_rows_exported_and_brought_in_again_change_nothing(rows, wenzhou):
    try:
        with transaction.atomic():
            walk(rows, wenzhou)
            raise Undone
    except Undone:
        pass


def walk(rows, unit):
    upload = bring("media", xlsx([MEDIA, *map(list, rows)], texts=True), unit=unit)
    assume(upload.state == "preview" and upload.counts["new"])
    assert upload.counts["new"] + upload.counts["refused"] == len(rows)
    saved = keep(upload, accept_partial=True)

    headings, lines = exported(saved.layout, MediaReport.objects.all())

    for data, name in ((as_xlsx(headings, lines), "表.xlsx"), (as_csv(headings, lines), "表.csv")):
        again = bring("media", data, unit=unit, name=name)
        counts = again.counts
        told = list(again.findings.values_list("code", "value", "message"))
        assert (counts["unchanged"], counts["new"], counts["changed"], counts["refused"]) == (len(lines), 0, 0, 0), told
