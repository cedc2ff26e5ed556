"""资料库: papers that came in elsewhere, found in one place (乐教政〔2020〕22号 二(一))."""

from datetime import date

import pytest
from django.urls import reverse

from programs.actions import filings, notices, refining, reviewing
from programs.facts.library import SOURCES
from programs.models import FilingFile
from tests import factories
from tests.programs.asked import filing_of, opened
from tests.programs.calendars import YUEQING, clerk, loaded, step
from tests.sheets.books import as_file

pytestmark = pytest.mark.django_db
PAGE = reverse("programs:library")
PDF = b"%PDF-1.4 "
DUE = date(2099, 5, 1)


@pytest.fixture
def plan(wenzhou, yueqing):
    """A plan of the county, accepted by the city in its second version."""
    filing = filing_of(opened(wenzhou, content="file"), yueqing)
    filings.prepare_and_submit(filing=filing, by=None, files=[as_file(PDF + b"1", "初稿.pdf")])
    reviewing.send_back(filing=filing_of(filing.task, yueqing), reason="补目标", by=None)
    filings.prepare_and_submit(filing=filing_of(filing.task, yueqing), by=None, files=[as_file(PDF + b"2", "定稿.pdf")])
    return filing_of(filing.task, yueqing)


def names(client, **asked) -> list[str]:
    return [row.paper.name for row in client.get(PAGE, asked).context["page"].rows]


def test_only_what_was_accepted_and_counts_stands_in_the_library(client, plan, wenzhou_bureau, xihu_bureau):
    client.force_login(wenzhou_bureau)
    assert names(client, kind="filings") == []
    reviewing.accept(filing=plan, by=None)

    assert names(client, kind="filings") == ["定稿.pdf"]
    assert FilingFile.objects.count() == 2
    paper = client.get(PAGE, {"kind": "filings"}).context["page"].rows[0].paper
    assert b"".join(client.get(paper.url).streaming_content) == PDF + b"2"
    client.force_login(xihu_bureau)
    assert names(client, kind="filings") == []


def test_papers_are_found_by_words_and_year(client, plan, wenzhou_bureau):
    reviewing.accept(filing=plan, by=None)
    client.force_login(wenzhou_bureau)
    year = FilingFile.objects.latest("pk").version.submitted_at.year

    assert names(client, kind="filings", q="定稿", year=year) == names(client, kind="filings", q="乐清") == ["定稿.pdf"]
    assert names(client, kind="filings", q="初稿") == names(client, kind="filings", year=2001) == []
    assert names(client, kind="castle") == []


def test_the_guides_of_the_county_stand_there_as_papers_of_its_notice_and_of_its_steps(client, sends):
    units = loaded(YUEQING, schools=1)
    bureau = clerk(units[YUEQING])
    notice = step("assessment_guide").notice
    notices.attach(notice=notice, file=as_file(PDF, "实施指南.pdf"), annex=0, by=bureau)
    client.force_login(bureau)
    address = reverse("programs:calendar-report", args=[step("assessment_guide").pk, YUEQING])
    client.post(address, {"state": "done", "evidence": "定稿", "done_on": "2020-12-01", "file": as_file(PDF, "考核指南.pdf")})

    assert names(client) == ["实施指南.pdf"]
    assert names(client, kind="steps") == ["考核指南.pdf"]
    school = clerk(units["school0"], "cio")
    told = sends(school, "reports/library/", {"q": "指南"}, method="get").json()["results"]
    assert [row["name"] for row in told] == ["实施指南.pdf"]


def test_what_experts_worked_up_stands_there(client, plan, zhejiang, wenzhou_bureau):
    expert = factories.user("expert", zhejiang, "expert")
    reviewing.accept(filing=plan, by=None)
    named = {"title": "案例", "level": "county", "kind": "exemplar", "year": 2022}
    showcase = refining.take_up(filing=plan, by=None, **named)
    work = refining.ask(showcase=showcase, expert=expert, due_on=DUE, by=wenzhou_bureau)
    refining.finish(refinement=work, text="补了实录", by=expert, evidence=as_file(PDF, "加工.pdf"))
    client.force_login(wenzhou_bureau)

    assert names(client, kind="results") == ["加工.pdf"]
    exported = b"".join(client.get(PAGE, {"kind": "results", "export": "csv"}).streaming_content).decode()
    assert "加工.pdf" in exported


@pytest.mark.parametrize("kind", list(SOURCES))
def test_a_source_asks_the_database_the_same_however_many(client, kind, plan, wenzhou_bureau, django_assert_max_num_queries):
    reviewing.accept(filing=plan, by=None)
    client.force_login(wenzhou_bureau)
    client.get(PAGE)
    with django_assert_max_num_queries(25):
        client.get(PAGE, {"kind": kind})
