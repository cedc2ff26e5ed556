"""A form is printed as the annex its own cycle's notice makes it: another number, or none."""

import importlib
import io

import openpyxl
import pytest
from django.apps import apps
from docx import Document as Word
from pypdf import PdfReader

from awards.actions import paper
from awards.actions.paper import drawn
from awards.facts_desk.papers import papers_of
from awards.models import AwardCycle, Nomination
from awards.printing import form_of, summary_of
from portal.documents.editions import edition
from programs.loading import load_notice
from tests.awards.conftest import NOTICE, open_for_a_week

THIRD = "  - key: 附件3\n    title: 各市、县（市、区）先进单位推荐表"


def reload(text: str) -> AwardCycle:
    load_notice(file=text.encode(), by=None)
    return open_for_a_week(AwardCycle.objects.get(code="zj-2023"))


def again(row) -> Nomination:
    return Nomination.objects.select_related("cycle__notice", "category", "via", "unit__parent__parent").get(pk=row.pk)


def first_words(pdf: bytes) -> str:
    return "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


@pytest.fixture
def text():
    return NOTICE.read_text(encoding="utf-8")


@pytest.fixture
def renumbered(cycle, text):
    """The same notice with the form of units as its annex 7 and the summary as none."""
    text = text.replace(THIRD, THIRD.replace("附件3", "附件7")).replace("附件3", "附件7")
    return reload(text.replace("title: 各设区市先进单位及优秀管理者汇总表\n    text", "title: 汇总\n    text"))


def test_the_notice_of_2023_prints_its_forms_as_annexes_2_to_6(cycle, taken_in, wenzhou):
    assert cycle.annexes == {f"annex-{number}": f"附件{number}" for number in range(2, 7)}
    forms = [form_of(again(taken_in[0])), summary_of(cycle, wenzhou)]
    assert [(form.annexed, form.annex_line) for form in forms] == [(None, "附件 3"), (None, "附件 2")]


def test_forms_are_printed_as_the_annex_another_notice_makes_them(renumbered, taken_in, wenzhou):
    unit, summary = form_of(again(taken_in[0])), summary_of(renumbered, wenzhou)

    assert (unit.annex_line, summary.annex_line) == ("附件 7", "")
    assert "附件7各市、县（市、区）先进单位推荐表" in first_words(drawn(unit))
    assert "附件" not in first_words(drawn(summary))
    assert [one.text for one in Word(io.BytesIO(edition(unit, "docx"))).paragraphs][:2] == ["附件 7", unit.title]
    sheet = openpyxl.load_workbook(io.BytesIO(edition(summary, "xlsx"))).active
    assert (sheet.title, sheet["A1"].value, sheet["A2"].value) == ("汇总表", "", summary.title)
    assert {line.form.annex_line for line in papers_of(renumbered)} == {"附件 7", ""}


def test_the_number_of_the_annex_is_no_part_of_the_content(taken_in, text, province_office):
    before = paper.issue_one(nomination=again(taken_in[0]), by=province_office)
    reload(text.replace(THIRD, THIRD.replace("附件3", "附件7")).replace("附件3", "附件7"))

    form = form_of(again(taken_in[0]))

    assert (form.annex_line, form.content_hash()) == ("附件 7", before.content_hash)
    assert paper.issue_one(nomination=again(taken_in[0]), by=province_office) == before
    assert before.paper().annex_line == "附件 3"


def test_a_paper_is_drawn_again_as_it_was_numbered(renumbered, taken_in, province_office, text):
    issued = paper.issue_one(nomination=again(taken_in[0]), by=province_office)
    reload(text)

    assert (issued.paper().annex_line, issued.values()["annexed"]) == ("附件 7", "附件 7")


def test_cycles_that_stood_before_took_their_annexes_from_their_notices(cycle):
    known = cycle.annexes
    AwardCycle.objects.update(annexes={})

    importlib.import_module("awards.migrations.0018_annexes_of_the_notice").read_from_clauses(apps, None)

    assert AwardCycle.objects.get().annexes == known != {}
