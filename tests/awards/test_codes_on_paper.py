"""The office may have its forms printed without the code they are checked by (查验码), for one selection."""

import pytest
from django.urls import reverse

from awards.actions import paper, publicity
from awards.documents.names import notice_paper
from awards.models import AwardCycle
from awards.printing import form_of, summary_of
from portal.audit.models import Change
from portal.documents import issuing
from portal.documents.issuing import Issue, mark_of
from portal.documents.models import Document
from portal.documents.paper import OfficialForm
from tests.documents.factories import Slip

TERMS = {"paper_required": False, "city_notice": False, "province_notice": False, "notice_days": 5}


@pytest.fixture
def without_codes(cycle, province_office):
    publicity.choose(cycle=cycle, reason="版面要求", without_codes=True, by=province_office, **TERMS)
    return AwardCycle.objects.get(pk=cycle.pk)


def footer(row: Document) -> str:
    return mark_of(row, row.paper()).address


def test_the_office_switches_codes_off_and_on_and_the_audit_tells(client, cycle, province_office):
    client.force_login(province_office)
    address = reverse("awards:terms", args=[cycle.code])

    for off in ({"without_codes": "on"}, {}):
        client.post(address, {"notice_days": "5", "reason": "版面要求", **off})
        cycle.refresh_from_db()
        assert cycle.show_codes is not bool(off)
        page = client.get(reverse("awards:public-notices", args=[cycle.code])).content.decode()
        assert ("此后签发的表格不印" in page) is bool(off)

    told = Change.objects.filter(field="show_codes").order_by("pk").values_list("before", "after")
    assert [tuple(str(one).lower() for one in row) for row in told] == [("true", "false"), ("false", "true")]


def test_forms_issued_without_codes_name_no_address_and_their_number_still(taken_in, without_codes, province_office):
    row = paper.issue_one(nomination=_again(taken_in[0]), by=province_office)

    assert (footer(row), mark_of(row, row.paper()).number) == ("", row.number)


def test_all_papers_of_the_selection_follow(taken_in, without_codes, notice, wenzhou):
    papers = [issue.form for issue in paper.issues_of(without_codes)] + [summary_of(without_codes, wenzhou)]
    notice.cycle.refresh_from_db()

    assert len(papers) == 5
    assert {one.coded for one in [*papers, notice_paper(notice)]} == {False}


def test_with_codes_on_forms_name_their_address_as_before(taken_in, province_office):
    row = paper.issue_one(nomination=_again(taken_in[0]), by=province_office)

    assert footer(row).endswith(f"/verify/{row.code}/")
    assert "coded" not in row.values()


def test_what_was_issued_before_stays_and_is_not_called_changed(taken_in, cycle, province_office):
    before = paper.issue_one(nomination=_again(taken_in[0]), by=province_office)
    publicity.choose(cycle=cycle, reason="版面要求", without_codes=True, by=province_office, **TERMS)

    form = form_of(_again(taken_in[0]))

    assert (form.coded, form.content_hash()) == (False, before.content_hash)
    assert paper.issue_one(nomination=_again(taken_in[0]), by=province_office) == before


def test_an_intent_is_drawn_again_as_it_was_numbered(yueqing):
    (row,) = issuing.intend([Issue(Slip("甲", coded=False), "a", yueqing, yueqing)], None)

    row = Document.objects.get(pk=row.pk)

    assert (row.paper(), footer(row)) == (Slip("甲", coded=False), "")


def test_the_content_of_a_form_is_what_it_was_before_there_was_a_switch():
    assert Slip("欧阳明").data() == {"name": "欧阳明"}
    assert Slip("欧阳明").content_hash() == "1331c4d7224836c92634e0b1c7d329b8eea6e40c09b309cbe2f3211a2b666d91"
    assert OfficialForm.from_data.__func__(Slip, {"name": "欧阳明"}).coded


def _again(row):
    return type(row).objects.select_related("cycle", "category", "via", "unit__parent__parent").get(pk=row.pk)
