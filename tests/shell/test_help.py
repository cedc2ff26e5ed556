"""使用帮助: everybody finds his own work, and whatever it links to answers for him."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.urls import reverse

from credits.models import PanelMember, ReviewPanel
from portal.accounts.enums import Role
from portal.shell import help as helping
from programs.loading import load_notice
from programs.models import Program
from tests import factories
from tests.programs.notice_samples import small

MAIN = re.compile(r'<main class="page-content".*?</main>', re.DOTALL)
LINES_OF_A_TOPIC = 12
PLACES = {
    "office": ["province", "city", "county"],
    "bureau": ["province", "city", "county"],
    "bureau_leader": ["province", "city", "county"],
    "school_admin": ["school"],
    "cio": ["school"],
    "teacher": ["school"],
    "institution": ["institution"],
    "expert": ["province"],
    "client": ["city"],
    "sysadmin": ["province"],
    "secadmin": ["province"],
    "auditor": ["province"],
}
READERS = [(role, level) for role, levels in PLACES.items() for level in levels]


@pytest.fixture
def places(zhejiang, wenzhou, yueqing):
    school = factories.unit("3338000101", "乐清市第一小学", "school", yueqing)
    institution = factories.unit("9133000001", "甲培训机构", "institution", zhejiang)
    load_notice(file=small(issuer='"330000"'), by=None)
    return {"province": zhejiang, "city": wenzhou, "county": yueqing, "school": school, "institution": institution}


def help_of(client) -> str:
    return MAIN.search(client.get(reverse("shell:help")).content.decode()).group()


def links_of(page: str) -> list[str]:
    return sorted(set(re.findall(r'<a [^>]*href="([^"#]+)"', page)))


def answers(client, addresses) -> dict[str, int]:
    return {address: client.get(address).status_code for address in addresses}


def reader(role, place):
    return factories.user(f"{role}-reader", place, role)


def test_every_role_is_asked_about():
    assert set(PLACES) == set(Role.values)


@pytest.mark.parametrize(("role", "level"), READERS)
def test_every_role_has_topics_and_each_of_its_links_answers(client, places, role, level):
    client.force_login(reader(role, places[level]))

    page = help_of(client)

    assert len(re.findall(r"<h3 id=", page)) >= 1
    links = links_of(page)
    assert reverse("documents:verify-start") in links
    assert {address: status for address, status in answers(client, links).items() if status != 200} == {}


@pytest.mark.parametrize(("level", "section"), [("province", "province"), ("city", "city"), ("county", "county")])
def test_a_bureau_reads_of_the_work_at_its_own_level_alone(client, places, level, section):
    client.force_login(reader("bureau", places[level]))

    assert re.findall(r'<h2 id="([a-z-]+)"', help_of(client))[0] == section
    assert [one.key for one in helping.sections_for(reader("office", places[level]))] == [section]


def test_a_link_its_reader_may_not_open_would_be_noticed(client, places):
    client.force_login(reader("teacher", places["school"]))

    assert answers(client, [reverse("awards:draft-cycle-list")]) == {reverse("awards:draft-cycle-list"): 404}


def test_who_sits_on_a_panel_reads_how_to_review(client, places):
    teacher = reader("teacher", places["school"])
    client.force_login(teacher)
    assert 'id="reviewer-desk"' not in help_of(client)

    panel = ReviewPanel.objects.create(unit=places["school"], program=Program.objects.first())
    PanelMember.objects.create(panel=panel, user=teacher)
    page = help_of(client)

    assert 'id="reviewer-desk"' in page
    assert set(answers(client, links_of(page)).values()) == {200}


def test_somebody_without_a_post_is_told_so_and_no_more(client, db):
    client.force_login(factories.user("nobody"))

    page = help_of(client)

    assert "没有在任的岗位" in page
    assert "<h3" not in page


def test_signed_out_help_leads_to_checking_and_its_other_links_to_signing_in(client, db):
    page = help_of(client)

    assert page.index('id="documents"') < page.index('id="sign-in"') < page.index('id="work"')
    assert f'<a href="{reverse("documents:verify-start")}">查验页</a>' in page
    assert 'id="admin"' not in page
    open_ones = {reverse(name) for name in ("documents:verify-start", "awards:notice-list", "awards:announced-list")}
    for address in links_of(page):
        answer = client.get(address)
        signing_in = answer.status_code == 302 and answer.headers["Location"].startswith(reverse(settings.LOGIN_URL))
        assert (answer.status_code == 200) if address in open_ones else signing_in, address


@pytest.mark.parametrize("section", helping.SECTIONS, ids=lambda one: one.key)
def test_every_topic_is_short(section):
    page = render_to_string(section.template, {"limits": helping.limits(), "roles": set(Role.values)})

    topics = re.split(r"<h3 id=", page)[1:]

    assert topics
    assert all(len([line for line in topic.splitlines() if line.strip()]) <= LINES_OF_A_TOPIC for topic in topics)


def test_the_limits_told_are_those_of_this_portal(client, places, settings):
    settings.EVIDENCE_QUOTA_MB = 777
    client.force_login(reader("teacher", places["school"]))

    assert "合计不超过 777 MB" in help_of(client)


def test_every_limit_a_text_names_is_there_and_none_is_kept_for_nothing():
    texts = "".join(Path(get_template(one.template).origin.name).read_text() for one in helping.SECTIONS)

    assert set(re.findall(r"{{ limits\.(\w+) }}", texts)) == set(helping.limits())


@pytest.mark.parametrize("address", ["/accounts/login/", "/help/", "/nothing-here/", "/verify/", "/verify/x/"])
def test_pages_for_everybody_lead_to_checking_a_document(client, db, address):
    foot = client.get(address).content.decode().split("<footer")[1]

    assert f'href="{reverse("documents:verify-start")}">查验文书</a>' in foot


def test_the_login_page_and_the_entrance_of_checking_say_what_to_do_first(client, db):
    login, start = (client.get(reverse(name)).content.decode() for name in ("account_login", "documents:verify-start"))

    assert login.split("<footer")[0].count(reverse("documents:verify-start")) == 1
    assert "先输入查验码或扫码，再上传 PDF 比对" in start
